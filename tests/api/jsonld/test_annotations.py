"""The spans of an article as a page of W3C Web Annotations."""

from fastapi.testclient import TestClient
from rdflib import RDF, XSD, Literal

from tests.api.jsonld.graphs import AS, OA, graph_of, iri, linked
from tests.queries.archive import get, items


def test_a_page_holds_every_span_in_order_with_its_role_and_what_it_belongs_to(library: TestClient) -> None:
    for article in items(library, "/v1/articles"):
        path = f"/v1/articles/{article['id']}/annotated"
        page, plain = linked(library, path), get(library, path)
        assert (page["id"], page["type"], page["partOf"]["total"]) == (path, "AnnotationPage", len(plain["spans"]))
        assert len({item["id"] for item in page["items"]}) == len(plain["spans"]) > 0
        for item, span in zip(page["items"], plain["spans"], strict=True):
            role, *bodies = item["body"]
            assert (role["purpose"], role["value"]) == ("classifying", span["role"])
            assert [body.get("id", "").rpartition("/")[2] or body["value"] for body in bodies] == [
                span["of"]["id"] if span["of"] else span["edtf"]
            ]
            position, *quotes = item["target"]["selector"]
            assert (item["type"], item["motivation"], item["target"]["source"]) == (
                "Annotation",
                "identifying",
                f"/v1/articles/{article['id']}",
            )
            assert (position["start"], position["end"]) == (span["start"], span["end"])
            assert [quote["exact"] for quote in quotes] == ([span["exact"]] if span["exact"] is not None else [])


def test_an_annotation_is_what_the_web_annotation_vocabulary_says(library: TestClient) -> None:
    (article,) = items(library, "/v1/articles", {"publisher": "+Plus"})
    path = f"/v1/articles/{article['id']}/annotated"
    graph = graph_of(linked(library, path), path)
    listed = list(graph.items(next(graph.objects(iri(path), AS.items))))
    assert set(listed) == set(graph.subjects(RDF.type, OA.Annotation))
    assert graph.value(graph.value(iri(path), AS.partOf), AS.totalItems) == Literal(len(listed), datatype=XSD.nonNegativeInteger)
    for annotation in listed:
        assert graph.value(annotation, OA.motivatedBy) == OA.identifying
        target = graph.value(annotation, OA.hasTarget)
        assert graph.value(target, OA.hasSource) == iri(f"/v1/articles/{article['id']}")
        selectors = {graph.value(selector, RDF.type): selector for selector in graph.objects(target, OA.hasSelector)}
        assert set(selectors) == {OA.TextPositionSelector, OA.TextQuoteSelector}
        start = graph.value(selectors[OA.TextPositionSelector], OA.start)
        assert isinstance(start, Literal)
        assert start.datatype == XSD.nonNegativeInteger
    assert {str(value) for value in graph.objects(None, RDF.value)} >= {
        "source",
        "cue",
        "content",
        "mention",
        "figure",
        "time",
        "2024-06-24",
    }
