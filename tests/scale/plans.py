"""Print faults in the plans of frequent reads: ``python -m tests.scale.plans DATABASE_URL [NAME]``."""

import sys

from sqlalchemy import Engine

from app.database.engines import read_connection, read_engine
from tests.scale.frequent_reads import FrequentRead, frequent_reads, sample_values
from tests.scale.query_plans import Plan, plans_of


def plans_of_frequent_reads(engine: Engine) -> dict[FrequentRead, list[Plan]]:
    """Run all frequent reads; return the plans of their statements."""
    with read_connection(engine) as connection:
        values = sample_values(connection)
    return {read: plans_of(engine, read.read) for read in frequent_reads(values)}


def faults_of(read: FrequentRead, plans: list[Plan]) -> list[str]:
    """Return faults of the plans. Sorting is no fault in a read without an index for its order."""
    return [fault for plan in plans for fault in plan.faults if read.is_in_order or "B-TREE" not in fault]


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
