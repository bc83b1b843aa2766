"""The most frequent reads: single things, and lists by their orders and commonest filters, first and deep pages."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from app.parameters.articles import ArticleQuery
from app.parameters.claims import ClaimQuery
from app.parameters.entities import AppearanceQuery, EntityQuery
from app.parameters.events import EventQuery
from app.parameters.listing import ListQuery
from app.queries.appearances import list_appearances
from app.queries.articles import get_article, list_articles
from app.queries.claims import get_claim, list_claims
from app.queries.entities import list_entities, list_speakers
from app.queries.events import get_event, list_events
from app.queries.tables import articles, claims, entities, events
from tests.scale.deep_pages import deep_cursor
from tests.scale.query_plans import Read

SampleValues = dict[str, str]


class FrequentRead(NamedTuple):
    """A read with its name. ``is_in_order``: an index gives the rows in order; else there are few rows to sort."""

    name: str
    read: Read
    is_in_order: bool = True


ADDED: tuple[tuple[str, Callable[[Connection, Any], object], Any], ...] = (
    ("claims", list_claims, ClaimQuery),
    ("speakers", list_speakers, EntityQuery),
    ("events", list_events, EventQuery),
    ("articles", list_articles, ArticleQuery),
)


def sample_values(connection: Connection) -> SampleValues:
    """Return ids and values to filter by: those of a dated claim, and the commonest speaker."""
    filters = claims.c.place.is_not(None), claims.c.speaker_number.is_not(None), claims.c.said_order > ""
    with_article = select(claims, articles.c.id.label("article_id")).join(articles, articles.c.number == claims.c.article_number)
    claim = connection.execute(with_article.where(*filters).order_by(claims.c.id).limit(1)).one()
    commonest = select(entities.c.id).order_by(entities.c.claims.desc(), entities.c.id.desc()).limit(1)
    words = sorted(claim.words.split(), key=lambda word: (len(word), word))
    return {
        **{"claim": claim.id, "article": claim.article_id, "kind": claim.kind, "place": claim.place, "cue": claim.cue_folded},
        **{"day": claim.said_order, "word": words[-1], "common": words[0]},
        **{"speaker": connection.execute(commonest).scalar_one(), "event": connection.execute(select(events.c.id).limit(1)).scalar_one()},
        "title": connection.execute(select(articles.c.title).limit(1)).scalar_one(),
        "publisher": connection.execute(select(articles.c.publisher).limit(1)).scalar_one(),
    }


def frequent_reads(values: SampleValues) -> Iterator[FrequentRead]:
    """Yield the most frequent reads."""
    yield FrequentRead("one claim", lambda connection: get_claim(connection, values["claim"]), False)
    yield FrequentRead("one article", lambda connection: get_article(connection, values["article"]), False)
    yield FrequentRead("one event", lambda connection: get_event(connection, values["event"]), False)
    yield FrequentRead("claims by a word", lambda connection: list_claims(connection, ClaimQuery(q=values["word"])), False)
    yield from (
        FrequentRead(f"entities: sort {sort}", partial(_read, list_entities, EntityQuery(sort=sort)))
        for sort in ("-claims", "-articles", "name", "-name")
    )
    yield FrequentRead("speakers: all", partial(_read, list_speakers, EntityQuery()))
    yield FrequentRead("speakers: sort name", partial(_read, list_speakers, EntityQuery(sort="name")))
    unordered: list[tuple[str, Callable[[Connection, Any], object], ListQuery]] = [
        ("speakers: role", list_speakers, EntityQuery(role=["mayor 2"])),
        ("claims: role", list_claims, ClaimQuery(role=["mayor 2"])),
        ("articles: title", list_articles, ArticleQuery(title=values["title"])),
        *((f"{name}: added since", read, query(added_since=0)) for name, read, query in ADDED),
    ]
    for name, read, query in unordered:
        yield FrequentRead(name, partial(_read, read, query), False)
    yield FrequentRead("appearances: all", lambda connection: list_appearances(connection, values["speaker"], AppearanceQuery()))
    yield from _lists("claims", list_claims, list(_claim_queries(values)), values["day"])
    yield from _lists(
        "events",
        list_events,
        [EventQuery(), EventQuery(sort="date"), EventQuery(date_from=values["day"]), EventQuery(sort="-confidence")],
        values["day"],
    )
    yield from _lists(
        "articles",
        list_articles,
        [ArticleQuery(), ArticleQuery(publisher=[values["publisher"]]), ArticleQuery(sort="-claims")],
        values["day"],
    )


def _claim_queries(values: SampleValues) -> Iterator[ClaimQuery]:
    for sort in ("-said", "said", "-published", "published", "position", "-confidence", "confidence"):
        yield ClaimQuery.model_validate({"sort": sort})
    for name in ("speaker", "kind", "cue", "place", "article"):
        yield ClaimQuery.model_validate({name: [values[name]]})
    year = {"said_from": f"{values['day'][:4]}-01-01", "said_to": f"{values['day'][:4]}-12-31"}
    yield ClaimQuery.model_validate(year)
    yield ClaimQuery.model_validate({"speaker": [values["speaker"]], **year})
    yield ClaimQuery.model_validate({"speaker": [values["speaker"]], "kind": ["statement"]})


def _lists(name: str, read: Callable[[Connection, Any], object], queries: list[Any], day: str) -> Iterator[FrequentRead]:
    """Yield the first page of each list, and a page deep in it."""
    for query in queries:
        filters = query.model_dump(exclude_defaults=True)
        label = ", ".join(f"{field} {value}" for field, value in filters.items()) or "all"
        for suffix, page in (("", query), (", deep", query.model_copy(update={"cursor": deep_cursor(name, query, day)}))):
            yield FrequentRead(f"{name}: {label}{suffix}", partial(_read, read, page), "article" not in filters)


def _read(read: Callable[[Connection, Any], object], query: ListQuery, connection: Connection) -> object:
    return read(connection, query)
