"""What a claim costs at a load, without what starting costs."""

from tests.benchmark.archives.building import Load
from tests.benchmark.parts.ingest import net_us


def test_starting_does_not_count() -> None:
    assert net_us(Load(claims=1_000, seconds=9, cpu_s=1.5), start_s=0.5) == 1_000
    assert net_us(Load(claims=1, seconds=9, cpu_s=0.4), start_s=0.5) == 0
