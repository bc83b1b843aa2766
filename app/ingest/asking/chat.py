"""Extractor that asks a language model over an OpenAI-compatible HTTP API."""

import json
import logging
import time
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from app.errors import ChatFailed
from app.extract.text.inputs import ArticleText
from app.extract.text.segmentation import Span, Text
from app.ingest.asking.documents import FoundClaims
from app.ingest.asking.prompt import claims_in, question
from app.settings import Settings

LOG = logging.getLogger(__name__)
ATTEMPTS = 4
FIRST_PAUSE_S = 1.0  # doubled from attempt to attempt
LONGEST_PAUSE_S = 60.0
LONGEST_PASSAGE = 12_000  # characters in one question: about 3,000 tokens, which leaves room for the answer
LONGEST_ANSWER = 10_000_000  # bytes
LONGEST_MESSAGE = 300  # characters of an error message that are passed on


class _Busy(Exception):
    """The request may succeed later. ``pause_s`` is the pause that the server asks for."""

    def __init__(self, message: str, pause_s: float = 0) -> None:
        super().__init__(message)
        self.pause_s = pause_s


class ChatExtractor:
    """An extractor that asks a language model. Unlike the built-in one it may make different documents of one text."""

    def __init__(self, settings: Settings, first_pause_s: float = FIRST_PAUSE_S) -> None:
        self._url = f"{settings.chat_url}/chat/completions"
        self._model = settings.chat_model
        self._key = settings.chat_key.get_secret_value()
        self._timeout_s = settings.chat_timeout_s
        self._first_pause_s = first_pause_s

    def __call__(self, article: ArticleText) -> dict[str, Any]:
        """Return the knowledge document of an article. Words that the text does not have are left out; the log says how many.

        Raises:
            ChatFailed: there is no answer after several attempts, or none of the right form.
        """
        found = FoundClaims(article)
        for passage in passages_of(article.text):
            found.add(claims_in(self._ask(question(article, article.text[slice(*passage)]))), passage)
        if left_out := found.tally["left out"]:
            LOG.warning("left out %d of %d wordings that do not stand in the text", left_out, found.tally["all"])
        return found.document(self._model)

    def _ask(self, request: dict[str, Any]) -> str:
        pause_s = self._first_pause_s
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._answer(request)
            except _Busy as busy:
                if attempt == ATTEMPTS:
                    raise ChatFailed(f"{self._url}: {busy}; given up after {ATTEMPTS} attempts") from busy
                time.sleep(min(LONGEST_PAUSE_S, max(pause_s, busy.pause_s)))
                pause_s *= 2
        raise AssertionError("the last attempt returns or raises")

    def _answer(self, request: dict[str, Any]) -> str:
        body = self._post({"model": self._model, "temperature": 0, **request})
        try:
            choice = json.loads(body)["choices"][0]
            content = choice["message"]["content"]
        except (ValueError, LookupError, TypeError) as error:
            raise ChatFailed(f"{self._url} gave no chat completion: {_shortened(body)}") from error
        if not isinstance(content, str) or choice.get("finish_reason") == "length":
            raise ChatFailed(f"the model broke off, or refused: {_shortened(body)}")
        return content

    def _post(self, body: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {self._key}"} if self._key else {})}
        try:
            with urlopen(Request(self._url, json.dumps(body).encode(), headers), timeout=self._timeout_s) as answer:
                return answer.read(LONGEST_ANSWER)  # type: ignore[no-any-return]  # urlopen is typed for every scheme
        except HTTPError as error:
            with error:
                raise self._refusal(error) from error
        except (OSError, HTTPException) as error:
            raise _Busy(f"no answer: {getattr(error, 'reason', error)}") from error

    def _refusal(self, error: HTTPError) -> Exception:
        message = f"answered {error.code}: {_shortened(error.read(LONGEST_ANSWER))}"
        if error.code not in (408, 429) and error.code < 500:
            return ChatFailed(f"{self._url} {message}")
        retry_after = error.headers.get("Retry-After", "")
        return _Busy(message, float(retry_after) if retry_after.isdecimal() else 0)


def passages_of(text: str) -> Iterator[Span]:
    """Yield passages in order: as many whole paragraphs as fit, or pieces of a paragraph that is longer."""
    start = end = None
    for first, last in Text(text).paragraphs:
        if start is not None and end is not None and last - start > LONGEST_PASSAGE:
            yield start, end
            start = None
        start = first if start is None else start
        while last - start > LONGEST_PASSAGE:
            yield start, start + LONGEST_PASSAGE
            start += LONGEST_PASSAGE
        end = last
    if start is not None and end is not None:
        yield start, end


def _shortened(body: bytes) -> str:
    return " ".join(body.decode(errors="replace").split())[:LONGEST_MESSAGE]
