"""Small words by what they do in a sentence."""

DETERMINERS = frozenset(
    """
    the a an this that these those his her its their our my your no any some each every another such both
""".split()
)
POSSESSIVES = frozenset("his her its their our my your".split())
SUBJECTS = frozenset("he she it they we i you who which that".split())
BE = frozenset("is are was were be been being am 's 're isn't aren't wasn't weren't".split())
HAVE = frozenset("has have had having hasn't haven't hadn't 've".split())
DO = frozenset("do does did don't doesn't didn't".split())
AUXILIARIES = BE | HAVE | DO | frozenset("get gets got getting".split())
FUTURE = frozenset("will shall won't 'll".split())
MODALS = FUTURE | frozenset("would could should may might can must cannot can't couldn't wouldn't shouldn't mustn't ought".split())
NEGATIONS = frozenset(
    """
    not never n't no without neither nor don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't
    can't cannot couldn't shouldn't
""".split()
)
PREPOSITIONS = frozenset(
    """
    about above across after against along amid among around as at before behind below beneath beside between beyond by despite down
    during except for from in inside into like near of off on onto out outside over past since than through throughout to toward
    towards under until up upon via with within without
""".split()
)
PARTICLES = frozenset("up down out off away back over on in".split())
CONJUNCTIONS = frozenset(
    """
    and or but nor so yet because although though while whereas if unless when where whether that which who whom whose as
""".split()
)
SUBORDINATORS = frozenset(
    """
    after before when while where because although though since until if unless which who whom whose that
""".split()
)
ADVERBS = frozenset(
    """
    also again already always ever never now still then there here just only even soon later earlier yet too very more most less
    least not today yesterday tomorrow
""".split()
)
MONTHS = frozenset("january february march april may june july august september october november december".split())
TIME_WORDS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november
    december today yesterday tomorrow tonight last next week month year morning afternoon evening night
""".split()
)
PRONOUNS = SUBJECTS | frozenset("him them us me himself herself itself themselves what".split())
# No word of these can be the noun in front of a verb, or the noun that a noun before it describes.
NOT_NOUNS = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | MODALS | ADVERBS
NUMERALS = dict(
    zip(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen""".split(),
        range(1, 20),
        strict=True,
    )
) | dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
MAGNITUDES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
