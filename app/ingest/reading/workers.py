"""Worker processes: a process that dies fails its own job alone.

``ProcessPoolExecutor`` will not do: when one of its processes dies, it fails all jobs and does not name the one that was worked on.
"""

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock, local
from typing import Any, Generic, TypeVar

from app.ingest.reading.parents import when_parent_ends

Job = TypeVar("Job")
Result = TypeVar("Result")
Work = Callable[[Job], Result]

# Workers are forked from a server that imports the program once, not from this process, whose threads hold locks. The server imports
# a module that the command line imports anyway.
CONTEXT = get_context("forkserver") if "forkserver" in get_all_start_methods() else get_context("spawn")
PRELOADED = ["app.ingest.reading.extraction"]
STATUS_OF_ORPHANS = 1  # exit status of a process whose parent ended while it worked
NICENESS = 10  # workers run ahead of the process that writes, and must not take its time; nor that of a server beside them


class WorkerDied(Exception):
    """The process that worked on a job died."""


class Workers(Generic[Job, Result]):
    """Processes that run one function on jobs, started when needed.

    With ``jobs`` 1 this process runs the function, unless it ``is_apart``. ``prepare`` is called in each process and returns the function,
    which must not raise. ``prepare``, jobs and results are pickled.
    """

    def __init__(self, prepare: Callable[[], Work[Job, Result]], jobs: int, *, is_apart: bool = False) -> None:
        self.jobs = jobs
        self._is_apart = is_apart or jobs > 1
        self._prepare = prepare
        self._work_here: Work[Job, Result] | None = None
        self._threads = ThreadPoolExecutor(jobs)
        self._thread = local()
        self._lock = Lock()  # the context starts one process at a time
        self._started: list[_Worker] = []
        self._is_closed = False
        CONTEXT.set_forkserver_preload(PRELOADED)

    def __enter__(self) -> "Workers[Job, Result]":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, also in the middle of a job."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._is_closed = True
            for worker in self._started:
                worker.end()
        self._threads.shutdown()

    def submit(self, job: Job) -> "Future[Result]":
        """Return the future of the result, or of the error ``WorkerDied``."""
        return self._threads.submit(self._run_in_process, job) if self._is_apart else self._run_here(job)

    def _run_here(self, job: Job) -> "Future[Result]":
        done: Future[Result] = Future()
        self._work_here = self._work_here or self._prepare()
        done.set_result(self._work_here(job))
        return done

    def _run_in_process(self, job: Job) -> Result:
        worker: _Worker | None = getattr(self._thread, "worker", None)
        if worker is None:
            worker = self._thread.worker = self._start()
        try:
            return worker.ask(job)  # type: ignore[no-any-return]  # pickled by _run_jobs
        except (EOFError, OSError) as error:
            self._thread.worker = None
            worker.end()
            raise WorkerDied(f"its process ended with status {worker.status}") from error

    def _start(self) -> "_Worker":
        with self._lock:
            if self._is_closed:
                raise WorkerDied
            worker = _Worker(self._prepare)
            self._started.append(worker)
        return worker


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, prepare: Callable[[], Work[Any, Any]]) -> None:
        self._pipe, workers_pipe = CONTEXT.Pipe()
        self._process: BaseProcess = CONTEXT.Process(target=_run_jobs, args=(workers_pipe, prepare), daemon=True)
        self._process.start()
        workers_pipe.close()

    @property
    def status(self) -> int | None:
        """The exit status of the process; less than 0 is the signal that ended it."""
        return self._process.exitcode

    def ask(self, job: Any) -> Any:
        """Return the result of a job.

        Raises:
            EOFError, OSError: the process died of the job.
        """
        self._pipe.send(job)
        return self._pipe.recv()

    def end(self) -> None:
        """End the process at once."""
        self._process.terminate()
        self._process.join()


def _run_jobs(pipe: "Connection[Any, Any]", prepare: Callable[[], Work[Any, Any]]) -> None:
    """Run in the process: answer jobs until the pipe is closed, or the parent ends in the midst of one, which nobody waits for then."""
    when_parent_ends(lambda: os._exit(STATUS_OF_ORPHANS))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the parent ends this one
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    try:
        work = prepare()
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
