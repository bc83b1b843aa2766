"""Say how a database runs what is asked of it most: ``python -m tests.scale.plans DATABASE_URL [NAME]``, for an archive of any size."""

import sys

from sqlalchemy import Engine

from app.database.engines import read_connection, read_engine
from tests.scale.explaining import Plan, plans_of
from tests.scale.hot import Hot, hot_reads, known_in


def hot_plans(engine: Engine) -> dict[Hot, list[Plan]]:
    """Run everything that is hot, and return the plans of its statements."""
    with read_connection(engine) as connection:
        known = known_in(connection)
    return {hot: plans_of(engine, hot.read) for hot in hot_reads(known)}


def faults_of(hot: Hot, plans: list[Plan]) -> list[str]:
    """Return what reads, or sorts, more than the answer needs."""
    return [fault for plan in plans for fault in plan.faults if hot.is_in_order or "B-TREE" not in fault]


def main(url: str, name: str = "") -> int:
    """Print what is wrong with each read, and the plans of those with this in the name. Return how many have something wrong."""
    engine, wrong = read_engine(url), 0
    for hot, plans in hot_plans(engine).items():
        faults = faults_of(hot, plans)
        wrong += bool(faults)
        told = [f"{plan.statement}\n{plan.told}\n" for plan in plans] if name and name in hot.name else []
        pages = sum(plan.pages for plan in plans)
        sys.stdout.write(
            "\n      ".join([f"{'wrong' if faults else 'right'} {hot.name}: {len(plans)} statements, {pages} pages", *faults]) + "\n"
        )
        sys.stdout.write("".join(told))
    engine.dispose()
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
