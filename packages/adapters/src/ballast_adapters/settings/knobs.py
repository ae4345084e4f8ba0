"""Every knob of Ballast, as types; making one reads nothing."""

import json
import os
import re
import sys
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    SecretStr,
    model_validator,
)

from ballast_adapters.settings.vendors import RedisUrl, Section, SourceSettings, VendorSettings, words

_SYSTEM_HOME = Path("/var/lib/ballast")


def default_home() -> Path:
    """Return where Ballast keeps its own things unless told otherwise."""
    if sys.platform != "win32" and os.geteuid() == 0:
        return _SYSTEM_HOME
    return user_data_path("ballast", appauthor=False)


def absolute(path: Path) -> Path:
    """Return a path from the root on, `~` resolved. Raises `ValueError`."""
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise ValueError("there is no such user") from error


def _pairs(given: object) -> object:
    """Accept `{"/old": "/new"}` and `/old=/new,/older=/newer` where a text stands for the whole table."""
    if not isinstance(given, str):
        return given
    if given.lstrip().startswith("{"):
        return json.loads(given)
    pairs = [pair.partition("=") for pair in given.split(",")]
    if not all(equals for _, equals, _ in pairs):
        raise ValueError("write /old=/new, with commas between several")
    return {old.strip(): new.strip() for old, _, new in pairs}


def _postgres_url(url: SecretStr) -> SecretStr:
    scheme = urlsplit(url.get_secret_value()).scheme
    if scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        raise ValueError("must begin with postgresql://")
    return url


def _scheduler(address: str) -> str:
    if urlsplit(address).scheme not in {"tcp", "tls", "ws", "wss"}:
        raise ValueError("must begin with tcp:// or tls://, such as tcp://127.0.0.1:8786")
    return address


def _network(given: str) -> str:
    return str(ip_network(given))


def _path_prefix(given: str) -> str:
    prefix = given.rstrip("/")
    if prefix and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", prefix):
        raise ValueError("must be a path such as /ballast, of letters, digits and . _ ~ -")
    return prefix


def _at_least(least: int) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        if len(secret.get_secret_value().strip()) < least:
            raise ValueError(f"must have {least} characters at least")
        return secret

    return AfterValidator(check)


type Folder = Annotated[Path, AfterValidator(absolute)]
type Pairs = Annotated[dict[str, str], BeforeValidator(_pairs)]
type Words = Annotated[tuple[str, ...], BeforeValidator(words)]
type Networks = Annotated[tuple[Annotated[str, AfterValidator(_network)], ...], BeforeValidator(words)]
type DatabaseUrl = Annotated[SecretStr, AfterValidator(_postgres_url)]
type PathPrefix = Annotated[str, AfterValidator(_path_prefix)]
type Scheduler = Annotated[str, AfterValidator(_scheduler)]
type Key = Annotated[SecretStr, _at_least(32)]
type ApiToken = Annotated[SecretStr, _at_least(16)]


class ApiSettings(Section):
    """Where the web site and the API listen, under which names, and behind which proxies.

    `sign_in` `auto` lets anyone on this machine ask as long as nobody else can: it listens on loopback, and
    names no host, no proxy and no token. `proxies` are addresses or networks whose `X-Forwarded-` headers
    count. `largest_upload` is what the files of one upload may have together, in bytes.
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    hosts: Words = ()
    proxies: Networks = ()
    root_path: PathPrefix = ""
    sign_in: Literal["auto", "always"] = "auto"
    largest_upload: int = Field(default=100 * 2**20, ge=2**16, le=4 * 2**30)


class SessionSettings(Section):
    """How long a browser stays signed in; `plain_http` allows it without HTTPS beyond this machine."""

    idle_days: float = Field(default=7, gt=0, le=400)
    max_days: float = Field(default=30, gt=0, le=400)
    plain_http: bool = False


class DatabaseSettings(Section):
    """How the database is used; migrations run by themselves only where nobody else minds the schema."""

    pool_size: int = Field(default=5, ge=1, le=100)
    migrate_on_start: bool = True


class EmbeddedSettings(Section):
    """Where the embedded PostgreSQL comes from: `auto`, `wheel`, `system` or the folder of its programs."""

    postgres_bin: str = "auto"
    start_timeout_s: float = Field(default=60.0, gt=0)


class UploadSettings(Section):
    """How big a file of trades may be, how many come at once, and how long they wait for their job."""

    max_mb: float = Field(default=50, gt=0, le=1000)
    max_files: int = Field(default=1000, ge=1, le=10_000)
    keep_hours: float = Field(default=24, gt=0, le=24 * 31)


class ComputeSettings(Section):
    """Where heavy figures are computed: in `processes` here (0: one a core), or through a Dask scheduler."""

    processes: int = Field(default=0, ge=0, le=256)
    dask_scheduler: Scheduler | None = None


class WorkerSettings(Section):
    """How jobs are done: by a process of `ballast serve` or not, how many at once, and for how long kept.

    A worker that was not heard of for `lease_s` seconds has lost its jobs to the others. One that is to stop
    lets its jobs go on for `stop_s` seconds, and then hands them back.
    """

    in_serve: bool = True
    jobs_at_once: int = Field(default=2, ge=2, le=64)
    lease_s: float = Field(default=30, ge=1, le=3600)
    stop_s: float = Field(default=10, ge=0, le=3600)
    keep_days: float = Field(default=30, gt=0, le=3650)


class LogSettings(Section):
    """What the server's log looks like; `auto` is for people on a terminal and JSON elsewhere."""

    form: Literal["auto", "console", "json"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class TuiSettings(Section):
    """How the terminal screens look and which keys they obey (`reload=f5,quit=ctrl+q`)."""

    theme: str = "ballast-dark"
    keys: Pairs = Field(default_factory=dict)
    low_bandwidth: bool = False
    refresh_s: float = Field(default=30.0, ge=1)


class Settings(Section):
    """All settings. Making one reads nothing; `load_settings` asks flags, environment and file."""

    home: Folder = Field(default_factory=default_home)
    config: Folder | None = None
    data_dir: Folder = Field(default_factory=lambda known: known["home"] / "data")
    path_remap: Pairs = Field(default_factory=dict)
    contracts: Folder | None = None
    database_url: DatabaseUrl | None = None
    api_token: ApiToken | None = None
    secret_key: Key | None = None
    redis_url: RedisUrl | None = None
    api: ApiSettings = ApiSettings()
    session: SessionSettings = SessionSettings()
    database: DatabaseSettings = DatabaseSettings()
    embedded: EmbeddedSettings = EmbeddedSettings()
    uploads: UploadSettings = UploadSettings()
    compute: ComputeSettings = ComputeSettings()
    worker: WorkerSettings = WorkerSettings()
    sources: SourceSettings = SourceSettings()
    vendors: VendorSettings = VendorSettings()
    log: LogSettings = LogSettings()
    tui: TuiSettings = TuiSettings()

    @model_validator(mode="before")
    @classmethod
    def _let_a_server_migrate_when_asked(cls, given: dict[str, Any]) -> dict[str, Any]:
        own_server = given.get("database_url") is not None
        database = given.get("database", {})
        if own_server and isinstance(database, dict):
            return given | {"database": {"migrate_on_start": False} | database}
        return given

    @property
    def needs_sign_in(self) -> bool:
        """Whether who asks must say who they are: always, unless only this machine can ask."""
        api = self.api
        named = api.hosts or api.proxies or self.api_token is not None
        return api.sign_in == "always" or bool(named) or not is_loopback(api.host)


def is_loopback(host: str) -> bool:
    """Return whether a host or address is this machine's own, which nobody else can reach."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def keys(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[str]:
    """Yield the name of every setting, levels with dots between."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from keys(field.annotation, f"{prefix}{name}.")
        else:
            yield prefix + name
