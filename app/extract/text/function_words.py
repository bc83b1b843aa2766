"""Function words of English by their part in a sentence, and numerals."""

from app.extract.words.lists import load

LISTS = load("function_words")

DETERMINERS = frozenset(LISTS["determiners"])
POSSESSIVES = frozenset(LISTS["possessives"])
SUBJECTS = frozenset(LISTS["subjects"])
BE = frozenset(LISTS["be"])
HAVE = frozenset(LISTS["have"])
DO = frozenset(LISTS["do"])
AUXILIARIES = BE | HAVE | DO | frozenset(LISTS["get"])
FUTURE = frozenset(LISTS["future"])
MODALS = FUTURE | frozenset(LISTS["modals"])
NEGATIONS = frozenset(LISTS["negations"])
PREPOSITIONS = frozenset(LISTS["prepositions"])
PARTICLES = frozenset(LISTS["particles"])
CONJUNCTIONS = frozenset(LISTS["conjunctions"])
SUBORDINATORS = frozenset(LISTS["subordinators"])
ADVERBS = frozenset(LISTS["adverbs"])
MONTHS = frozenset(LISTS["months"])
TIME_WORDS = frozenset(LISTS["time words"])
PRONOUNS = SUBJECTS | frozenset(LISTS["object pronouns"])
# words that are no noun, whatever stands around them
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
