"""CPU and memory of processes, as Linux counts them."""

import os
import subprocess
import sys

import pytest

from tests.benchmark.servers.processes import children_cpu_s, peak_mb, private_mb, reaped_cpu_s

WORK = "sum(range(3_000_000))"


def test_cpu_of_children_that_ended_is_counted_by_their_parent_and_by_others_alike() -> None:
    before = children_cpu_s()
    subprocess.run([sys.executable, "-c", WORK], check=True)
    assert children_cpu_s() > before
    assert reaped_cpu_s(os.getpid()) == pytest.approx(children_cpu_s(), abs=0.05)


def test_the_most_memory_is_no_less_than_what_is_private_now() -> None:
    assert 0 < private_mb(os.getpid()) <= peak_mb(os.getpid())
