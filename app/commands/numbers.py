"""Numbers that options give."""

import re

import typer


def positive_number(text: object) -> int:
    """Return the whole number, 1 or more, that an option gives."""
    if not re.fullmatch("0*[1-9][0-9]{0,8}", str(text)):
        raise typer.BadParameter(f"{str(text)!r} is no whole number from 1 on")
    return int(str(text))
