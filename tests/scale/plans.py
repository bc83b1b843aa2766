"""Print faults in the plans of frequent reads: ``python -m tests.scale.plans DATABASE_URL [NAME]``."""

import re
import sys

from sqlalchemy import Engine

from app.database.engines import read_connection, read_engine
from tests.scale.costs.limits import limit_requests
from tests.scale.costs.samples import sampled_requests
from tests.scale.costs.values import commonest_values
from tests.scale.frequent_reads import FrequentRead, frequent_reads, sample_values
from tests.scale.query_plans import Plan, plans_of

SEED = 1
IS_SEARCH, IS_BOUNDED = re.compile("_fts MATCH|@@"), re.compile(r"\bLIMIT\b")


def plans_of_frequent_reads(engine: Engine) -> dict[FrequentRead, list[Plan]]:
    """Run all frequent reads; return the plans of their statements."""
    with read_connection(engine) as connection:
        values = sample_values(connection)
    return {read: plans_of(engine, read.read) for read in frequent_reads(values)}


def faults_of(read: FrequentRead, plans: list[Plan]) -> list[str]:
    """Return faults of the plans. Sorting is no fault in a read without an index for its order."""
    return [fault for plan in plans for fault in plan.faults if read.is_in_order or "B-TREE" not in fault]


def plans_of_limit_requests(engine: Engine, random: int) -> dict[str, list[Plan]]:
    """Return the plans of each address with the commonest word and each other parameter at its limits, as wide as it can be.

    Args:
        random: the number of random requests whose plans are returned, too.
    """
    with read_connection(engine) as connection:
        values = commonest_values(connection)
    with_word = [each for each in limit_requests(values) if each.is_wide and ("q", values["word"][0]) in each.parameters]
    return {request.name: plans_of(engine, request.read) for request in (*with_word, *sampled_requests(values, random, SEED))}


def loop_faults_of(plans: list[Plan]) -> list[str]:
    """Return what grows faster than the hits: scans in loops, and words that are looked for in statements that count or join."""
    in_loops = [f"{step} in a loop" for plan in plans for step in plan.scanned_in_loops]
    counting = [plan.statement for plan in plans if IS_SEARCH.search(plan.statement) and not IS_BOUNDED.search(plan.statement)]
    return [*in_loops, *(f"searches and does not stop: {statement}" for statement in counting)]


def main(url: str, name: str = "") -> int:
    """Print the faults of each read, and the plans of reads with ``name`` in their name. Return how many reads have faults."""
    engine, faulty_reads = read_engine(url), 0
    for read, plans in plans_of_frequent_reads(engine).items():
        faults = faults_of(read, plans)
        faulty_reads += bool(faults)
        details = [f"{plan.statement}\n{plan.steps}\n" for plan in plans] if name and name in read.name else []
        pages = sum(plan.pages for plan in plans)
        sys.stdout.write(
            "\n      ".join([f"{'wrong' if faults else 'right'} {read.name}: {len(plans)} statements, {pages} pages", *faults]) + "\n"
        )
        sys.stdout.write("".join(details))
    engine.dispose()
    return faulty_reads


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
