"""compose.yaml, checked without a container engine."""

import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from app.cli import COMMANDS
from app.settings import Settings
from tests.needs import NGINX, PROXY
from tests.scale.proxies import COMPOSE, nginx_configuration

COMPOSED: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSED["services"]
BUILT_SERVICES = {name: service for name, service in SERVICES.items() if "build" in service}


def with_variables(value: str) -> str:
    """Fill in the variables of a value: mandatory ones with x, others with nothing."""
    return re.sub(r"\$\{\w+:(.)[^}]*\}", lambda found: "x" if found[1] == "?" else "", value)


def test_there_are_a_database_a_load_two_api_processes_and_a_proxy() -> None:
    assert list(SERVICES) == ["database", "load", "api1", "api2", "proxy"]
    assert SERVICES["api1"] == SERVICES["api2"]
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}


def test_every_command_is_one_of_the_command_line() -> None:
    commands = [" ".join(service["command"]) for service in BUILT_SERVICES.values()]
    assert [re.findall(r"onrecord (\w+)", command) for command in commands] == [["migrate", "ingest"], ["serve"], ["serve"]]
    assert {word for command in commands for word in re.findall(r"onrecord (\w+)", command)} <= set(COMMANDS)


def test_every_variable_is_a_setting_and_its_value_is_taken() -> None:
    for service in BUILT_SERVICES.values():
        names = {name.removeprefix("ONRECORD_").lower(): with_variables(value) for name, value in service["environment"].items()}
        settings = Settings.model_validate(names)
        assert names.keys() <= Settings.model_fields.keys()
        assert settings.served_url == settings.database_url == "postgresql://onrecord:x@database/onrecord"


def test_the_database_is_the_one_that_is_connected_to() -> None:
    variables = SERVICES["database"]["environment"]
    assert (variables["POSTGRES_USER"], variables["POSTGRES_DB"]) == ("onrecord", "onrecord")
    assert SERVICES["database"]["healthcheck"]["test"][-2:] == ["--username=onrecord", "--dbname=onrecord"]


def test_every_image_is_of_one_version_and_every_service_says_when_it_is_started_again() -> None:
    assert [service["image"] for service in SERVICES.values() if not re.search(r":\d+\.\d+(\.\d+)?(-|$)", service["image"])] == []
    assert {name: service["restart"] for name, service in SERVICES.items() if service["restart"] != "unless-stopped"} == {
        "load": "on-failure"
    }


def test_services_wait_for_the_health_of_services_that_have_a_healthcheck() -> None:
    checked = {name for name, service in SERVICES.items() if "test" in service.get("healthcheck", {})} | {"api1", "api2"}
    waits = {
        (name, other, dependency["condition"])
        for name, service in SERVICES.items()
        for other, dependency in service.get("depends_on", {}).items()
    }
    assert {other for _, other, condition in waits if condition == "service_healthy"} == {"database", "api1", "api2"} == checked - {"proxy"}
    assert {(name, other) for name, other, condition in waits if condition == "service_completed_successfully"} == {
        ("api1", "load"),
        ("api2", "load"),
    }
    assert "HEALTHCHECK" in (COMPOSE.parent / "Dockerfile").read_text()


def test_volumes_and_configurations_are_declared() -> None:
    named = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    configured = {config["source"] for service in SERVICES.values() for config in service.get("configs", [])}
    assert (named, configured) == (set(COMPOSED["volumes"]), set(COMPOSED["configs"]))


def test_the_proxy_knows_both_api_services_and_writes_every_dollar_twice() -> None:
    content: str = COMPOSED["configs"]["proxy"]["content"]
    assert re.findall(r"server (\w+):8000", content) == ["api1", "api2"]
    assert re.findall(r"(?<!\$)\$(?!\$)", content) == []
    assert re.findall(r"listen (\d+)", content) == [SERVICES["proxy"]["ports"][0].partition(":")[2]]


def test_the_proxy_compresses_nothing_and_passes_on_what_clients_accept() -> None:
    content: str = COMPOSED["configs"]["proxy"]["content"]
    assert re.findall(r"gzip\w* .*;", content) == ["gzip off;"]
    assert re.findall("accept.encoding", content, re.IGNORECASE) == []


@PROXY.mark
def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    file = tmp_path / "nginx.conf"
    file.write_text(nginx_configuration(tmp_path, 8001, [8002, 8003]))
    tried = subprocess.run([str(NGINX), "-t", "-e", "stderr", "-c", str(file)], capture_output=True, text=True)
    assert (tried.returncode, "successful" in tried.stderr) == (0, True)
