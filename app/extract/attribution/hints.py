"""Patterns in the content of a claim that hint at its kind."""

import re
from collections.abc import Iterable

from app.extract.words.lists import alternatives, load

LISTS = load("hints")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(words)})\b", re.IGNORECASE)


JUDGING = _any_of(LISTS["judging"])
WEAKLY_JUDGING = _any_of(LISTS["weakly judging"])
ATTITUDE = re.compile(
    r"\b(?:I|we|he|she|they)(?: (?:do|does|did)(?:n[’']t| not))?(?: \w+ly)? (?:think|thought|believe|feel|felt|suspect|guess|find|doubt)",
    re.I,
)
ACCUSING = _any_of(LISTS["accusing"])
NEGATION = re.compile(r"\b(?:not|never|no|none|nothing|neither|nor|nobody|without)\b|n[’']t\b", re.IGNORECASE)
REFUTING = _any_of(LISTS["refuting"])
# deeds that people deny; "did not sleep" is no denial
DENYING = re.compile(
    r"\b(?:did(?:n[’']t| not)|never|had(?:n[’']t| not)|ha(?:s|ve)(?:n[’']t| not))(?: \w+ly| ever)?"
    rf" (?:{alternatives(LISTS['denied deeds'])})\b"
    r"|\b(?:did|done) (?:nothing|no(?: \w+)?) (?:wrong|illegal|improper)\b",
    re.IGNORECASE,
)
PERFECT = re.compile(
    r"\b(?:has|have|had)(?: not| already| now)? (?:\w+ed|been|begun|gone|come|become|fallen|risen|broken|stopped)\b", re.IGNORECASE
)
DEMANDING = re.compile(
    r"(?<!will )(?<!would )(?<!ll )(?<!may )(?<!might )\b(?:should(?:n[’']t)?|must(?:n[’']t)?|ought to"
    r"|ha(?:s|ve|[’']s|[’']ve) (?:got )?to|[’'][sv]e? got to|gotta"
    r"|needs? to|(?:is|are) needed|there is (?:a|an urgent) need|had better"
    r"|(?:it[’']?s| is|was) (?:high |past |about )?time (?:to|for|that|\w+ \w+ to)"
    r"|let[’']s|let us|please|(?:I|we|We)(?: \w+ly| also| would)? (?:urge|call|demand|ask|appeal|insist|recommend|want|beg|request|require)"
    r"|imperative (?:to|that))\b"
)
COUNTERFACTUAL = re.compile(r"\b(?:should|must|ought to|could)(?:n[’']t| not)? (?:have|be \w+ing)\b", re.IGNORECASE)
IMPERATIVE = re.compile(
    r"\W*(?:please|do not|don[’']t|stop|go|come|get|give|let|let[’']s|take|make|stay|leave|vote|tell|show|put|keep|remember|look"
    r"|wait|help|join|call|release|end|send|bring|think|be|never|listen|ask|respect)\b"
    r"(?! (?:is|was|are|were|of|has|have|had|will|would)\b)",
    re.IGNORECASE,
)
INFINITIVE = re.compile(r"\W*(?:not |also |both |either )?to (?!the\b|a\b|an\b|his\b|her\b|their\b|its\b|be (?:a|the|an)\b)[a-z]+\b")
FUTURE = re.compile(
    r"(?:\b(?:will|won[’']t|would|wouldn[’']t|shall|gonna)\b|[’']ll\b)"
    r"(?! (?:not |never |probably |likely )?have (?:been|\w+ed|\w+en)\b)(?! like\b)"
    r"|\b(?:is|are|am|[’']s|[’']re)(?: not)? (?:going|set|due|expected|likely|bound|about) to\b"
)
POSSIBILITY = re.compile(
    r"\b(?:could|may|might|can expect|expect\w*|predict\w*|forecast\w*|risk\w*|eventually|soon|in the (?:future|coming \w+)|unless|if)\b",
    re.IGNORECASE,
)
HOPING = re.compile(
    r"\b(?:I|[Ww]e|[Hh]e|[Ss]he|[Tt]hey|it)(?: \w+ly| also| do| just|[’']m|[’']re| am| are| is| was| were)*"
    r" (?:hop(?:e|es|ed|ing|eful)|wish|pray(?:ed|ing)?|dream)\b"
    r"|^\W*(?:[Hh]oping|[Hh]opefully|[Ww]ishing|[Pp]raying)\b|\b(?:my|our|his|her|their) (?:hope|wish|dream)s? (?:is|was|are)\b"
)
LOOKING_FORWARD = re.compile(r"\blook(?:s|ing|ed)? forward\b", re.IGNORECASE)
WILLING = "(?:committed|determined|prepared|ready)"
COMMITMENT = re.compile(
    r"\b(?:I|[Ww]e)(?:[’']ll|[’']re going to|[’']m going to| will| shall| won[’']t| am going to| are going to| intend| plan| promise"
    rf"| pledge| vow| commit| guarantee| aim| are {WILLING}| am {WILLING})\b(?! (?:see|know|have|need|lose|find|suffer|be (?:a|the|in)\b))",
)
# in reported speech the first pronoun is the speaker
REPORTED_COMMITMENT = re.compile(
    r"\W*(?:that |if \w+,? |once \w+,? )?(?:he|she|they|it|we)(?: \w+ly)?"
    rf" (?:would|will|won[’']t|wouldn[’']t|planned|plans?|intends?|intended|(?:was|were|is|are) (?:going|{WILLING}|planning) to)\b"
    r"(?!(?: not| never| also| still)? (?:have|need|see|like|prefer|lose|suffer)\b)",
    re.IGNORECASE,
)
