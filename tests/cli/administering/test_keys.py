"""The commands ``onrecord keys create``, ``list`` and ``revoke``."""

import re

from tests.cli.running import Run


def test_a_key_is_printed_once_alone_on_the_last_line(run: Run) -> None:
    made = run("keys", "create", "newsroom", "--scope", "review", "--scope", "write")
    assert made.exit_code == 0
    assert re.fullmatch(r"onr_[0-9a-f]{64}\n", made.stdout)
    assert "'newsroom' allows write, review" in made.stderr
    listed = run("keys", "list").stdout
    assert re.fullmatch(r"key_[0-9a-f]{20}\tnewsroom\twrite,review\t20\S+Z\t-\n", listed)
    assert made.stdout.strip() not in listed


def test_two_keys_differ(run: Run) -> None:
    assert len({run("keys", "create", name, "--scope", "read").stdout for name in "ab"}) == 2


def test_a_revoked_key_stays_in_the_list_and_keeps_its_name(run: Run) -> None:
    run("keys", "create", "newsroom", "--scope", "read")
    assert run("keys", "revoke", "newsroom").exit_code == 0
    (line,) = run("keys", "list").stdout.splitlines()
    assert re.search(r"\t20\S+Z\t20\S+Z$", line)
    assert run("keys", "revoke", line.split("\t")[0]).exit_code == 0
    assert run("keys", "list").stdout == f"{line}\n"
    taken = run("keys", "create", "newsroom", "--scope", "read")
    assert (taken.exit_code, taken.stdout) == (2, "")
    assert "'newsroom'" in taken.stderr


def test_what_is_wrong_is_said(run: Run) -> None:
    for arguments, message in (
        (("create", "a"), "--scope"),
        (("create", "a", "--scope", "root"), "'root' is none of read, write, review, admin"),
        (("create", " ", "--scope", "read"), "give a name"),
        (("create", "a\nb", "--scope", "read"), "give a name"),
        (("revoke", "nobody"), "'nobody'"),
    ):
        result = run("keys", *arguments)
        assert (arguments, result.exit_code) == (arguments, 2)
        assert message in result.stderr
    assert run("keys", "list").stdout == ""
