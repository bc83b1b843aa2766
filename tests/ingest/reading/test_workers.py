"""Worker processes: results, processes that die, and the end of all."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.ingest.reading.workers import WorkerDied, Workers
from tests.ingest.reading.failing import doubling, sleeping
from tests.needs import PROCESSES
from tests.processes import becomes_true, is_running


def test_one_job_at_a_time_is_done_in_this_process() -> None:
    with Workers(doubling, 1) as workers:
        assert workers.submit(2).result() == (4, os.getpid())


@pytest.mark.slow
def test_each_job_has_its_own_result_from_another_process() -> None:
    with Workers(doubling, 2) as workers:
        futures = [workers.submit(number) for number in range(12)]
        results = [future.result() for future in futures]
    assert [doubled for doubled, _ in results] == [2 * number for number in range(12)]
    assert len({process for _, process in results} - {os.getpid()}) == 2


@pytest.mark.slow
def test_a_process_that_dies_fails_only_its_own_job() -> None:
    with Workers(doubling, 2) as workers:
        futures = {number: workers.submit(number) for number in range(10, 20)}
        with pytest.raises(WorkerDied, match="status -9"):
            futures.pop(13).result()
        assert [future.result()[0] for future in futures.values()] == [2 * number for number in futures]


@pytest.mark.slow
def test_leaving_the_with_block_ends_the_processes_at_once() -> None:
    with Workers(sleeping, 2) as workers:
        workers.submit(0).result()
        started = time.monotonic()
        futures = [workers.submit(60) for _ in range(4)]
        time.sleep(0.1)
    assert time.monotonic() - started < 30
    assert all(future.done() for future in futures)


@pytest.mark.slow
@PROCESSES.mark
def test_a_process_at_work_ends_when_the_one_that_started_it_is_killed(tmp_path: Path) -> None:
    program = "from app.ingest.reading.workers import Workers; from tests.ingest.reading.failing import sleeping_for_a_minute"
    submit = f"Workers(sleeping_for_a_minute, 1, is_apart=True).submit({str(tmp_path / 'id')!r}).result()"
    parent = subprocess.Popen([sys.executable, "-c", f"{program}; {submit}"])
    assert becomes_true(lambda: (tmp_path / "id").exists() and (tmp_path / "id").read_text().endswith("\n"))
    worker = int((tmp_path / "id").read_text())
    assert is_running(worker)
    parent.kill()
    parent.wait()
    assert becomes_true(lambda: not is_running(worker))
