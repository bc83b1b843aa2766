"""Print the dearest requests: ``python -m tests.scale.costs DATABASE_URL [PART_OF_PATH] [--limits N] [--random N] [--seed N]``.

Requests at the limits of every parameter, and random ones of several together, are read once each; the dearest are read again, and of
each the cost in the middle counts. A cost is the CPU as a multiple of that of a first list of 50 claims, which is read in turn with it.
"""

import argparse
import gc
import sys
from collections.abc import Sequence
from random import Random
from statistics import median

from sqlalchemy import Engine

from app.database.engines import read_connection, read_engine
from tests.scale.costs.limits import LimitRequest, limit_requests
from tests.scale.costs.measuring import Cost, cost_of, median_cost
from tests.scale.costs.samples import sampled_requests
from tests.scale.costs.values import commonest_values

DEAREST, MEASURED_AGAIN, TURNS, LONGEST_S, MOST_TIMES = 20, 60, 2, 3.0, 400


def main(arguments: Sequence[str]) -> int:
    """Print the dearest twenty; return how many requests cost more than 400 first lists."""
    options = _options(arguments)
    engine = read_engine(options.url)
    requests = _requests(engine, options)
    gc.freeze()  # or some request would pay for a look at the objects of all
    costs = [(request, cost_of(engine, request, LONGEST_S)) for request in requests]
    first_list, middle = median(cost.first_list_s for _, cost in costs), median(cost.times for _, cost in costs)
    dearest = [(request, _measure_again(engine, request, cost)) for request, cost in _dearest_first(costs)[:MEASURED_AGAIN]]
    sys.stdout.write(f"{len(requests)} requests; a first list of 50 claims costs {1000 * first_list:.2f} ms of CPU, ")
    sys.stdout.write(f"the request in the middle {middle:.0f} times as much\n")
    for request, cost in _dearest_first(dearest)[:DEAREST]:
        sys.stdout.write(f"{cost.times:8.0f} times {1000 * cost.answer_s:9.1f} ms  {request.name}\n")
    engine.dispose()
    return sum(cost.times > MOST_TIMES for _, cost in dearest)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scale.costs", description=__doc__)
    parser.add_argument("url", help="the database")
    parser.add_argument("part_of_path", nargs="?", default="", help="of the addresses that are asked")
    parser.add_argument("--limits", type=int, help="how many of the requests at the limits of a parameter or two are asked; else all")
    parser.add_argument("--random", type=int, default=1_000, help="how many random requests are asked, of several parameters")
    parser.add_argument("--seed", type=int, default=1, help="of what is chosen at random")
    return parser.parse_args(arguments)


def _requests(engine: Engine, options: argparse.Namespace) -> list[LimitRequest]:
    with read_connection(engine) as connection:
        values = commonest_values(connection)
    at_limits = list(limit_requests(values))
    if options.limits is not None:
        at_limits = Random(options.seed).sample(at_limits, min(options.limits, len(at_limits)))
    requests = [*at_limits, *sampled_requests(values, options.random, options.seed)]
    return [request for request in requests if options.part_of_path in request.endpoint.path]


def _measure_again(engine: Engine, request: LimitRequest, cost: Cost) -> Cost:
    return median_cost([cost, *(cost_of(engine, request, LONGEST_S) for _ in range(TURNS))])


def _dearest_first(costs: Sequence[tuple[LimitRequest, Cost]]) -> list[tuple[LimitRequest, Cost]]:
    return sorted(costs, key=lambda each: -each[1].times)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
