"""The command ``serve``: options that it refuses before it serves."""

import pytest

from tests.cli.running import invoke


@pytest.mark.parametrize("root_path", ["onrecord", "/v1", "https://a.example/x"])
def test_a_wrong_root_path_is_refused_by_name(root_path: str) -> None:
    result = invoke("serve", "--root-path", root_path)
    assert (result.exit_code, result.stderr.startswith("ONRECORD_ROOT_PATH: ")) == (2, True)
