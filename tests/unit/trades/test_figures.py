"""Every figure of every answer about trade lists is defined, and the reference says the same."""

import asyncio
import re
import types
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeAliasType, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from ballast_core.flows import FrontierView, OptimizationView
from ballast_core.trades import (
    AllocationView,
    BreakdownView,
    CorrelationsView,
    CostsView,
    CtaView,
    ExcursionsView,
    ExplainFigure,
    ExposureView,
    FigureNotFoundError,
    HistogramView,
    ListFigures,
    MetricsView,
    MonthGridView,
    RollingMonthsView,
    Selection,
    SelectionView,
    SimulationView,
    StartDatesView,
    TradesView,
    UnderwaterView,
    figure_name,
)

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "figures.md"
PAGES = Path(__file__).parents[3] / "packages" / "web" / "src" / "ballast_web" / "templates" / "trades"
VIEWS: dict[str, type[BaseModel]] = {
    "metrics": MetricsView,
    "exposure": ExposureView,
    "histogram": HistogramView,
    "correlations": CorrelationsView,
    "cta": CtaView,
    "months": MonthGridView,
    "rolling": RollingMonthsView,
    "underwater": UnderwaterView,
    "excursions": ExcursionsView,
    "breakdown": BreakdownView,
    "costs": CostsView,
    "start_dates": StartDatesView,
    "simulation": SimulationView,
    "allocation": AllocationView,
    "optimization": OptimizationView,
    "frontier": FrontierView,
    "trades": TradesView,
    "selection": SelectionView,
}
SERIES = (
    *("equity", "equity_percent", "profit_on_margin", "drawdown", "drawdown_of_peak", "intraday_drawdown"),
    *("intraday_drawdown_of_peak", "net_position", "margin", "purchasing_power", "envelope"),
)
NO_FIGURES = {
    # What was asked for, what names a row, and how much of an answer was sent.
    *("year", "years", "day", "days", "at", "number", "interval_minutes", "intervals", "total", "limit"),
    *("offset", "raw_points", "sent_points", "rank", "as_of", "first_day", "last_day", "fan_days"),
    *("entry_at", "exit_at", "start", "end", "months", "account_equity"),
}
ASKED = ("Spec", "Ask", "About", "Goal")


def kinds(annotation: object) -> Iterator[object]:
    if isinstance(annotation, TypeAliasType):
        yield from kinds(annotation.__value__)
    elif get_origin(annotation) in {Union, types.UnionType, tuple, list, dict}:
        for part in get_args(annotation):
            yield from kinds(part)
    elif get_origin(annotation) is not Literal:
        yield annotation


def fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        for kind in kinds(field.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                if kind is not Selection and not kind.__name__.endswith(ASKED):
                    yield from fields(kind)
            elif kind in {int, float, date, datetime}:
                yield name


@pytest.mark.parametrize("view", VIEWS)
def test_every_number_of_an_answer_is_a_figure_with_a_definition(view: str) -> None:
    unknown = {name for name in fields(VIEWS[view]) if figure_name(view, name) is None}
    assert unknown <= NO_FIGURES


def test_every_line_of_a_series_is_a_figure() -> None:
    assert [name for name in SERIES if figure_name("series", name) is None] == []


def test_each_figure_says_what_it_is_and_how_it_is_computed() -> None:
    for figure in asyncio.run(ListFigures()()).figures:
        assert figure.title[0].isupper()
        assert figure.meaning.endswith(".")
        assert figure.source.endswith(".")
        assert figure.formula


def test_a_figure_that_is_not_there_is_told_with_those_that_are_near() -> None:
    with pytest.raises(FigureNotFoundError, match="profit_factor"):
        asyncio.run(ExplainFigure()("factor"))


def test_pages_link_figures_that_are_there() -> None:
    linked = {
        name
        for page in PAGES.rglob("*.html")
        for name in re.findall(r'explain ~ "([a-z_.]+)"', page.read_text("utf-8"))
    }
    assert linked
    assert [name for name in linked if figure_name("", name) is None] == []


def test_the_reference_says_what_the_table_says() -> None:
    lines = REFERENCE.read_text("utf-8").splitlines()
    told = [line for line in lines if line.startswith("| `")]
    figures = asyncio.run(ListFigures()()).figures
    assert told == [
        f"| `{one.name}` | {one.title} | {one.unit} | {one.meaning} | {_cell(one.formula)} | {one.source} |"
        for one in figures
    ]
    assert [line[3:] for line in lines if line.startswith("## ")] == list(
        dict.fromkeys(one.group for one in figures)
    )


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
