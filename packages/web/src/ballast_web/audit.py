"""What was done goes on record: every request that would change something, whoever sent it."""

import logging
from collections.abc import Mapping

from starlette.requests import Request

from ballast_core.access import Access, ActionSpec, Outcome, TooManyAttemptsError
from ballast_core.shared.errors import BallastError
from ballast_web.auth import NOBODY, address_of, asker_of
from ballast_web.csrf import SAFE
from ballast_web.limits import Attempts
from ballast_web.logs import log_failed_sign_in
from ballast_web.paths import inner_path, masked

_STRANGERS = ("20 per hour", "200 per hour")

_log = logging.getLogger("ballast.web")


def failed_sign_in(request: Request, by: str) -> None:
    """Tell log and metrics that somebody failed to prove who they are."""
    request.app.state.metrics.sign_in_failures.inc()
    log_failed_sign_in(request, by)


def note(request: Request, **told: str) -> None:
    """Say of a request what the audit log is to tell: its `subject`, its `detail`."""
    request.state.audit = {**_noted(request), **told}


class Audit:
    """Records; of strangers not all that they try, for that would fill the disk."""

    def __init__(self) -> None:
        self._strangers = Attempts(*_STRANGERS)

    async def record(self, request: Request, access: Access, status: int) -> None:
        """Record how a request ended, if it would have changed something. A failure is logged."""
        if request.method in SAFE or not self._has_room(request):
            return
        try:
            await access.record_action(_action(request, status))
        except BallastError as error:
            _log.error("what was done is not on record: %s", error)

    def _has_room(self, request: Request) -> bool:
        if asker_of(request) is not NOBODY:
            return True
        try:
            self._strangers.count(address_of(request))
        except TooManyAttemptsError:
            return False
        return True


def _action(request: Request, status: int) -> ActionSpec:
    outcome = Outcome.DONE if status < 400 else Outcome.REFUSED if status < 500 else Outcome.FAILED
    noted = _noted(request)
    return ActionSpec(
        actor=asker_of(request).name,
        action=_name(request),
        subject=noted.get("subject") or ", ".join(map(str, request.path_params.values())),
        address=address_of(request),
        outcome=outcome,
        detail=noted.get("detail") or (str(status) if status >= 400 else ""),
    )


def _name(request: Request) -> str:
    route = request.scope.get("route")
    named = getattr(route, "operation_id", None)
    return named or f"{request.method} {masked(inner_path(request))}"


def _noted(request: Request) -> Mapping[str, str]:
    return getattr(request.state, "audit", {})
