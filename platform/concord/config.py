"""Settings, read once from the environment (prefix ``CONCORD_``) into one typed object.

An address that is not set belongs to an embedded server: the supervisor starts it and writes the address to
``<data>/run/addresses.json``, from which every later process reads it. The environment always wins. Whoever wrote the
file holds a lock on it for as long as its servers run: without the lock it is the leaving of a killed start.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "CONCORD_"
DATABASE_ROLES = ("database_url", "database_owner_url", "database_relay_url", "database_statistics_url",
                  "database_national_url")
ADDRESSES_FILE = Path("run") / "addresses.json"
METRICS_FOLDER = Path("run") / "metrics"
DEMONSTRATION_FILE = Path("demonstration")
NO_DEMONSTRATION = "none"
MASK = "********"
SHORTEST_SECRET = 16
HOST = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$"


class SettingsError(Exception):
    """A setting is unknown or bad. The message is one line that names the variable."""


def _address(*schemes: str, also: str = "", parts: bool = True) -> BeforeValidator:
    """Empty, the word ``also``, or an address that begins with one of these; with ``parts``, with a host and a port."""

    def check(value: str) -> str:
        if not value or value == also:
            return value
        if not value.startswith(schemes):
            *others, last = schemes
            raise ValueError(f"must start with {', '.join(others)}{' or ' if others else ''}{last}")
        if not value.isprintable() or " " in value or (parts and not _is_whole(value)):
            raise ValueError("is not an address")
        return value

    return BeforeValidator(check)


def _is_whole(address: str) -> bool:
    try:
        found = urlsplit(address)
        return bool(found.hostname or found.scheme == "unix") and found.port != 0
    except ValueError:
        return False


def _scanner(value: str) -> str:
    """Empty, the path of a socket, or an address that names its port."""
    found = urlsplit(value) if _is_whole(value) else None
    if value and not value.startswith("/") and not (found and found.scheme == "tcp" and found.hostname and found.port):
        raise ValueError("must be tcp://host:port or the path of a socket")
    if not value.isprintable() or " " in value:
        raise ValueError("is not an address")
    return value


# A connection string of PostgreSQL may name several hosts or a socket: what it means is PostgreSQL's to say.
PostgresAddress = Annotated[str, _address("postgresql://", parts=False)]


class Settings(BaseSettings):
    """Every setting of Concord. An empty address means: use the embedded server."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data: Path = Field(Path(".concord"), description="folder of the embedded servers' data, keys and mail")
    port: int = Field(8000, ge=1, le=65535, description="port of the web server")
    internal_port: int = Field(9100, ge=0, le=65535, description="port of /metrics, this machine only; 0 turns it off")
    base_host: str = Field("localhost", pattern=HOST, description="host of the national office; services live below it")
    base_url: Annotated[str, _address("https://", "http://")] = Field(
        "", description="address for links in messages; made from host and port when empty"
    )
    trusted_proxies: int = Field(0, ge=0, le=5, description="how many proxies in front may set X-Forwarded-*")
    secret_key: SecretStr = Field(SecretStr(""), description="signs forms and cookies; made on first start when empty")
    key_file: Path | None = Field(None, description="file of the key that wraps each service's data key")
    kms_key: str = Field("", description="AWS KMS key that wraps each service's data key, instead of the key file")
    node_modules: Path = Field(
        Path(__file__).resolve().parents[2] / "node_modules", description="folder that npm installs govuk-frontend into"
    )
    demo: bool = Field(default=False, description="invented data, a banner on every page, no mail outside")

    database_url: PostgresAddress = Field("", description="address of the app's own login, concord_app")
    database_owner_url: PostgresAddress = Field("", description="address of concord_owner, for migrations only")
    database_relay_url: PostgresAddress = Field("", description="address of concord_relay")
    database_statistics_url: PostgresAddress = Field("", description="address of concord_statistics")
    database_national_url: PostgresAddress = Field("", description="address of concord_national")

    redis_url: Annotated[str, _address("redis://", "rediss://", "unix://")] = Field("", description="Redis or Valkey")
    s3_endpoint: Annotated[str, _address("https://", "http://", also="aws")] = Field(
        "", description="address of an S3 service; 'aws' for Amazon's own"
    )
    s3_bucket: str = Field(
        "concord", pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", description="bucket of every service's documents"
    )
    s3_region: str = Field("eu-west-2", pattern=r"^[a-z0-9-]+$", description="region of the bucket and of KMS")
    s3_access_key: SecretStr = Field(SecretStr(""), description="S3 access key")
    s3_secret_key: SecretStr = Field(SecretStr(""), description="S3 secret key")
    smtp_url: Annotated[str, _address("smtp://", "smtps://", "ses://")] = Field(
        "", description="smtp://user:password@host:port, smtps://… or ses://region"
    )
    clamav: Annotated[str, BeforeValidator(_scanner)] = Field(
        "", description="ClamAV's daemon that scans uploads: tcp://host:port or the path of its socket; none when empty"
    )
    mail_from: str = Field("no-reply@concord.example", description="envelope sender of every message")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="least level that is logged")

    @field_validator("base_host", mode="before")
    @classmethod
    def _host_in_lower_case(cls, value: str) -> str:
        return value.lower()

    @field_validator("base_url")
    @classmethod
    def _no_path(cls, value: str) -> str:
        if value.rstrip("/").count("/") > 2 or not set("?#@").isdisjoint(value):
            raise ValueError("is a scheme and a host, and no more")
        return value

    @field_validator("secret_key")
    @classmethod
    def _cannot_be_guessed(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"must have {SHORTEST_SECRET} characters or more")
        return value

    @model_validator(mode="after")
    def _all_roles_or_none(self) -> Self:
        missing = [PREFIX + name.upper() for name in DATABASE_ROLES if not getattr(self, name)]
        if missing and len(missing) < len(DATABASE_ROLES):
            raise ValueError(f"only some database addresses are set; missing: {', '.join(missing)}")
        return self

    @property
    def public_url(self) -> str:
        """Scheme, host and port of the national office, without a slash at the end."""
        return self.base_url.rstrip("/") or f"http://{self.base_host}:{self.port}"

    def address_of(self, host: str) -> str:
        """The address of an organisation's host, on the scheme and port of the national office."""
        scheme, _, rest = self.public_url.partition("://")
        _, colon, port = rest.partition(":")
        return f"{scheme}://{host}{colon}{port}"

    @property
    def secure(self) -> bool:
        """Whether visitors come by https, so that cookies may be ``__Host-`` and secure."""
        return self.public_url.startswith("https://")


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; raise `SettingsError` with one line that names what is wrong."""
    _refuse_unknown_variables()
    data = Path(overrides.get("data") or os.environ.get(PREFIX + "DATA") or ".concord").absolute()
    given = {key: value for key, value in overrides.items() if value is not None} | {"data": data}
    recorded = recorded_addresses(data) | {"demo": is_demonstration(data)}
    values = {key: value for key, value in recorded.items() if PREFIX + key.upper() not in os.environ} | given
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from None


def described(settings: Settings, *, reveal: bool) -> list[tuple[str, Any, str]]:
    """Every setting as (variable, value in force, what it is); secrets and passwords in addresses are masked."""
    return [
        (PREFIX + name.upper(), _shown(getattr(settings, name), reveal=reveal), str(field.description))
        for name, field in Settings.model_fields.items()
    ]


def _shown(value: Any, *, reveal: bool) -> Any:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        return secret if reveal or not secret else MASK
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, str) and not reveal:
        return re.sub(r"(://[^:/@]*:)[^@]*@", rf"\g<1>{MASK}@", value)
    return value


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(f"unknown setting: {', '.join(unknown)}")


def recorded_addresses(data: Path) -> dict[str, Any]:
    """The addresses and keys of the servers that run on this data folder; empty when none do."""
    file = data / ADDRESSES_FILE
    try:
        with file.open() as record:
            if not _is_locked(record.fileno()):
                return {}
            recorded = json.load(record)
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {type(error).__name__}") from None
    return {key: value for key, value in recorded.items() if key in Settings.model_fields}


def is_demonstration(data: Path) -> bool:
    """Whether this data folder holds invented data. Its first start wrote down which, for good."""
    try:
        return (data / DEMONSTRATION_FILE).read_text().strip() != NO_DEMONSTRATION
    except OSError:
        return False


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = "".join(PREFIX + str(part).upper() for part in first["loc"][:1])
    message = first["msg"].removeprefix("Value error, ")
    return f"{name}: {message}" if name else message
