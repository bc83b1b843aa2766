"""Settings come from the environment, unless they are given."""

from unittest.mock import patch

import pytest
from pydantic import ValidationError

from app.settings import Settings


def test_a_setting_is_the_variable_of_its_name_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PORT", "8123")
    monkeypatch.setenv("onrecord_access_log", "false")
    monkeypatch.setenv("ONRECORD_CHAT_KEY", "a key")
    settings = Settings()
    assert (settings.port, settings.access_log, settings.host) == (8123, False, "127.0.0.1")
    assert settings.chat_key.get_secret_value() == "a key"
    assert "a key" not in repr(settings)


def test_a_given_setting_overrules_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PORT", "8123")
    assert Settings(port=8124).port == 8124


def test_variables_that_are_no_settings_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_UNKNOWN", "1")
    monkeypatch.setenv("PORT", "8125")
    assert Settings().port == 8000


@pytest.mark.parametrize(("variable", "value"), [("ONRECORD_PORT", "http"), ("ONRECORD_WORKERS", "0"), ("ONRECORD_LOG_FORMAT", "")])
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValidationError, match=variable.removeprefix("ONRECORD_").lower()):
        Settings()


def test_unknown_names_are_refused() -> None:
    with pytest.raises(ValidationError, match="prot"):
        Settings.model_validate({"prot": 8000})


@pytest.mark.parametrize(("value", "root_path"), [("", ""), ("/", ""), ("/onrecord", "/onrecord"), ("/on/record/", "/on/record")])
def test_a_root_path_is_taken_without_its_closing_slash(value: str, root_path: str) -> None:
    assert Settings(root_path=value).root_path == root_path


@pytest.mark.parametrize("value", ["onrecord", "/a b", "/a//b", "https://a.example/x", "/v1", "/docs/api", "/problems", "/ü"])
def test_a_root_path_that_is_none_or_that_of_an_address_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="root_path"):
        Settings(root_path=value)


@pytest.mark.parametrize("value", ["", "127.0.0.1", "10.0.0.0/8, ::1", "fd00::/8"])
def test_trusted_proxies_are_addresses_and_networks(value: str) -> None:
    assert Settings(trusted_proxies=value).trusted_proxies == value


@pytest.mark.parametrize("value", ["*", "proxy", "10.0.0.1/8", "300.0.0.1"])
def test_trusted_proxies_that_are_neither_are_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings(trusted_proxies=value)


@pytest.mark.parametrize(
    ("url", "threads", "reading_threads"),
    [("sqlite:///a.db", 0, 4), ("postgresql://host/a", 0, 8), ("sqlite:///a.db", 16, 16), ("postgresql://host/a", 2, 2)],
)
def test_sqlite_is_read_by_one_thread_more_than_cores_unless_a_number_is_given(url: str, threads: int, reading_threads: int) -> None:
    with patch("os.cpu_count", return_value=3):
        assert Settings(database_url=url, threads=threads).reading_threads == reading_threads
