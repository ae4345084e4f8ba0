"""Trade lists as one portfolio: which files, how they did, what their figures are."""

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, get_args

from rich.style import Style
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from ballast_core.shared.cells import texts
from ballast_core.shared.dates import Period, period_start
from ballast_core.shared.errors import BallastError
from ballast_core.shared.table import Column, Table, Unit
from ballast_core.trades import (
    Direction,
    MetricsView,
    Selection,
    SelectionView,
    SeriesAsk,
    SeriesName,
)
from ballast_tui.asks import Ballast, TradeAsks
from ballast_tui.desk import Desk
from ballast_tui.host import host, ink, put_above
from ballast_tui.keys import bindings
from ballast_tui.look import LINES
from ballast_tui.screens.asking import ask_period
from ballast_tui.screens.choose import Choose
from ballast_tui.screens.facts import Facts
from ballast_tui.screens.tabbed import TabbedPage
from ballast_tui.widgets.curves import curves
from ballast_tui.widgets.grid import Grid
from ballast_tui.widgets.plot import Plot
from ballast_tui.widgets.sides import of_one, parts

_MARK = " "
_COLUMNS = (_MARK, "symbol", "interval_minutes", "strategy", "closed_trades", "first_day", "last_day", "name")
_MEANINGS = {
    "equity": "account equity, marked day by day",
    "equity-percent": "equity as a part of the start",
    "drawdown": "how far below the peak",
    "intraday-dd": "the worst that it can have been within the days",
    "netpos": "contracts held",
    "margin": "initial margin in use",
}
_HANGING = frozenset({"drawdown", "intraday-dd"})
_WHOSE = {"portfolio": "the portfolio", "symbol": "each symbol", "file": "each file", "all": "all of them"}


class TradesPage(TabbedPage):
    """Space chooses files, `d` a side, `t` a time; all tabs show what is selected."""

    NAME = "trades"
    BINDINGS: ClassVar[list[BindingType]] = bindings("trades", "tabs", "chart", "times")
    OPENS = True
    TABS: ClassVar[tuple[str, ...]] = ("files", "series", "metrics")
    CHARTS: ClassVar[frozenset[str]] = frozenset({"series"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.selection = Selection()
        self.ask = SeriesAsk()
        self._period: Period = "max"
        self._said: SelectionView | None = None
        self._metrics: MetricsView | None = None
        self._part = 0
        self._points: Table | None = None
        self._logarithmic = False

    def body(self) -> ComposeResult:
        """Lay out the tabs over what they hold."""
        look = self.desk.look
        yield from self.heads()
        with ContentSwitcher(initial=self.tab):
            files = Grid(look, "files")
            files.paint = self._paint
            yield files
            yield Plot(look, "series")
            yield Grid(look, "metrics")
        yield Static(id="notes")

    async def load(self, ballast: Ballast) -> None:
        """Ask what can be selected, and what the tab in sight shows."""
        trades = ballast.trades
        self._said = said = await trades.describe_selection(self.selection)
        self._draw_about(said)
        self.draw_tabs()
        if not said.files:
            self.say("No file of trades yet: `ballast trades add FILE…` adds some.")
            return
        load: dict[str, Callable[[TradeAsks], Awaitable[None]]] = {
            "files": self._load_files,
            "series": self._load_series,
            "metrics": self._load_metrics,
        }
        await load[self.tab](trades)

    def asked_for(self) -> Content:
        """Return which series of whose is shown."""
        if self.tab != "series":
            return Content()
        return Content.from_markup(
            "  [$accent]$series[/]  [$muted]$whose[/]", series=self.ask.name, whose=_WHOSE[self.ask.per]
        )

    def shown_table(self) -> Table | None:
        """Return the table in sight; of a chart its points, of metrics all of them."""
        if self.tab == "metrics":
            return self._metrics.table() if self._metrics else None
        return self._points if self.tab == "series" else super().shown_table()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that do nothing in this tab."""
        if action in {"take", "take_all"}:
            return self.tab == "files"
        if action in {"series", "logarithmic"}:
            return self.tab == "series"
        if action == "whose":
            return self.tab != "files"
        if action == "open":
            return self.tab != "series"
        if action in {"filter", "copy"} and self.tab == "series":
            return False
        return super().check_action(action, parameters)

    def action_take(self) -> None:
        """Take the file under the cursor into the selection, or out of it."""
        row = self.query_one("#files", Grid).chosen
        if row is None or self._said is None:
            return
        taken = {one.id for one in self._said.files if one.selected} ^ {self._said.files[row].id}
        if not taken:
            self.notify("One file must stay selected.", timeout=2)
            return
        every = len(taken) == len(self._said.files)
        self._select(files=() if every else tuple(sorted(taken)))

    def action_take_all(self) -> None:
        """Select all files again, both sides, all of the time."""
        self._period = "max"
        self._select(**Selection().model_dump())

    def action_side(self) -> None:
        """Select the next side of the market."""
        sides = list(Direction)
        self._select(direction=sides[(sides.index(self.selection.direction) + 1) % len(sides)])

    def action_whose(self) -> None:
        """Show the next one's figures, or lines."""
        if self.tab == "metrics":
            self._part += 1
            self._draw_metrics()
        else:
            self._choose_whose()

    def action_logarithmic(self) -> None:
        """Change between a linear and a logarithmic chart."""
        self._logarithmic = not self._logarithmic
        self.action_reload()

    @work
    async def action_series(self) -> None:
        """Choose another series."""
        names = [(name, _MEANINGS[name]) for name in get_args(SeriesName.__value__)]
        chosen = await host(self).push_screen_wait(Choose("Which series?", names, self.ask.name))
        if chosen:
            self._ask_for(name=chosen)

    @work
    async def action_period(self) -> None:
        """Choose another time, counted back from the last day of all files."""
        chosen = await ask_period(host(self), self._period)
        if chosen and self._said and self._said.last_day:
            self._period = chosen
            self._select(start=period_start(chosen, self._said.last_day), end=None)

    @work
    async def _choose_whose(self) -> None:
        chosen = await host(self).push_screen_wait(Choose("Whose lines?", list(_WHOSE.items()), self.ask.per))
        if chosen:
            self._ask_for(per=chosen)

    def action_open(self) -> None:
        """Tell what the figure under the cursor is, or what was found about the file."""
        self._open()

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        trades = (await self.desk.ballast()).trades
        grid = self.query_one(f"#{self.tab}", Grid)
        if grid.chosen is None or self._said is None:
            return
        try:
            if self.tab == "metrics":
                figure = await trades.explain_figure(str(grid.whole.columns[0].values[grid.chosen]))
                facts = [(name, str(getattr(figure, name))) for name in ("meaning", "formula", "source")]
                put_above(self, Facts(figure.title, facts))
            else:
                file = (await trades.show_file(self._said.files[grid.chosen].id)).file
                found = [(one.severity.value, one.message) for one in file.findings]
                put_above(self, Facts(file.name, found or [("checked", "nothing was found")]))
        except BallastError as error:
            self.tell(error)

    def _select(self, **changed: object) -> None:
        self.selection = Selection.model_validate(self.selection.model_dump() | changed)
        self.action_reload()

    def _ask_for(self, **changed: object) -> None:
        self.ask = SeriesAsk.model_validate(self.ask.model_dump() | changed)
        self.action_reload()

    async def _load_files(self, _: TradeAsks) -> None:
        if self._said is None:
            return
        table = self._said.table()
        marks = ["●" if one.selected else "" for one in self._said.files]
        if self.desk.look.plain:
            marks = ["*" if mark else "" for mark in marks]
        self.query_one("#files", Grid).show(
            Table(table.title, (Column(_MARK, marks), *table.columns)), _COLUMNS
        )
        self.say(*table.notes)

    async def _load_series(self, trades: TradeAsks) -> None:
        view = await trades.show_series(self.selection, self.ask)
        self._points = view.table()
        plot = self.query_one("#series", Plot)
        plot.draw_in(view.lines[0].unit if view.lines else "money", hangs=self.ask.name in _HANGING)
        plot.show(curves(view), logarithmic=self._logarithmic)
        names = [f"{line.label} {_last(line.values, line.unit)}" for line in view.lines[: len(LINES)]]
        self.say("  ".join(names), *view.about.notes)

    async def _load_metrics(self, trades: TradeAsks) -> None:
        self._metrics = await trades.show_metrics(self.selection)
        self._draw_metrics()

    def _draw_metrics(self) -> None:
        if self._metrics is None:
            return
        table = self._metrics.table()
        names = parts(self._metrics)
        self._part %= len(names)
        self.query_one("#metrics", Grid).show(of_one(table, self._metrics.rows[self._part].ref))
        more = f"{names[self._part]}: {self._part + 1} of {len(names)}, `w` shows the next"
        self.say(more, *table.notes)

    def _paint(self, _column: Column, row: int) -> Style | None:
        taken = self._said is not None and row < len(self._said.files) and self._said.files[row].selected
        return None if taken else ink(self, "muted")

    def _draw_about(self, view: SelectionView) -> None:
        taken = sum(one.selected for one in view.files)
        side = "" if self.selection.direction is Direction.ALL else f", {self.selection.direction.value} only"
        said = Text.assemble((f"{taken} of {len(view.files)} files", "bold"), side)
        about = view.about
        if about.first_day and about.last_day:
            said.append(f"  {about.first_day} to {about.last_day}")
        said.append(f"  from {_money(about.account_equity)}")
        if view.empty:
            said.append(f"  {view.empty}", "bold")
        self.query_one("#about", Static).update(said)


def _last(values: Sequence[float | None], unit: Unit) -> str:
    return texts(Column("", [values[-1] if values else None], unit))[0]


def _money(value: float) -> str:
    return texts(Column("", (value,), "money"))[0]
