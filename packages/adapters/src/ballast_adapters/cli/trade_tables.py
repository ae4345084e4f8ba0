"""Answers about trades as a person reads them: figures down, files or sides across."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ballast_core.shared.cells import texts
from ballast_core.shared.table import Column, Table, Unit

if TYPE_CHECKING:
    from ballast_core.trades import (
        CorrelationsView,
        CostsView,
        CtaSpan,
        CtaView,
        ExposureView,
        FiguresView,
        HistogramView,
        MetricsRow,
        MetricsView,
        MonthGridView,
        RollingMonthsView,
        SelectionView,
        SeriesLine,
        SeriesView,
        StartDatesView,
    )

type Facts = Sequence[tuple[str, Unit, Sequence[object]]]
"""Rows of a table whose rows have units: a figure, how it is read, and its values."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AFFIXES = re.compile(r"^tradeslist_|\.(xlsx?|csv|txt)$", re.IGNORECASE)
_WIDEST_MATRIX = 12
_BAR = 30
_BLOCK = "█"
_HEADLINES = (
    *("net_profit", "closed_trades", "win_rate", "profit_factor", "marked_drawdown"),
    *("marked_drawdown_share", "return_on_account", "sharpe", "margin_required"),
)


def series_lines(view: "SeriesView") -> Table:
    """Return a row a line: where it began and ended, its range, and its course."""
    lines = view.lines
    facts: Facts = [(_named(line, lines), line.unit, _ends(line.values)) for line in lines]
    table = mixed(
        f"{view.name}: {_span(view)}", ("first", "last", "lowest", "highest"), facts, view.about.notes
    )
    _, *columns = table.columns
    course = Column("course", [line.values for line in lines], "line")
    return replace(table, columns=(Column("line", [name for name, _, _ in facts]), *columns, course))


def series_points(view: "SeriesView", line: "SeriesLine") -> Table:
    """Return a row a point of one line."""
    columns = [
        Column("at" if line.steps else "day", line.at, "instant" if line.steps else "day"),
        Column(line.figure, line.values, line.unit),
    ]
    if line.envelope:
        columns.append(Column("as low as", line.envelope, line.unit))
    whose = "the portfolio" if line.kind == "portfolio" else short(line.label)
    return Table(f"{view.name} of {whose}", tuple(columns), view.about.notes)


def rolling_months(view: "RollingMonthsView", latest: int) -> Table:
    """Return a row a month that has a window behind it, the latest ones."""
    rows = [row for row in view.rows if row.profit is not None]
    table = view.model_copy(update={"rows": tuple(rows[-latest:])}).table()
    cut = f"The latest {len(table)} of {len(rows)} months." if len(rows) > latest else ""
    return replace(table, notes=tuple(filter(None, (cut, *table.notes))))


def exposure_rows(view: "ExposureView") -> Table:
    """Return a row each for the portfolio, symbols and files, with what is looked at first."""
    rows = view.rows
    whole = rows[0]
    low = money(whole.purchasing_power_low)
    calls = f"Margin calls on {whole.margin_call_days or 0:,} days; purchasing power was {low} at the lowest."
    said = () if whole.purchasing_power_low is None else (calls,)
    return Table(
        f"Exposure: {_span(view)}",
        (
            Column("of", [short(row.label) for row in rows]),
            Column("market_share", [row.time_in_market for row in rows], "fraction"),
            Column("long_share", [row.time_long for row in rows], "fraction"),
            Column("short_share", [row.time_short for row in rows], "fraction"),
            Column("mean_contracts", [row.mean_contracts for row in rows], "number"),
            Column("lowest", [row.position_low for row in rows], "number"),
            Column("highest", [row.position_high for row in rows], "number"),
            Column("mean_margin", [row.mean_margin for row in rows], "money"),
            Column("most_margin", [row.most_margin for row in rows], "money"),
        ),
        (*said, *view.about.notes),
    )


def figure_names(view: "FiguresView") -> Table:
    """Return a row a figure with what it means."""
    rows = view.figures
    return Table(
        "Figures",
        (
            Column("figure", [row.name for row in rows]),
            Column("group", [row.group for row in rows]),
            Column("meaning", [row.meaning for row in rows]),
        ),
        ("Formula and source: ballast trades figure NAME.",),
    )


def short(label: str) -> str:
    """Return the name of a file without what all names have: `MES_15_Trend`."""
    return _AFFIXES.sub("", label)


def metrics_of(view: "MetricsView", row: "MetricsRow") -> Table:
    """Return a row a figure of the portfolio or one file: all trades, long and short ones."""
    from ballast_core.trades import METRIC_UNITS, SIDES

    facts: Facts = [
        (name, unit, [getattr(row.side(side), name) for side in SIDES]) for name, unit in METRIC_UNITS.items()
    ]
    return mixed(f"{short(row.label)}: {_span(view)}", SIDES, facts, view.about.notes)


def metrics_by_file(view: "MetricsView") -> Table:
    """Return a row a file with the figures that are looked at first."""
    from ballast_core.trades import METRIC_UNITS

    files = [row for row in view.rows if row.kind == "file"]
    return Table(
        "By file",
        (
            Column("name", [short(row.label) for row in files]),
            *(
                Column(name, [getattr(row.all, name) for row in files], METRIC_UNITS[name])
                for name in _HEADLINES
            ),
        ),
    )


def correlation_matrix(view: "CorrelationsView") -> Table:
    """Return the matrix where it fits on a screen, else a row a pair."""
    labels = view.labels
    title = f"Correlations of {view.mode}, {view.method}: {view.days:,} common days"
    if len(labels) > _WIDEST_MATRIX:
        return view.table()
    return Table(
        title,
        (
            Column("", [str(at) for at in range(1, len(labels) + 1)]),
            Column("file", [short(label.label) for label in labels]),
            *(Column(str(at + 1), [row[at] for row in view.matrix], "number") for at in range(len(labels))),
        ),
        view.about.notes,
    )


def capsule(view: "CtaView") -> Table:
    """Return a row a fact of the capsule: since the start, and of the last five years."""
    spans = (view.since_start, view.five_years)
    facts: Facts = [
        ("from", "text", [span.first_month for span in spans]),
        ("to", "text", [span.last_month for span in spans]),
        ("months", "count", [span.months for span in spans]),
        ("months with a profit", "count", [span.positive_months for span in spans]),
        ("return", "fraction", [span.total_rate for span in spans]),
        ("return a year", "fraction", [span.rate_a_year for span in spans]),
        ("mean month", "fraction", [span.mean_rate for span in spans]),
        ("deviation of months", "fraction", [span.deviation for span in spans]),
        ("best month", "text", [_rate(span.best_month, span.best_rate) for span in spans]),
        ("worst month", "text", [_rate(span.worst_month, span.worst_rate) for span in spans]),
        ("worst peak to valley", "text", [_fall(span) for span in spans]),
    ]
    return mixed("Capsule (17 CFR 4.35)", ("since start", "five years"), facts, ())


def cta_years(view: "CtaView") -> Table:
    """Return a row a year with its months, in percent of the equity that each began with."""
    by_month = {month.month: month.rate for month in view.months}
    rates = [[by_month.get(f"{one.year}-{at:02}") for at in range(1, 13)] for one in view.years]
    return _months(
        "Monthly returns", [one.year for one in view.years], rates, [one.rate for one in view.years]
    )


def month_grid(view: "MonthGridView", *, money: bool) -> Table:
    """Return a row a year with its twelve months, as returns or in money."""
    if not money:
        rates, totals = [one.rates for one in view.years], [one.rate for one in view.years]
        return _months(
            "Return, month by year", [one.year for one in view.years], rates, totals, view.about.notes
        )
    years, profits = [one.year for one in view.years], [one.profits for one in view.years]
    return Table(
        "Profit, month by year",
        (
            Column("year", years, "year"),
            *(Column(name, [_whole(row[at]) for row in profits], "count") for at, name in enumerate(_MONTHS)),
            Column("year's", [_whole(one.profit) for one in view.years], "count"),
        ),
        view.about.notes,
    )


def histogram_bars(view: "HistogramView") -> Table:
    """Return a row a bin with a bar as long as its count."""
    most = max(view.counts, default=0) or 1
    bars = [_BLOCK * max(round(count * _BAR / most), int(count > 0)) for count in view.counts]
    table = view.table()
    return Table(table.title, (*table.columns, Column("bar", bars)), table.notes)


def cost_effects(view: "CostsView") -> Table:
    """Return a row a figure: before, after, and the change."""
    facts: Facts = [(one.figure, one.unit, [one.before, one.after, one.change]) for one in view.effects]
    same = all(one.before == one.after for one in view.effects)
    said = ("Nothing changes: say other costs with --commission, --slippage or --extra.",) if same else ()
    return mixed("Other costs", ("before", "after", "change"), facts, (*said, *view.about.notes))


def horizons(view: "StartDatesView") -> Table:
    """Return a row a horizon: how many starters were below their start after so many days."""
    rows = view.horizons
    first = f"Worst start: {view.worst_start}, drawdown {money(view.worst_drawdown)}."
    never = f"Starts that never were in profit: {view.never_in_profit:,} of {view.raw_points:,}."
    return Table(
        f"{view.raw_points:,} days to start on",
        (
            Column("after_days", [row.days for row in rows], "count"),
            Column("starts", [row.starts for row in rows], "count"),
            Column("share_under", [row.share_under for row in rows], "fraction"),
            Column("worst_profit", [row.worst_profit for row in rows], "money"),
            Column("median_profit", [row.median_profit for row in rows], "money"),
            Column("best_profit", [row.best_profit for row in rows], "money"),
        ),
        (first, never, *view.about.notes),
    )


def selectable(view: "SelectionView") -> Table:
    """Return a row a file that can be selected."""
    table = view.table()
    columns = [
        replace(column, values=[short(str(value)) for value in column.values])
        if column.name == "name"
        else column
        for column in table.columns
    ]
    return replace(table, title="Files that can be selected", columns=tuple(columns))


def symbols(view: "SelectionView") -> Table:
    """Return a row a symbol: what one contract of it is."""
    rows = view.symbols
    sources = {row.source for row in rows if row.source}
    common = sources.pop() if len(sources) == 1 else ""
    columns = (
        Column("symbol", [row.symbol for row in rows]),
        Column("selected", [row.selected for row in rows], "flag"),
        Column("margin", [row.margin for row in rows], "money"),
        Column("overridden", [row.overridden for row in rows], "flag"),
        Column("point_value", [row.point_value for row in rows], "number"),
        Column("currency", [row.currency for row in rows]),
        Column("as_of", [row.as_of for row in rows], "day"),
        Column("source", [row.source for row in rows]),
    )
    return Table(
        "Contracts",
        columns[:-1] if common else columns,
        (f"Source of margins: {common}.",) if common else (),
    )


def mixed(title: str, names: Sequence[str], facts: Facts, notes: tuple[str, ...]) -> Table:
    """Return a table whose rows have units of their own; its cells are texts, aligned to the right."""
    cells = [[texts(Column(figure, (value,), unit))[0] for value in values] for figure, unit, values in facts]
    widths = [max(len(name), *(len(row[at]) for row in cells)) for at, name in enumerate(names)]
    across = (
        Column(f"{name:>{width}}", [f"{row[at]:>{width}}" for row in cells])
        for at, (name, width) in enumerate(zip(names, widths, strict=True))
    )
    return Table(title, (Column("figure", [figure for figure, _, _ in facts]), *across), notes)


def _months(
    title: str,
    years: Sequence[int],
    rates: Sequence[Sequence[float | None]],
    totals: Sequence[float | None],
    notes: tuple[str, ...] = (),
) -> Table:
    return Table(
        title,
        (
            Column("year", years, "year"),
            *(Column(name, [row[at] for row in rates], "fraction") for at, name in enumerate(_MONTHS)),
            Column("year's", totals, "fraction"),
        ),
        notes,
    )


def _named(line: "SeriesLine", lines: "Sequence[SeriesLine]") -> str:
    figures = {one.figure for one in lines if one.ref == line.ref and one.kind == line.kind}
    label = short(line.label)
    return label if len(figures) == 1 else f"{label}, {line.figure}"


def _ends(values: Sequence[float]) -> Sequence[float | None]:
    """Return the first, the last, the lowest and the highest value."""
    return (values[0], values[-1], min(values), max(values)) if values else (None,) * 4


def _span(view: "SeriesView | MetricsView | ExposureView") -> str:
    return f"{view.about.first_day} to {view.about.last_day}"


def _rate(month: str | None, rate: float | None) -> str:
    return "–" if month is None or rate is None else f"{rate:+.2%} in {month}"


def _fall(span: "CtaSpan") -> str:
    fall = span.worst_decline
    return "–" if fall is None else f"{fall.decline:+.2%}, {fall.peak} to {fall.valley}"


def money(amount: float | None) -> str:
    """Return an amount as a person reads it."""
    return "–" if amount is None else f"{amount:z,.2f}"


def _whole(amount: float | None) -> int | None:
    return None if amount is None else round(amount)
