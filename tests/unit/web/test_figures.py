"""Pages write one figure one way: a minus sign, no space before the percent sign."""

import re
from datetime import date

import httpx
import pytest

from ballast_core.shared.table import Column, Unit
from ballast_web.pages.figures import cells, figure, money, percent, share, stated, typographic


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (-0.0512, "fraction", "−5.12%"),
        (0.0512, "fraction", "+5.12%"),
        (-1234.5, "money", "−1,234.50"),
        (-3, "count", "−3"),
        (-0.5, "number", "−0.50"),
        (date(2026, 3, 2), "day", "2026-03-02"),
        ("naz-100", "text", "naz-100"),
    ],
)
def test_a_negative_figure_has_a_minus_sign(value: object, unit: Unit, said: str) -> None:
    assert figure(value, unit) == said


def test_a_figure_alone_is_spelled_as_in_a_table() -> None:
    assert cells(Column("day", [-0.015, 0.5], "fraction"), 1) == [percent(-0.015), percent(0.5)]


@pytest.mark.parametrize(
    ("value", "said"), [(-1234.4, "−$1,234"), (-0.2, "$0"), (1234.5, "$1,234"), (None, "–")]
)
def test_dollars_lost_stand_behind_the_minus(value: float | None, said: str) -> None:
    assert money(value) == said


def test_a_part_of_a_whole_has_no_sign() -> None:
    assert (share(0.123), share(None)) == ("12.3%", "–")


def test_what_is_missing_is_a_dash_whatever_it_is_of() -> None:
    assert {stated(None, unit) for unit in ("money", "fraction", "day", "count")} == {"–"}


def test_a_line_of_arithmetic_keeps_its_days() -> None:
    assert typographic("2013-01-03: (−1) ≈ -47.1%, 1e-05") == "2013-01-03: (−1) ≈ −47.1%, 1e-05"


@pytest.mark.parametrize(
    "tab", ["", "/measures", "/measures/max_drawdown", "/drawdowns", "/months", "/holdings"]
)
async def test_no_page_spells_a_figure_another_way(api: httpx.AsyncClient, tab: str) -> None:
    page = (await api.get(f"/models/naz100_pine{tab}")).text
    assert "%" in page
    assert re.findall(r">\s*[+-]?[\d.,]+ %|>-\d|≈ -", page) == []
