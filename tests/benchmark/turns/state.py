"""What turns have measured up to now, kept in a JSON file that is written whole after each measurement."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from tests.benchmark.servers.serving import ROOT

TURNS = ROOT / "bench-turns.json"
Findings = dict[str, Any]


@dataclass(frozen=True)
class Measurement:
    """One measurement of one commit: ``bulk`` and ``append`` are loads, the others answers. Figures are by name."""

    what: str
    round: int
    commit: str
    figures: dict[str, float]


@dataclass
class State:
    """Settings of a comparison and its measurements. With other settings it is another comparison."""

    file: Path
    settings: Findings
    measurements: list[Measurement] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path, settings: Findings) -> "State":
        """Return the state that a file keeps; an empty one where there is no file.

        Raises:
            ValueError: the file keeps another comparison.
        """
        if not file.exists():
            return cls(file, settings)
        kept = orjson.loads(file.read_bytes())
        if kept["settings"] != settings:
            raise ValueError(f"{file} keeps another comparison: {kept['settings']}, not {settings}. Move it away, or start with --fresh.")
        return cls(file, settings, [Measurement(**one) for one in kept["measurements"]])

    def find(self, what: str, number: int, commit: str) -> Measurement | None:
        """Return a measurement; None where it is still to be made."""
        return next((one for one in self.measurements if (one.what, one.round, one.commit) == (what, number, commit)), None)

    def add(self, *measurements: Measurement, summary: Findings) -> None:
        """Keep measurements and the summary of all. The file always holds a whole state, whenever the program is killed."""
        self.measurements += measurements
        part = self.file.with_suffix(".part")
        kept = {"settings": self.settings, "measurements": [asdict(one) for one in self.measurements], "summary": summary}
        part.write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2))
        part.rename(self.file)
