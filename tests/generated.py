"""Generated documents for archives of any size, in invented words, with speakers who recur as in the news.

The same seed gives the same documents on every machine, and a longer archive begins with the shorter one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

from app.terms import vocabulary
from tests import make
from tests.invented import TITLES, Quote, World, world_of
from tests.make import Json

CUES = ["said", "told reporters", "insisted", "wrote", "announced", "denied", "warned", "branded", "promised", "claimed"]
DESCRIPTORS = ["an official", "two officials familiar with the talks", "a guard", "a senior diplomat", "residents"]
# Mode and sentence. Without {who} no speaker is named; without {cue} the claim is attributed without a cue.
PATTERNS = [
    ("direct", "<c{n}>“{words} {more}”</c{n}>, <q{n}>{cue}</q{n}> <s{n}>{who}</s{n}>."),
    ("direct", "<c{n}>“{words},”</c{n}> <s{n}>{who}</s{n}> <q{n}>{cue}</q{n}>, <c{n}>“{more}”</c{n}>."),
    ("indirect", "<s{n}>{who}</s{n}> <q{n}>{cue}</q{n}> that <c{n}>{words} {more}</c{n}>."),
    ("mixed", "<s{n}>{who}</s{n}> <q{n}>{cue}</q{n}> <c{n}>{words} “{more}”</c{n}>."),
    ("indirect", "It was <q{n}>{cue}</q{n}> that <c{n}>{words} {more}</c{n}>."),
    ("indirect", "<s{n}>{who}</s{n}> fears <c{n}>{words} {more}</c{n}>."),
]


def documents(number: int, seed: int = 1) -> list[Json]:
    """Return valid documents of different articles."""
    world = world_of(seed)
    return [Story(world, index).document() for index in range(number)]


class Story:
    """An article under construction. ``sentences`` hold the marks of ``make.marked``."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number, self.day = world, number, date(2024, 1, 1) + timedelta(days=number % 300)
        self.publisher = None if world.happens(0.05) else world.pick(world.publishers)
        self.is_extracted = world.happens(0.4)
        self.sentences: list[str] = [world.phrase(3, 7).capitalize() + "."]
        self.local: dict[str, str] = {}
        self.entities: list[Json] = []
        self.claims: list[Json] = []
        self.events: list[Json] = []
        self.times: list[str] = []

    def document(self) -> Json:
        """Write the article; return its knowledge document."""
        self.events = [self._event(number) for number in range(self.world.chance.randint(1, 4))]
        self.claims = [self._claim(number) for number in range(self.world.chance.randint(3, 8))]
        text = " ".join(self.sentences)
        spans = make.marked(text)[1]
        return make.document(
            text,
            own_id=None,  # without a URL the article is identified by its text
            title=self.world.phrase(4, 8).capitalize(),
            stand_off=self.world.happens(0.2),
            entities=[{**entity, "mentions": spans.get(f"m{n}", [])} for n, entity in enumerate(self.entities)],
            claims=self.claims,
            events=[{**event, "figures": self._figures(spans.get(f"f{n}", []))} for n, event in enumerate(self.events)],
            relations=self._relations(),
            times=[{"span": spans[f"t{n}"][0], "edtf": edtf} for n, edtf in enumerate(self.times)],
            produced_by={"name": "extractor" if self.is_extracted else "curators", "version": "1"},
            **self._bibliography(),
        )

    def _bibliography(self) -> Json:
        world = self.world
        hour = world.chance.choice(["", "", "", "T06:30:00Z", "T22:15:00+02:00", None])
        article: Json = {"publisher": self.publisher, "dateline": world.pick(world.places)["name"]}
        article |= {"url": f"https://news.example/{self.day:%Y/%m}/{self.number}"} if world.happens(0.7) else {}
        article |= {"language": world.pick(["en", "cs", "de-AT"])} if world.happens(0.9) else {}
        article |= {"byline": [world.pick(world.people)["name"]]} if world.happens(0.6) else {}
        return {"published": None if hour is None else f"{self.day}{hour}", "article": article}

    def _entity(self, known: Json) -> str:
        """Return the local id of an entity. Every unnamed source is a new one."""
        if known["name"] in self.local:
            return self.local[known["name"]]
        members = {"members": [self._entity(member) for member in known["members"]]} if "members" in known else {}
        local = f"s{len(self.entities)}"
        self.entities.append(make.entity(len(self.entities), **{**known, **self._fuller(known), **members}))
        self.local |= {known["name"]: local} if known["name"] else {}
        return local

    def _fuller(self, known: Json) -> Json:
        """Return, for some people, a fuller name with the usual one as an alias, which joins the two."""
        if known["kind"] != "person" or not known["name"] or not self.world.happens(0.06):
            return {}
        first, last = known["name"].split()
        return {"name": f"{first} Mara {last}", "aliases": [known["name"]]}

    def _named(self, local: str) -> str:
        entity = self.entities[int(local[1:])]
        return f"<m{local[1:]}>{entity['name'] or entity['descriptor']}</m{local[1:]}>"

    def _event(self, number: int) -> Json:
        """Write a sentence that names an event, its place and perhaps time and figure; return the event."""
        world, title, where = self.world, self.world.phrase(2, 4), self._entity(self.world.pick(self.world.places))
        figure = f"<f{number}>{world.chance.randint(2, 900)}</f{number}> " if world.happens(0.5) else ""
        self.sentences.append(f"The <e{number}>{title}</e{number}> in {self._named(where)} {figure}{world.phrase(2, 5)}{self._time()}.")
        kind, status = world.chance.choice(get_args(vocabulary.EventKind)), world.pick(list(get_args(vocabulary.EventStatus)))
        more = {"place": self.entities[int(where[1:])]["name"]} if world.happens(0.7) else {}
        more |= {"negated": True} if world.happens(0.1) else {}
        participants = [self._participant() for _ in range(world.chance.randint(0, 3))]
        return make.event(
            number,
            title=title,
            kind=kind,
            status=status,
            date=self._edtf(),
            participants=participants,
            main=number == 0,
            **more,
            **self._confidence(),
        )

    def _time(self) -> str:
        if not self.world.happens(0.4):
            return ""
        self.times.append(f"{self.day}")
        return f" on <t{len(self.times) - 1}>the {self.day.day}th</t{len(self.times) - 1}>"

    def _participant(self) -> Json:
        world = self.world
        who = {"name": "bystanders"} if world.happens(0.2) else {"entity": self._entity(world.pick(world.organizations + world.people))}
        return {**who, "role": world.chance.choice(get_args(vocabulary.ParticipantRole))}

    def _figures(self, spans: list[list[int]]) -> list[Json]:
        chance = self.world.chance
        measure, qualifier = chance.choice(get_args(vocabulary.Measure)), chance.choice(get_args(vocabulary.Qualifier))
        return [{"measure": measure, "value": chance.choice([12, 1200, 2.5, None]), "qualifier": qualifier, "span": span} for span in spans]

    def _claim(self, number: int) -> Json:
        """Write a sentence with a claim: a new one, or one that another publisher had before."""
        world, quote = self.world, self._repeated() or self._new()
        speaker = self._entity(quote.speaker) if "{who}" in quote.pattern else None
        who = " ".join([*([world.pick(TITLES)] if world.happens(0.2) else []), self._named(speaker)]) if speaker else ""
        self.sentences.append(quote.pattern.format(n=number, who=who, cue=world.pick(CUES), words=quote.words, more=quote.more))
        kind = world.chance.choice(get_args(vocabulary.ClaimKind))
        return make.claim(
            number, speaker=speaker, mode=quote.mode, kind=kind, said=self._edtf(), about=self._topics(), **self._circumstances(quote)
        )

    def _new(self) -> Quote:
        world = self.world
        mode, pattern = world.pick(PATTERNS)
        quote = Quote(self.publisher, self._speaker(), mode, pattern, world.phrase(2, 9), world.phrase(2, 9))
        world.quotes += [quote] if quote.speaker["name"] and "{who}" in pattern else []
        return quote

    def _repeated(self) -> Quote | None:
        """Return, now and then, a recent quote of another publisher, whole or in part."""
        world = self.world
        known = [quote for quote in world.quotes[-200:] if quote.publisher != self.publisher] if world.happens(0.12) else []
        quote = world.chance.choice(known) if known else None
        return replace(quote, words=world.phrase(2, 4)) if quote and world.happens(0.3) else quote

    def _speaker(self) -> Json:
        """Return a speaker: most often a person, one in seven unnamed."""
        world = self.world
        if world.happens(0.15):
            condition = {"anonymity_condition": "on condition of anonymity"} if world.happens(0.4) else {}
            return {"kind": world.chance.choice(["person", "group"]), "name": None, "descriptor": world.pick(DESCRIPTORS), **condition}
        return world.pick(world.chance.choices([world.people, world.organizations, world.groups], [80, 15, 5])[0])

    def _topics(self) -> list[str]:
        world, topics = self.world, [event["id"] for event in self.events]
        known = [self._entity(world.pick(world.places + world.organizations))] if world.happens(0.3) else []
        return [*world.chance.sample(topics, world.chance.randint(0, min(2, len(topics)))), *known]

    def _circumstances(self, quote: Quote) -> Json:
        """Return optional fields of a claim."""
        world = self.world
        offered: list[tuple[float, str, Callable[[], Any]]] = [
            (0.08, "holders", lambda: [self._entity(world.pick(world.organizations))]),
            (0.08, "reported_via", lambda: self._entity(world.pick(world.organizations))),
            (0.1, "addressee", lambda: "reporters"),
            (0.3, "place", lambda: world.pick(world.places)["name"]),
            (0.6, "section", lambda: world.pick(["body", "headline", "standfirst"])),
            (0.3 if self.is_extracted else 0.9, "gist", lambda: world.phrase(3, 9)),
        ]
        absent: Json = {} if "{cue}" in quote.pattern else {"explicit": False, "cue_text": None}
        absent |= {} if "{who}" in quote.pattern else {"as_said": None}
        return {**{key: value() for share, key, value in offered if world.happens(share)}, **absent, **self._confidence()}

    def _relations(self) -> list[Json]:
        """Return relations: of claims to an earlier claim or an event, of events to the first event."""
        chance, claims, events = self.world.chance, [claim["id"] for claim in self.claims], [event["id"] for event in self.events]
        of_claims = [(claim, chance.choice([*claims[:n], *events]), vocabulary.ClaimRelation) for n, claim in enumerate(claims)]
        of_events = [(event, events[0], vocabulary.EventRelation) for event in events[1:]]
        chosen = [relation for relation in [*of_claims, *of_events] if self.world.happens(0.35)]
        return [{"from": source, "type": chance.choice(get_args(types)), "to": target} for source, target, types in chosen]

    def _edtf(self) -> str | None:
        """Return an EDTF date of any sort, most often a day."""
        day, later = self.day - timedelta(days=self.world.chance.randint(0, 40)), self.day
        common = [f"{day}", None, f"{day:%Y-%m}", f"[{day}..{later}]", f"{day}/{later}"]
        rare = [f"../{later}", f"{day}/..", f"/{later}", f"{day}~", f"{day:%Y}-21", f"{day:%Y}", "202X"]
        return self.world.chance.choices([*common, *rare], [40, 12, 8, 8, 8, *[3] * 7])[0]

    def _confidence(self) -> Json:
        return {"confidence": round(self.world.chance.random(), 2)} if self.is_extracted else {}
