"""Text of other people in one line of a terminal, a report or a list."""


def in_one_line(text: str) -> str:
    """Return the text with "�" for what is not printed: line breaks, which would forge a line, and what moves a terminal's cursor.

    So are halves of surrogate pairs, which stand in names of files that are no UTF-8.
    """
    return text if text.isprintable() else "".join(each if each.isprintable() else "�" for each in text)
