"""BallastTui: screens over an open Ballast."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urlsplit

from textual import work
from textual.app import App as Textual
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar

from ballast_adapters.settings import Settings, load_settings
from ballast_core.shared.errors import BallastError, UnavailableError, UnsupportedError
from ballast_tui.desk import Desk
from ballast_tui.host import put_above
from ballast_tui.keys import EVERYWHERE, KEYS, Key, bindings
from ballast_tui.look import THEMES, Look, look_of
from ballast_tui.screens.help import Help
from ballast_tui.screens.opening import Opening
from ballast_tui.widgets.bar import TITLES, TopBar
from ballast_tui.widgets.thin import ThinBar

if TYPE_CHECKING:  # the first paint must not wait for pydantic's models and NumPy
    from ballast_tui.asks import Ballast, Opener
    from ballast_tui.screens.page import Page


_MOVES = frozenset({"palette", "down", "up", "first", "last", "left", "right"})


class NoTerminalError(UnsupportedError):
    """There is nobody to show screens to."""

    code = "tui.no_terminal"

    def __init__(self) -> None:
        super().__init__("the screens need a terminal; over SSH ask for one with `ssh -t`")


class BallastTui(Textual[None]):
    """Opens Ballast behind the first paint, then shows a page, and closes it at the end.

    `failure` is what kept it from opening.
    """

    TITLE: str | None = "Ballast"
    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "ballast.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(EVERYWHERE)

    def __init__(self, opener: "Opener", look: Look | None = None, where: str = "") -> None:
        self.look = look or Look()
        super().__init__(ansi_color=self.look.few_colors or None)
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(BallastTui.theme, self.look.theme)  # the watcher needs a screen
        self.failure: BallastError | None = None
        self.desk = Desk(self.look, where, paused=self.look.low_bandwidth, changed=self._redraw_bar)
        self.set_keymap(self.look.keys or {})
        self._behind: Any = None
        self._first = next(iter(TITLES))
        self._opener = opener
        self._ending = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    def get_default_screen(self) -> Screen[object]:
        """Return what is shown until Ballast is open."""
        return Opening(self.desk)

    async def on_mount(self) -> None:
        """Open Ballast behind the first paint."""
        ScrollBar.renderer = ThinBar
        self.set_class(self.look.plain, "-plain")
        if self.look.low_bandwidth:
            self.animation_level = "none"
        self.call_after_refresh(self._begin)
        self.set_interval(self.look.refresh_s, self._look_again)

    async def on_unmount(self) -> None:
        """Close Ballast after the last screen."""
        self._ending.set()
        if self._keeper:
            await asyncio.gather(self._keeper, return_exceptions=True)

    def _begin(self) -> None:
        self._keeper = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        # What is opened in one task must be closed in the same one.
        try:
            self._behind = await asyncio.to_thread(_behind)
            async with self._opener() as ballast:
                self.desk.revision = await _revision(ballast)
                self.desk.put(ballast)
                await self._enter()
                await self._ending.wait()
        except BallastError as error:
            self.failure = error
            self.exit(return_code=1)

    async def _enter(self) -> None:
        if self._ending.is_set():
            return
        for name, page in self._behind.PAGES.items():
            self.add_mode(name, partial(page, self.desk))  # pyright: ignore[reportUnknownMemberType] -- Textual leaves it open
        await self.switch_mode(self._first)

    @work(exclusive=True, group="live")
    async def _look_again(self) -> None:
        """Ask again for the page in sight when the data changed."""
        if self.desk.paused or self.desk.state == "opening":
            return
        screens = self.screen_stack  # empty while the screens close
        if not screens or not isinstance(screens[-1], self._behind.Page):
            return
        page = cast("Page", screens[-1])
        ballast = await self.desk.ballast()
        try:
            revision = await _revision(ballast)
        except UnavailableError as error:
            page.tell(error)
            return
        except BallastError:
            return  # the page itself will be told
        back = self.desk.stands(away=False)
        if back:
            self.notify("Ballast answers again.")
        if back or revision != self.desk.revision:
            self.desk.revision = page.seen = revision
            page.action_reload()

    def _redraw_bar(self) -> None:
        for bar in self.screen.query(TopBar):
            bar.redraw()

    async def action_visit(self, name: str) -> None:
        """Go to a page, or begin with it when Ballast is open."""
        if self.desk.state == "opening":
            self._first = name
        elif name == self.current_mode and len(self.screen_stack) > 1:
            await self.pop_screen()
        else:
            await self.switch_mode(name)

    def action_pause(self) -> None:
        """Stop looking for changes by itself, or begin again."""
        self.desk.paused = not self.desk.paused
        self._redraw_bar()
        every = f"every {self.look.refresh_s:g} s"
        said = "Paused: `r` reads again." if self.desk.paused else f"Looking for changes {every}."
        self.notify(said, timeout=2)
        if not self.desk.paused:
            self._look_again()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colors that only themes of our own have."""
        colors = self.current_theme
        return {
            "muted": "#8193a5",
            "chosen-background": colors.primary,
            "chosen-foreground": colors.background or "ansi_black",
        }

    def action_help(self) -> None:
        """Show all keys."""
        put_above(self, Help(self.look.keys or {}))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the command palette offers: what keys do here, and themes."""
        for key in KEYS:
            scoped = key.scope == EVERYWHERE or self._does(screen, key.action)
            if scoped and key.name not in _MOVES:
                yield SystemCommand(key.label, f"{key.name}, key {key.keys}", self._runner(key))
        for theme in self.available_themes:
            yield SystemCommand(
                f"Theme {theme}", "Colors until the end of this session", self._dresser(theme)
            )

    def _does(self, screen: Screen[object], action: str) -> bool:
        name = action.partition("(")[0]
        return hasattr(screen, f"action_{name}") and screen.check_action(name, ()) is True

    def _runner(self, key: Key) -> Callable[[], None]:
        def press() -> None:
            node = self if key.scope == EVERYWHERE else self.screen
            self.call_later(self.run_action, key.action, node)

        return press

    def _dresser(self, theme: str) -> Callable[[], None]:
        return lambda: setattr(self, "theme", theme)


def run(
    settings: Settings | None = None,
    *,
    remote: str | None = None,
    low_bandwidth: bool = False,
    view_only: bool = False,
    opened: Callable[[], None] = lambda: None,
) -> int:
    """Show the screens until they are quit; return the exit code. `opened` is called when Ballast is open.

    Raises what kept Ballast from opening, and `InvalidError` for a wrong theme or wrong keys.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NoTerminalError
    settings = settings or load_settings()
    look = look_of(settings, low_bandwidth=low_bandwidth, view_only=view_only)
    opener = opener_of(settings, remote, opened)
    tui = BallastTui(opener, look, urlsplit(remote).netloc if remote else "")
    tui.run()
    if tui.failure:
        raise tui.failure
    return tui.return_code or 0


def opener_of(settings: Settings, remote: str | None, opened: Callable[[], None] = lambda: None) -> "Opener":
    """Return what opens the Ballast of these settings, or the one at an address."""
    return partial(_open, settings, remote, opened)


@asynccontextmanager
async def _open(
    settings: Settings, remote: str | None, opened: Callable[[], None]
) -> "AsyncGenerator[Ballast]":
    async with _behind().open_ballast(settings, remote) as ballast:
        opened()
        yield ballast


async def _revision(ballast: "Ballast") -> str:
    """Tell one state of all stored data from another."""
    tracking, trades, market = ballast.tracking, ballast.trades, ballast.market
    asked = (tracking.show_revision(), trades.show_revision(), market.show_market_revision())
    return " ".join(await asyncio.gather(*asked))


def _behind() -> Any:  # noqa: ANN401 -- a module
    return import_module("ballast_tui.behind")
