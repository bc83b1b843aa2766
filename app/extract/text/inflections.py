"""The forms of English verbs: which words a verb may stand as, and which verb and tense a word may be."""

from collections.abc import Iterable, Iterator
from typing import Literal

Form = Literal["base", "s", "ing", "past", "participle"]
VOWELS = frozenset("aeiou")
# verb past participle; verbs with a prefix of these ("withhold", "rebuild") follow them.
IRREGULAR = """
arise arose arisen|awake awoke awoken|be was been|beat beat beaten|become became become|begin began begun|bend bent bent|bet bet bet
bid bid bid|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken|breed bred bred|bring brought brought
broadcast broadcast broadcast|build built built|burst burst burst|buy bought bought|cast cast cast|catch caught caught|choose chose chosen
come came come|cost cost cost|cut cut cut|deal dealt dealt|dig dug dug|do did done|draw drew drawn|drink drank drunk|drive drove driven
eat ate eaten|fall fell fallen|feed fed fed|fight fought fought|find found found|flee fled fled|fling flung flung|fly flew flown
forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone
grow grew grown|hang hung hung|have had had|hear heard heard|hide hid hidden|hit hit hit|hold held held|hurt hurt hurt|keep kept kept
know knew known|lay laid laid|lead led led|leave left left|lend lent lent|let let let|lie lay lain|light lit lit|lose lost lost
make made made|meet met met|mislead misled misled|overthrow overthrew overthrown|pay paid paid|put put put|quit quit quit|read read read
ride rode ridden|ring rang rung|rise rose risen|run ran run|say said said|see saw seen|seek sought sought|sell sold sold|send sent sent
set set set|shake shook shaken|shed shed shed|shoot shot shot|show showed shown|shrink shrank shrunk|shut shut shut|sing sang sung
sink sank sunk|sit sat sat|slay slew slain|sleep slept slept|slide slid slid|speak spoke spoken|speed sped sped|spend spent spent
spin spun spun|split split split|spread spread spread|spring sprang sprung|stand stood stood|steal stole stolen|stick stuck stuck
strike struck struck|swear swore sworn|sweep swept swept|swim swam swum|swing swung swung|take took taken|teach taught taught
tear tore torn|tell told told|think thought thought|throw threw thrown|undergo underwent undergone|undertake undertook undertaken
upset upset upset|wake woke woken|wear wore worn|win won won|wind wound wound|withdraw withdrew withdrawn|withhold withheld withheld
write wrote written|rebuild rebuilt rebuilt|overrun overran overrun|overturn overturned overturned|resell resold resold
repay repaid repaid|outlaw outlawed outlawed|foresee foresaw foreseen|rewrite rewrote rewritten|retake retook retaken|undo undid undone
relay relayed relayed|uphold upheld upheld|oversee oversaw overseen
"""
PASTS = {
    verb: (past, participle) for verb, past, participle in (entry.split() for entry in IRREGULAR.replace("\n", "|").split("|") if entry)
}
SAYING = frozenset("say says want wants make makes need needs plan plans".split())
_PAST_FORMS = frozenset(form for forms in PASTS.values() for form in forms) | SAYING
# Verbs of two syllables or more whose last consonant is doubled all the same, because the stress lies there.
DOUBLED = frozenset(
    """
    admit commit permit submit transmit refer defer confer transfer deter occur prefer compel expel propel rebel control patrol
    equip abet
""".split()
)
BRITISH = frozenset("cancel travel label model signal quarrel channel tunnel shovel fuel counsel level marshal".split())


def forms_of(verb: str) -> Iterator[tuple[str, Form]]:
    """Yield every form of a verb with what it is; a word may come more than once ("cut")."""
    yield verb, "base"
    yield _with_s(verb), "s"
    for stem in _stems(verb):
        yield _with_ing(stem), "ing"
    if verb in PASTS:
        yield PASTS[verb][0], "past"
        yield PASTS[verb][1], "participle"
        return
    for stem in _stems(verb):
        yield _with_ed(stem), "past"
        yield _with_ed(stem), "participle"


def forms_by_word(verbs: Iterable[str]) -> dict[str, tuple[str, frozenset[Form]]]:
    """Return, for each word that one of the verbs may stand as, the verb and what the word may be. The first verb wins."""
    found: dict[str, tuple[str, frozenset[Form]]] = {}
    for verb in verbs:
        for word, form in forms_of(verb):
            lemma, forms = found.get(word, (verb, frozenset()))
            if lemma == verb:
                found[word] = (verb, forms | {form})
    return found


def is_past_form(word: str) -> bool:
    """Say whether a word is an irregular past or participle, or one of the commonest verbs in the present."""
    return word in _PAST_FORMS


def plurals_of(noun: str) -> tuple[str, ...]:
    """Return a noun and its plural."""
    return (noun, _with_s(noun)) if not noun.endswith("s") or noun.endswith("ss") else (noun,)


def _stems(verb: str) -> list[str]:
    if verb in BRITISH:
        return [verb, verb + verb[-1]]
    ends = len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in VOWELS and verb[-3] not in VOWELS
    is_short = sum(letter in VOWELS for letter in verb) == 1
    return [verb + verb[-1] if (ends and is_short) or verb in DOUBLED else verb]


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _with_ing(stem: str) -> str:
    if stem.endswith("ie"):
        return stem[:-2] + "ying"
    return (stem[:-1] if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")) and len(stem) > 2 else stem) + "ing"


def _with_ed(stem: str) -> str:
    if stem.endswith("y") and stem[-2:-1] not in VOWELS:
        return stem[:-1] + "ied"
    return stem + ("d" if stem.endswith("e") else "ed")
