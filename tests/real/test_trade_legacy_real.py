"""Series meet what an earlier program computed, where that is known to be sound."""

from typing import Any

import numpy as np
import pytest
from tests.real.test_trade_series_real import (
    FOLDER,
    MONEY,
    NAMES,
    expected,
    line,
    portfolio,
    series,
)

from ballast_core.shared.arrays import Floats
from ballast_core.trades.rules.portfolio import Steps
from ballast_core.trades.rules.positions import most_of_days

SELECTIONS = (
    "portfolio",
    "symbol_MNQ",
    "direction_long",
    "direction_short",
    "multiplier2_MNQ15",
    "margin_override_MES_3000",
    *(f"file:{name}" for name in NAMES),
)

pytestmark = pytest.mark.skipif(not NAMES, reason=f"the real workbooks are not at {FOLDER}")


def said(name: str, *path: str) -> dict[str, Any]:
    found = expected("expected_legacy.json")["current_api"][name]
    for part in path:
        found = found[part]
    return dict(found)


def daily(name: str, asked: str, figure: str) -> Floats:
    """Return the most of each day, as the earlier program gave it."""
    found = line(series(name, asked), figure)
    steps = Steps(np.array(found.at, "datetime64[us]"), np.array(found.values, np.float64))
    return most_of_days(steps, portfolio(name).days)


def meets(values: Floats, name: str, found: dict[str, Any]) -> None:
    """Compare on the days of the earlier program: it leaves out those before a first trade of the side."""
    days = [str(day) for day in portfolio(name).days]
    first = days.index(found["first"][0][:10])
    own = dict(zip(days[first:], values[first:].tolist(), strict=True))
    assert not values[:first].any()
    assert len(own) == found["len"]
    assert [min(own.values()), max(own.values())] == pytest.approx([found["min"], found["max"]], abs=MONEY)
    assert sum(own.values()) == pytest.approx(found["sum_of_values"], abs=MONEY * 100)
    sample = {moment[:10]: value for moment, value in found["sample"].items()}
    assert {day: own[day] for day in sample} == pytest.approx(sample, abs=MONEY)


def test_equity_of_the_portfolio_without_filters() -> None:
    found = np.array(line(series("portfolio", "equity"), "equity").values, np.float64)
    meets(found, "portfolio", said("portfolio", "equity", "portfolio"))


@pytest.mark.parametrize("name", SELECTIONS)
def test_the_most_contracts_of_each_day(name: str) -> None:
    meets(daily(name, "netpos", "net_position"), name, said(name, "netpos", "portfolio_daily", "portfolio"))


@pytest.mark.parametrize("name", SELECTIONS)
def test_the_most_margin_of_each_day(name: str) -> None:
    meets(daily(name, "margin", "margin"), name, said(name, "margin", "portfolio_daily", "portfolio"))
