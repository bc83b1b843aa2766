"""Stories of which each place in the text has a word of its own, and requests of all that the API gives, with these words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi.testclient import TestClient

from tests import make
from tests.api.operations import reads_of
from tests.make import Json
from tests.queries.archive import items

# Words of the two stories that are no passages, and those that are; and words of the same lengths to put in their places.
TEXT_WORDS = ["zanquil", "brelloft", "corvant"], ["oxterly", "pandrick", "quimble"]
PASSAGE_WORDS = (
    ["gruffelard", "murmled", "twelvish", "hintered", "verbolith", "plangore"],
    ["habberdane", "sniffed", "elevenly", "jostered", "wurzelung", "skirmage"],
)
HIDDEN_WORDS = [*TEXT_WORDS[0], *TEXT_WORDS[1], *PASSAGE_WORDS[1]]  # the first story shows passages
OTHER_WORDS = ["yamquit", "crallost", "dormint", "undreds", "vexterly", "bimquel"]
OTHER_WORDS += ["klutterand", "nodgled", "eldevish", "jointeds", "harbonist", "drengule"]
TEXT = (
    "zanquil <s0>the gruffelard Ana Novak</s0> brelloft <q0>murmled</q0> brelloft <c0>verbolith plangore</c0> corvant. "
    "<e0>Talks</e0> took <f0>twelvish</f0> hours. <s1>He</s1> <q1>said</q1> <c1>it hintered</c1> zanquil."
)
EARLIER_TEXT = f"corvant {TEXT.replace('it hintered', 'it never hintered')}"  # of the revision before
# Ids, hashes and versions, which differ where the words of an article do, and when a text was replaced.
NAMES_OF_CONTENT = re.compile(r"[0-9-]{10}t[0-9:]{8}z|[a-z]+_[0-9a-z]{20}|[0-9a-f]{24,}|[0-9]+-[0-9a-f]+|\"(next_)?cursor\": ?\"[^\"]*\"")


FIELDS = ["quote,as_said,cue,passage", "text,segments,label"]
FIELDS_AT_ONCE = 8  # of the vocabulary of `fields`
OF_EVERY_THING = ("against", "format", "units", "view")  # parameters that are tried on each thing, others on the first


def story(number: int, replaced: Mapping[str, str], *, is_earlier: bool = False) -> Json:
    """Return a document of one of the two stories, or of the revision before, with other words in the place of some."""
    plain_words = [*TEXT_WORDS[0], *PASSAGE_WORDS[0]]
    words = {old: replaced.get(new, new) for old, new in zip(plain_words, [*TEXT_WORDS[number], *PASSAGE_WORDS[number]], strict=True)}
    assert all(len(old) == len(new) for old, new in words.items())
    text = re.sub("|".join(words), lambda match: words[match.group()], EARLIER_TEXT if is_earlier else TEXT)
    _, spans = make.marked(text)
    figure = {"measure": "other", "value": None, "text": words["twelvish"], "qualifier": "approximate", "span": spans["f0"][0]}
    return make.document(
        text,
        title=f"Talks {number}",
        entities=[make.entity(), make.entity(1, f"Bo Lind {'Vale' if number else 'Hale'}")],
        claims=[
            make.claim(0, said=f"2024-06-0{number + 1}", confidence=0.4 + number / 10, about=["s1", "e0"]),
            make.claim(1, speaker="s1", said=f"2024-06-0{number + 3}", gist="It was hard.", confidence=0.6 + number / 10),
        ],
        events=[make.event(0, figures=[figure], date=f"2024-06-0{number + 1}", main=True)],
        relations=[{"from": "c1", "type": "contradicts", "to": "c0"}],
        article={"url": f"https://example.org/{number}", "byline": ["Jo Writer"], "publisher": f"Paper {number}"},
    )


def repetition() -> Json:
    """Return an article whose text is no secret, in which the speaker of the second story says the same words."""
    text = f"<s0>Ana Novak</s0> <q0>told</q0> us <c0>{' '.join(PASSAGE_WORDS[1][4:])}</c0>."
    return make.document(text, title="Again", own_id="2", article={"publisher": "Another"}, claims=[make.claim(said="2024-05-01")])


def addresses_of(client: TestClient) -> Iterator[str]:
    """Yield addresses: each read of the OpenAPI document with each format, and each value that each of its parameters takes."""
    document = client.get("/openapi.json").json()
    ids = {noun: [item["id"] for item in items(client, f"/v1/{noun}")] for noun in ("articles", "claims", "events", "entities", "speakers")}
    for path, operation in reads_of(document["paths"]).items():
        noun = path.split("/")[2] if path.count("/") > 1 else ""
        parameters = [parameter for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
        values = [(each["name"], value) for each in parameters for value in _values_of(document, each, ids)]
        for place, key in enumerate(ids.get(noun, ["x"]) if "{" in path else [""]):
            address = re.sub(r"{[^}]+}", "2", re.sub(r"{[^}]+}", key, path, count=1))
            address += {"/v1/compare": "?" + "&".join(f"speaker={key}" for key in ids["speakers"]), "/v1/search": "?q=said"}.get(path, "?")
            yield address
            yield from (f"{address}&{name}={value}" for name, value in values if not place or name in OF_EVERY_THING)


def _values_of(document: Json, parameter: Json, ids: Mapping[str, Sequence[str]]) -> list[str]:
    """Return values of a parameter: its vocabulary, ids, days and numbers, or words of the stories."""
    values = [value for value in _vocabulary(document, parameter["schema"]) if value != "sse"]  # which has no end, and ids alone
    if parameter["name"] == "fields":
        return [",".join(values[start : start + FIELDS_AT_ONCE]) for start in range(0, len(values), FIELDS_AT_ONCE)] or FIELDS
    if values:
        return values
    if re.search("'pattern'|'integer'|'boolean'|'number'", str(parameter["schema"])):
        return [ids["claims"][-1], ids["articles"][0], ids["entities"][0], "2024-06-02", "1", "true"]
    if parameter["name"] != "q":
        return [PASSAGE_WORDS[1][1], PASSAGE_WORDS[1][0]]
    words = [*HIDDEN_WORDS, *PASSAGE_WORDS[0], "said", f"%22{'+'.join(PASSAGE_WORDS[1][4:])}%22", f"-{TEXT_WORDS[1][0]}"]
    return [*words, f"{TEXT_WORDS[0][0][:4]}&prefix=true", f"{PASSAGE_WORDS[1][4]}&format=csv", f"{TEXT_WORDS[0][0]}&count=exact"]


def _vocabulary(document: Json, schema: Json) -> list[str]:
    """Return the values of a vocabulary, wherever in the schema it stands."""
    if "$ref" in schema:
        return _vocabulary(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "enum" in schema:
        return [str(value) for value in schema["enum"]]
    if "const" in schema:
        return [str(schema["const"])]
    parts: list[Any] = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return [value for part in parts for value in _vocabulary(document, part)]


def words_told(text: str) -> Counter[str]:
    """Return the words of an answer, whatever their order: things of the same date stand in the order of their ids."""
    return Counter(re.findall(r"\w+", NAMES_OF_CONTENT.sub("~", text)))
