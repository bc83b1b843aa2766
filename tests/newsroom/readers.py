"""The process of the readers, each of whom asks one question after another, with pauses as people make them.

A job ``{"port", "seconds", "readers", "pause_s", "targets": [path and query, ...]}`` gives ``[[status, ms], ...]``, the status 0 where no
answer came.
"""

import asyncio
from random import Random
from time import perf_counter

from tests.abuse.helpers import Job, do_jobs
from tests.abuse.prober import Probe, Prober


async def read_along(job: Job) -> list[Probe]:
    """Let all readers read, for as long as the job says."""
    prober, end = Prober(job["port"]), perf_counter() + job["seconds"]
    probes = await asyncio.gather(*(_read(prober, job, end, Random(number)) for number in range(job["readers"])))
    prober.close()
    return [probe for each in probes for probe in each]


async def _read(prober: Prober, job: Job, end: float, chance: Random) -> list[Probe]:
    probes = list[Probe]()
    while True:
        await asyncio.sleep(chance.uniform(0, 2 * job["pause_s"]))
        if perf_counter() >= end:
            return probes
        probes.append(await prober.ask_kept(chance.choice(job["targets"])))


if __name__ == "__main__":
    do_jobs(read_along)
