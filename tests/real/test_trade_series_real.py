"""Series of trade lists meet every figure that was computed independently from the real workbooks."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.shared.arrays import Days, Floats
from ballast_core.trades import ContractSpec, Selection
from ballast_core.trades.parsing import Stamp, read_trades
from ballast_core.trades.rules.portfolio import Portfolio
from ballast_core.trades.usecases.exposure_view import ExposureView
from ballast_core.trades.usecases.histogram_view import HistogramAsk
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio
from ballast_core.trades.usecases.series_view import SeriesAsk, SeriesLine, SeriesView
from ballast_core.trades.usecases.show_exposure import ShowExposure
from ballast_core.trades.usecases.show_histogram import ShowHistogram
from ballast_core.trades.usecases.show_series import ShowSeries

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "trades"
NAMES = sorted(path.name for path in FOLDER.glob("tradeslist_*.xlsx"))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = {
    "margins_of_current_api": {"CD": 1_100.0, "MES": 2_300.0, "MNQ": 4_000.0},
    "margins_of_original_app": {"CD": 1_100.0, "MES": 2_300.0, "MNQ": 3_250.0},
}
OWN = "margins_of_current_api"
SELECTIONS = (
    "portfolio",
    "symbol_MNQ",
    "window_2020_2023",
    "direction_long",
    "direction_short",
    "multiplier2_MNQ15",
    "margin_override_MES_3000",
    *(f"file:{name}" for name in NAMES),
)
MONEY, RATIO = 0.01, 1e-6

pytestmark = pytest.mark.skipif(not NAMES, reason=f"the real workbooks are not at {FOLDER}")
every_selection = pytest.mark.parametrize("name", SELECTIONS)
every_table = pytest.mark.parametrize("table", list(TABLES))


@cache
def expected(file: str = "expected_standard.json") -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((FOLDER / file).read_text("utf-8")))


@cache
def store() -> MemoryTradeStore:
    """Return the real workbooks, read once."""

    async def fill() -> MemoryTradeStore:
        made = MemoryTradeStore()
        for name in NAMES:
            content = (FOLDER / name).read_bytes()
            parsed = read_trades(name, await CalamineSheets().sheets(name, content), None)
            file = parsed.describe(Stamp(sha256(content).hexdigest(), len(content), NOW), ())
            await made.add(file, parsed.book)
        return made

    return asyncio.run(fill())


@cache
def reader(table: str = OWN) -> ReadPortfolio:
    contracts = {
        symbol: ContractSpec(symbol=symbol, point_value=1, initial_margin=margin)
        for symbol, margin in TABLES[table].items()
    }
    return ReadPortfolio(store(), contracts, MemoryArtifacts(), "test")


def selection(name: str) -> Selection:
    asked = expected()[name]["selection"]
    return Selection(
        files=tuple(asked["files"]),
        symbols=tuple(asked["symbols"] or ()),
        direction=asked["direction"],
        start=asked["start"],
        end=asked["end"],
        multipliers=asked["contract_multipliers"],
        margins=asked["margin_overrides"],
    )


@cache
def portfolio(name: str) -> Portfolio:
    return asyncio.run(reader()(selection(name)))


@cache
def series(name: str, asked: str, per: str = "portfolio", table: str = OWN) -> SeriesView:
    ask = SeriesAsk.model_validate({"name": asked, "per": per, "points": 0})
    return asyncio.run(ShowSeries(reader(table))(selection(name), ask))


@cache
def exposure(name: str, table: str = OWN) -> ExposureView:
    return asyncio.run(ShowExposure(reader(table))(selection(name)))


def line(view: SeriesView, figure: str, ref: str = "") -> SeriesLine:
    (found,) = (one for one in view.lines if (one.figure, one.ref) == (figure, ref))
    return found


def meets(found: Mapping[str, float], said: Mapping[str, Any], near: float, scale: float = 1.0) -> None:
    """Compare a series by day with its length, ends, extremes, sum and samples."""
    days, values = list(found), np.array(list(found.values())) * scale
    assert len(days) == said["len"]
    for end, at in (("first", 0), ("last", -1)):
        if end in said:
            assert [days[at], values[at]] == [said[end][0], pytest.approx(said[end][1], abs=near)]
    for extreme, at in (("min", int(np.argmin(values))), ("max", int(np.argmax(values)))):
        if extreme in said:
            assert [days[at], values[at]] == [said[extreme][0], pytest.approx(said[extreme][1], abs=near)]
    assert values.sum() == pytest.approx(said["sum_of_values"], abs=max(near, near * len(days) * 1e-3))
    for day, value in said.get("sample", {}).items():
        assert found[day] * scale == pytest.approx(value, abs=near)


def by_day(days: Days | list[date], values: Floats | list[float | None]) -> dict[str, float]:
    return {str(day): float(value or 0) for day, value in zip(days, values, strict=True)}


@every_selection
def test_daily_profit_is_that_of_the_marks(name: str) -> None:
    found = portfolio(name)
    meets(by_day(found.days, found.profit), expected()[name]["daily_pl"], MONEY)


@every_selection
def test_equity_is_capital_and_the_running_profit(name: str) -> None:
    found = line(series(name, "equity"), "equity")
    meets(by_day(cast("list[date]", found.at), found.values), expected()[name]["equity_25000"], MONEY)


@every_selection
def test_drawdown_in_dollars_counts_the_start_as_a_peak(name: str) -> None:
    found = line(series(name, "drawdown"), "drawdown")
    meets(by_day(cast("list[date]", found.at), found.values), expected()[name]["drawdown_dollars"], MONEY)


@every_selection
def test_drawdown_of_the_peak_is_a_share_of_equity(name: str) -> None:
    found = line(series(name, "drawdown"), "drawdown_of_peak")
    said = expected()[name]["drawdown_percent_of_peak_equity"]
    meets(by_day(cast("list[date]", found.at), found.values), said, RATIO, scale=100)


@every_selection
def test_each_file_ends_at_its_marked_profit(name: str) -> None:
    found = portfolio(name)
    ends = dict(zip((file.name for file in found.files), found.chosen.profit.sum(axis=0), strict=True))
    said = expected()[name]["final_pl_per_file_mark_to_market"]
    assert {file: profit for file, profit in ends.items() if file in said} == pytest.approx(said, abs=MONEY)


@every_selection
def test_daily_returns_are_on_the_equity_of_the_day_before(name: str) -> None:
    found, said = portfolio(name), expected()[name]["daily_return_on_equity"]
    equity = np.concatenate([[found.capital], found.capital + np.cumsum(found.profit)])
    returns = np.diff(equity) / equity[:-1]
    assert returns.mean() == pytest.approx(said["mean"], abs=1e-8)
    assert returns.std(ddof=1) == pytest.approx(said["std_sample"], abs=1e-8)
    sharpe = returns.mean() / returns.std(ddof=1) * np.sqrt(365)
    assert sharpe == pytest.approx(said["sharpe_sqrt365_calendar_days"], abs=RATIO)


@every_selection
def test_positions_stay_between_the_extremes_of_each_file_and_symbol(name: str) -> None:
    said = expected()[name]["net_position"]
    rows = exposure(name).rows
    files = {row.label: [row.position_low, row.position_high] for row in rows if row.kind == "file"}
    symbols = {row.label: [row.position_low, row.position_high] for row in rows if row.kind == "symbol"}
    assert {key: files[key] for key in said["per_file"]} == said["per_file"]
    assert {key: symbols[key] for key in said["per_symbol"]} == said["per_symbol"]


@every_selection
def test_the_portfolio_holds_the_sum_of_what_symbols_are_net(name: str) -> None:
    said = expected()[name]["net_position"]["portfolio_sum_abs_per_symbol"]
    row = exposure(name).rows[0]
    assert row.position_high == said["max"]
    assert row.position_high_at == datetime.fromisoformat(said["first_time_of_max"])
    assert row.changes == said["change_points"] == line(series(name, "netpos"), "net_position").raw_points
    assert row.mean_contracts == pytest.approx(said["time_weighted_mean"], abs=RATIO)


@every_selection
@every_table
def test_margin_is_that_of_the_net_contracts(name: str, table: str) -> None:
    said = expected()[name]["initial_margin"][table]
    row = exposure(name, table).rows[0]
    assert row.most_margin == pytest.approx(said["max"], abs=MONEY)
    assert row.most_margin_at == datetime.fromisoformat(said["first_time_of_max"])
    assert row.mean_margin == pytest.approx(said["time_weighted_mean"], abs=RATIO)
    drawn = line(series(name, "margin", table=table), "margin")
    assert max(value or 0 for value in drawn.values) == pytest.approx(said["max"], abs=MONEY)


HISTOGRAMS = {
    "histogram_trade_pl_16_equal_width": HistogramAsk(of="trades", bins=16),
    "histogram_trade_pl_50_equal_width": HistogramAsk(of="trades", bins=50),
    "histogram_daily_pl_50_equal_width": HistogramAsk(of="days", bins=50),
}


@every_selection
@pytest.mark.parametrize("which", list(HISTOGRAMS))
def test_histograms_have_equal_bins_from_the_least_to_the_greatest(name: str, which: str) -> None:
    said = expected()[name][which]
    found = asyncio.run(ShowHistogram(reader())(selection(name), HISTOGRAMS[which]))
    assert found.counts == said["counts"]
    assert [found.edges[0], found.edges[-1]] == pytest.approx([said["low"], said["high"]], abs=MONEY)


@every_selection
def test_intraday_drawdown_is_never_milder_than_at_the_end_of_the_day(name: str) -> None:
    daily = line(series(name, "drawdown"), "drawdown").values
    worst = line(series(name, "intraday-dd"), "intraday_drawdown").values
    assert all((low or 0) <= (end or 0) + 1e-9 for low, end in zip(worst, daily, strict=True))
