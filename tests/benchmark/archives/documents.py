"""Generate knowledge documents fast: ``python -m tests.benchmark.archives.documents 100000 > file.jsonl``.

An article has about ten claims. Speakers, words and topics follow Zipf's law, and most articles are recent. The same
number and seed give the same bytes. Another seed gives other articles about the same people.
"""

import sys
from collections.abc import Iterator
from hashlib import sha256
from random import Random
from typing import get_args

import orjson

from app.terms import vocabulary
from tests.benchmark.archives.world import COMMONEST, TITLES, World, zipf
from tests.make import Json

CUES = ["said", "told reporters", "insisted", "wrote", "announced", "denied", "warned", "branded", "promised", "claimed", "suggested"]
DESCRIPTORS = [
    "an official",
    "two officials familiar with the talks",
    "a guard",
    "a senior diplomat",
    "residents",
    "a person close to them",
]
CONDITION = "on condition of anonymity"
KINDS, EVENT_KINDS, STATUSES = get_args(vocabulary.ClaimKind), get_args(vocabulary.EventKind), get_args(vocabulary.EventStatus)
ROLES, MEASURES, QUALIFIERS = get_args(vocabulary.ParticipantRole), get_args(vocabulary.Measure), get_args(vocabulary.Qualifier)
OF_CLAIMS, OF_EVENTS = get_args(vocabulary.ClaimRelation), get_args(vocabulary.EventRelation)
SECTIONS = ["body", "body", "body", "standfirst", "headline"]
# Mode, and the parts of the sentence: "source", "cue" and "content" are filled in and marked. Each is as likely as the others.
PATTERNS = [
    ("indirect", ("source", " ", "cue", " that ", "content", ". ")),
    ("direct", ("content", ", ", "cue", " ", "source", ". ")),
    ("direct", ("content", " ", "source", " ", "cue", ", ", "content", ". ")),
    ("mixed", ("source", " ", "cue", " ", "content", ". ")),
]
UNNAMED, WITH_TEXT, CURATED = 0.25, 0.15, 0.3


def documents(claims: int, seed: int = 1, archive: int | None = None) -> Iterator[Json]:
    """Yield valid documents of different articles, with this number of claims in all.

    Args:
        archive: the number of claims of the archive to which they belong; by default ``claims``.
    """
    world, chance, number = World(archive or claims), Random(seed), 0
    while claims > 0:
        story = Story(world, chance, f"{seed}-{number}", min(claims, 7 + int(chance.random() * 7)))
        yield story.document()
        claims, number = claims - len(story.claims), number + 1


class Story:
    """One article while it is written."""

    def __init__(self, world: World, chance: Random, name: str, claims: int) -> None:
        self.world, self.chance, self.name = world, chance, name
        self.written: list[str] = []
        self.length = 0
        self.entities: list[Json] = []
        self.local: dict[str, str] = {}
        self.day = int(len(world.days) * (1 - chance.random() ** 2))  # half of the articles are of the last quarter of the years
        self.is_curated = chance.random() < CURATED
        self.write(f"{self.phrase(6).capitalize()}. ")
        self.speakers = [self.entity(self.named_speaker()) for _ in range(2 + self.random_below(4))]
        self.unnamed = [self.anonymous() for _ in range(1 + self.random_below(2))]
        self.events = [self.event(number) for number in range(zipf(chance, 5))]
        self.claims = [self.claim(number) for number in range(claims)]

    def document(self) -> Json:
        """Return the document. Most are without the text."""
        text = "".join(self.written)
        return {
            "format": "onrecord/1",
            "article": self.article(text),
            "entities": self.entities,
            "claims": self.claims,
            "events": self.events,
            "relations": self.relations(),
            "produced_by": {"name": "curators" if self.is_curated else "extractor", "version": "1"},
        }

    def article(self, text: str) -> Json:
        happens, published = self.chance.random, self.world.days[self.day]
        return {
            "title": f"{self.phrase(7).capitalize()}",
            "published": f"{published}T06:30:00Z" if happens() < 0.3 else published,
            "publisher": self.pick(self.world.publishers),
            "url": f"https://news.example/{published}/{self.name}",
            "byline": [self.pick(self.world.people)["name"]] if happens() < 0.6 else [],
            "dateline": self.pick(self.world.places)["name"],
            "language": "en",
            "text_sha256": sha256(text.encode()).hexdigest(),
            **({"text": text} if happens() < WITH_TEXT else {}),
        }

    def random_below(self, number: int) -> int:
        return int(self.chance.random() * number)

    def pick(self, items: list[Json] | list[str]) -> Json:
        """Return one of the items, by Zipf's law: the first most often."""
        return items[zipf(self.chance, len(items))]  # type: ignore[return-value]  # the type of the items

    def phrase(self, length: int) -> str:
        words, number, happens = self.world.words, len(self.world.words), self.chance.random
        return " ".join([words[int(number ** happens()) - 1] for _ in range(length)])

    def write(self, words: str) -> list[int]:
        """Append words to the text; return their span."""
        start = self.length
        self.written.append(words)
        self.length += len(words)
        return [start, self.length]

    def named_speaker(self) -> Json:
        """Return a named entity as speaker: most often a person."""
        kind = self.chance.random()
        return self.pick(self.world.people if kind < 0.8 else self.world.organizations if kind < 0.96 else self.world.groups)

    def entity(self, known: Json) -> str:
        """Return the local id of an entity, which is added to the document at its first use."""
        local = self.local.get(known["name"])
        if local is None:
            local = self.local[known["name"]] = f"s{len(self.entities)}"
            self.entities.append({"id": local, **known, "mentions": []})
        return local

    def anonymous(self) -> str:
        """Add an unnamed source; return its local id."""
        local, condition = f"s{len(self.entities)}", {"anonymity_condition": CONDITION} if self.chance.random() < 0.4 else {}
        kind, descriptor = "group" if self.chance.random() < 0.3 else "person", DESCRIPTORS[self.random_below(len(DESCRIPTORS))]
        self.entities.append(
            {"id": local, "kind": kind, "name": None, "anonymous": True, "descriptor": descriptor, **condition, "mentions": []}
        )
        return local

    def mention(self, local: str) -> list[int]:
        """Write the name of an entity; return its span."""
        entity = self.entities[int(local[1:])]
        span = self.write(entity["name"] or entity["descriptor"])
        entity["mentions"].append(span)
        return span

    def event(self, number: int) -> Json:
        """Write a sentence that names an event, its place and perhaps a figure; return the event."""
        happens, place = self.chance.random, self.pick(self.world.places)
        self.write("The ")
        title = self.phrase(3)
        mention = self.write(title)
        self.write(" in ")
        self.mention(self.entity(place))
        figures = [self.figure()] if happens() < 0.3 else []
        self.write(f" {self.phrase(4)}. ")
        return {
            "id": f"e{number}",
            "title": title,
            "kind": EVENT_KINDS[zipf(self.chance, len(EVENT_KINDS))],
            "status": STATUSES[zipf(self.chance, len(STATUSES))],
            "date": self.edtf(),
            "place": place["name"] if happens() < 0.7 else None,
            "participants": [self.participant() for _ in range(self.random_below(3))],
            "figures": figures,
            "mentions": [mention],
            "main": number == 0,
            **self.confidence(),
        }

    def figure(self) -> Json:
        self.write(" ")
        value = 2 + self.random_below(900)
        measure, qualifier = MEASURES[self.random_below(len(MEASURES))], QUALIFIERS[self.random_below(len(QUALIFIERS))]
        return {"measure": measure, "value": value, "qualifier": qualifier, "span": self.write(f"{value}")}

    def participant(self) -> Json:
        return {"entity": self.entity(self.pick(self.world.organizations)), "role": ROLES[self.random_below(len(ROLES))]}

    def claim(self, number: int) -> Json:
        """Write a sentence in which somebody says something; return the claim."""
        happens = self.chance.random
        group = self.unnamed if happens() < UNNAMED else self.speakers
        speaker, cue = group[zipf(self.chance, len(group))], CUES[zipf(self.chance, len(CUES))]
        mode, pattern = PATTERNS[self.random_below(len(PATTERNS))]
        return {
            "id": f"c{number}",
            "speaker": speaker,
            "mode": mode,
            "kind": KINDS[zipf(self.chance, len(KINDS))],
            **self.sentence(pattern, speaker, cue),
            "cue_text": cue,
            "gist": f"{cue.capitalize()} {COMMONEST} {self.phrase(8)}.",
            "said": self.edtf(),
            "about": self.topics(),
            **self.circumstances(happens()),
            **self.confidence(),
        }

    def sentence(self, pattern: tuple[str, ...], speaker: str, cue: str) -> Json:
        """Write a sentence; return the spans of its parts, the words of the source, and the hash of the quote."""
        spans: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
        contents: list[str] = []
        for part in pattern:
            if part == "source":
                title = self.chance.random() < 0.2 and f"{TITLES[self.random_below(len(TITLES))]} "
                start = self.write(title or "")[0]
                spans[part].append([start, self.mention(speaker)[1]])
            elif part == "cue":
                spans[part].append(self.write(cue))
            elif part == "content":
                contents.append(self.content(pattern, len(contents)))
                spans[part].append(self.write(contents[-1]))
            else:
                self.write(part)
        entity = self.entities[int(speaker[1:])]
        said = f"{title or ''}{entity['name'] or entity['descriptor']}"
        return {**spans, "as_said": said, "quote_sha256": sha256(" ".join(contents).encode()).hexdigest()}

    def content(self, pattern: tuple[str, ...], place: int) -> str:
        """Return words of a claim, in quotation marks unless the speech is indirect."""
        words = self.phrase(6 + self.random_below(9) if place == 0 else 5)
        return words if " that " in pattern else f"“{COMMONEST} {words}”"

    def topics(self) -> list[str]:
        events = [self.events[self.random_below(len(self.events))]["id"]] if self.events and self.chance.random() < 0.6 else []
        return events if self.chance.random() < 0.7 else [*events, self.entity(self.pick(self.world.organizations))]

    def circumstances(self, chance: float) -> Json:
        """Return optional fields of a claim. ``chance`` is a random number below 1."""
        more: Json = (
            {"section": SECTIONS[self.random_below(len(SECTIONS))]} if chance < 0.6 else {"place": self.pick(self.world.places)["name"]}
        )
        if chance < 0.04:
            more["reported_via"] = self.entity(self.pick(self.world.organizations))
        elif chance < 0.07:
            more["holders"] = [self.entity(self.pick(self.world.organizations))]
        elif chance < 0.15:
            more["addressee"] = "reporters"
        return more

    def relations(self) -> list[Json]:
        """Return relations: some claims to an earlier claim, every event to the first event."""
        found = [(number, self.random_below(number)) for number in range(1, len(self.claims)) if self.chance.random() < 0.05]
        of_claims = [{"from": f"c{one}", "type": OF_CLAIMS[self.random_below(len(OF_CLAIMS))], "to": f"c{other}"} for one, other in found]
        return of_claims + [
            {"from": event["id"], "type": OF_EVENTS[self.random_below(len(OF_EVENTS))], "to": "e0"} for event in self.events[1:]
        ]

    def edtf(self) -> str | None:
        """Return a date in EDTF; one in three is imprecise or unknown."""
        sort, days = self.chance.random(), self.world.days
        day = days[max(0, self.day - zipf(self.chance, 40))]
        if sort < 0.68:
            return day
        imprecise = [
            day[:7],
            f"[{day}..{days[self.day]}]",
            f"{day}/{days[self.day]}",
            day[:4],
            f"{day[:4]}-21",
            f"../{day}",
            f"{day}~",
            None,
        ]
        return imprecise[zipf(self.chance, len(imprecise))]

    def confidence(self) -> Json:
        return {} if self.is_curated else {"confidence": (1 + self.random_below(99)) / 100}


def main() -> None:
    """Write documents as JSON Lines. Arguments: number of claims, seed, number of claims of the archive to which they are added."""
    numbers = [int(argument) for argument in sys.argv[1:]]
    for document in documents(*numbers):
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))


if __name__ == "__main__":
    main()
