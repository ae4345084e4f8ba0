"""Models side by side, from where they part."""

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from ballast_core.shared.table import Column, Table
from ballast_core.tracking import CompareQuery, ComparisonView
from ballast_tui.asks import Asks
from ballast_tui.host import host, ink, put_above
from ballast_tui.keys import bindings
from ballast_tui.look import LINES, Role
from ballast_tui.screens.asking import ask_period, ask_series
from ballast_tui.screens.facts import Facts
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid
from ballast_tui.widgets.plot import MARKS, Line, Plot

_FIRST = ("model", "series", "total_return", "cagr", "volatility_252", "sharpe_252", "max_drawdown", "calmar")


class ComparePage(Page):
    """Space chooses models; the chart has all of them rebased to 100, the table their measures."""

    NAME = "compare"
    BINDINGS: ClassVar[list[BindingType]] = bindings("compare", "chart")
    AUTO_FOCUS: ClassVar[str | None] = "#choices"
    OPENS = True
    _names: tuple[str, ...] = ()
    _chosen: tuple[str, ...] | None = None
    _question = CompareQuery(models=("",))
    _view: ComparisonView | None = None
    _logarithmic = False

    def body(self) -> ComposeResult:
        """Lay out the choice beside chart and table."""
        look = self.desk.look
        with Horizontal():
            choices = Grid(look, "choices")
            choices.paint = self._paint_choice
            yield choices
            with Vertical():
                yield Plot(look, "equity", "number")
                yield Static(id="notes")
                measures = Grid(look, "measures")
                measures.paint = self._paint_measure
                yield measures

    async def load(self, tracking: Asks) -> None:
        """Ask for the models, and for the comparison of those that are chosen."""
        self._names = tuple(model.name for model in (await tracking.list_models()).models)
        if self._chosen is None:
            self._chosen = self._names[: len(LINES)]
        self._chosen = tuple(name for name in self._names if name in self._chosen)
        self._draw_choices()
        if not self._chosen:
            self._say(
                "Choose models with the space bar." if self._names else "No model yet: press 3 to ingest."
            )
            return
        asked = self._question.model_copy(update={"models": self._chosen})
        self._view = await tracking.compare_models(asked)
        self._draw(self._view)

    def shown_table(self) -> Table | None:
        """Return the table of measures."""
        return self.query_one("#measures", Grid).narrowed

    def action_open(self) -> None:
        """Show in full what must be read beside the chart."""
        if self._view:
            notes = [("", note) for note in self._view.table().notes]
            put_above(self, Facts("About this comparison", notes))

    def action_choose(self) -> None:
        """Take the model under the cursor into the comparison, or out of it."""
        row = self.query_one("#choices", Grid).chosen
        if row is None or self._chosen is None:
            return
        name = self._names[row]
        kept = tuple(one for one in self._chosen if one != name)
        self._chosen = kept if name in self._chosen else (*self._chosen, name)
        self.action_reload()

    def action_fork(self) -> None:
        """Start where the models part, or at the first day that all have."""
        self._ask_for(from_fork=not self._question.from_fork)

    def action_logarithmic(self) -> None:
        """Change between a linear and a logarithmic chart."""
        self._logarithmic = not self._logarithmic
        self.action_reload()

    @work
    async def action_series(self) -> None:
        """Choose another series."""
        if chosen := await ask_series(host(self), self._question.series):
            self._ask_for(series=chosen)

    @work
    async def action_period(self) -> None:
        """Choose another time."""
        if chosen := await ask_period(host(self), self._question.period):
            self._ask_for(period=chosen)

    def _ask_for(self, **changed: object) -> None:
        self._question = CompareQuery.model_validate(self._question.model_dump() | changed)
        self.action_reload()

    def _draw(self, view: ComparisonView) -> None:
        lines = [Line.of(view.days, values, self._role(name)) for name, values in view.values.items()]
        self.query_one(Plot).show(lines, logarithmic=self._logarithmic)
        table = view.table()
        names = [column.name for column in table.columns]
        order = [name for name in (*_FIRST, *names) if name in names]
        self.query_one("#measures", Grid).show(table, tuple(dict.fromkeys(order)))
        self._say("  ".join(table.notes))

    def _draw_choices(self) -> None:
        chosen = self._chosen or ()
        marks = [MARKS[chosen.index(name)] if name in chosen else "" for name in self._names]
        columns = (Column(" ", marks), Column("model", self._names))
        self.query_one("#choices", Grid).show(Table("", columns))

    def _role(self, model: str) -> Role:
        chosen = self._chosen or ()
        return LINES[chosen.index(model) % len(LINES)] if model in chosen else "muted"

    def _paint_choice(self, column: Column, row: int) -> Style | None:
        del column
        return ink(self, self._role(self._names[row]))

    def _paint_measure(self, column: Column, row: int) -> Style | None:
        if column.name != "model":
            return None
        return ink(self, self._role(str(column.values[row])))

    def _say(self, what: str) -> None:
        self.query_one("#notes", Static).update(Text(what))
