"""Attack a server, measured beside idle processes before: first peace, then the attack, then a while to recover."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from tests.abuse import clients, questions
from tests.abuse.attacks import Attack
from tests.abuse.beside import Target
from tests.abuse.helpers import Helper, helper
from tests.abuse.judging import MEMORY_TIMES, Felt, Outcome
from tests.abuse.watching import Reading, Watch, read, settled
from tests.benchmark.servers.serving import Server
from tests.scale.costs.values import Values

KEPT_PER_S, READY_PER_S = 40, 4
AFTERWARDS_S = 1.0
MOST_FILLINGS, LEVEL_TIMES = 6, 1.02  # the caches are filled until memory grows less than this in a round


@dataclass(frozen=True)
class Arena:
    """A server, the process that attacks it and the one that measures, and what is needed for both.

    Attributes:
        full: memory of the server with full caches.
        peace_s, attack_s: seconds of each part.
    """

    server: Server
    target: Target
    values: Values
    attacker: Helper
    prober: Helper
    full: Reading
    peace_s: float
    attack_s: float

    def run(self, attack: Attack) -> Outcome:
        """Measure an attack."""
        notes: list[str] = []
        peace, before = self._probe(self.peace_s), read(self.server.pid)
        beside = attack.beside(replace(self.target, say=notes.append)) if attack.beside else nullcontext()
        with Watch(self.server.pid) as watch:
            with beside:
                self.attacker.begin({"port": self.server.port, "seconds": self.attack_s, "clients": attack.clients})
                felt, came = self._probe(self.attack_s), self.attacker.result()
            after = settled(self.server.pid, MEMORY_TIMES * self.full.memory_mb)
        afterwards, cores = self._probe(AFTERWARDS_S), came["cpu_s"] / self.attack_s
        return Outcome(attack, peace, felt, afterwards, came["statuses"], self.full, before, watch.most, after, cores, notes)

    def _probe(self, seconds: float) -> Felt:
        kept = {"kept": questions.kept_targets(self.values), "kept_per_s": KEPT_PER_S, "ready_per_s": READY_PER_S}
        return Felt(**self.prober.run({"port": self.server.port, "seconds": seconds, **kept}))


@contextmanager
def arena(server: Server, target: Target, values: Values, filling_s: float, peace_s: float, attack_s: float) -> Iterator[Arena]:
    """Lend an arena around a server, whose caches are full."""
    with helper("tests.abuse.attacker") as attacker, helper("tests.abuse.prober") as prober:
        full = _fill_caches(server, values, attacker, filling_s)
        yield Arena(server, target, values, attacker, prober, full, peace_s, attack_s)


def _fill_caches(server: Server, values: Values, attacker: Helper, seconds: float) -> Reading:
    """Fill what the server keeps in memory, and have every thread read, until memory hardly grows; return its level then."""
    pages = {"targets": questions.distinct_pages(), "number": 4}
    dear = {"targets": questions.dear_questions(values), "number": 12}
    exports = {"targets": questions.EXPORTS, "number": 2}
    jobs = [{**each, "client": clients.ask.__name__} for each in (pages, dear, exports)]
    full = read(server.pid)
    for _ in range(MOST_FILLINGS):
        before = full.memory_mb
        attacker.run({"port": server.port, "seconds": seconds, "clients": jobs})
        full = settled(server.pid, 0, seconds=2)
        if full.memory_mb <= LEVEL_TIMES * before:
            break
    return full
