"""Goals of what others may feel of an attack, and the lines that report one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from tests.abuse.attacks import Attack
from tests.abuse.watching import Reading

MOST_TIMES, ALWAYS_ALLOWED_MS, READY_MS, MEMORY_TIMES = 5, 20.0, 1000.0, 1.2
DEADLINE_MS = 20_000.0  # twice ONRECORD_READ_TIMEOUT_S, as docs/operations.md promises of any answer
Probes = Sequence[tuple[int, float]]  # status, 0 for none, and ms


@dataclass(frozen=True)
class Felt:
    """Answers that others got: those that the server keeps in memory, and those of ``/readyz``."""

    kept: Probes
    ready: Probes

    def kept_ms(self, share: float) -> float:
        """Return within how many ms this share of the kept answers came; infinite if so many were refused or missing."""
        took = sorted(ms if status == 200 else inf for status, ms in self.kept)
        return took[min(len(took) - 1, int(len(took) * share))]

    @property
    def all_answers(self) -> Probes:
        return [*self.kept, *self.ready]

    @property
    def refused(self) -> int:
        """Kept answers that were none."""
        return sum(status != 200 for status, _ in self.kept)

    @property
    def slowest_ready_ms(self) -> float:
        return max(ms for _, ms in self.ready)


@dataclass(frozen=True)
class Outcome:
    """An attack as it was measured.

    Attributes:
        peace, felt, afterwards: before the attack, under it, and when the server had time to recover.
        statuses: of the answers that the attackers got.
        full: the level of memory with full caches.
        attackers_cpu: cores that they kept busy.
        notes: lines from what went on beside.
    """

    attack: Attack
    peace: Felt
    felt: Felt
    afterwards: Felt
    statuses: Mapping[str, int]
    full: Reading
    before: Reading
    most: Reading
    after: Reading
    attackers_cpu: float
    notes: Sequence[str] = ()

    def missed(self) -> Iterator[str]:
        """Yield the goals that were missed, each with what was measured."""
        if self.attack.may_refuse:
            yield from self._missed_deadline()
        else:
            yield from self._missed_kept()
        yield from self._missed_ready()
        if self.afterwards.refused:
            yield f"afterwards {self.afterwards.refused} of {len(self.afterwards.kept)} kept answers refused"
        if self.after.memory_mb > MEMORY_TIMES * self.full.memory_mb:
            yield f"memory after it {self.after.memory_mb:.0f} MB, over {MEMORY_TIMES:g} times {self.full.memory_mb:.0f} MB"
        if errors := self.statuses.get("500", 0) + sum(status == 500 for status, _ in self.felt.all_answers):
            yield f"{errors} answers 500"

    def _missed_kept(self) -> Iterator[str]:
        allowed_ms = max(MOST_TIMES * self.peace.kept_ms(0.5), ALWAYS_ALLOWED_MS)
        if self.felt.kept_ms(0.5) > allowed_ms:
            yield f"kept answers p50 {self.felt.kept_ms(0.5):.1f} ms, over {allowed_ms:.1f} ms"

    def _missed_deadline(self) -> Iterator[str]:
        slowest_ms = max(ms for _, ms in self.felt.kept)
        if slowest_ms > DEADLINE_MS:
            yield f"an answer or a refusal after {slowest_ms:.0f} ms, over {DEADLINE_MS:.0f} ms"

    def _missed_ready(self) -> Iterator[str]:
        if self.felt.slowest_ready_ms >= READY_MS:
            yield f"/readyz {self.felt.slowest_ready_ms:.0f} ms, not under {READY_MS:.0f} ms"
        unready = sum(status not in ((200, 503) if self.attack.may_be_unready else (200,)) for status, _ in self.felt.ready)
        if unready:
            yield f"/readyz not ready {unready} times"

    def report(self) -> str:
        """Return the lines of the report."""
        missed = list(self.missed())
        return "\n".join(
            [
                f"{self.attack.name}: {self.attack.what}",
                f"  kept answers  {self._compared(0.5)}, {self._compared(0.99)}; {self.felt.refused} of {len(self.felt.kept)} refused",
                f"  /readyz       slowest {self.felt.slowest_ready_ms:.0f} ms; {_counted(self.felt.ready)}",
                f"  server        {self._course()}",
                f"  attackers     {_listed(self.statuses)}; {self.attackers_cpu:.1f} cores",
                *(f"  beside        {note}" for note in self.notes),
                *(f"  MISSED        {line}" for line in missed),
            ]
        )

    def _compared(self, share: float) -> str:
        peace_ms, felt_ms = self.peace.kept_ms(share), self.felt.kept_ms(share)
        return f"p{share * 100:.0f} {felt_ms:.1f} ms, {felt_ms / peace_ms:.1f} times peace ({peace_ms:.1f} ms)"

    def _course(self) -> str:
        readings = (self.before, self.most, self.after)
        memory, descriptors = ([f"{value:.0f}" for value in values] for values in zip(*readings, strict=True))
        full = f"{self.full.memory_mb:.0f} MB with full caches"
        return f"{memory[0]} MB before, {memory[1]} at most, {memory[2]} after ({full}); descriptors {', '.join(descriptors)}"


def _counted(probes: Probes) -> str:
    statuses = [status for status, _ in probes]
    return _listed({str(status or "none"): statuses.count(status) for status in sorted({*statuses})})


def _listed(statuses: Mapping[str, int]) -> str:
    return ", ".join(f"{number} x {status}" for status, number in sorted(statuses.items())) or "no answers"
