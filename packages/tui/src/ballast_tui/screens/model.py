"""One model: its curve, what it holds, its ranks, months, drawdowns and measures."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from ballast_core.shared.cells import texts
from ballast_core.shared.errors import BallastError, NotFoundError
from ballast_core.shared.table import Column, Table
from ballast_core.tracking import ModelView, PerformanceView, SeriesQuery
from ballast_tui.asks import Asks, Ballast
from ballast_tui.desk import Desk
from ballast_tui.host import host
from ballast_tui.keys import bindings
from ballast_tui.screens.asking import ask_period, ask_series
from ballast_tui.screens.tabbed import TabbedPage
from ballast_tui.widgets.grid import Grid
from ballast_tui.widgets.plot import Line, Plot
from ballast_tui.widgets.upright import upright

_OF_SERIES = frozenset({"chart", "months", "drawdowns", "measures"})
_MOST_SNAPSHOTS = 1_000
_ROOM_FOR_ALL = 100


class ModelPage(TabbedPage):
    """A model in six tabs; Escape goes back. Each tab asks when it is first looked at."""

    NAME = "models"
    BINDINGS: ClassVar[list[BindingType]] = bindings("model", "tabs", "chart", "times")
    TABS: ClassVar[tuple[str, ...]] = ("chart", "holdings", "ranks", "months", "drawdowns", "measures")
    CHARTS: ClassVar[frozenset[str]] = frozenset({"chart"})

    def __init__(self, desk: Desk, model: str) -> None:
        super().__init__(desk)
        self.model = model
        self.question = SeriesQuery(model=model)
        self._logarithmic = False
        self._days: list[date] = []
        self._at: int | None = None
        self._points: Table | None = None

    def body(self) -> ComposeResult:
        """Lay out the tabs over what they hold."""
        look = self.desk.look
        yield from self.heads()
        with ContentSwitcher(initial=self.tab):
            with Vertical(id="chart"):
                equity = Plot(look, "equity")
                equity.with_days = False
                yield equity
                yield Plot(look, "falls", "fraction", hangs=True)
            for name in self.TABS[1:]:
                yield Grid(look, name, months=name == "months")
        yield Static(id="notes")

    async def load(self, ballast: Ballast) -> None:
        """Ask for the model, and for what the tab in sight shows."""
        tracking = ballast.tracking
        self.draw_tabs()
        self._draw_about(await tracking.show_model(self.model))
        load: dict[str, Callable[[Asks], Awaitable[None]]] = {
            "chart": self._load_chart,
            "holdings": self._load_holdings,
            "ranks": self._load_ranks,
            "months": self._load_months,
            "drawdowns": self._load_drawdowns,
            "measures": self._load_measures,
        }
        try:
            await load[self.tab](tracking)
        except NotFoundError as error:  # a model without this file
            self.say(str(error))

    def asked_for(self) -> Content:
        """Return which series is shown, and over which time."""
        if self.tab not in _OF_SERIES:
            return Content()
        return Content.from_markup(
            "  [$accent]$series[/]  [$muted]$period[/]",
            series=self.question.series.value,
            period=self.question.period,
        )

    def shown_table(self) -> Table | None:
        """Return the table in sight; for the chart the points that it shows."""
        return self._points if self.tab == "chart" else super().shown_table()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that do nothing in this tab."""
        if action == "snapshot":
            return self.tab == "holdings"
        if action in {"series", "period"}:
            return self.tab in _OF_SERIES
        if action == "logarithmic":
            return self.tab == "chart"
        if action in {"filter", "copy"} and self.tab == "chart":
            return False
        return super().check_action(action, parameters)

    def action_snapshot(self, steps: int) -> None:
        """Go to an older or a newer portfolio."""
        self._step(steps)

    def action_logarithmic(self) -> None:
        """Change between a linear and a logarithmic chart."""
        self._logarithmic = not self._logarithmic
        self.action_reload()

    @work
    async def action_series(self) -> None:
        """Choose another series."""
        if chosen := await ask_series(host(self), self.question.series):
            self._ask_for(series=chosen)

    @work
    async def action_period(self) -> None:
        """Choose another time."""
        if chosen := await ask_period(host(self), self.question.period):
            self._ask_for(period=chosen)

    def _ask_for(self, **changed: object) -> None:
        self.question = SeriesQuery.model_validate(self.question.model_dump() | changed)
        self.action_reload()

    @work(exclusive=True, group="load")
    async def _step(self, steps: int) -> None:
        tracking = await self.desk.tracking()
        try:
            if not self._days:
                view = await tracking.list_snapshots(self.model, _MOST_SNAPSHOTS)
                self._days = [row.day for row in view.snapshots if row.effective]
            at = min(max((self._at or 0) + steps, 0), max(len(self._days) - 1, 0))
            self._at = at or None  # the newest one is as of today
            await self._load_holdings(tracking)
        except BallastError as error:
            self.tell(error)

    async def _load_chart(self, tracking: Asks) -> None:
        view = await tracking.show_performance(self.question)
        self._points = view.table()
        lines = [Line.of(view.days, view.values, "primary")]
        if view.overlay_lagged:
            lines.insert(0, Line.of(view.days, view.overlay_lagged, "accent"))
        equity, falls = self.query_one("#equity", Plot), self.query_one("#falls", Plot)
        equity.show(lines, logarithmic=self._logarithmic)
        falls.show([Line.of(view.days, view.drawdowns, "error")])
        equity.side_width = falls.side_width = max(equity.widest_side, falls.widest_side)
        self.say(", ".join(figures(view)), *view.about.notes)

    async def _load_holdings(self, tracking: Asks) -> None:
        day = self._days[self._at] if self._at else None
        view = await tracking.show_holdings(self.model, day)
        table = view.table() if day else await self._at_market(view.table())
        self._show("holdings", table)
        at = f"  snapshot {len(self._days) - (self._at or 0)} of {len(self._days)}" if self._days else ""
        profit = texts(Column("", (view.profit,), "money"))[0]
        self.say(f"held since {view.day}{at}", f"profit {profit}", *table.notes)

    async def _at_market(self, table: Table) -> Table:
        """Return the latest holdings with what they are worth at the last closes, where there are any."""
        view = await (await self.desk.ballast()).flows.value_holdings(self.model)
        if view.first_day is None:
            return table
        market, known = view.table(), {column.name for column in table.columns}
        more = tuple(column for column in market.columns if column.name not in known)
        return Table(table.title, (*table.columns, *more), (*market.notes, *table.notes[1:]))

    async def _load_ranks(self, tracking: Asks) -> None:
        self._show("ranks", (await tracking.show_ranks(self.model)).table(), said=True)

    async def _load_months(self, tracking: Asks) -> None:
        self.query_one("#months", Grid).cell_padding = 2 if self.size.width >= _ROOM_FOR_ALL else 0
        self._show("months", (await tracking.show_months(self.question)).table(), said=True)

    async def _load_drawdowns(self, tracking: Asks) -> None:
        self._show("drawdowns", (await tracking.show_drawdowns(self.question, 0)).table(), said=True)

    async def _load_measures(self, tracking: Asks) -> None:
        table = (await tracking.show_measures(self.question)).table()
        self._show("measures", upright(table, "series"), said=True)

    def _show(self, name: str, table: Table, *, said: bool = False) -> None:
        grid = self.query_one(f"#{name}", Grid)
        grid.show(table)
        if said:
            self.say(*table.notes)

    def say(self, *sentences: str) -> None:
        """Say what must be read beside the tab in sight, on one line where that has room."""
        line = "  ".join(sentences)
        fits = len(line) <= self.size.width - 2
        self.query_one("#notes", Static).update(Text(line if fits else "\n".join(sentences)))

    def _draw_about(self, view: ModelView) -> None:
        one = view.summary
        held = f"  holds {one.sub_model or 'unknown'}" if one.is_meta else ""
        returns = {"day": one.day_return, "ytd": one.ytd_return}
        if self.size.width >= _ROOM_FOR_ALL:
            returns |= {"month": one.month_return, "year": one.year_return, "drawdown": one.drawdown}
        said = Text.assemble((one.name, "bold"), held)
        if one.value is not None:
            said.append(f"  {one.value:,.2f} on {one.last_day}")
        for name, value in returns.items():
            if value is not None:
                said.append(f"  {name} {texts(Column(name, (value,), 'fraction'))[0]}")
        if one.stale:
            said.append(f"  {one.age_days} days old", "bold")
        self.query_one("#about", Static).update(said)


def figures(view: PerformanceView) -> list[str]:
    """Say how it went, a figure each."""
    known = {"a year": view.cagr, "in all": view.total_return, "deepest fall": view.max_drawdown}
    return [f"{texts(Column(name, (value,), 'fraction'))[0]} {name}" for name, value in known.items()]
