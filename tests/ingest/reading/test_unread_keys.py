"""The line that names keys that are not read in records."""

from app.ingest.reading.unread_keys import MOST_KEYS, MOST_NAMED, UnreadKeys


def written(records: list[list[str]]) -> str:
    unread, lines = UnreadKeys(), list[str]()
    for keys in records:
        unread.add(keys)
    unread.write(lines.append)
    return "".join(f"{line}\n" for line in lines)


def test_each_key_is_named_once_with_its_count_the_commonest_first() -> None:
    line = written([["source"], *[["author", "publish_date"]] * 1200, ["author"]])
    assert line == "keys that were not read, and in how many records: author (1,201), publish_date (1,200), source (1)\n"


def test_nothing_is_written_where_all_keys_were_read() -> None:
    assert written([[], []]) == ""


def test_many_or_odd_keys_still_give_one_short_line() -> None:
    line = written([["a\nb", "", "\x1b[31m", "k" * 5000], *([f"{number}"] for number in range(2 * MOST_KEYS))])
    assert line.count("\n") == 1
    assert line.count("(1)") == MOST_NAMED
    assert "'a\\nb' (1), '' (1), '\\x1b[31m' (1), " + "k" * 60 + "… (1)" in line
    assert line.endswith(", others\n")
