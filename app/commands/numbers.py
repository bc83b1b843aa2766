"""Numbers that options give."""

import re

import typer


def positive_number(text: object) -> int:
    """Return the whole number, 1 or more, that an option gives."""
    if not re.fullmatch("0*[1-9][0-9]{0,8}", str(text)):
        raise typer.BadParameter(f"{str(text)!r} is no whole number from 1 on")
    return int(str(text))


def share(text: object) -> float:
    """Return the number from 0 to 1 that an option gives."""
    if not re.fullmatch(r"0|1|[01]?\.[0-9]{1,9}", str(text)) or float(str(text)) > 1:
        raise typer.BadParameter(f"{str(text)!r} is no number from 0 to 1")
    return float(str(text))
