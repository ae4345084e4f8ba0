"""Models side by side, from where they part."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from ballast_core.shared.table import Column, Table
from ballast_core.tracking import CompareQuery, ComparisonView
from ballast_tui.asks import Ballast
from ballast_tui.host import host, ink, put_above
from ballast_tui.keys import bindings
from ballast_tui.look import LINES, Role
from ballast_tui.screens.asking import ask_period, ask_series
from ballast_tui.screens.facts import Facts
from ballast_tui.screens.page import Page
from ballast_tui.widgets.grid import Grid
from ballast_tui.widgets.plot import MARKS, Line, Plot

_FIRST = ("total_return", "cagr", "max_drawdown", "sharpe_252", "volatility_252", "calmar")
_MARK = " "


class ComparePage(Page):
    """Space chooses models; the chart has all of them rebased to 100, the table their measures."""

    NAME = "compare"
    BINDINGS: ClassVar[list[BindingType]] = bindings("compare", "chart", "times")
    OPENS = True
    _names: tuple[str, ...] = ()
    _chosen: tuple[str, ...] | None = None
    _question = CompareQuery(models=("",))
    _view: ComparisonView | None = None
    _logarithmic = False

    def body(self) -> ComposeResult:
        """Lay out the chart over all models and the measures of those that are chosen."""
        look = self.desk.look
        yield Plot(look, "equity", "number")
        yield Static(id="notes")
        measures = Grid(look, "measures")
        measures.paint = self._paint
        yield measures

    async def load(self, ballast: Ballast) -> None:
        """Ask for the models, and for the comparison of those that are chosen."""
        tracking = ballast.tracking
        self._names = tuple(model.name for model in (await tracking.list_models()).models)
        if self._chosen is None:
            self._chosen = self._names[: len(LINES)]
        self._chosen = tuple(name for name in self._names if name in self._chosen)
        if self._chosen:
            asked = self._question.model_copy(update={"models": self._chosen})
            self._view = await tracking.compare_models(asked)
            self._say(*_notes(self._view))
        else:
            self._view = None
            self._say(
                "Choose models with the space bar." if self._names else "No model yet: press 3 to ingest."
            )
        self._draw(self._view)

    def shown_table(self) -> Table | None:
        """Return the measures of the models that are chosen."""
        return self._view.table() if self._view else None

    def action_open(self) -> None:
        """Show in full what must be read beside the chart."""
        if self._view:
            notes = [("", note) for note in self._view.table().notes]
            put_above(self, Facts("About this comparison", notes))

    def action_choose(self) -> None:
        """Take the model under the cursor into the comparison, or out of it."""
        cells = self.query_one(Grid).cells()
        if not cells or self._chosen is None:
            return
        name = cells[1]
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

    def _draw(self, view: ComparisonView | None) -> None:
        values = view.values if view else {}
        lines = (
            [Line.of(view.days, curve, self._role(name)) for name, curve in values.items()] if view else []
        )
        self.query_one(Plot).show(lines, logarithmic=self._logarithmic)
        table = _with_the_others(view.table() if view else None, self._names)
        table = replace(table, columns=(Column(_MARK, [*map(self._mark, _models(table))]), *table.columns))
        names = [column.name for column in table.columns]
        several = len(_models(table)) > len(self._names)  # a model with its lagged overlay has two rows
        head = (_MARK, "model", "series") if several else (_MARK, "model")
        order = [name for name in (*head, *_FIRST, *names) if name in names and (several or name != "series")]
        self.query_one(Grid).show(table, tuple(dict.fromkeys(order)))

    def _mark(self, model: str) -> str:
        chosen = self._chosen or ()
        if model not in chosen:
            return " "
        return MARKS[chosen.index(model) % len(MARKS)] if self.desk.look.letters else "●"

    def _role(self, model: str) -> Role:
        chosen = self._chosen or ()
        return LINES[chosen.index(model) % len(LINES)] if model in chosen else "muted"

    def _paint(self, column: Column, row: int) -> Style | None:
        model = _models(self.query_one(Grid).whole)[row]
        named = column.name in {_MARK, "model"} or model not in (self._chosen or ())
        return ink(self, self._role(model)) if named else None

    def _say(self, *lines: str) -> None:
        self.query_one("#notes", Static).update(Text("\n".join(lines)))


def _notes(view: ComparisonView) -> list[str]:
    """Return what must be known of a comparison; of many that were one portfolio only how many."""
    forks = [fork.sentence for fork in view.forks]
    first, *others = view.table().notes
    others = [note for note in others if note not in forks]
    if len(forks) > 1:
        forks = [f"{len(forks)} pairs are one portfolio up to some day: Enter tells which"]
    return [first, *forks, *others]


def _models(table: Table) -> list[str]:
    return [str(name) for column in table.columns if column.name == "model" for name in column.values]


def _with_the_others(table: Table | None, names: Sequence[str]) -> Table:
    """Return a row a model, those that are not compared with nothing but their name."""
    columns = table.columns if table else (Column("model", ()),)
    compared = _models(table) if table else []
    rows: list[tuple[str, int | None]] = []
    for name in names:
        own = [(name, row) for row, model in enumerate(compared) if model == name]
        rows += own or [(name, None)]
    laid = [replace(column, values=[_cell(column, name, at) for name, at in rows]) for column in columns]
    return Table("", tuple(laid))


def _cell(column: Column, name: str, row: int | None) -> object:
    return name if column.name == "model" else None if row is None else column.values[row]
