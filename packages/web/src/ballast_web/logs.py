"""What the log says of requests, as JSON or for people, and what it never says: a secret."""

import logging
import re
import sys
from typing import Any
from urllib.parse import quote

import structlog
from starlette.requests import Request
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from ballast_adapters.settings import Settings
from ballast_web.auth import address_of, asker_of
from ballast_web.paths import inner_path, masked

_HIDDEN = "***"
_SECRETS = tuple(
    (re.compile(pattern, re.IGNORECASE), shown)
    for pattern, shown in (
        (r"\bballast_([a-z0-9]{8,12})_[a-z0-9]+", rf"ballast_\1_{_HIDDEN}"),
        (r"(/shared/)[^/?#\s\"']+", rf"\1{_HIDDEN}"),
        (r"(\bballast=)[^;\s\"']+", rf"\1{_HIDDEN}"),
        (r"(\b(?:token|password|passwd|secret|csrf|code)=)[^&;\s\"']+", rf"\1{_HIDDEN}"),
        (r"\b(bearer|basic)\s+[^\s\"',]+", rf"\1 {_HIDDEN}"),
        (r"(://[^:/?#@\s]*:)\S*@", rf"\1{_HIDDEN}@"),
    )
)
_NAMES = frozenset({"password", "token", "secret", "cookie", "authorization", "csrf", "secret_key"})
_FIRST = ("at", "level", "event", "client")
_CHATTER = ("/static/", "/health", "/ready", "/metrics", "/api/v1/health")

_access = logging.getLogger("ballast.access")
_security = logging.getLogger("ballast.security")


def set_up_logs(settings: Settings) -> None:
    """Have the log leave by standard error, in the form of the settings, and ours from their level on."""
    on_terminal = sys.stderr.isatty()
    for_people = settings.log.form == "console" or (settings.log.form == "auto" and on_terminal)
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(_for_people(colors=on_terminal) if for_people else _for_programs()))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("ballast").setLevel(settings.log.level.upper())
    keep_the_servers_own_log_shut()


def keep_the_servers_own_log_shut() -> None:
    """Have uvicorn log no requests: it would write down the secrets of share links."""
    theirs = logging.getLogger("uvicorn.access")
    theirs.handlers.clear()
    theirs.propagate = False


def log_request(request: Request, status: int, seconds: float) -> None:
    """Log a request that was answered: never its query, its headers or its body."""
    path = inner_path(request)
    level = logging.DEBUG if path.startswith(_CHATTER) and status < 400 else logging.INFO
    told = {
        "client": address_of(request),
        "method": request.scope["method"],
        "path": quote(masked(path), safe="/*"),
        "route": getattr(request.state, "measured_route", ""),
        "status": status,
        "ms": round(1_000 * seconds, 1),
        "actor": asker_of(request).name,
        "request_id": request.state.request_id,
    }
    _access.log(level, "request", extra=told)


def log_failed_sign_in(request: Request, by: str) -> None:
    """Log that somebody failed to prove who they are; fail2ban reads this line."""
    told = {"client": address_of(request), "by": by, "request_id": request.state.request_id}
    _security.warning("sign_in_failed", extra=told)


def _formatter(last: list[Processor]) -> ProcessorFormatter:
    return ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            ExtraAdder(),
            structlog.processors.TimeStamper("iso", utc=True, key="at"),
        ],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redacted,
            *last,
        ],
    )


def _for_programs() -> list[Processor]:
    return [_ordered, structlog.processors.JSONRenderer()]


def _for_people(*, colors: bool) -> list[Processor]:
    return [structlog.dev.ConsoleRenderer(colors=colors, timestamp_key="at", pad_event_to=0)]


def redacted(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Return what is logged without what looks like a secret, whoever logs it."""
    return {name: _HIDDEN if name.lower() in _NAMES else _clean(value) for name, value in event.items()}


def _ordered(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {**{name: event[name] for name in _FIRST if name in event}, **event}


def _clean(value: Any) -> Any:  # noqa: ANN401 - whatever is logged
    if not isinstance(value, str):
        return value
    for pattern, shown in _SECRETS:
        value = pattern.sub(shown, value)
    return value
