"""Report of differences: groups, numbers and examples."""

from tests.comparison.differences import Difference
from tests.comparison.report import render


def test_no_difference_is_said() -> None:
    assert render([]) == "No difference.\n"


def test_differences_are_grouped_by_kind_and_subject_with_examples() -> None:
    found = [Difference("body", "/v1/claims", f"GET /v1/claims?limit={n}", f"$.items[{n}].kind", "hope", "denial") for n in range(3)]
    found += [Difference("header", "server", "GET /", "", "uvicorn", "absent")]
    assert render(found) == (
        "\nbody: /v1/claims $.items[].kind  (3)\n"
        "  GET /v1/claims?limit=0  $.items[0].kind\n    - hope\n    + denial\n"
        "\nheader: server  (1)\n  GET /\n    - uvicorn\n    + absent\n"
        "\n4 differences of 2 sorts.\n"
    )
