"""Numerals before units of time: "3", "a", "twenty-five", "a couple of"."""

import re

ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
""".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
# vague counts as the number that readers take them for
VAGUE = {"few": 3, "couple": 2, "several": 5, "dozen": 12}
NUMBER = (
    r"\[?(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?"
    rf"|(?:a[^\S\n])?(?:few|couple(?:[^\S\n]of)?|dozen)|several|an?|{'|'.join(ONES[1:][::-1])})\]?"
)


def number_of(words: str) -> int:
    """Return the number that NUMBER matched."""
    words = words.lower().strip("[]")
    if words.isdecimal():
        return int(words)
    numerals = re.split(r"[-\s]+", words.removesuffix(" of").removesuffix("\u00a0of"))
    return 1 if words in ("a", "an") else sum(_value_of(word) for word in numerals if word not in ("a", "an"))


def is_vague(words: str) -> bool:
    """Whether a count is vague: "a few", and round tens."""
    return any(word in words.lower() for word in VAGUE) or number_of(words) % 10 == 0


def _value_of(word: str) -> int:
    if word in VAGUE:
        return VAGUE[word]
    return ONES.index(word) if word in ONES else 10 * (TENS.index(word) + 2)
