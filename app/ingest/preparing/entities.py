"""Rows of entities: appearances, roles, aliases, members."""

from collections import Counter
from functools import lru_cache

from app.document.entities import EntityDocument
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing.columns import ENTITY_DEFAULTS, Row, published_order
from app.ingest.preparing.names import name_columns
from app.ingest.preparing.numbering import DocumentIds
from app.terms.ties import tie_of
from app.terms.words import fold


def entity_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return a row of ``entities`` for each entity of the document, with the names that this document gives it, and no counts yet."""
    return [
        {
            **ENTITY_DEFAULTS,
            **_names(entity.name, tuple(entity.aliases), entity.wikidata, entity.descriptor if entity.name is None else None),
            "id": ids.entities[entity.id],
            "tie": tie_of(ids.entities[entity.id]),
            "survivor_number": ids.entities[entity.id],
            "kind": entity.kind,
            "named_kind": None,
            "anonymous": entity.anonymous,
            "folded": fold(entity.name) if entity.name else None,
            # only anonymous entities belong to one article; descriptors of named ones are at their appearances
            "article_number": ids.article_id if entity.anonymous else None,
            "descriptor": entity.descriptor if entity.anonymous else None,
            "anonymity_condition": entity.anonymity_condition if entity.anonymous else None,
        }
        for entity in document.entities
    ]


@lru_cache(maxsize=65_536)
def _names(name: str | None, aliases: tuple[str, ...], wikidata: str | None, descriptor: str | None) -> Row:
    """Return the columns for the names of an entity that appears in this document alone."""
    return name_columns(Counter([name]), Counter(aliases), Counter([wikidata]), Counter([descriptor]))


def appearance_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``appearances``, not yet resolved."""
    said = Counter(claim.speaker for claim in document.claims)
    return [
        {
            "article_number": ids.article_id,
            "position": position,
            "local_id": entity.id,
            "key_number": ids.entities[entity.id],
            "entity_number": ids.entities[entity.id],
            "name": entity.name,
            "descriptor": entity.descriptor,
            "anonymity_condition": entity.anonymity_condition,
            "wikidata": entity.wikidata,
            "mentions": entity.mentions,
            "published_order": published_order(document),
            "tie": ids.article_tie,
            "claims": said[entity.id],
        }
        for position, entity in enumerate(document.entities)
    ]


def role_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``roles``."""
    return [
        {
            "article_number": ids.article_id,
            "position": position,
            "number": n,
            "title": role.title,
            "title_folded": fold(role.title) if role.title else None,
            "organization": role.organization,
            "organization_folded": fold(role.organization) if role.organization else None,
            "entity_number": ids.entities[entity.id],
            "published_order": published_order(document),
            "tie": ids.article_tie,
        }
        for position, entity in enumerate(document.entities)
        for n, role in enumerate(entity.roles)
    ]


def alias_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``aliases``. Only aliases given by a curator resolve across articles, and a person's never by one word."""
    is_curated = ids.is_curated
    return [
        {
            "article_number": ids.article_id,
            "position": position,
            "number": n,
            "key_number": ids.entities[entity.id],
            "kind": entity.kind,
            "alias": alias,
            "folded": fold(alias) if is_curated and _resolves(entity, fold(alias)) else "",
        }
        for position, entity in enumerate(document.entities)
        for n, alias in enumerate(entity.aliases)
    ]


def _resolves(entity: EntityDocument, folded_alias: str) -> bool:
    return not entity.anonymous and (entity.kind != "person" or " " in folded_alias)


def member_rows(document: KnowledgeDocument, ids: DocumentIds) -> list[Row]:
    """Return the rows of ``members``."""
    return [
        {
            "article_number": ids.article_id,
            "group_position": position,
            "position": ids.positions[member],
            "group_number": ids.entities[entity.id],
            "entity_number": ids.entities[member],
        }
        for position, entity in enumerate(document.entities)
        for member in dict.fromkeys(entity.members)
    ]
