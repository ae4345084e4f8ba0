"""BallastTui: screens over an open App."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from textual.app import App as Textual
from textual.binding import BindingType

from ballast_adapters.bootstrap import open_app
from ballast_adapters.settings import Settings, load_settings
from ballast_core.app import App
from ballast_core.shared.errors import BallastError
from ballast_tui.screens.home import HomeScreen

type Opener = Callable[[], AbstractAsyncContextManager[App]]


class BallastTui(Textual[None]):
    """Opens Ballast, shows the models, closes Ballast; a failure to open ends it with its message."""

    TITLE: str | None = "Ballast"
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "ballast.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def __init__(self, opener: Opener) -> None:
        super().__init__()
        self._opener = opener
        self._stack = AsyncExitStack()

    async def on_mount(self) -> None:
        """Open Ballast before the first screen."""
        try:
            ballast = await self._stack.enter_async_context(self._opener())
        except BallastError as error:
            self.exit(return_code=1, message=f"error: {error}")
            return
        await self.push_screen(HomeScreen(ballast))

    async def on_unmount(self) -> None:
        """Close Ballast after the last screen."""
        await self._stack.aclose()


def run(settings: Settings | None = None) -> int:
    """Show the screens until they are quit; return the exit code."""
    tui = BallastTui(partial(open_app, settings or load_settings()))
    tui.run()
    return tui.return_code or 0
