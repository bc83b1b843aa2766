"""Words by which a source asks to stay unnamed: "who asked not to be named"."""

import re
from collections.abc import Iterator

from app.extract.text.segmentation import Span, Text

UNNAMED = r"(?:named|identified|quoted\ by\ name|anonymous|unnamed|unidentified)"
STATED = re.compile(
    rf"""(?:up)?on\ (?:the\ )?(?:strict\ )?(?:condition|grounds)\ of\ (?:strict\ )?anonymity
    |(?:up)?on\ (?:the\ )?condition\ that\ (?:they|he|she|it)\ (?:not\ be|remain|go)\ {UNNAMED}
    |under\ (?:the\ )?(?:condition|cover|promise)\ of\ anonymity
    |(?:spoke|speaking|talked|commented)\ anonymously
    |(?:asked|wished|wanted|preferred|requested|insisted|chose|asking|wishing|requesting|preferring)
        \ (?:not\ to\ be|to\ remain|to\ stay|to\ go)\ {UNNAMED}
    |(?:declined|refused|declining|refusing)\ to\ be\ {UNNAMED}
    |(?:requested|requesting|insisted\ on|demanded|(?:was|were)\ granted|granted|asked\ for|asking\ for|sought|citing)\ anonymity
    |(?:(?:was|were|is|are|being)\ )?(?:not|n[o’']t)\ authori[sz]ed\ to\ (?:speak|comment|talk|discuss|brief)[^.,;\n"“”]{{0,60}}""",
    re.VERBOSE | re.IGNORECASE,
)

ENDS_REQUEST = re.compile(r"\s*(?:[.,;:)\"”–—]|$|(?:because|since|in order to|to (?:discuss|describe|speak|talk|share|avoid))\b)")


def anonymity_requests(text: Text) -> Iterator[Span]:
    """Yield the requests for anonymity, in order; none that goes on otherwise, as "asked not to be named as heir" does."""
    return (match.span() for match in STATED.finditer(text.text) if ENDS_REQUEST.match(text.text, match.end()))
