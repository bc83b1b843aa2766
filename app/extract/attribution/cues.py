"""Words that tell a saying, by what they say of it. Verbs stand in their base form; all their forms count."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from app.extract.attribution.relations import Attribution
from app.extract.text.inflections import forms_by_word
from app.extract.text.segmentation import Text

Shade = Literal["speech", "pledge", "accusation", "denial", "demand", "hope", "prediction", "assessment"]

# Acts of speaking and writing that tell nothing of the kind, commonest first.
SPEECH = """
    say tell write add report state note ask tweet announce continue explain reply respond answer declare mention comment recall remark
    repeat reiterate stress emphasize emphasise acknowledge admit concede confess confirm reveal disclose point observe post publish
    testify inform brief notify relay recount narrate quote cite read shout yell scream whisper mutter joke quip insist claim assert
    affirm indicate signal speak talk discuss address interject echo clarify elaborate specify detail list outline underline underscore
    highlight remind blog email text phone message chant sing sign voice express issue release submit file document show find record
    rule decide refer raise bring introduce present deliver describe retort shoot counter elaborate volunteer interrupt intone recite
    preach lecture teach print broadcast air unveil retweet caution
    """.split()
PLEDGES = """
    promise pledge vow commit guarantee undertake swear offer intend plan aim threaten resolve agree consent assure volunteer prepare
    """.split()
ACCUSATIONS = """
    accuse allege blame charge criticise criticize condemn denounce blast slam attack lambast lambaste assail rebuke reproach decry
    deplore fault impeach indict censure complain chide berate scold castigate excoriate lash rail mock ridicule vilify bash protest
    deride disparage admonish upbraid reprimand pillory savage skewer scoff sneer taunt insult smear hammer insinuate besmirch malign
    revile scorn deprecate object
    """.split()
DENIALS = (
    "deny refute rebut reject dismiss dispute disavow repudiate contradict disclaim negate gainsay debunk discount refuse decline".split()
)
DEMANDS = """
    demand urge request order require recommend advise encourage plead beg appeal exhort implore press push propose seek instruct
    command advocate petition beseech entreat insist lobby pressure summon solicit mandate direct invite prod campaign counsel agitate
    prescribe
    """.split()
HOPES = "hope wish want dream aspire desire yearn pray long crave".split()
PREDICTIONS = """
    predict forecast expect project anticipate foresee fear worry bet prophesy warn foretell envision envisage speculate foreshadow
""".split()
ASSESSMENTS = """
    believe think consider regard view deem describe characterise characterize brand label dub judge rate rank praise laud hail applaud
    commend welcome conclude suggest argue assess estimate doubt suspect feel see call compare liken celebrate endorse question reason
    opine thank congratulate portray contend maintain evaluate appraise assume presume reckon figure suppose regret lament bemoan credit
    tout favour favor support oppose prefer defend appreciate admire respect love like hate dislike depict interpret theorise theorize
    hypothesise hypothesize posit postulate surmise recognise recognize marvel gush enthuse boast brag cheer salute extol honour honor
    champion mourn grieve commiserate caution imply infer deduce attribute ascribe
    """.split()
VERBS: dict[Shade, list[str]] = {
    "pledge": PLEDGES,
    "accusation": ACCUSATIONS,
    "denial": DENIALS,
    "demand": DEMANDS,
    "hope": HOPES,
    "prediction": PREDICTIONS,
    "assessment": ASSESSMENTS,
    "speech": SPEECH,
}
NOUNS: dict[Shade, list[str]] = {
    "pledge": "promises pledges vows commitment commitments guarantee plan plans intention intentions offer offers goal goals".split(),
    "accusation": """
        accusation accusations allegation allegations charge charges criticism criticisms attack attacks complaint complaints outrage
        condemnation denunciation rebuke indictment blame critical critic critics lawsuit critique
    """.split(),
    "denial": "denial denials rebuttal rejection dismissal refusal".split(),
    "demand": """
        demand demands request requests call calls appeal appeals order orders recommendation recommendations proposal proposals plea
        pleas petition ultimatum instruction instructions advice
    """.split(),
    "hope": "hope hopes hopeful wish wishes desire desires eager ambition ambitions dream dreams".split(),
    "prediction": """
        prediction predictions forecast forecasts expectation expectations fear fears worry worries worried warning warnings concern
        concerns concerned projection projections prognosis afraid confident
    """.split(),
    "assessment": """
        belief beliefs view views opinion opinions assessment assessments judgment judgement estimate estimates conclusion conclusions
        impression praise praises support opposition doubt doubts skeptical sceptical analysis suggestion speculation grounds verdict
        sense feeling supporters opponents proponents sympathy admiration
    """.split(),
    "speech": """
        statement statements speech interview letter comment comments remark remarks reply response report reports testimony tweet
        message announcement according word words account reportedly allegedly article post email column book video address
    """.split(),
}
# What tells an attitude, and no act of speaking: by this alone nobody is known to have said anything.
ATTITUDES = frozenset(
    """
        believe think expect hope want wish fear plan feel intend doubt worry consider regard view deem prefer like dislike love hate
        support oppose favour favor aim desire suspect anticipate dream assume presume aspire yearn long seem appear know see rate rank
        judge envision envisage foresee resolve reckon suppose respect admire seek try mean care understand realise realize remember
        imagine mind learn worried concerned afraid hopeful confident eager skeptical sceptical critical fears hopes plans goal goals
        belief beliefs view views opinion concern concerns desire ambition intention intentions expectation expectations doubts worries
        reportedly aware convinced sure certain unsure uncertain unhappy happy upset angry proud grateful alarmed interested willing
        reluctant support opposition sympathy admiration feeling dreams sense impression
    """.split()
)
PARTICLES: dict[str, Shade] = {
    r"\bcall\w* (?:\w+ ){0,2}?(?:for|on|upon|to)\b": "demand",
    r"\b(?:push|hit|fir|fought|fight)\w* back\b": "denial",
    r"\b(?:spoke|speak|spoken|speaking|lash|lashed|lashing|hit|came) (?:\w+ )?(?:out|against)\b": "accusation",
    r"\btook (?:aim|issue|exception)\b": "accusation",
    r"\blook\w* forward\b": "hope",
    r"\bissu\w* an order\b": "demand",
    r"\b(?:came|come|coming) to the conclusion\b": "assessment",
    r"\bon (?:the )?grounds\b": "assessment",
}
PHRASES = [(re.compile(pattern), shade) for pattern, shade in PARTICLES.items()]
WORD = re.compile(r"[a-z]+")
LONGEST_CUE = 300


def cue_of(text: Text, attribution: Attribution) -> str:
    """Return the words of the cue in lower case, at most 300 characters of each of its spans; "" without one."""
    return " ".join(text[start, min(end, start + LONGEST_CUE)].lower() for start, end in attribution.cue[:9])


def shades_of(cue: str) -> list[Shade]:
    """Return what the words of a cue in lower case say of the saying, in their order; a phrase before its words."""
    phrases = [shade for pattern, shade in PHRASES if pattern.search(cue)]
    return [*phrases, *(shade for word in WORD.findall(cue) if (shade := _shades().get(word)))]


def lemmas_of(cue: str) -> Iterator[str]:
    """Yield the words of a cue in lower case, verbs of this lexicon in their base form."""
    return (_lemmas().get(word, (word, frozenset()))[0] for word in WORD.findall(cue))


@cache
def _lemmas() -> dict[str, tuple[str, frozenset[str]]]:
    return {**forms_by_word([verb for verbs in VERBS.values() for verb in verbs] + sorted(ATTITUDES))}


@cache
def _shades() -> dict[str, Shade]:
    """By word form: a noun before the verb that it looks like, the first list before later ones."""
    found: dict[str, Shade] = {}
    for shade, verbs in VERBS.items():
        for word in forms_by_word(verbs):
            found.setdefault(word, shade)
    for shade, nouns in NOUNS.items():
        for noun in nouns:
            found.setdefault(noun, shade)
    return found
