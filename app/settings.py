"""Settings, read from the environment as ``ONRECORD_*``. README lists them; a test keeps the list whole."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url


def _is_supported(url: str) -> str:
    if not re.match(r"sqlite:///.|(postgres|postgresql|postgresql\+psycopg)://.", url) or url.endswith(":memory:"):
        raise ValueError("give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    make_url(url)
    return url


class Settings(BaseSettings):
    """What an operator may set."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", frozen=True)

    database_url: Annotated[str, AfterValidator(_is_supported)] = Field(
        "sqlite:///onrecord.db", description="Where the data is: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`."
    )
    host: str = Field("127.0.0.1", description="Address that `onrecord serve` listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that `onrecord serve` listens on.")
    cors_origins: str = Field("*", description="Origins that browsers may call from, comma-separated; `*` is any, empty is none.")
    threads: int = Field(16, ge=1, le=256, description="Slow reads at a time in one process; its database connections are as many.")
    log_format: Literal["json", "text"] = Field("json", description="Log lines on stderr: `json` for machines, `text` for people.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least severe line that is logged.")
    access_log: bool = Field(True, description="One line for each request.")
    shutdown_timeout_s: int = Field(10, ge=0, description="Seconds that requests in progress are given when the server stops.")

    @property
    def origins(self) -> list[str]:
        """The CORS origins as a list."""
        return [origin.strip() for origin in self.cors_origins.split(",") if origin.strip()]
