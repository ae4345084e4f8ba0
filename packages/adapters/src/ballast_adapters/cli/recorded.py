"""What a command changes goes on record, under the name of the user of this system who ran it."""

import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from ballast_core.shared.errors import BallastError, UnavailableError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.cli.selecting import Ballast
    from ballast_core.access import Outcome
    from ballast_core.app import App


async def recorded[T](
    app: "App", action: str, subject: str, work: Awaitable[T], tell: Callable[[T], str] = lambda _: ""
) -> T:
    """Do the work and put it on record, also where it fails; `tell` says in a word what came of it."""
    from ballast_core.access import Outcome

    try:
        done = await work
    except Exception as error:
        refused = isinstance(error, BallastError) and not isinstance(error, UnavailableError)
        with suppress(BallastError):  # what went wrong is told, not that it is not on record
            outcome = Outcome.REFUSED if refused else Outcome.FAILED
            await _record(app, action, subject, outcome, getattr(error, "code", type(error).__name__))
        raise
    await _record(app, action, subject, Outcome.DONE, tell(done))
    return done


async def recorded_here[T](
    ballast: "Ballast",
    action: str,
    subject: str,
    work: Awaitable[T],
    tell: Callable[[T], str] = lambda _: "",
) -> T:
    """Do as `recorded`; a server that is asked puts what it does on its own record."""
    from ballast_core.app import App

    if isinstance(ballast, App):
        return await recorded(ballast, action, subject, work, tell)
    return await work


async def _record(app: "App", action: str, subject: str, outcome: "Outcome", detail: str) -> None:
    from ballast_core.access import ActionSpec

    who = f"cli:{_user()}"
    spec = ActionSpec(actor=who, action=action, subject=subject, outcome=outcome, detail=detail)
    await app.access.record_action(spec)


def _user() -> str:
    if sys.platform == "win32":
        from getpass import getuser

        return getuser()
    from os import getuid
    from pwd import getpwuid

    try:
        return getpwuid(getuid()).pw_name
    except KeyError:  # a container may run as a user that nobody named
        return f"uid {getuid()}"
