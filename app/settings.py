"""Settings, read from the environment as ``ONRECORD_*``. docs/operations.md lists them; a test keeps the list whole."""

import base64
import os
import re
from importlib.util import find_spec
from ipaddress import ip_network
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator, model_validator
from sqlalchemy.engine import make_url

POSTGRESQL_THREADS = 8
SECRET_KEY_BYTES = 32


def _supported_url(url: str) -> str:
    if not re.match(r"sqlite:///.|(postgres|postgresql|postgresql\+psycopg)://.", url) or url.endswith(":memory:"):
        raise ValueError("give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    make_url(url)
    return url


def _supported_or_empty_url(url: str) -> str:
    return _supported_url(url) if url else url


def _http_url(url: str) -> str:
    if not re.match(r"https?://", url) or not urlsplit(url).hostname:
        raise ValueError("give http://HOST/v1 or https://HOST/v1")
    return url.rstrip("/")


def _root_path(path: str) -> str:
    path = path.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", path):
        raise ValueError("give a path like /onrecord")
    if path.split("/")[1:2] in (["v1"], ["docs"], ["problems"]):
        raise ValueError("begins like an address of the API, so that it could not be told from one")
    return path


def _networks(addresses: str) -> str:
    for address in filter(None, addresses.split(",")):
        ip_network(address.strip())
    return addresses


def _secret_keys(keys: SecretStr) -> SecretStr:
    for key in filter(None, keys.get_secret_value().split(",")):
        try:
            is_key = len(base64.b64decode(key.strip(), altchars="-_", validate=True)) == SECRET_KEY_BYTES
        except ValueError:
            is_key = False
        if not is_key:
            raise ValueError("give keys of 32 random bytes in URL-safe base 64, as `openssl rand -base64 32 | tr +/ -_` makes them")
    return keys


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of a package that it lies in
        return False


class Settings(BaseModel):
    """The settings. Each is the environment variable of its name in capitals with the prefix ``ONRECORD_``, unless it is given."""

    # Errors do not show values: some are secrets.
    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, hide_input_in_errors=True)

    database_url: Annotated[str, AfterValidator(_supported_url)] = Field(
        "sqlite:///onrecord.db", description="Where the data is: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`."
    )
    read_database_url: Annotated[str, AfterValidator(_supported_or_empty_url)] = Field(
        "", description="Where `onrecord serve` reads, if not there: a replica. Everything else uses `ONRECORD_DATABASE_URL`."
    )
    immutable: bool = Field(
        False, description="The SQLite file is on read-only media, where nothing changes it and no file can be made beside it."
    )
    host: str = Field("127.0.0.1", description="Address that `onrecord serve` listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that `onrecord serve` listens on.")
    root_path: Annotated[str, AfterValidator(_root_path)] = Field(
        "", description="The path under which a proxy serves it, as `/onrecord`, whether the proxy takes it away or not."
    )
    text_policy: Literal["full", "quotes", "hidden"] = Field(
        "full",
        description="What of the text of articles that are added everybody may see: `full`; `quotes`, passages only; `hidden`, offsets and "
        "gists only. Keys with the scope `review` see all.",
    )
    cors_origins: str = Field("*", description="Origins that browsers may call from, comma-separated; `*` is any, empty is none.")
    open_reading: bool = Field(True, description="Anybody may read. If not, reading needs an API key with the scope `read`.")
    rate_limit: int = Field(
        0, ge=0, description="Requests under `/v1` a minute of one address that sends no API key; more are refused with 429. 0: no limit."
    )
    key_rate_limit: int = Field(
        0, ge=0, description="Requests under `/v1` a minute with one API key; more are refused with 429. 0: no limit."
    )
    wrong_key_limit: int = Field(
        60, ge=0, description="API keys a minute that one address may send that are not valid; then none is looked up. 0: no limit."
    )
    workers: int = Field(1, ge=1, le=256, description="Processes that serve, all on one port.")
    threads: int = Field(
        0,
        ge=0,
        le=256,
        description="Slow reads at a time in one process, whose connections are four more; 0: on SQLite one more than cores, else 8.",
    )
    queue: int = Field(100, ge=0, description="Slow reads that may wait in one process; more are refused with 503.")
    read_timeout_s: float = Field(
        10, gt=0, le=86_400, description="Seconds that a slow read may take, and that it may wait before; then it is answered with 503."
    )
    connections: int = Field(800, ge=1, description="Connections that one process has open at a time; further ones are answered with 503.")
    header_timeout_s: float = Field(10, gt=0, description="Seconds in which the request line and the headers must arrive.")
    keep_alive_s: int = Field(5, ge=1, description="Seconds that a connection stays open without a request.")
    send_timeout_s: float = Field(
        60, gt=0, description="Seconds after which a client that takes nothing of its answer loses the connection."
    )
    max_body_mb: int = Field(5, ge=1, le=1024, description="MiB of the body of a request; a larger one is refused with 413.")
    max_import_mb: int = Field(256, ge=1, le=65_536, description="MiB of an import, unpacked; a larger one is refused with 413.")
    imports: int = Field(4, ge=1, description="Imports that come in at once in one process; further ones are answered with 503.")
    min_rate_kb: int = Field(
        32, ge=1, description="KiB a second that a client must send of a body, and take of an export while others wait."
    )
    exports: int = Field(16, ge=1, description="Exports that run at once in one process; others wait, three times as long as slow reads.")
    feeds: int = Field(100, ge=1, description="Feeds (Server-Sent Events) that one process has open at a time; more are refused with 503.")
    cache_mb: int = Field(
        16, ge=0, description="MiB of answers that each process keeps in memory while the data stays as it is; 0 keeps none."
    )
    log_format: Literal["auto", "json", "text"] = Field(
        "auto", description="Log lines on stderr: `json` for machines, `text` for people; `auto`: `text` on a terminal, `json` elsewhere."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least severe line that is logged.")
    access_log: bool = Field(True, description="One line for each request.")
    log_probes: bool = Field(False, description="Also for requests of `/healthz`, `/readyz` and `/metrics`.")
    log_personal_data: bool = Field(
        False, description="Log what was searched for, and whole addresses of clients, in place of `…` and networks."
    )
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = Field(
        "", description="Addresses and networks of proxies, comma-separated, whose header X-Forwarded-For names the client."
    )
    metrics: bool = Field(True, description="Give `/metrics`, for Prometheus.")
    traces: bool = Field(False, description="Send traces of requests by OpenTelemetry, to where `OTEL_EXPORTER_OTLP_ENDPOINT` says.")
    max_document_mb: int = Field(
        16, ge=1, le=1024, description="MiB of one document, line, text or page, unpacked, that `ingest` and `extract` read."
    )
    max_unpacked_ratio: int = Field(100, ge=1, description="How many times its packed size a larger `.gz` may take unpacked.")
    max_text_chars: int = Field(1_000_000, ge=1, description="Characters of a text that claims are looked for in.")
    run_jobs: bool = Field(True, description="`serve` runs jobs, too; `false` leaves them to `onrecord worker`.")
    job_processes: int = Field(
        1, ge=1, le=256, description="Child processes of low priority that extract from posted texts, for each process that runs jobs."
    )
    keep_jobs_days: float = Field(30, gt=0, le=36_500, description="Days after which finished jobs are removed, with what they report.")
    worker_id: str = Field(
        "", description="The name of this machine among those that run jobs, of which no two may be the same; else its host name."
    )
    write_timeout_s: float = Field(
        30, gt=0, description="Seconds that a write waits while another program writes; then it is answered with 503."
    )
    secret_key: Annotated[SecretStr, AfterValidator(_secret_keys)] = Field(
        SecretStr(""),
        description="What the secrets of webhooks are encrypted by: 32 random bytes in URL-safe base 64. Several, comma-separated: the "
        "first encrypts, all decrypt. Without one there are no webhooks.",
    )
    webhook_networks: Annotated[str, AfterValidator(_networks)] = Field(
        "", description="Networks that are not public, comma-separated, that webhooks may be sent into all the same, as `10.1.0.0/16`."
    )
    webhook_retry_s: float = Field(
        5,
        gt=0,
        le=14_400,
        description="Seconds after which a message to a webhook that failed is sent again; after each further failure four times as many, "
        "up to four hours.",
    )
    shutdown_timeout_s: int = Field(10, ge=0, description="Seconds that requests in progress are given when the server stops.")
    chat_url: Annotated[str, AfterValidator(_http_url)] = Field(
        "http://127.0.0.1:11434/v1", description="Where the extractor `chat` asks: the base URL of an OpenAI-compatible API."
    )
    chat_model: str = Field("", description="Which model it asks.")
    chat_key: SecretStr = Field(SecretStr(""), description="The key it asks with, where one is needed.")
    chat_timeout_s: float = Field(300, gt=0, description="Seconds that it waits for an answer.")
    extractor: Literal["builtin", "chat"] = Field(
        "builtin", description="What finds the claims in a text: `builtin`, offline, or `chat`, a language model that is asked."
    )

    @model_validator(mode="before")
    @classmethod
    def _add_environment(cls, given: dict[str, Any]) -> dict[str, Any]:
        variables = {variable.lower(): value for variable, value in os.environ.items()}
        found = {name: variables.get(f"onrecord_{name}") for name in cls.model_fields}
        return {name: value for name, value in found.items() if value is not None} | given

    @field_validator("traces")
    @classmethod
    def _require_open_telemetry(cls, traces: bool) -> bool:
        if traces and not _is_installed("opentelemetry.exporter.otlp.proto.http"):
            raise ValueError("needs OpenTelemetry, which is not installed: docs/operations.md says how to")
        return traces

    @field_validator("extractor")
    @classmethod
    def _require_chat_model(cls, extractor: str, info: ValidationInfo) -> str:
        if extractor == "chat" and not info.data.get("chat_model"):
            raise ValueError("chat needs ONRECORD_CHAT_MODEL too")
        return extractor

    @property
    def reading_threads(self) -> int:
        """How many slow reads one process does at a time: on SQLite they take its cores, on PostgreSQL they wait for another process."""
        is_sqlite = make_url(self.served_url).get_backend_name() == "sqlite"
        return self.threads or ((os.cpu_count() or 1) + 1 if is_sqlite else POSTGRESQL_THREADS)

    @property
    def served_url(self) -> str:
        """The URL of the database that ``serve`` reads: the replica, if there is one."""
        return self._read_url(self.read_database_url or self.database_url)

    @property
    def read_url(self) -> str:
        """The URL of the database that other commands read."""
        return self._read_url(self.database_url)

    def _read_url(self, url: str) -> str:
        """Return the URL for reading: SQLite is told of read-only media by its query."""
        is_immutable_file = self.immutable and make_url(url).get_backend_name() == "sqlite"
        return make_url(url).update_query_dict({"immutable": "1"}).render_as_string(hide_password=False) if is_immutable_file else url

    @property
    def origins(self) -> list[str]:
        """The origins of ``cors_origins`` as a list."""
        return [origin.strip() for origin in self.cors_origins.split(",") if origin.strip()]
