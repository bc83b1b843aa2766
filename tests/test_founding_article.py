"""The founding article's text, which lies beside the project but is never part of it."""

import re
import subprocess
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.database.engines import write_engine
from app.ingest.loading import attach_to_stored
from app.ingest.preparing.texts import Texts
from tests.needs import FOUNDING_ARTICLE, FOUNDING_TEXT
from tests.queries.archive import get, items

ROOT = Path(__file__).parent.parent
RUN = 12  # words in a row that count as a sentence of the article; a shorter phrase may be a bare fact

pytestmark = FOUNDING_ARTICLE.mark


def attach(engine: Engine) -> list[list[str]]:
    texts = Texts()
    texts.add(FOUNDING_TEXT)
    return [list(loaded.outcome.changes if loaded.outcome else ["refused"]) for loaded in attach_to_stored(engine, texts)]


def test_with_its_text_every_quote_of_the_founding_article_is_what_the_text_says(seeded: TestClient, seeded_url: str) -> None:
    engine = write_engine(seeded_url)
    assert attach(engine) == [["text attached"]]
    engine.dispose()
    text = FOUNDING_TEXT.read_bytes().decode()
    (article,) = items(seeded, "/v1/articles", {"q": "hezbollah"})
    found = items(seeded, "/v1/claims", {"article": article["id"]})
    assert len(found) >= 30
    for claim in found:
        content = [text[span["start"] : span["end"]] for span in claim["passage"]["content"]]
        assert (claim["quote"], claim["quote_parts"]) == (" … ".join(content), content)
        assert [selector["exact"] for selector in claim["passage"]["selector"][1::2]] == content
    for span in get(seeded, f"/v1/articles/{article['id']}/annotated")["spans"]:
        assert span["exact"] == text[span["start"] : span["end"]] != ""


def test_no_sentence_of_the_founding_article_is_in_the_project() -> None:
    title, _, body = FOUNDING_TEXT.read_text().partition("\n")
    runs = set(_runs(body))
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    texts = {name: (ROOT / name).read_text(errors="ignore") for name in files if (ROOT / name).is_file()}
    assert [name for name, text in texts.items() if runs & set(_runs(text.replace(title, "")))] == []


def _runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return list(zip(*(words[n:] for n in range(RUN)), strict=False))
