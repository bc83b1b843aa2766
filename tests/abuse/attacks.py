"""The attacks: the clients of each, and what goes on beside the server meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from tests.abuse import clients, questions
from tests.abuse.beside import Target, frozen_database, loads, locked_tables
from tests.abuse.helpers import Job
from tests.scale.costs.values import Values

Beside = Callable[[Target], AbstractContextManager[None]]


@dataclass(frozen=True)
class Attack:
    """An attack.

    Attributes:
        what: is done, in a line.
        clients: jobs of clients (``tests/abuse/attacker.py``), all at once.
        beside: goes on meanwhile.
        may_be_unready: ``/readyz`` may say 503, since the database does not answer as it should.
        may_refuse: kept answers may be refused, since nobody can tell whether the data has changed.
        needs: the only database on which it can be done; any if empty.
    """

    name: str
    what: str
    clients: tuple[Job, ...]
    beside: Beside | None = None
    may_be_unready: bool = False
    may_refuse: bool = False
    needs: str = ""


def all_attacks(values: Values) -> Iterator[Attack]:
    """Yield the attacks, with questions of an archive's commonest values."""
    dear, kept, distinct = questions.dear_questions(values), questions.kept_targets(values), questions.distinct_pages()
    graphs = [target for target in dear if "/graph?" in target]
    yield Attack("questions", "48 clients ask dear questions", (_clients(clients.ask, 48, dear),))
    yield Attack("queue", "300 clients ask dear questions", (_clients(clients.ask, 300, dear),))
    yield Attack("leaving", "64 clients ask dear questions, and leave", (_clients(clients.leave, 64, dear),))
    yield Attack("graphs", "8 clients ask for graphs, and leave", (_clients(clients.leave, 8, graphs),))
    yield Attack("exports", "50 clients export CSV", (_clients(clients.ask, 50, questions.EXPORTS),))
    yield Attack("slow readers", "100 clients read CSV slowly", (_clients(clients.read_slowly, 100, questions.EXPORTS),))
    yield Attack("heads", "16 clients ask for HEAD of exports", (_clients(clients.ask, 16, questions.ALL_EXPORTS, method="HEAD"),))
    yield Attack(
        "headers",
        "16 clients send headers without end",
        (_clients(clients.send_endless_header, 8, kept), _clients(clients.send_many_headers, 8, kept)),
    )
    yield Attack("bodies", "16 clients send 50 MB with a GET", (_clients(clients.send_body, 16, kept),))
    yield Attack(
        "idle",
        "500 clients are silent, slow, or idle after an answer",
        (_clients(clients.be_silent, 170, kept), _clients(clients.trickle, 170, kept), _clients(clients.stay, 160, kept)),
    )
    yield Attack(
        "pipelines",
        "40 clients send many requests at once; some never read",
        (
            _clients(clients.pipeline, 16, kept),
            _clients(clients.pipeline_too_many, 8, kept),
            _clients(clients.never_read, 16, distinct),
        ),
    )
    coded = _clients(clients.ask, 8, distinct, headers="Accept-Encoding: gzip\r\n")
    yield Attack("distinct", "16 clients ask for pages, each another one, half of them packed", (_clients(clients.ask, 8, distinct), coded))
    yield Attack("errors", "16 clients ask what is refused", (_clients(clients.ask, 16, questions.WRONG),))
    few = (_clients(clients.ask, 4, distinct),)
    yield Attack("loads", "files that unpack to much are ingested, and articles; 4 clients ask for pages", few, loads)
    yield Attack("locks", "a transaction holds the table of claims", few, locked_tables, may_be_unready=True, needs="postgresql")
    yield Attack("frozen", "the database server hangs", few, frozen_database, may_be_unready=True, may_refuse=True, needs="postgresql")


def _clients(client: clients.Client, number: int, targets: questions.Targets, **more: Any) -> Job:
    return {"client": client.__name__, "number": number, "targets": targets, **more}
