"""The user of the system, whose name stays at what a command did."""

from getpass import getuser


def user_name() -> str | None:
    """Return the name of the user of the system; None where it has none, as in some containers."""
    try:
        return getuser()
    except (ImportError, KeyError, OSError):
        return None
