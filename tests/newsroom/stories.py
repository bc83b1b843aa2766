"""Stories of a newsroom: each has a URL, and is written again and again, as a knowledge document or as a text."""

from typing import NamedTuple

from app.extract.pipeline import PRODUCER
from app.terms.ids import article_id, sha256_of
from tests import make

PEOPLE = ["Ana Novak", "Petra Vale", "Ivo Marsh", "Lena Orlow", "Tomas Reed", "Ana Nowak", "Petra Valle"]
PLACES = ["Port Ellery", "Springfield", "Lower Marsh"]
WORKS = ["bridge", "harbour", "school", "tram line", "library"]
FORMS = ("document", "text", "imported document", "imported text")
PUBLISHER = "The Day"
OLD_EXTRACTOR = {"name": PRODUCER, "version": "0.0.1"}


class Story(NamedTuple):
    """One text of a story.

    Attributes:
        number: of the story.
        revision: of its text, from 0.
        form: one of ``FORMS``, the same for all its revisions.
    """

    number: int
    revision: int
    form: str

    @property
    def url(self) -> str:
        return f"https://news.example/{self.number}"

    @property
    def article_id(self) -> str:
        return article_id(self.url, None, "", None, document_id=None, text_sha256="")

    @property
    def text_sha256(self) -> str:
        return sha256_of(make.marked(self._marked)[0])

    def document(self) -> make.Json:
        """Return its knowledge document: three claims, of which the last is said otherwise in every revision.

        Each third story was read by a person, the others by an older extractor, so that they can be extracted again.
        """
        known: make.Json = {"produced_by": OLD_EXTRACTOR} if self.number % 3 else {}
        confidence: make.Json = {"confidence": 0.5} if known else {}
        entities = [make.entity(place, name) for place, name in enumerate(self._speakers)]
        claims = [make.claim(place, speaker=f"s{place % 2}", **confidence) for place in range(3)]
        return make.document(
            self._marked,
            title=self._title,
            own_id=None,
            entities=entities,
            claims=claims,
            events=[make.event() | confidence],
            article={"url": self.url, "publisher": PUBLISHER},
            **known,
        )

    def record(self) -> make.Json:
        """Return its text and what is known of it."""
        known = {"url": self.url, "title": self._title, "published": "2024-06-27", "publisher": PUBLISHER}
        return {**known, "text": make.marked(self._marked)[0]}

    @property
    def _speakers(self) -> list[str]:
        first = self.number % len(PEOPLE)
        return [PEOPLE[first], PEOPLE[(first + 1 + self.number % 3) % len(PEOPLE)]]

    @property
    def _title(self) -> str:
        return f"Work {self.number} goes on"

    @property
    def _marked(self) -> str:
        (first, second), place, work = self._speakers, PLACES[self.number % len(PLACES)], WORKS[self.number % len(WORKS)]
        return (
            f"The <e0>council met</e0> in {place} on Monday. "
            f"<c0>“The {work} number {self.number} will open in May,”</c0> <q0>said</q0> <s0>{first}</s0>, the mayor. "
            f"{'The rain went on. ' * (self.revision % 3)}"
            f"<c1>“Nobody has paid for the {work},”</c1> <s1>{second}</s1> <q1>told</q1> reporters. "
            f"<s2>{first}</s2> <q2>said</q2> that <c2>the costs had risen {self.revision + 2} times</c2>."
        )
