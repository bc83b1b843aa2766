"""Sources end where names end."""

import pytest

from app.extract.attributions import Attribution
from app.extract.sources import with_whole_sources
from app.extract.texts import Text


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("Mayor Ana Novak said so.", "Mayor Ana", "Mayor Ana Novak"),
        ("Transport Secretary of the Republic Ana Novak said so.", "Transport Secretary", "Transport Secretary of the Republic Ana Novak"),
        ("The council said so.", "The", "The council"),
        ("Ana Novak said so.", "Ana Novak", "Ana Novak"),
        ("the mayor Ana Novak said so.", "the mayor", "the mayor"),
        ("Novak Says so.", "Novak", "Novak"),
        ("officials Brno", "officials", "officials"),
        ("A", "A", "A"),
    ],
)
def test_a_source_goes_on_to_the_end_of_its_name(text: str, found: str, whole: str) -> None:
    said = text.lower().find("says")
    cue = ((said, said + 4),) if said >= 0 else ()
    (attribution,) = with_whole_sources(Text(text), [Attribution(((0, len(found)),), cue, ((len(text) - 1, len(text)),))])
    assert Text(text)[attribution.source[0]] == whole
