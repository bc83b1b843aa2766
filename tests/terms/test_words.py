"""Folded words: the same for all spellings of a name, with their ranges in the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terms.words import (
    LONGEST_WORD,
    MOST_INDEXED_BYTES,
    WORD,
    _traced_words,
    fold,
    located_words,
    whole_words_pattern,
    words_of,
    words_to_index,
)

# Letters that lower-casing, accents, ligatures, scripts and cutting treat differently, beside arbitrary text.
TEXTS = st.text() | st.text(alphabet="aAzZ09 _-'’.,ßẞſİıIøØłŁđĐæÆœŒþÞðÐéÉǽᾳΣσςﬁ½²①Ⅷ\u0301\u0345\u00ad\u200d한ガ東京ﾞभाअ🎉𝔸𐐀")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \t\n", []),
        ("?!…—🎉", []),
        ("Ana Novak said", ["ana", "novak", "said"]),
        ("  Ana\n\tNovak ", ["ana", "novak"]),
        ("NATO, the EU", ["nato", "the", "eu"]),
        ("don't", ["don", "t"]),
        ("don’t", ["don", "t"]),
        ("“No,” he said.", ["no", "he", "said"]),
        ("off-ramp/way_out", ["off", "ramp", "way", "out"]),
        ("1,200.50 €", ["1", "200", "50"]),
        ("F-16s", ["f", "16s"]),
        ("a\x00b", ["a", "b"]),
        ("said said", ["said", "said"]),
    ],
)
def test_words_are_separated_by_all_but_letters_and_digits(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        # accents, as one code point or two
        ("Erdoğan", "erdogan"),
        ("Škoda ŽIŽEK", "skoda zizek"),
        ("Málaga", "malaga"),
        ("Ma\u0301laga", "malaga"),
        ("Nguyễn", "nguyen"),
        ("Ñandú", "nandu"),
        # letters that Unicode does not decompose
        ("Øresund Sjøgren", "oresund sjogren"),
        ("Łódź", "lodz"),
        ("Đặng", "dang"),
        ("ılık", "ilik"),
        ("İstanbul", "istanbul"),
        ("Æsop ǽ", "aesop ae"),
        ("Œuvre", "oeuvre"),
        ("Þórður", "thordur"),
        # case beyond ASCII
        ("Straße STRASSE STRAẞE", "strasse strasse strasse"),
        ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
        ("ПУТИН Йошкар", "путин иошкар"),
        # compatibility forms
        ("ﬁnance", "finance"),
        ("ＮＡＴＯ", "nato"),
        ("Ⅷ", "viii"),
        ("①", "1"),
        ("km²", "km2"),
        # other scripts
        ("東京都", "東京都"),
        ("習近平 说", "習近平 说"),
        ("ガザ", "カサ"),
        ("ｶﾞｻﾞ", "カサ"),
        ("بِنيامين", "بنيامين"),
        ("בִּנְיָמִין", "בנימין"),
    ],
)
def test_accents_and_case_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["한국 서울", "Việt Nam", "Ḧ̤ǫ̂"])
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) != ""


@pytest.mark.parametrize(
    "name",
    ["Ana Novák", "ANA NOVAK", " ana  novak ", "Ana-Novak", "Ana\u00a0Novak", "Ana, Novak.", "Ana\u0301 Novak"],
)
def test_spellings_of_one_name_fold_alike(name: str) -> None:
    assert fold(name) == "ana novak"


@pytest.mark.parametrize(
    ("one", "other"), [("Ana Novak", "Novak Ana"), ("Ana Novak", "Ananovak"), ("Group 1", "Group 2"), ("said", "says")]
)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("letter", ["a", "é", "東", "🄰"])
def test_a_long_word_is_cut_after_100_characters(letter: str) -> None:
    assert [len(word) for word in words_of(letter * 1_000 + " b")] == [LONGEST_WORD, 1]


def test_a_word_of_100_characters_is_kept() -> None:
    assert words_of("a" * LONGEST_WORD) == ["a" * LONGEST_WORD]


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_words_are_letters_and_digits_in_one_case_without_marks(text: str) -> None:
    words = words_of(text)
    assert [word for word in words if not (word.isalnum() and word == word.casefold() and len(word) <= LONGEST_WORD)] == []
    assert [letter for word in words for letter in word if unicodedata.category(letter)[0] == "M"] == []


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_words_are_lower_case_and_the_same_beside_an_accent(text: str) -> None:
    words = words_of(text)
    assert words == [word.lower() for word in words]
    assert words_of(f"{text} é") == [*words, "e"]


@given(TEXTS, TEXTS)
def test_words_of_two_texts_stand_in_order(one: str, other: str) -> None:
    assert words_of(f"{one} {other}") == words_of(one) + words_of(other)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ((), ""),
        ((None,), ""),
        (("",), ""),
        (("Ana Novák", None, "", "said: “No”"), "ana novak | said no"),
        (("Ana", "—", "a|b | c"), "ana | a b c"),
    ],
)
def test_indexed_words_are_joined_by_one_space_and_texts_by_a_break(texts: tuple[str | None, ...], words: str) -> None:
    assert words_to_index(*texts) == words


@pytest.mark.parametrize("word", ["word", "слово"])
def test_indexed_words_are_cut_by_bytes_at_a_word_border(word: str) -> None:
    indexed = words_to_index(" ".join([word] * (1_000_000 // len(f"{word} ".encode()))))
    assert set(indexed.split(" ")) == {word}
    assert MOST_INDEXED_BYTES - 2 * len(f"{word} ".encode()) < len(indexed.encode()) <= MOST_INDEXED_BYTES


def test_many_words_that_fit_are_all_indexed() -> None:
    text = " ".join(["word"] * 100_000)
    assert words_to_index(text, "last") == f"{text} | last"


@given(TEXTS | st.lists(TEXTS | st.just("a" * 101) | st.just("é" * 101)).map(" ".join))
def test_located_words_are_the_words_of_the_text(text: str) -> None:
    assert [located.word for located in located_words(text)] == words_of(text)


@given(TEXTS)
def test_a_located_word_is_made_of_the_text_in_its_range(text: str) -> None:
    for word, start, end in located_words(text):
        assert 0 <= start < end <= len(text)
        assert word in words_of(text[start:end])


@pytest.mark.parametrize(
    ("text", "originals"),
    [
        ("", []),
        ("?!", []),
        (" Ana, B.", ["Ana", "B"]),
        ("cafe\u0301s, cafe\u0301!", ["cafe\u0301s", "cafe\u0301"]),
        ("\u0301a\u00adb\u00ad-c", ["a\u00adb\u00ad", "c"]),
        ("ﬁne Æsop Straße", ["ﬁne", "Æsop", "Straße"]),
        ("한국 서울", ["한국", "서울"]),
        ("🎉𝔸𐐀🎉b", ["𝔸𐐀", "b"]),
        ("a½b", ["a½", "½b"]),
        ("a" * 300 + " b", ["a" * 300, "b"]),
    ],
)
def test_located_words_have_the_ranges_of_the_original_words(text: str, originals: list[str]) -> None:
    assert [text[start:end] for _, start, end in located_words(text)] == originals


@given(TEXTS | st.lists(TEXTS | st.sampled_from(["a" * 101, "_the the_ theme", "½ the"])).map(" ".join), st.sampled_from(["the", "é", "1"]))
def test_a_pattern_finds_its_words_among_all(text: str, beginning: str) -> None:
    wanted = [*dict.fromkeys(words_of(text)[::2]), "the", "a" * 100]
    for pattern, is_wanted in (
        (whole_words_pattern(wanted), lambda word: word in wanted),
        (whole_words_pattern(wanted, fold(beginning)), lambda word: word in wanted or word.startswith(fold(beginning))),
    ):
        assert list(located_words(text, pattern)) == [located for located in located_words(text) if is_wanted(located.word)]


@given(TEXTS)
def test_ranges_that_are_traced_back_are_the_same(text: str) -> None:
    assert list(located_words(text)) == list(_traced_words(text, WORD))
