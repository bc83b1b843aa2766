"""The process that attacks: it runs clients for as long as a job says.

A job ``{"port", "seconds", "clients": [{"client", "number", "targets", "method", "headers"}, ...]}`` gives
``{"statuses": {"200": n, ...}, "cpu_s"}``. ``client`` is the name of a behaviour in ``tests/abuse/clients.py``.
"""

import asyncio
from asyncio import create_task
from collections import Counter
from time import process_time

from tests.abuse.clients import BEHAVIOURS, CUT, Client, Session, session_of
from tests.abuse.helpers import Job, do_jobs

PAUSE_S = 0.05  # before a client begins again


async def attack(job: Job) -> Job:
    """Run the clients of a job."""
    began, sessions, tasks = process_time(), list[Session](), list[asyncio.Task[None]]()
    for clients in job["clients"]:
        session = session_of(job["port"], clients)
        sessions.append(session)
        tasks += [create_task(_repeat(BEHAVIOURS[clients["client"]], session)) for _ in range(clients["number"])]
    await asyncio.sleep(job["seconds"])
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if not isinstance(ended, asyncio.CancelledError):
            raise RuntimeError("a client failed") from ended
    statuses = sum((session.statuses for session in sessions), Counter[str]())
    return {"statuses": statuses, "cpu_s": process_time() - began}


async def _repeat(client: Client, session: Session) -> None:
    while True:
        try:
            await client(session)
        except (OSError, EOFError):
            session.statuses[CUT] += 1
        await asyncio.sleep(PAUSE_S)


if __name__ == "__main__":
    do_jobs(attack)
