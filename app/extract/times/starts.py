"""Where a time expression may begin: words that open one. It spares the grammar the rest of the text."""

import re
from collections.abc import Iterator

from app.extract.times.numerals import ONES, ORDINALS, TENS

_WORD = re.compile(r"\w+")
_DATES = """
    january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed wednes thu thurs fri sat satur sun
    spring summer autumn fall winter early late mid
"""
_HOLIDAYS = """
    new martin valentine st ash palm good easter anzac memorial juneteenth canada fourth bastille labor labour columbus halloween veterans
    election thanksgiving black christmas boxing
"""
_PERIODS = """
    yesterday today tonight tomorrow the this that these those last past next coming within in end start beginning close middle midpoint
    year final half a an few couple several dozen about around roughly nearly almost some approximately more less over under at just as well
    twenties thirties forties fifties sixties seventies eighties nineties
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_STARTS = frozenset([*f"{_DATES} {_HOLIDAYS} {_PERIODS}".split(), *ONES, *TENS, *ORDINALS])


def possible_starts(text: str, position: int = 0) -> Iterator[int]:
    """Yield the offsets at which an expression may begin, in order."""
    for match in _WORD.finditer(text, position):
        word = match.group()
        if word[0].isdecimal() or word.lower() in _STARTS:
            if text[match.start() - 1 : match.start()] in ("[", "'", "’", "‘"):
                yield match.start() - 1
            yield match.start()
