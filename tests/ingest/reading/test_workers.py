"""Worker processes: results, processes that die, and the end of all."""

import os
import time

import pytest

from app.ingest.reading.workers import WorkerDied, Workers
from tests.ingest.reading.failing import doubling, sleeping


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
