"""Dates of claims, in marked sentences: <s> source, <q> cue, <c> content; published on Wednesday 15 May 2024."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.attribution.dating.dates import anchor_dates, date_claim, date_claims
from app.extract.attribution.relations import Attribution
from app.extract.text.segmentation import Span, Text
from app.extract.times.resolver import resolve_times
from tests import make
from tests.examples import examples

PUBLISHED = "2024-05-15"


def claims(marked: str) -> tuple[Text, list[Attribution]]:
    """Return a text without its marks, and the claims that the marks <s0>, <q0>, <c0>, <s1> ... tell."""
    plain, spans = make.marked(marked)
    count = 1 + max(int(mark[1:]) for mark in spans)

    def spans_of(mark: str) -> tuple[Span, ...]:
        return tuple((start, end) for start, end in spans.get(mark, []))

    return Text(plain, None, PUBLISHED), [Attribution(spans_of(f"s{n}"), spans_of(f"q{n}"), spans_of(f"c{n}")) for n in range(count)]


def said(marked: str, speakers: list[str | None] | None = None) -> list[str | None]:
    """Return the date of each claim of a marked text."""
    text, attributions = claims(marked)
    return date_claims(text, attributions, resolve_times(text), speakers or [])


@pytest.mark.parametrize(
    ("marked", "date"),
    [
        ("<s0>Ana</s0> <q0>said</q0> on Tuesday <c0>the bridge is safe</c0>.", "2024-05-14"),
        ("<c0>The bridge is safe</c0>, <s0>Ana</s0> <q0>told</q0> reporters in Porto on Tuesday night.", "2024-05-14"),
        ("<c0>The bridge is safe</c0>, <q0>said</q0> <s0>Ana</s0> yesterday.", "2024-05-14"),
        ("<s0>Ana</s0> <q0>said last</q0> month that <c0>the bridge is safe</c0>.", "2024-04"),
        ("Rain fell on Monday as <s0>Ana</s0> <q0>called</q0> <c0>the bridge safe</c0>.", "2024-05-13"),
        ("<s0>Ana</s0> <q0>said Monday</q0> that <c0>the bridge is safe</c0>.", "2024-05-13"),
        ("On Monday, <s0>Ana</s0> <q0>said</q0> <c0>the bridge is safe</c0>.", "2024-05-13"),
        ("Late on Monday <s0>Ana</s0> <q0>said</q0> <c0>the bridge is safe</c0>.", "2024-05-13"),
        ("<s0>Ana</s0> on Monday <q0>denied</q0> <c0>the report</c0>.", "2024-05-13"),
        ("<s0>Ana</s0> <q0>called</q0> <c0>the bridge a ruin</c0> last year.", "2023"),
        ("<s0>Ana</s0> <q0>said</q0> last week that <c0>the bridge is safe</c0>.", "[2024-05-06..2024-05-12]"),
        ("In 2011 <s0>Ana</s0> <q0>warned</q0> of <c0>a collapse</c0>.", "2011"),
        ("<s0>A study</s0> published in a journal this week, <q0>found</q0> <c0>cracks</c0>.", "[2024-05-13..2024-05-15]"),
        ("<s0>Ana</s0> <q0>said</q0> earlier this week <c0>the bridge is safe</c0>.", "[2024-05-13..2024-05-14]"),
        ("<s0>Ana</s0> <q0>said</q0> over the weekend <c0>the bridge is safe</c0>.", "[2024-05-11..2024-05-12]"),
        ("<c0>The bridge is safe</c0>, <s0>Ana</s0> <q0>told</q0> Radio Two by telephone last night.", "2024-05-14"),
        ("<s0>Ana</s0> <q0>told</q0> Tuesday’s council meeting <c0>the bridge is safe</c0>.", "2024-05-14"),
        ("<s0>Ana</s0>, who built it, on Tuesday <q0>called</q0> <c0>the bridge safe</c0>.", "2024-05-14"),
        ("<s0>Ana</s0> (54) of Porto on Tuesday <q0>said</q0> <c0>the bridge is safe</c0>.", "2024-05-14"),
        ("<s0>Ana</s0> in her speech given Tuesday <q0>said</q0> <c0>the bridge is safe</c0>.", "2024-05-14"),
        ("<s0>Ana</s0>, asked about it on Tuesday, <q0>said</q0> <c0>the bridge is safe</c0>.", "2024-05-14"),
        ("<s0>A February report</s0> <q0>found</q0> <c0>the bridge unsafe</c0>.", "2024-02"),
        ("<s0>The minutes of 3 May 2024</s0> <q0>record</q0> <c0>a vote on the bridge</c0>.", "2024-05-03"),
        ("<s0>Ana</s0> <q0>called for</q0> <c0>a new bridge</c0> at a rally in Porto on Monday night.", "2024-05-13"),
        ("In a 2019 interview with Radio Two, <s0>Ana</s0> <q0>said</q0> <c0>the bridge was safe</c0>.", "2019"),
        ("In a letter last month <s0>the council</s0> <q0>called</q0> <c0>the bridge safe</c0>.", "2024-04"),
        ("In a memo dated May 3, engineer <s0>Ana Ruiz</s0> <q0>called</q0> <c0>the bridge safe</c0>.", "2024-05-03"),
        ("The bridge shook in April, when <s0>Ana</s0> <q0>said</q0> <c0>it was safe</c0>.", "2024-04"),
        ("<s0>Ana</s0> walked the bridge on Monday with its builders and <q0>said</q0> <c0>it was safe</c0>.", "2024-05-13"),
        ("<s0>Ana</s0> walked the bridge on Monday with its builders, <q0>saying</q0> <c0>it was safe</c0>.", "2024-05-13"),
        ("<s0>A study released on Monday</s0> <q0>says</q0> <c0>the bridge cracks</c0>.", "2024-05-13"),
        ("<s0>Ana</s0> resigned on Monday and <q0>said</q0> <c0>she was tired</c0>.", "2024-05-13"),
        ("In an interview on Monday with the radio, <s0>Ana</s0> <q0>said</q0> <c0>she was tired</c0>.", "2024-05-13"),
        ("<s0>Ana</s0>, during talks in Porto on Monday, <q0>called</q0> <c0>the bridge a ruin</c0>.", "2024-05-13"),
        ("<s0>Ana</s0> <q0>told</q0> Radio Two’s “Good Day” on Monday <c0>the bridge is safe</c0>.", "2024-05-13"),
        ("At a hearing in Porto on Monday, where she wept, <s0>Ana</s0> <q0>said</q0> <c0>she was tired</c0>.", "2024-05-13"),
        ("After years of wanting to be mayor, <s0>Ana</s0> on Monday <q0>attacked</q0> <c0>the bridge</c0>.", "2024-05-13"),
        ("<s0>The firm</s0> <q0>has said</q0> that <c0>as of May 3, 2024, it owns two bridges</c0>.", "[2024-05-03..2024-05-15]"),
        ("<s0>Ana</s0> <q0>said</q0> <c0>the bridge collapsed on Monday</c0>.", None),
        ("<s0>Ana</s0> lost the vote when Ben won on Monday in Porto and <q0>said</q0> <c0>the bridge is safe</c0>.", None),
        ("<s0>A 2011 runner</s0> <q0>said</q0> <c0>the bridge is safe</c0>.", None),
        ("<s0>Ana</s0>, who was elected in 2011, <q0>said</q0> <c0>the bridge is safe</c0>.", None),
        ("<s0>Ana</s0> <q0>said</q0> after Monday's storm that <c0>the bridge is safe</c0>.", None),
        ("On Monday a court sentenced Ben, and <s0>Ana</s0> <q0>says</q0> <c0>he is innocent</c0>.", None),
        ("Last year Ben drew the plans, and <s0>a friend</s0> <q0>said</q0> <c0>they were good</c0>.", None),
        ("<s0>Ana</s0> <q0>said</q0> <c0>the bridge is safe</c0>.", None),
        ("<s0>Ana</s0> will <q0>say</q0> on Friday that <c0>the bridge is safe</c0>.", None),
        ("<c0>“The bridge is safe.”</c0>", None),
    ],
)
def test_a_claim_is_dated_by_the_time_that_belongs_to_its_cue(marked: str, date: str | None) -> None:
    assert said(marked) == [date]


TWO_CLAIMS = "<s0>Ana</s0> <q0>said</q0> on Monday <c0>she was tired</c0>.\n\n<c1>“I leave,”</c1> <s1>she</s1> <q1>{}</q1>."


def test_the_date_carries_over_to_later_claims_of_the_speaker() -> None:
    assert said(TWO_CLAIMS.format("added"), ["ana", "ana"]) == ["2024-05-13", "2024-05-13"]


@pytest.mark.parametrize(
    ("cue", "speakers"), [("says", ["ana", "ana"]), ("added", ["ana", "ben"]), ("added", ["ana", None]), ("added", [])]
)
def test_another_occasion_or_speaker_has_no_date(cue: str, speakers: list[str | None]) -> None:
    assert said(TWO_CLAIMS.format(cue), speakers) == ["2024-05-13", None]


@pytest.mark.parametrize(("joint", "date"), [(", ", "2024-05-13"), (".\n\n", None)])
def test_saying_tells_the_occasion_of_its_own_sentence(joint: str, date: str | None) -> None:
    marked = "<s0>Ana</s0> <q0>said</q0> on Monday <c0>she was tired</c0>" + joint + "<q1>Saying</q1> <c1>she would leave</c1>, she wept."
    assert said(marked, ["ana", "ana"]) == ["2024-05-13", date]


def test_a_year_does_not_carry_over() -> None:
    assert said(TWO_CLAIMS.replace("on Monday", "in 2011").format("added"), ["ana", "ana"]) == ["2011", None]


def test_anchors_are_the_dates_of_content_spans() -> None:
    text, attributions = claims("<s0>Ana</s0> <q0>said</q0> on Monday <c0>she will leave tomorrow</c0>. <c1>Hm</c1>.")
    anchors = anchor_dates(attributions, date_claims(text, attributions, resolve_times(text)))
    assert anchors == {attributions[0].content[0]: "2024-05-13"}
    assert [time.edtf for time in resolve_times(text, anchors)] == ["2024-05-13", "2024-05-14"]


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.sampled_from("Ana said on Monday last week , . \n “ ” and 2015 as of".split(" ")), max_size=20), st.data())
def test_any_spans_are_accepted(words: list[str], data: st.DataObject) -> None:
    text = Text(" ".join(words), None, PUBLISHED)
    offsets = st.integers(0, len(text.text))
    spans = st.lists(st.tuples(offsets, offsets).map(lambda pair: (min(pair), max(pair))), max_size=2).map(tuple)
    attribution = Attribution(data.draw(spans), data.draw(spans), data.draw(spans))
    assert date_claim(text, attribution, resolve_times(text)) in (None, *_moments(text))


def _moments(text: Text) -> list[str]:
    """Return all dates that a claim of a text can have."""
    edtf = [time.edtf for time in resolve_times(text)]
    return [*edtf, *(f"[{week.replace('/', '..')}]" for week in edtf), *(f"[{day}..{PUBLISHED}]" for day in edtf)]


TRANSCRIPT = """Ana Ruiz spoke to the Lantern {}.

<s0>Lantern</s0>: <c0>Is the bridge safe?</c0>

<s1>Ruiz</s1>: <c1>It is.</c1>

<s2>Lantern</s2>: <c2>Since when?</c2>

<s3>Ruiz</s3> (laughs): <c3>Since I left.</c3>"""


@pytest.mark.parametrize(
    ("when", "date"), [("on Monday", "2024-05-13"), ("at length", None), ("on Friday, she will speak again", "2024-05-10")]
)
def test_the_turns_of_a_transcript_have_the_day_of_their_occasion(when: str, date: str | None) -> None:
    assert said(TRANSCRIPT.format(when)) == [date] * 4


def test_answers_without_marks_have_the_day_of_the_interview() -> None:
    marked = "The Lantern interviewed her on Monday.\n\n<c0>It is safe.</c0>\n\nSure?\n\n<c1>Yes.</c1>\n\nWhy?\n\n<c2>I built it.</c2>"
    assert said(marked) == ["2024-05-13"] * 3


def test_a_running_period_dates_no_claim() -> None:
    assert said("<s0>Ana</s0> <q0>said</q0> over the past two weeks <c0>the bridge is safe</c0>.") == [None]
