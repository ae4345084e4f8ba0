"""Market data: how complete it is, the bars of a symbol, and what the pipeline did."""

from collections.abc import Awaitable, Callable
from typing import ClassVar, get_args

from rich.style import Style
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from ballast_core.market import (
    Adjust,
    CoverageView,
    Grade,
    HistoryAsk,
    HistoryView,
    InstrumentView,
    Mode,
    RunsView,
    RunView,
    StepState,
    UpdateSpec,
)
from ballast_core.ops import JobSpec
from ballast_core.shared.cells import texts
from ballast_core.shared.errors import BallastError
from ballast_core.shared.table import Column, Table
from ballast_tui.asks import Ballast, MarketAsks
from ballast_tui.desk import Desk
from ballast_tui.host import host, ink, put_above
from ballast_tui.keys import bindings
from ballast_tui.look import Role
from ballast_tui.screens.asking import ask_period
from ballast_tui.screens.facts import Fact, Facts, moment
from ballast_tui.screens.tabbed import TabbedPage
from ballast_tui.widgets.grid import Grid
from ballast_tui.widgets.plot import Line, Plot

_SHOWN = 100
_ADJUSTED: dict[Adjust, str] = {
    "split": "for splits",
    "total_return": "for splits and dividends",
    "none": "raw",
}
_GRADES: dict[str, Role] = {"excellent": "success", "good": "success", "fair": "warning", "poor": "error"}
_COVERAGE = (
    "symbol",
    "grade",
    "coverage",
    "present",
    "expected",
    "gaps",
    "head",
    "tail",
    "stale_sessions",
    "last",
    "findings",
    "sources",
)
_RUNS = (
    "started",
    "mode",
    "first",
    "last",
    "state",
    "seconds",
    "inserted",
    "updated",
    "unchanged",
    "rejected",
    "faults",
    "id",
)


class MarketPage(TabbedPage):
    """Enter looks at a symbol or a run, `b` fills the holes of a symbol, `u` fetches what is new."""

    NAME = "market"
    BINDINGS: ClassVar[list[BindingType]] = bindings("market", "tabs", "times")
    OPENS = True
    TABS: ClassVar[tuple[str, ...]] = ("coverage", "symbol", "runs")
    CHARTS: ClassVar[frozenset[str]] = frozenset({"symbol"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.ask: HistoryAsk | None = None
        self._coverage: CoverageView | None = None
        self._history: HistoryView | None = None
        self._runs = RunsView(limit=0, offset=0, runs=())

    def body(self) -> ComposeResult:
        """Lay out the tabs over what they hold."""
        look = self.desk.look
        yield from self.heads()
        with ContentSwitcher(initial=self.tab):
            coverage = Grid(look, "coverage")
            coverage.paint = self._paint
            yield coverage
            with Vertical(id="symbol"):
                yield Plot(look, "close", "number")
                yield Plot(look, "volume", "count")
            yield Grid(look, "runs")
        yield Static(id="notes")

    async def load(self, ballast: Ballast) -> None:
        """Ask for what the tab in sight shows."""
        load: dict[str, Callable[[MarketAsks], Awaitable[None]]] = {
            "coverage": self._load_coverage,
            "symbol": self._load_symbol,
            "runs": self._load_runs,
        }
        self.draw_tabs()
        await load[self.tab](ballast.market)

    def shown_table(self) -> Table | None:
        """Return the table in sight; of a symbol its bars."""
        if self.tab == "symbol":
            return self._history.table() if self._history else None
        return super().shown_table()

    def asked_for(self) -> Content:
        """Return how the bars are adjusted, and over which time."""
        if self.tab != "symbol" or self.ask is None:
            return Content()
        return Content.from_markup(
            "  [$accent]$symbol[/]  [$muted]$period, adjusted $adjusted[/]",
            symbol=self.ask.symbol,
            period=self.ask.period,
            adjusted=_ADJUSTED[self.ask.adjust],
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the keys that do nothing in this tab."""
        if action in {"update", "backfill"}:
            return not self.desk.look.view_only and not (action == "backfill" and self.tab == "runs")
        if action in {"adjust", "period"}:
            return self.tab == "symbol"
        if action == "open":
            return self.tab != "symbol"
        if action in {"filter", "copy"} and self.tab == "symbol":
            return False
        return super().check_action(action, parameters)

    def action_open(self) -> None:
        """Look at the symbol or the run under the cursor."""
        if self.tab == "runs":
            self._open_run()
        elif symbol := self._chosen:
            self._look_at(symbol)

    def action_adjust(self) -> None:
        """Adjust prices in the next way."""
        if self.ask is not None:
            ways = get_args(Adjust.__value__)
            self._ask_for(adjust=ways[(ways.index(self.ask.adjust) + 1) % len(ways)])

    def action_update(self) -> None:
        """Fetch what the last sessions brought."""
        self._start(UpdateSpec())

    def action_backfill(self) -> None:
        """Fill the holes of the symbol in sight."""
        if symbol := self._chosen:
            self._start(UpdateSpec(mode=Mode.BACKFILL, symbols=(symbol,)))

    @work
    async def action_period(self) -> None:
        """Choose another time."""
        if self.ask and (chosen := await ask_period(host(self), self.ask.period)):
            self._ask_for(period=chosen)

    @property
    def _chosen(self) -> str | None:
        if self.tab == "symbol":
            return self.ask.symbol if self.ask else None
        row = self.query_one("#coverage", Grid).chosen
        return None if row is None or self._coverage is None else self._coverage.symbols[row].symbol

    @work(exclusive=True, group="start")
    async def _start(self, spec: UpdateSpec) -> None:
        ops = (await self.desk.ballast()).ops
        try:
            job = await ops.start_job(
                JobSpec(name="market.update_market", argument=spec.model_dump(mode="json"))
            )
        except BallastError as error:
            self.tell(error)
        else:
            what = ", ".join(spec.symbols) or "the last sessions"
            self.notify(f"Fetching {what}: job {job.id}; 7 shows how far it is.", markup=False)

    @work(exclusive=True, group="open")
    async def _open_run(self) -> None:
        row = self.query_one("#runs", Grid).chosen
        if row is None:
            return
        market = (await self.desk.ballast()).market
        try:
            run = await market.show_run(self._runs.runs[row].id)
        except BallastError as error:
            self.tell(error)
        else:
            put_above(self, Facts(f"Run of {moment(run.started_at)}", _facts(run)))

    def _look_at(self, symbol: str) -> None:
        kept = self.ask.model_dump() if self.ask else {}
        self.ask = HistoryAsk.model_validate(kept | {"symbol": symbol})
        self.action_open_tab("symbol")

    def _ask_for(self, **changed: object) -> None:
        if self.ask is not None:
            self.ask = HistoryAsk.model_validate(self.ask.model_dump() | changed)
            self.action_reload()

    async def _load_coverage(self, market: MarketAsks) -> None:
        self._coverage = view = _worst_first(await market.show_coverage())
        table = view.table()
        self.query_one("#coverage", Grid).show(table, _COVERAGE)
        graded = [
            f"{card.topic.replace('_', ' ')} {card.grade.value if card.grade else '–'}"
            for card in view.topics
        ]
        self._about(Content("  ").join(_topic(one) for one in graded))
        self.say(*table.notes)

    async def _load_symbol(self, market: MarketAsks) -> None:
        if self.ask is None:
            symbol = self._chosen_first()
            if symbol is None:
                self.say("No instrument yet: `ballast market universe import FILE` brings some in.")
                return
            self.ask = HistoryAsk(symbol=symbol)
            self.draw_tabs()
        self._history = view = await market.show_history(self.ask)
        self._about(_headline(await market.show_instrument(self.ask.symbol)))
        close, volume = self.query_one("#close", Plot), self.query_one("#volume", Plot)
        close.with_days = False
        close.show([Line.of(view.days, view.close, "primary")])
        volume.show([Line.of(view.days, view.volume, "muted")])
        close.side_width = volume.side_width = max(close.widest_side, volume.widest_side)
        self.say(*_said(view))

    async def _load_runs(self, market: MarketAsks) -> None:
        self._runs = view = await market.list_runs(_SHOWN)
        self.query_one("#runs", Grid).show(view.table(), _RUNS)
        self._about(Content("What the pipeline did, the newest run first"))
        self.say("" if view.runs else "Nothing was fetched yet: `u` fetches what the last sessions brought.")

    def _chosen_first(self) -> str | None:
        rows = self._coverage.symbols if self._coverage else ()
        return rows[0].symbol if rows else None

    def _about(self, said: Content) -> None:
        self.query_one("#about", Static).update(said)

    def _paint(self, column: Column, row: int) -> Style | None:
        if column.name != "grade":
            return None
        role = _GRADES.get(str(column.values[row]))
        return ink(self, role) if role else ink(self, "muted")


def _worst_first(view: CoverageView) -> CoverageView:
    worst = list(reversed(Grade))
    rows = sorted(
        view.symbols,
        key=lambda one: (worst.index(one.grade) if one.grade else len(worst), one.coverage or 0.0),
    )
    return view.model_copy(update={"symbols": tuple(rows)})


def _topic(said: str) -> Content:
    grade = said.rpartition(" ")[2]
    return Content.from_markup(f"[${_GRADES.get(grade, 'muted')}]$said[/]", said=said)


def _headline(view: InstrumentView) -> Content:
    one = view.instrument
    said = f"  {one.name}" if one.name else ""
    if view.last_close is not None:
        said += f"  {texts(Column('', (view.last_close,), 'number'))[0]} on {view.coverage.last}"
    if view.day_return is not None:
        said += f"  day {texts(Column('', (view.day_return,), 'fraction'))[0]}"
    grade = view.coverage.grade.value if view.coverage.grade else "nothing expected"
    return Content.from_markup("[b]$symbol[/]$said  ", symbol=one.symbol, said=said) + _topic(grade)


def _said(view: HistoryView) -> list[str]:
    missing = sum(gap.sessions for gap in view.gaps)
    counts = {
        "bars": len(view.days),
        "sessions missing": missing,
        "splits": len(view.splits),
        "dividends": len(view.dividends),
        "findings": len(view.findings),
    }
    told = ", ".join(f"{value:,} {name}" for name, value in counts.items() if value)
    return [told or "There are no bars of this time; `b` fetches them.", *view.notes]


def _facts(run: RunView) -> list[Fact]:
    faults = [
        (f"{step.step.value} failed", f"{fault.part}: {fault.message}")
        for step in run.steps
        for fault in step.faults
    ]
    counts = ("inserted", "updated", "rejected")
    steps = [
        (
            step.step.value,
            ", ".join([step.state.value, *(f"{getattr(step, name):,} {name}" for name in counts)]),
        )
        for step in run.steps
        if step.state is not StepState.SKIPPED
    ]
    facts = [
        ("id", run.id),
        ("state", run.state.value),
        ("from", str(run.first or "")),
        ("to", str(run.last or "")),
        ("started", moment(run.started_at)),
        ("ended", moment(run.ended_at)),
        *steps,
        *faults,
        ("the rest", run.again),
        ("log", "\n".join(run.log)),
    ]
    return [(name, value) for name, value in facts if value and value != "–"]
