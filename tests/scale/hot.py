"""What is asked most: the lists in their orders and by their commonest filters, from the first page and from deep in, and single things."""

from collections.abc import Callable, Iterator, Sequence
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
from app.terms.cursors import SortKey, encode_cursor
from tests.scale.explaining import Read

Known = dict[str, str]


class Hot(NamedTuple):
    """Something that is asked. ``is_in_order``: an index gives the rows in order; else there are few rows to be sorted."""

    name: str
    read: Read
    is_in_order: bool = True


def known_in(connection: Connection) -> Known:
    """Return values that much is found by, and things that are there: those of any dated claim."""
    given = claims.c.place.is_not(None), claims.c.speaker_id.is_not(None), claims.c.said_order > ""
    claim = connection.execute(select(claims).where(*given).order_by(claims.c.id).limit(1)).one()
    commonest = select(entities.c.id).order_by(entities.c.claims.desc(), entities.c.id.desc()).limit(1)
    words = sorted(claim.words.split(), key=lambda word: (len(word), word))
    return {
        **{"claim": claim.id, "article": claim.article_id, "kind": claim.kind, "place": claim.place, "cue": claim.cue_folded},
        **{"day": claim.said_order, "word": words[-1], "common": words[0]},
        **{"speaker": connection.execute(commonest).scalar_one(), "event": connection.execute(select(events.c.id).limit(1)).scalar_one()},
        "publisher": connection.execute(select(articles.c.publisher).limit(1)).scalar_one(),
    }


def hot_reads(known: Known) -> Iterator[Hot]:
    """Yield what is asked most."""
    yield Hot("one claim", lambda connection: get_claim(connection, known["claim"]), False)
    yield Hot("one article", lambda connection: get_article(connection, known["article"]), False)
    yield Hot("one event", lambda connection: get_event(connection, known["event"]), False)
    yield Hot("claims by a word", lambda connection: list_claims(connection, ClaimQuery(q=known["word"])), False)
    behind = {name: [known["day"], f"{name}_8"] for name in ("clm", "evt", "art")}
    yield from (Hot(f"entities: sort {sort}", partial(_read, list_entities, EntityQuery(sort=sort))) for sort in ("-claims", "-articles"))
    yield Hot("speakers: all", partial(_read, list_speakers, EntityQuery()))
    yield Hot("appearances: all", lambda connection: list_appearances(connection, known["speaker"], AppearanceQuery()))
    yield from _lists("claims", list_claims, list(_claim_queries(known)), behind["clm"])
    yield from _lists("events", list_events, [EventQuery(), EventQuery(sort="date"), EventQuery(date_from=known["day"])], behind["evt"])
    yield from _lists("articles", list_articles, [ArticleQuery(), ArticleQuery(publisher=[known["publisher"]])], behind["art"])


def _claim_queries(known: Known) -> Iterator[ClaimQuery]:
    for sort in ("-said", "said", "-published", "published", "position"):
        yield ClaimQuery.model_validate({"sort": sort})
    for name in ("speaker", "kind", "cue", "place", "article"):
        yield ClaimQuery.model_validate({name: [known[name]]})
    year = {"said_from": f"{known['day'][:4]}-01-01", "said_to": f"{known['day'][:4]}-12-31"}
    yield ClaimQuery.model_validate(year)
    yield ClaimQuery.model_validate({"speaker": [known["speaker"]], **year})
    yield ClaimQuery.model_validate({"speaker": [known["speaker"]], "kind": ["statement"]})


def _lists(name: str, read: Callable[[Connection, Any], object], queries: list[Any], behind: list[str]) -> Iterator[Hot]:
    """Yield the first page of each list and one from deep in it."""
    for query in queries:
        given = query.model_dump(exclude_defaults=True)
        asked = ", ".join(f"{field} {value}" for field, value in given.items()) or "all"
        for place, page in (("", query), (", deep", _deep(name, query, behind))):
            yield Hot(f"{name}: {asked}{place}", partial(_read, read, page), "article" not in given)


def _read(read: Callable[[Connection, Any], object], query: ListQuery, connection: Connection) -> object:
    return read(connection, query)


def _deep(name: str, query: ListQuery, behind: list[str]) -> ListQuery:
    keys: Sequence[SortKey] = ["art_8", 3] if getattr(query, "sort", None) == "position" else behind
    return query.model_copy(update={"cursor": encode_cursor(f"{name}?{query.cursor_scope}", keys)})
