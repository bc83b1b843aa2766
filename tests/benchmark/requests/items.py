"""Claims as answers show them, as rows of the statement ``CLAIM``: so that both can be compared value by value."""

from collections.abc import Iterable, Mapping

import orjson

from app.terms.dates import EARLIEST_DAY, LATEST_DAY
from tests.make import Json

OPEN_ENDS = (EARLIEST_DAY, LATEST_DAY)
JSON_COLUMNS = ("source", "cue", "content", "excerpts", "about", "holders")


def row_of_item(item: Json) -> Json:
    """Return a claim of an answer as a row, by column, with lists for JSON."""
    speaker, article, said, via = item["speaker"], item["article"], item["said"] or {}, item["reported_via"] or {}
    own = ("id", "kind", "mode", "explicit", "section", "addressee", "place", "gist", "quote", "confidence", "review")
    return {
        **{name: item[name] for name in own},
        "cue_text": item["cue"],
        "as_said": speaker["as_said"],
        **{name: [[span["start"], span["end"]] for span in item["passage"][name]] for name in ("source", "cue", "content")},
        "excerpts": _excerpts(item),
        **{f"said_{name}": said.get(name) for name in ("edtf", "earliest", "latest", "precision")},
        "article_id": article["id"],
        **{name: article[name] for name in ("title", "publisher", "published", "url")},
        "speaker_id": speaker["id"],
        "speaker_kind": speaker["kind"],
        "speaker": speaker["name"],
        **{name: speaker[name] for name in ("anonymous", "descriptor", "role", "organization")},
        "reported_via_id": via.get("id"),
        "reported_via": via.get("name"),
        "about": [[topic["id"], topic["label"]] for topic in item["about"]],
        "holders": [[holder["id"], holder["name"]] for holder in item["holders"]],
    }


def _excerpts(item: Json) -> list[list[str]] | None:
    quotes = [selector for selector in item["passage"]["selector"] if selector["type"] == "TextQuoteSelector"]
    return None if quotes[0]["exact"] is None else [[quote[name] for name in ("exact", "prefix", "suffix")] for quote in quotes]


def row_of_columns(columns: Mapping[str, object] | Iterable[tuple[str, object]]) -> Json:
    """Return a row of ``CLAIM``, by column, with its JSON parsed. Days that stand for open ends are None, as in answers."""
    row = {name: None if value in OPEN_ENDS else value for name, value in dict(columns).items()}
    return row | {name: orjson.loads(value) for name in JSON_COLUMNS if isinstance(value := row[name], str)}
