"""The command ``onrecord worker``: run jobs, without serving."""

import signal
from threading import Event

from app.commands.exits import exit_with_error
from app.commands.revisions import require_database
from app.commands.settings import load_settings
from app.errors import ReadOnly
from app.jobs.supervisor import Supervisor
from app.logs import configure_logs

EXAMPLE = "onrecord worker"


def worker() -> None:
    """Run jobs, until a signal ends it.

    Any number may run, on any number of machines; each machine has an ONRECORD_WORKER_ID of its own. What one had begun when it ended is
    taken up at its next start, or by another one after a minute.
    """
    settings = load_settings()
    configure_logs(settings)
    if settings.immutable:
        exit_with_error(ReadOnly())
    require_database(settings.database_url)
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    supervisor = Supervisor(settings)
    supervisor.start()
    ended.wait()
    supervisor.stop()
