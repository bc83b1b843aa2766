"""Print the dearest requests: ``python -m tests.scale.costs DATABASE_URL [PART_OF_PATH]``.

Requests at the limits of every parameter are read once each; the dearest are read again, and the lower of both counts. A cost is
the CPU as a multiple of that of a first list of 50 claims.
"""

import sys

from app.database.engines import read_connection, read_engine
from tests.scale.costs.limits import limit_requests
from tests.scale.costs.measuring import cost_of, cost_of_first_list
from tests.scale.costs.values import commonest_values

DEAREST, LONGEST_S, MOST_TIMES = 20, 3.0, 400


def main(url: str, part_of_path: str = "") -> int:
    """Print the dearest twenty; return how many requests cost more than 400 first lists."""
    engine = read_engine(url)
    with read_connection(engine) as connection:
        values = commonest_values(connection)
    first_list = cost_of_first_list(engine)
    requests = [request for request in limit_requests(values) if part_of_path in request.endpoint.path]
    costs = {request.name: (cost_of(engine, request, LONGEST_S), request) for request in requests}
    dearest = sorted(costs.values(), key=lambda each: -each[0])[: 2 * DEAREST]
    measured = sorted(((min(cost, cost_of(engine, request, LONGEST_S)), request.name) for cost, request in dearest), reverse=True)
    sys.stdout.write(f"{len(requests)} requests; a first list of 50 claims costs {1000 * first_list:.2f} ms of CPU\n")
    for cost, name in measured[:DEAREST]:
        sys.stdout.write(f"{cost / first_list:8.0f} times {1000 * cost:9.1f} ms  {name}\n")
    engine.dispose()
    return sum(cost > MOST_TIMES * first_list for cost, _ in measured)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
