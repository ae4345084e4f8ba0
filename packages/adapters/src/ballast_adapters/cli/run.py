"""Run one question against an open app, and tell a failure by its message and its exit code."""

import gc
import signal
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import TYPE_CHECKING, cast

from typer import Context, Exit

from ballast_adapters.cli.options import Form
from ballast_adapters.cli.output import complain, say, show
from ballast_core.shared.errors import (
    BallastError,
    ConflictError,
    DeniedError,
    InvalidError,
    NotFoundError,
    Problem,
    UnavailableError,
    UnsupportedError,
)

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from pydantic import BaseModel

    from ballast_adapters.settings import Settings
    from ballast_core.app import App
    from ballast_core.shared.ports import TableWriter
    from ballast_core.shared.table import View

EXIT_CODES: dict[type[BallastError], int] = {
    InvalidError: 2,
    NotFoundError: 3,
    ConflictError: 4,
    DeniedError: 5,
    UnsupportedError: 6,
    UnavailableError: 7,
}
_LAST_FAILURE = "last-failure.txt"
_TERMINATED = 128 + signal.SIGTERM


@dataclass(slots=True)
class Invocation:
    """What was said before the command: flags that are settings, and whether to show tracebacks.

    `home` is known once the settings are read.
    """

    flags: dict[str, object] = field(default_factory=dict[str, object])
    debug: bool = False
    home: Path | None = None


def invocation(context: Context) -> Invocation:
    """Return what was said before the command."""
    return cast("Invocation", context.obj)


def settings_of(context: Context) -> "Settings":
    """Return the settings of this run. Raises `InvalidError`."""
    from ballast_adapters.settings import load_settings

    said = invocation(context)
    settings = load_settings(said.flags)
    said.home = settings.home
    return settings


def run[T](settings: "Settings", work: "Callable[[App], Awaitable[T]]") -> T:
    """Open the app, do the work, close the app; a termination signal closes it, too."""
    from ballast_adapters.bootstrap import open_app

    async def opened() -> T:
        async with open_app(settings) as app:
            collect_garbage()
            return await work(app)

    return wait_for(opened())


def collect_garbage() -> None:
    """Let the collector work again, and pass by all that was loaded so far."""
    gc.freeze()
    gc.enable()


def wait_for[T](work: Awaitable[T]) -> T:
    """Run one coroutine to its end; a termination signal cancels it, so that it can tidy up."""
    import asyncio

    async def cancelable() -> T:
        task = cast("asyncio.Task[T]", asyncio.current_task())
        with suppress(NotImplementedError):  # Windows has no such signal
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    try:
        return asyncio.run(cancelable())
    except asyncio.CancelledError:
        raise Exit(_TERMINATED) from None


def answer[V: "View"](context: Context, form: Form, ask: "Callable[[App], Awaitable[V]]") -> V:
    """Ask one use case, show what it answers, and return it."""

    async def asked(app: "App") -> "tuple[V, TableWriter]":
        return await ask(app), app.tables

    view, tables = run(settings_of(context), asked)
    show(view, form, tables)
    return view


def query[Q: "BaseModel"](kind: type[Q], /, **fields: object) -> Q:
    """Make a query from options. Raises `InvalidError` that names every fault."""
    from pydantic import ValidationError

    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        problems = [
            _problem(fault["type"], ".".join(map(str, fault["loc"])), fault["msg"], fault["input"])
            for fault in error.errors()
        ]
        raise InvalidError(problems[0].what, *problems) from error


def _problem(kind: str, where: str, said: str, given: object) -> Problem:
    """Return what is wrong with an option; pydantic itself names neither the option nor the value."""
    if kind == "value_error":
        return Problem(where, said.removeprefix("Value error, "))
    return Problem(where, f"{where}: {said}, not {given}")


def failed(error: BallastError, *, debug: bool) -> int:
    """Tell a failure that a person can act on; return its exit code."""
    if debug:
        say(traceback.format_exc().rstrip())
    message = str(error)
    complain(message)
    for problem in error.problems:
        if problem.what not in message:
            say(f"  {problem.where}: {problem.what}" if problem.where else f"  {problem.what}")
    return next(code for kind, code in EXIT_CODES.items() if isinstance(error, kind))


def broken(error: Exception, said: Invocation) -> int:
    """Tell a failure that nobody expected, and keep its traceback in place of an earlier one; return 1."""
    complain(f"unexpected {type(error).__name__}: {error}")
    trace = traceback.format_exc().rstrip()
    kept = None if said.debug else _kept(trace, said.home)
    say(f"  This is a fault of Ballast; where it happened stands in {kept}" if kept else trace)
    return 1


def _kept(trace: str, home: Path | None) -> Path | None:
    temporary = Path(gettempdir()) / f"ballast-{_LAST_FAILURE}"
    for file in (home / _LAST_FAILURE, temporary) if home else (temporary,):
        with suppress(OSError):
            with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete_on_close=False) as new:
                new.write(f"{trace}\n")
                new.close()
                Path(new.name).replace(file)
            return file
    return None
