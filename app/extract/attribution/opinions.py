"""Words in what was said that tell what kind of saying it is: judging, accusing, demanding, foretelling."""

import re


def _any(words: str) -> re.Pattern[str]:
    """A pattern of whole words; a star stands for any ending."""
    return re.compile(r"\b(?:" + "|".join(word.replace("*", r"\w*") for word in words.split()) + r")\b", re.IGNORECASE)


JUDGING = _any(
    """
        good better best great greater greatest bad worse worst terribl* horribl* awful excellent outstanding perfect* wonderful
        fantastic amaz* incredibl* remarkabl* extraordinar* impressive disappoint* disgrac* shame* shocking appalling outrageous
        ridiculous absurd stupid foolish crazy insane nonsense silly naive reckless irresponsibl* dangerous risky safer important
        importance crucial vital essential critical significant* serious* severe* grave enormous tremendous* massive strong stronger
        strongest weak weaker powerful effective* ineffective successful* success failure* unsuccessful harder difficult* easy easier
        easily simplest complex complicated clear clearly unclear obvious* evident* likely unlikely impossible wrong correct* incorrect*
        fair unfair* unjust* legitimate reasonable unreasonable acceptable unacceptable inappropriate appropriate unnecessary useful
        useless helpful harmful healthy unhealthy valuable worthless worth worthy proud pride happy unhappy sad sadly glad pleased
        delighted excit* alarm* worried worrying troubl* disturbing grateful thankful sorry confident optimis* pessimis* lucky
        fortunate* unfortunate* hero* historic* landmark milestone victory tragedy tragic* disaster* catastroph* challenge* opportunit*
        setback problem* benefit* advantage* disadvantage* improv* inadequate adequate insufficient sufficient poor poorly brave*
        courag* honest* beautiful ugly interesting boring unique unprecedented unusual popular* unpopular inevitable meaningful*
        surprised surprising* fundamental* suspect* seem* appear* deserve* credible competent incompetent resilien* inspir* progress
        sense threat* impress* admir* respect* skilled talented weakness strength* mistake* nightmare mess joke embarrass* frustrat*
        fascinat* ideal idiot* genius brilliant smart clever wise unwise prudent decisive urgent key
    """,
)
WEAKLY_JUDGING = _any(
    """
    very too so quite really more most less enough probably possible possibly perhaps reflect* prove* mean* show* suggest* because
    true truth
    """
)
ATTITUDE = re.compile(
    r"\b(?:I|we|he|she|they)(?: (?:do|does|did)(?:n[’']t| not))?(?: \w+ly)? (?:think|thought|believe|feel|felt|suspect|guess|find|doubt)",
    re.I,
)
ACCUSING = _any(
    """
        lie lies lied lying liar* steal* stole* theft fraud* cheat* corrupt* brib* abus* massacre* rape* raped tortur* imprison* kidnap*
        abduct* coerc* forced forcibly intimidat* harass* bully* bullied threaten* provocat* provok* violat* illegally unlawful* racist
        racism sexis* bigot* discriminat* hypocri* betray* mislead* misled deceiv* deception dishonest* manipulat* conspir* cover-up
        coverup conceal* fail failed fails failing neglect* ignor* undermin* sabotag* exploit* endanger* incit* blam* fault reckless*
        negligen* greedy greed selfish shameful warmonger* traitor* treason propaganda persecut* oppress* dictator* tyran* brutal*
        cruel* atrocit* genocid* scapegoat* politiciz* politicis* aggression smear* slander* defam* misconduct wrongdoing deliberately
        deprived slave* enslav* alleged* accus* misrepresent* distort* falsif* fabricat* rigged rigging framed plotted plotting unfairly
        unjustly
    """,
)
ABSENT = re.compile(r"\b(?:not|never|no|none|nothing|neither|nor|nobody|without)\b|n[’']t\b", re.IGNORECASE)
REFUTING = _any(
    """
        false* untrue baseless unfounded groundless fabricat* rumour* rumor* allegation* alleged accusation* claim* charge* involve*
        wrongdoing responsib* guilt* innocent factor role knowledge aware knew done did received receive forced misconduct intend*
        intention* motiv* nonsense inaccura* incorrect myth hoax
    """,
)
DEMANDING = re.compile(
    r"(?<!will )(?<!would )(?<!ll )(?<!may )(?<!might )\b(?:should(?:n[’']t)?|must(?:n[’']t)?|ought to"
    r"|ha(?:s|ve|[’']s|[’']ve) (?:got )?to|[’'][sv]e? got to|gotta"
    r"|needs? to|(?:is|are) needed|there is (?:a|an urgent) need|had better"
    r"|(?:it[’']?s| is|was) (?:high |past |about )?time (?:to|for|that|\w+ \w+ to)"
    r"|let[’']s|let us|please|(?:I|we|We)(?: \w+ly| also| would)? (?:urge|call|demand|ask|appeal|insist|recommend|want|beg|request|require)"
    r"|imperative (?:to|that))\b"
)
MISSED = re.compile(r"\b(?:should|must|ought to|could)(?:n[’']t| not)? (?:have|be \w+ing)\b", re.IGNORECASE)
IMPERATIVE = re.compile(
    r"\W*(?:please|do not|don[’']t|stop|go|come|get|give|let|let[’']s|take|make|stay|leave|vote|tell|show|put|keep|remember|look"
    r"|wait|help|join|call|release|end|send|bring|think|be|never|listen|ask|respect)\b"
    r"(?! (?:is|was|are|were|of|has|have|had|will|would)\b)",
    re.IGNORECASE,
)
TO_DO = re.compile(r"\W*(?:not |also |both |either )?to (?!the\b|a\b|an\b|his\b|her\b|their\b|its\b|be (?:a|the|an)\b)[a-z]+\b")
FUTURE = re.compile(
    r"(?:\b(?:will|won[’']t|would|wouldn[’']t|shall|gonna)\b|[’']ll\b)"
    r"(?! (?:not |never |probably |likely )?have (?:been|\w+ed|\w+en)\b)(?! like\b)"
    r"|\b(?:is|are|am|[’']s|[’']re)(?: not)? (?:going|set|due|expected|likely|bound|about) to\b"
)
MIGHT = re.compile(
    r"\b(?:could|may|might|can expect|expect\w*|predict\w*|forecast\w*|risk\w*|eventually|soon|in the (?:future|coming \w+)|unless|if)\b",
    re.IGNORECASE,
)
HOPING = re.compile(
    r"\b(?:I|[Ww]e|[Hh]e|[Ss]he|[Tt]hey|it)(?: \w+ly| also| do| just|[’']m|[’']re| am| are| is| was| were)*"
    r" (?:hop(?:e|es|ed|ing|eful)|wish|pray(?:ed|ing)?|dream)\b"
    r"|^\W*(?:[Hh]oping|[Hh]opefully|[Ww]ishing|[Pp]raying)\b|\b(?:my|our|his|her|their) (?:hope|wish|dream)s? (?:is|was|are)\b"
)
FORWARD = re.compile(r"\blook(?:s|ing|ed)? forward\b", re.IGNORECASE)
SET = "(?:committed|determined|prepared|ready)"
OWN_ACT = re.compile(
    r"\b(?:I|[Ww]e)(?:[’']ll|[’']re going to|[’']m going to| will| shall| won[’']t| am going to| are going to| intend| plan| promise"
    rf"| pledge| vow| commit| guarantee| aim| are {SET}| am {SET})\b(?! (?:see|know|have|need|lose|find|suffer|be (?:a|the|in)\b))",
)
# Where somebody else tells it, the speaker is the first pronoun.
OWN_ACT_TOLD = re.compile(
    r"\W*(?:that |if \w+,? |once \w+,? )?(?:he|she|they|it|we)(?: \w+ly)?"
    rf" (?:would|will|won[’']t|wouldn[’']t|planned|plans?|intends?|intended|(?:was|were|is|are) (?:going|{SET}|planning) to)\b"
    r"(?!(?: not| never| also| still)? (?:have|need|see|like|prefer|lose|suffer)\b)",
    re.IGNORECASE,
)
