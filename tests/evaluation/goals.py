"""Goals of extraction: for each measure the value that articles should reach that nobody has read."""

from typing import Literal, NamedTuple

Basis = Literal["unread", "tuned on", "read", "trained on", "cross-validated", "sampled"]


class Goal(NamedTuple):
    """A goal: a minimum, unless ``is_minimum`` is false."""

    value: float
    is_minimum: bool = True


CLAIMS = {
    **{"who_said_what": Goal(0.77), "speaker": Goal(0.86), "mode": Goal(0.95), "kind": Goal(0.73), "kind_macro": Goal(0.65)},
    **{"said": Goal(0.65), "times": Goal(0.86), "events": Goal(0.65), "events_main": Goal(0.76)},
    **{"event_kind_macro": Goal(0.74), "event_status": Goal(0.80), "event_date": Goal(0.62)},
}
GOALS: dict[str, dict[str, Goal]] = {
    "polnear_dev": {"who_said_what": Goal(0.75), "source": Goal(0.79), "cue": Goal(0.73), "content": Goal(0.68)},
    "articles_dev": CLAIMS,
    "articles_dev2": CLAIMS,
    "articles_train": CLAIMS,
    "other forms": {"who_said_what": Goal(0.65), "speaker": Goal(0.82)},
    "dates_dev": {"dates": Goal(0.85)},
    "cases": {"cases that hold": Goal(26)},
    "reports": {"share of reports that pass": Goal(0.85)},
    "silences": {"claims in sentences without speech": Goal(15, is_minimum=False)},
    "resources": {
        "articles a second, one core": Goal(4),
        "first document, seconds": Goal(0.3, is_minimum=False),
        "most memory, MB": Goal(250, is_minimum=False),
    },
}
# what the figures rest on: only on articles that were neither read nor learned from they tell what readers can expect
BASES: dict[str, Basis] = {
    "polnear_dev": "tuned on",
    "articles_dev": "read",
    "articles_dev2": "tuned on",
    "articles_train": "trained on",  # "cross-validated" with taggers of folds
    "other forms": "trained on",
    "dates_dev": "tuned on",
    "cases": "read",
    "reports": "read",
    "silences": "sampled",
    "resources": "unread",
}


def verdict(value: float, goal: Goal | None) -> str:
    """Return whether a value meets its goal; empty without one."""
    if goal is None:
        return ""
    return "met" if (value >= goal.value if goal.is_minimum else value <= goal.value) else "missed"
