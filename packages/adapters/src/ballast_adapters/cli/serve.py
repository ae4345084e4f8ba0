"""Commands that start the other surfaces: the web site and API, the terminal screens."""

import errno
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from typer import Context, Exit, Option, Typer

from ballast_adapters.cli.jobs import set_up_log
from ballast_adapters.cli.output import say
from ballast_adapters.cli.run import collect_garbage, invocation, settings_of
from ballast_core.shared.errors import BallastError, ConflictError, InvalidError, UnsupportedError

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_adapters.settings import Settings
    from ballast_core.app import App

commands = Typer(rich_markup_mode="rich")


class PortTakenError(ConflictError):
    """Another program listens there."""

    code = "cli.port_taken"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"another program listens on {host}:{port}; stop it, or choose a port with --port (0: a free one)"
        )


class AddressRefusedError(InvalidError):
    """This machine has no such address, or lets nobody listen there."""

    code = "cli.address_refused"

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"cannot listen on {host}:{port}: {why}")


class NotInstalledError(UnsupportedError):
    """The package of another surface is not installed."""

    code = "cli.not_installed"

    def __init__(self, package: str) -> None:
        super().__init__(f"this needs the package {package}, which is not installed")


@commands.command("serve")
def serve_web(
    context: Context,
    host: Annotated[
        str | None, Option(metavar="ADDRESS", help="Where to listen; beyond loopback people must sign in.")
    ] = None,
    port: Annotated[int | None, Option(min=0, max=65535, metavar="PORT", help="0: a free one.")] = None,
) -> None:
    """Serve the web site and the API until Ctrl-C."""
    invocation(context).flags |= {"api.host": host, "api.port": port}
    serve(settings_of(context))


@commands.command("tui")
def show_screens(
    context: Context,
    remote: Annotated[
        str | None,
        Option(
            metavar="URL", help="Show the Ballast that a server at this address runs.", show_default=False
        ),
    ] = None,
    token: Annotated[
        str | None,
        Option(
            metavar="TOKEN",
            help="For that server; others can read it here, so better set BALLAST_API_TOKEN (or …_FILE).",
            show_default=False,
        ),
    ] = None,
    low_bandwidth: Annotated[
        bool, Option("--low-bandwidth", metavar="", help="Send as little as can be: for a slow line.")
    ] = False,
    view_only: Annotated[
        bool, Option("--view-only", metavar="", help="Write nothing: no file, no ingest.")
    ] = False,
) -> None:
    """Show the models on terminal screens; `?` there shows all keys."""
    try:
        tui: Any = import_module("ballast_tui.app")
    except ModuleNotFoundError as error:
        raise NotInstalledError("ballast-tui") from error
    invocation(context).flags |= {"api_token": token}
    shown = tui.run(
        settings_of(context),
        remote=remote,
        low_bandwidth=low_bandwidth,
        view_only=view_only,
        opened=collect_garbage,
    )
    raise Exit(shown)


def serve(settings: "Settings") -> None:
    """Serve until a signal comes. Raises `PortTakenError`, and what `open_app` raises."""
    from ballast_adapters.bootstrap import open_app
    from ballast_adapters.bootstrap.worker import worker_beside

    try:
        web: Any = import_module("ballast_web.app")
        serving: Any = import_module("ballast_web.serving")
    except ModuleNotFoundError as error:
        raise NotInstalledError("ballast-web") from error
    failures: list[BallastError] = []

    @asynccontextmanager
    async def opened() -> "AsyncGenerator[App]":
        try:
            async with open_app(settings) as ballast, worker_beside(settings, set_up_log):
                collect_garbage()
                say(f"Ballast serves on {_address(listener)}; Ctrl-C stops it.")
                yield ballast
        except BallastError as error:  # uvicorn would only log it
            failures.append(error)
            raise

    set_up_log(settings)
    with _listening(settings.api.host, settings.api.port) as listener:
        app = web.create_web(settings, opener=opened, listening_on=_address(listener))
        try:
            serving.server_of(app).run(sockets=[listener])
        except SystemExit:
            if not failures:
                raise
    if failures:
        raise failures[0]


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from error
        raise AddressRefusedError(host, port, error.strerror or str(error)) from error
    # asyncio does not do so for a socket that it did not make, and an answer in two parts waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
