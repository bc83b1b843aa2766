"""Stored JSON that has another version's shape is not served, and is rendered again."""

import hashlib
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, select, text, update

from app.api.serving.exports import export_pages
from app.database.compression import compress_document, decompress_document, decompress_json
from app.database.engines import read_connection
from app.document.knowledge_document import KnowledgeDocument
from app.ingest.preparing import numbering
from app.ingest.preparing.columns import words_of
from app.ingest.preparing.numbering import DocumentIds
from app.ingest.writing import rerendering
from app.ingest.writing.rerendering import rerender
from app.queries.rendering.placeholders import RENDERED_SHAPE
from app.queries.tables import articles, claims
from tests import generated, make
from tests.conftest import Load, asking
from tests.ingest.full import full
from tests.queries.archive import astral
from tests.queries.filed import FILED
from tests.tables import dump

# Hash of the bytes that are stored for one document, by value of RENDERED_SHAPE. Add lines; never change one.
HASHES = {
    1: "efe812a0c2b84654e404e96ac35c1ffa97dd866d80fb6a09bc1b074550b0ea59",
    2: "efe812a0c2b84654e404e96ac35c1ffa97dd866d80fb6a09bc1b074550b0ea59",  # the same JSON, compressed by zstd
    3: "efe812a0c2b84654e404e96ac35c1ffa97dd866d80fb6a09bc1b074550b0ea59",  # by LZ4
    4: "34f7f98830f427667efb49e809cc2dbc6ef8e30a946f3f2f6e11082c11909493",  # with labels, quote_parts and as_said; claims_about of events
    5: "d84088bbf8b0d9348b5c1856e908bb20c22ae253f8e935d9e7daec692c6f9091",  # with text_policy of articles
    6: "6fe95ecc972007eccfdc627e5eb00af819995f6ec53bc47175c469bf553d20fb",  # with placeholders for the kinds of entities
}
FORMATS = ("", "format=ndjson", "format=csv", "format=jsonld", "units=utf16", "count=exact&facet=kind", "q=the", "sort=position")
WRONG = {"rendered": b'{"another":"shape"}'}
STAND_OFF = make.document(stand_off=True, title="Stand-off")


def outdate(engine: Engine, shape: int = RENDERED_SHAPE - 1) -> None:
    """Store JSON as another version might have made it."""
    with engine.begin() as connection:
        for table in (articles, claims):
            connection.execute(update(table).values({**WRONG, "rendered_shape": shape}))


def stored_shapes(engine: Engine) -> list[int]:
    with read_connection(engine) as connection:
        return list(connection.scalars(select(articles.c.rendered_shape).order_by(articles.c.number)))


def answers(url: str, engine: Engine) -> dict[str, bytes]:
    """Return every answer that has claims or an article in it, by path and query, and the exports of claims."""
    with asking(url) as client:
        lists = [f"/v1/{name}?{asked}" for name in ("claims", "articles") for asked in FORMATS if name == "claims" or "=" not in asked]
        ids = {name: [item["id"] for item in client.get(f"/v1/{name}?limit=20").json()["items"]] for name in ("claims", "articles")}
        things = [f"/v1/{name}/{key}?{asked}" for name in ids for key in ids[name] for asked in ("", "format=jsonld", "units=utf16")]
        found = {path: client.get(path) for path in (*lists, *things)}
    assert {path: answer.status_code for path, answer in found.items() if answer.status_code != 200} == {}
    exports = {format: b"".join(export_pages(engine, "claims", format)) for format in ("ndjson", "csv")}
    return {path: answer.content for path, answer in found.items()} | exports


def load_many(load: Load) -> None:
    """Load names that resolve to others, offsets that differ in UTF-16, and a text that is attached later."""
    attached = {**STAND_OFF, "article": {**STAND_OFF["article"], "text": make.document()["article"]["text"]}}
    load(full(), astral(), *FILED, *generated.documents(12), STAND_OFF, attached)


def test_stored_json_keeps_its_bytes_unless_the_version_of_its_shape_is_raised() -> None:
    document = KnowledgeDocument.model_validate(full(article={"byline": []}))  # the document that HASHES are of
    entities = {"s0": "ent_0", "s1": "ent_1", "s2": "ent_2"}
    positions = {"s0": 0, "s1": 1, "s2": 2}
    labels = {entity.id: entity.name or entity.descriptor for entity in document.entities}
    claim_ids = {"c0": "clm_0", "c1": "clm_1"}
    as_said = {claim.id: words_of(document, claim.source, claim.as_said) for claim in document.claims}
    ids = DocumentIds("art_0", entities, positions, labels, claim_ids, {"e0": "evt_0"}, as_said, is_curated=document.is_curated)
    stored = [json for by_id in rerendering.render(document, ids).values() for json in by_id.values()]
    digest = hashlib.sha256(b"\n".join(map(decompress_json, stored))).hexdigest()
    if HASHES.get(RENDERED_SHAPE) != digest:
        pytest.fail(
            f"stored JSON has another shape: raise RENDERED_SHAPE in app/queries/rendering/placeholders.py, add {digest} to HASHES for it"
        )


@pytest.mark.parametrize("shape", [RENDERED_SHAPE - 1, RENDERED_SHAPE + 1])
def test_every_format_serves_the_new_shape_and_migrate_stores_what_a_fresh_load_would(
    url: str, engine: Engine, load: Load, shape: int
) -> None:
    load_many(load)
    fresh, served = dump(engine), answers(url, engine)
    outdate(engine, shape)
    assert dump(engine) != fresh
    assert answers(url, engine) == served
    done = rerender(engine)
    assert (done.articles, done.refused) == (len(fresh["articles"]), {})
    assert dump(engine) == fresh
    assert answers(url, engine) == served


def test_json_that_has_the_shape_of_this_version_is_left_as_it_is(engine: Engine, load: Load) -> None:
    load(full())
    before = dump(engine)
    assert rerender(engine).articles == 0
    assert dump(engine) == before


def test_rendering_goes_on_where_it_was_stopped(engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    load(*generated.documents(7))
    fresh, rendered = dump(engine), []
    outdate(engine)

    def render_until_stopped(document: Any, ids: Any, policy: Any, render: Any = rerendering.render) -> Any:
        rendered.append(ids.article_id)
        if len(rendered) == 6:
            raise KeyboardInterrupt
        return render(document, ids, policy)

    monkeypatch.setattr(rerendering, "BATCH", 2)
    with monkeypatch.context() as patched:
        patched.setattr(rerendering, "render", render_until_stopped)
        with pytest.raises(KeyboardInterrupt):
            rerender(engine)
    assert stored_shapes(engine) == [RENDERED_SHAPE] * 4 + [RENDERED_SHAPE - 1] * 3
    assert rerender(engine).articles == 3
    assert dump(engine) == fresh


def test_stored_ids_stay_even_if_this_version_would_give_others(engine: Engine, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    load_many(load)
    fresh = dump(engine)
    outdate(engine)
    monkeypatch.setattr(numbering, "stable_id", lambda prefix, *parts: f"{prefix}_of_another_rule")
    rerender(engine)
    assert dump(engine) == fresh


def test_a_document_that_this_version_refuses_is_named_and_the_rest_rendered(engine: Engine, load: Load) -> None:
    load(full(), full(title="Another"))
    outdate(engine)
    with engine.begin() as connection:
        body = connection.execute(text("SELECT body FROM documents ORDER BY article_number LIMIT 1")).scalar_one()
        other = compress_document(orjson.dumps({**orjson.loads(decompress_document(body)), "unheard": 1}).decode())
        connection.execute(text("UPDATE documents SET body = :other WHERE body = :body"), {"other": other, "body": body})
    done = rerender(engine)
    assert done.articles == 1
    assert [str(refused) for refused in done.refused.values()] == ["unheard: is no field of this object"]
    assert sorted(stored_shapes(engine)) == [RENDERED_SHAPE - 1, RENDERED_SHAPE]
