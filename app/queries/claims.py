"""Read claims: one, or a list by filters."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from app.envelopes import ClaimPage
from app.errors import NotFound
from app.filters import ClaimQuery
from app.parts import EntityRef, PassageOut, Selector, SpanOut, SpeakerRef, TextPositionSelector, TextQuoteSelector, TopicRef
from app.queries import claim_filters, lists, ranking, relations
from app.queries.corroboration import get_corroboration
from app.queries.lists import Counted, Order
from app.queries.shapes import ARTICLE_COLUMNS, Offsets, article_ref, at_speaker, date_out, entity_columns, entity_ref
from app.queries.tables import appearances, articles, claim_abouts, claim_holders, claims, entities, events, its_article, roles
from app.schemas import ClaimDetail, ClaimOut
from app.vocabulary import Units

speaker, via = entities.alias("speaker"), entities.alias("via")
SAID = Order((claims.c.said_order, claims.c.id))
ORDERS = {
    "-said": SAID,
    "relevance": SAID,
    "said": Order(SAID.columns, descending=False),
    "-published": Order((claims.c.published_order, claims.c.id)),
    "published": Order((claims.c.published_order, claims.c.id), descending=False),
    "position": Order((claims.c.article_id, claims.c.position), descending=False, types=(str, int)),
}
its_role = roles.alias("its_role")
WITH_ARTICLE = claims.join(its_article, its_article.c.id == claims.c.article_id)
WITH_SPEAKER = claims.outerjoin(speaker, speaker.c.id == claims.c.speaker_id)
# The organization of the speaker's role or else the speaker itself; and also the speaker itself where there is a role.
ITSELF = and_(speaker.c.id == claims.c.speaker_id, speaker.c.kind == "organization")
WITH_ROLE = claims.outerjoin(its_role, and_(at_speaker(its_role), its_role.c.organization.is_not(None))).outerjoin(speaker, ITSELF)
ORGANIZATION = Counted(
    func.coalesce(its_role.c.organization_folded, speaker.c.folded),
    func.coalesce(its_role.c.organization, speaker.c.name),
    source=WITH_ROLE,
    also=Counted(speaker.c.folded, speaker.c.name, source=claims.join(speaker, ITSELF)),
)
FACETS = {
    "speaker": Counted(claims.c.speaker_id, label=func.coalesce(speaker.c.name, speaker.c.descriptor), source=WITH_SPEAKER),
    "speaker_kind": Counted(speaker.c.kind, source=WITH_SPEAKER),
    "organization": ORGANIZATION,
    "kind": Counted(claims.c.kind),
    "mode": Counted(claims.c.mode),
    "cue": Counted(claims.c.cue_folded),
    "article": Counted(claims.c.article_id, label=its_article.c.title, source=WITH_ARTICLE),
    "publisher": Counted(its_article.c.publisher_folded, its_article.c.publisher, source=WITH_ARTICLE),
    "place": Counted(claims.c.place_folded, claims.c.place),
    "section": Counted(claims.c.section),
    "review": Counted(claims.c.review),
}
OWN_COLUMNS: list[ColumnElement[Any]] = [
    claims.c[name]
    for name in (
        *(
            "id",
            "kind",
            "mode",
            "explicit",
            "section",
            "addressee",
            "place",
            "gist",
            "quote",
            "confidence",
            "review",
            "as_said",
            "cue_text",
        ),
        *("source", "cue", "content", "excerpts", "said_edtf", "said_earliest", "said_latest", "said_precision"),
    )
]

appearance, main_role = appearances.alias("appearance"), roles.alias("main_role")
FIRST_ROLE = and_(at_speaker(main_role), main_role.c.number == 0)
# Everything that shape_claims needs, without a filter or an order. Statements are put together once: that costs more than running them.
CLAIM_ROWS: Select[Any] = (
    select(
        *OWN_COLUMNS,
        *ARTICLE_COLUMNS,
        *entity_columns(speaker, "speaker"),
        *entity_columns(via, "via"),
        appearance.c.descriptor.label("speaker_described"),
        main_role.c.title.label("role"),
        main_role.c.organization,
    )
    .join(articles, articles.c.id == claims.c.article_id)
    .outerjoin(speaker, speaker.c.id == claims.c.speaker_id)
    .outerjoin(appearance, at_speaker(appearance))
    .outerjoin(main_role, FIRST_ROLE)
    .outerjoin(via, via.c.id == claims.c.reported_via_id)
)
HOLDER_ROWS: Select[Any] = (
    select(claim_holders.c.claim_id, *entity_columns(entities, "holder"))
    .join(entities, entities.c.id == claim_holders.c.entity_id)
    .order_by(claim_holders.c.claim_id, claim_holders.c.position)
)
TOPIC_LABEL = func.coalesce(entities.c.name, entities.c.descriptor, events.c.title).label("label")
ABOUT_ROWS: Select[Any] = (
    select(claim_abouts.c.claim_id, claim_abouts.c.entity_id, claim_abouts.c.event_id, TOPIC_LABEL)
    .outerjoin(entities, entities.c.id == claim_abouts.c.entity_id)
    .outerjoin(events, events.c.id == claim_abouts.c.event_id)
    .order_by(claim_abouts.c.claim_id, claim_abouts.c.position)
)


def list_claims(connection: Connection, query: ClaimQuery) -> ClaimPage:
    """List claims, latest said first (undated last), then by id, both descending; or as ``query.sort`` says.

    Returns:
        At most ``limit`` claims. Pages joined in order are the whole list: no gap, no repeat, also while rows are added
        behind the cursor. A fixed number of statements, whatever ``limit`` is.

    Raises:
        CursorInvalid: the cursor was not made by this list with these filters.
    """
    where = claim_filters.conditions(connection, query)
    if query.sort == "relevance" and query.q and query.q.strip():
        rows, next_cursor = ranking.page_of_rows(connection, CLAIM_ROWS, where, SAID, query)
    else:
        rows, next_cursor = lists.page_of_rows(connection, CLAIM_ROWS.where(*where), ORDERS[query.sort], query, "claims")
    envelope = lists.page(connection, query, next_cursor, claims, where, FACETS)
    return ClaimPage(items=shape_claims(connection, rows, query.units), **envelope)


def get_claim(connection: Connection, claim_id: str, units: Units = "codepoint") -> ClaimDetail:
    """Return one claim with its relations, both ways, and how widely it is reported.

    Raises:
        NotFound: no claim has this id.
    """
    rows = connection.execute(CLAIM_ROWS.where(claims.c.id == claim_id)).all()
    if not rows:
        raise NotFound(f"There is no claim {claim_id!r}.")
    return ClaimDetail(
        **shape_claims(connection, rows, units)[0],
        relations=relations.list_relations(connection, "claim", claim_id),
        corroboration=get_corroboration(connection, claim_id),
    )


def shape_claims(connection: Connection, rows: Sequence[Row[Any]], units: Units) -> list[ClaimOut]:
    """Shape rows of ``CLAIM_ROWS``: two more statements, whatever their number."""
    ids = [row.id for row in rows]
    holders, abouts = _holders(connection, ids), _abouts(connection, ids)
    return [_shape(row, holders[row.id], abouts[row.id], units) for row in rows]


def _shape(row: Row[Any], holders: list[EntityRef], about: list[TopicRef], units: Units) -> ClaimOut:
    return ClaimOut(
        id=row.id,
        kind=row.kind,
        mode=row.mode,
        cue=row.cue_text,
        explicit=row.explicit,
        section=row.section,
        speaker=_speaker(row),
        holders=holders,
        reported_via=entity_ref(row, "via"),
        addressee=row.addressee,
        place=row.place,
        gist=row.gist,
        quote=row.quote,
        said=date_out(row.said_edtf, row.said_earliest, row.said_latest, row.said_precision),
        about=about,
        passage=_passage(row, Offsets(units, row)),
        article=article_ref(row),
        confidence=row.confidence,
        review=row.review,
    )


def _speaker(row: Row[Any]) -> SpeakerRef | None:
    ref = entity_ref(row, "speaker")
    if ref is None:
        return None
    described: EntityRef = {**ref, "descriptor": row.speaker_described}
    return SpeakerRef(**described, as_said=row.as_said, role=row.role, organization=row.organization)


def _passage(row: Row[Any], offsets: Offsets) -> PassageOut:
    content = offsets.spans(row.content)
    excerpts = row.excerpts or [(None, None, None)] * len(content)
    return PassageOut(
        units=offsets.units,
        source=offsets.spans(row.source),
        cue=offsets.spans(row.cue),
        content=content,
        selector=[selector for span, words in zip(content, excerpts, strict=True) for selector in _selectors(span, words)],
    )


def _selectors(span: SpanOut, words: Sequence[str | None]) -> tuple[Selector, Selector]:
    exact, prefix, suffix = words
    return (
        TextPositionSelector(type="TextPositionSelector", start=span["start"], end=span["end"]),
        TextQuoteSelector(type="TextQuoteSelector", exact=exact, prefix=prefix, suffix=suffix),
    )


def _holders(connection: Connection, ids: Sequence[str]) -> dict[str, list[EntityRef]]:
    found = defaultdict(list)
    for row in connection.execute(HOLDER_ROWS.where(claim_holders.c.claim_id.in_(ids))):
        found[row.claim_id].append(cast(EntityRef, entity_ref(row, "holder")))
    return found


def _abouts(connection: Connection, ids: Sequence[str]) -> dict[str, list[TopicRef]]:
    found = defaultdict(list)
    for row in connection.execute(ABOUT_ROWS.where(claim_abouts.c.claim_id.in_(ids))):
        found[row.claim_id].append(TopicRef(id=row.event_id or row.entity_id, type="event" if row.event_id else "entity", label=row.label))
    return found
