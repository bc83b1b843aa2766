"""How many examples tests generate: as few as find faults, and ten times as many with TEST_EXAMPLES=10."""

import os


def examples(number: int) -> int:
    """Return the number of examples of a test, as often as TEST_EXAMPLES says."""
    return number * int(os.environ.get("TEST_EXAMPLES") or 1)
