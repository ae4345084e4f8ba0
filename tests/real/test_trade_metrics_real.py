"""The metrics meet every figure that was computed independently from the real workbooks."""

import asyncio
import json
from collections.abc import Iterator, Mapping
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
from ballast_core.trades import (
    ContractSpec,
    CorrelationAsk,
    CorrelationMethod,
    CorrelationMode,
    CorrelationsView,
    CtaView,
    Direction,
    MetricsRow,
    MetricsView,
    Selection,
    SideFigures,
)
from ballast_core.trades.parsing import Stamp, read_trades
from ballast_core.trades.rules.correlation import ranks
from ballast_core.trades.usecases.metrics_view import Side
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio
from ballast_core.trades.usecases.show_correlations import ShowCorrelations
from ballast_core.trades.usecases.show_cta import ShowCta
from ballast_core.trades.usecases.show_metrics import ShowMetrics
from ballast_core.trades.usecases.show_rolling import ShowRolling

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "trades"
NAMES = sorted(path.name for path in FOLDER.glob("tradeslist_*.xlsx"))
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MARGINS = {"CD": 1_100.0, "MES": 2_300.0, "MNQ": 4_000.0}
POINTS = {"CD": 100_000.0, "MES": 5.0, "MNQ": 2.0}
CONTRACTS = {
    symbol: ContractSpec(symbol=symbol, point_value=POINTS[symbol], initial_margin=margin)
    for symbol, margin in MARGINS.items()
}
GROUPS = (
    "portfolio",
    "symbol_MNQ",
    "window_2020_2023",
    "direction_long",
    "direction_short",
    "multiplier2_MNQ15",
    "margin_override_MES_3000",
)
SELECTIONS = (*GROUPS, *(f"file:{name}" for name in NAMES))
OURS = {
    "trades": "closed_trades",
    "total_net_profit": "net_profit",
    "winning": "winning_trades",
    "losing": "losing_trades",
    "even": "even_trades",
    "avg_trade": "average_trade",
    "avg_win": "average_win",
    "avg_loss": "average_loss",
    "ratio_avg_win_loss": "payoff_ratio",
    "total_commission_round_turn": "commission",
    "total_slippage_round_turn": "slippage",
    "std_trade_sample": "trade_deviation",
    "best_trade_runup": "best_trade_run_up",
    "max_consecutive_wins": "longest_win_streak",
    "max_consecutive_losses": "longest_loss_streak",
    "closed_trade_max_drawdown": "closed_drawdown",
}
SAFE = {
    "Total Net Profit": "net_profit",
    "Gross Profit": "gross_profit",
    "Gross Loss": "gross_loss",
    "Profit Factor": "profit_factor",
    "Total Number of Trades": "closed_trades",
    "Percent Profitable": "percent_profitable",
    "Winning Trades": "winning_trades",
    "Losing Trades": "losing_trades",
    "Avg. Trade Net Profit": "average_trade",
    "Avg. Winning Trade": "average_win",
    "Avg. Losing Trade": "average_loss",
    "Ratio Avg. Win:Avg. Loss": "payoff_ratio",
    "Largest Winning Trade": "largest_win",
    "Largest Losing Trade": "largest_loss",
    "Max. Consecutive Winning Trades": "longest_win_streak",
    "Max. Consecutive Losing Trades": "longest_loss_streak",
    "Total Shares/Contracts Held": "contracts_traded",
    "Total Commission": "commission",
    "Total Slippage": "slippage",
    "Max. Drawdown (Trade Close to Trade Close) Value": "closed_drawdown",
    "Max. Drawdown (Trade Close to Trade Close) Date": "closed_trade_max_drawdown_at",
    "Max. Trade Drawdown": "worst_trade_drawdown",
}
"""What the older program computes soundly; its share of winners is in percent."""
MODES: tuple[CorrelationMode, ...] = ("pl", "returns", "drawdown_pct", "slope")
METHODS: tuple[CorrelationMethod, ...] = ("pearson", "spearman")
# Expected ranks of these were taken of sums whose last digits are rounding: days that are equal, flat ones
# above all, were told apart by it. Ours are equal, so coefficients differ by that much at most.
NOISY = {("", "slope", "spearman"): 0.025, ("direction_long", "pl", "spearman"): 1e-4}

pytestmark = pytest.mark.skipif(not NAMES, reason=f"the real workbooks are not at {FOLDER}")
every_selection = pytest.mark.parametrize("name", SELECTIONS)
every_group = pytest.mark.parametrize("name", GROUPS)


@cache
def expected() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((FOLDER / "expected_standard.json").read_text("utf-8")))


@cache
def older() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads((FOLDER / "expected_legacy.json").read_text("utf-8")))


@cache
def reader() -> ReadPortfolio:
    store = MemoryTradeStore()
    for name in NAMES:
        content = (FOLDER / name).read_bytes()
        parsed = read_trades(name, CalamineSheets().read(name, content))
        stamp = Stamp(sha256(content).hexdigest(), len(content), NOW)
        asyncio.run(store.add(parsed.describe(stamp, ()), parsed.book))
    return ReadPortfolio(store, CONTRACTS, MemoryArtifacts(2**30), "test")


@cache
def selected(name: str) -> Selection:
    said = expected()[name]["selection"]
    ids = {file.name: file.id for file in asyncio.run(reader().files.files())}
    return Selection(
        files=tuple(ids[file] for file in said["files"]),
        symbols=tuple(said["symbols"] or ()),
        direction=Direction(said["direction"]),
        start=said["start"] and date.fromisoformat(said["start"]),
        end=said["end"] and date.fromisoformat(said["end"]),
        multipliers={ids[file]: by for file, by in said["contract_multipliers"].items()},
        margins={str(ids.get(ref, ref)): margin for ref, margin in said["margin_overrides"].items()},
    )


@cache
def metrics(name: str) -> MetricsView:
    return asyncio.run(ShowMetrics(reader())(selected(name)))


@cache
def cta(name: str) -> CtaView:
    return asyncio.run(ShowCta(reader())(selected(name)))


def correlations(name: str, mode: CorrelationMode, method: CorrelationMethod) -> CorrelationsView:
    return asyncio.run(ShowCorrelations(reader())(selected(name), CorrelationAsk(mode=mode, method=method)))


def said(figures: SideFigures, name: str) -> object:
    if name == "percent_profitable":
        return None if figures.win_rate is None else 100 * figures.win_rate
    if name == "closed_trade_max_drawdown_at":
        return figures.closed_drawdown_at and figures.closed_drawdown_at.isoformat()
    return getattr(figures, OURS.get(name, name))


def differences(figures: SideFigures, wanted: Mapping[str, object]) -> Iterator[tuple[str, object, object]]:
    for name, value in wanted.items():
        found = said(figures, name)
        close = pytest.approx(value, rel=1e-6, abs=5e-6) if isinstance(value, int | float) else value
        if found != close:
            yield name, value, found


def unlike(one: SideFigures, other: SideFigures) -> set[str]:
    return {name for name, _, _ in differences(one, other.model_dump())}


def row_of(view: MetricsView, label: str) -> MetricsRow:
    return next(row for row in view.rows if row.label == label)


@every_selection
def test_statistics_of_all_trades_are_met(name: str) -> None:
    wanted = expected()[name]["trade_statistics"]
    assert list(differences(metrics(name).rows[0].all, wanted)) == []


@every_selection
def test_statistics_of_each_file_are_met(name: str) -> None:
    for file, wanted in expected()[name]["trade_statistics_per_file"].items():
        assert list(differences(row_of(metrics(name), file).all, wanted)) == []


@every_selection
def test_open_trades_are_counted_apart(name: str) -> None:
    assert metrics(name).rows[0].all.open_trades == expected()[name]["open_trades"]


@pytest.mark.parametrize("side", ["long", "short"])
def test_the_columns_of_a_side_are_those_of_its_selection(side: Side) -> None:
    everything, alone = metrics("portfolio"), metrics(f"direction_{side}")
    for both, one in zip(everything.rows, alone.rows, strict=True):
        # The time in the market is counted over the time of the whole here, of the side there.
        assert unlike(both.side(side), one.all) <= {"time_in_market", "longest_flat_days"}


@pytest.mark.parametrize("file", NAMES or ["none"])
def test_a_row_of_a_file_is_that_of_the_file_alone(file: str) -> None:
    assert unlike(row_of(metrics("portfolio"), file).all, metrics(f"file:{file}").rows[1].all) == set()


@every_selection
def test_the_account_fares_as_expected(name: str) -> None:
    wanted, found = expected()[name], metrics(name).rows[0].all
    returns = wanted["daily_return_on_equity"]
    assert found.final_equity == pytest.approx(wanted["equity_25000"]["last"][1], abs=0.01)
    assert found.marked_profit == pytest.approx(wanted["daily_pl"]["sum_of_values"], abs=0.01)
    assert found.sharpe == pytest.approx(returns["sharpe_sqrt365_calendar_days"], abs=1e-6)
    assert found.growth_a_year == pytest.approx(returns["cagr"], abs=1e-6)
    assert found.volatility == pytest.approx(returns["std_sample"] * 365**0.5, abs=1e-6)


@every_selection
def test_the_deepest_falls_of_the_account_are_met_on_their_days(name: str) -> None:
    wanted, found = expected()[name], metrics(name).rows[0].all
    dollars, percent = wanted["drawdown_dollars"]["min"], wanted["drawdown_percent_of_peak_equity"]["min"]
    assert found.marked_drawdown == pytest.approx(dollars[1], abs=0.01)
    assert str(found.marked_drawdown_day) == dollars[0]
    assert 100 * found.marked_drawdown_share == pytest.approx(percent[1], abs=1e-6)
    assert str(found.marked_drawdown_share_day) == percent[0]


@every_selection
def test_marked_profit_of_each_file_is_met(name: str) -> None:
    for file, wanted in expected()[name]["final_pl_per_file_mark_to_market"].items():
        assert row_of(metrics(name), file).all.marked_profit == pytest.approx(wanted, abs=0.01)


@every_selection
def test_contracts_and_margin_are_met(name: str) -> None:
    wanted, found = expected()[name], metrics(name).rows[0].all
    margin = wanted["initial_margin"]["margins_of_current_api"]
    assert found.most_contracts_held == wanted["net_position"]["portfolio_sum_abs_per_symbol"]["max"]
    assert found.margin_required == pytest.approx(margin["max"])


@every_selection
def test_the_account_required_is_never_milder_than_the_fall_at_the_end_of_days(name: str) -> None:
    for row in metrics(name).rows:
        figures = row.all
        assert figures.intraday_drawdown is not None
        assert figures.intraday_drawdown <= figures.marked_drawdown
        assert figures.account_size_required == -figures.intraday_drawdown + (figures.margin_required or 0)


@every_group
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("method", METHODS)
def test_correlations_are_met(name: str, mode: CorrelationMode, method: CorrelationMethod) -> None:
    wanted, found = expected()[name]["correlations"], correlations(name, mode, method)
    close = NOISY.get((name, mode, method), NOISY.get(("", mode, method), 1e-6))
    assert [label.label for label in found.labels] == wanted["labels"]
    assert [str(found.first_day), str(found.last_day)] == wanted["window"]
    assert found.days == wanted["days"]
    assert {count for row in found.overlap for count in row} == {wanted[mode]["rows"]}
    for row, expected_row in zip(found.matrix, wanted[mode][method], strict=True):
        assert list(row) == pytest.approx(expected_row, abs=close)


def test_ranks_of_slopes_differ_only_where_rounding_told_flat_days_apart() -> None:
    portfolio = asyncio.run(reader()(selected("portfolio")))
    wanted = expected()["portfolio"]["correlations"]
    first, last = (np.datetime64(day) for day in wanted["window"])
    inside = (portfolio.days >= first) & (portfolio.days <= last)
    equity = 25_000 + np.cumsum(portfolio.chosen.profit, axis=0)
    at = np.arange(20) - 9.5
    noisy = np.full(equity.shape, np.nan)
    noisy[19:] = np.lib.stride_tricks.sliding_window_view(equity, 20, axis=0) @ at / (at @ at)
    flat = np.abs(noisy[inside]) < 1e-6
    assert np.unique(noisy[inside][flat]).size - 1 > 0  # what does not move has several slopes
    exact = correlations("portfolio", "slope", "spearman").matrix
    assert np.corrcoef(ranks(noisy[inside].round(6)).T) == pytest.approx(np.array(exact), abs=1e-5)


@every_selection
def test_months_are_met(name: str) -> None:
    wanted, found = expected()[name]["monthly"], cta(name).months
    assert {one.month: one.profit for one in found} == pytest.approx(wanted["pl"], abs=0.01)
    rates = {one.month: one.rate for one in found}
    assert rates == pytest.approx(wanted["return_on_beginning_equity"], abs=1e-6)
    assert {str(one.year): one.rate for one in cta(name).years} == pytest.approx(
        wanted["annual_compounded"], abs=1e-6
    )


@every_selection
def test_the_capsule_is_met(name: str) -> None:
    wanted, found = expected()[name]["monthly"], cta(name)
    span, fall = found.since_start, found.since_start.worst_decline
    assert found.vami == pytest.approx(wanted["vami_last"], abs=1e-3)
    assert [span.worst_month, span.worst_rate] == [
        wanted["worst_month"][0],
        pytest.approx(wanted["worst_month"][1]),
    ]
    assert [span.best_month, span.best_rate] == [
        wanted["best_month"][0],
        pytest.approx(wanted["best_month"][1]),
    ]
    assert (span.positive_months, span.months) == (wanted["positive_months"], wanted["months"])
    assert fall is not None
    worst = {"peak": fall.peak, "valley": fall.valley, "decline": fall.decline, "months": fall.months}
    assert worst == pytest.approx(wanted["worst_peak_to_valley_month_end"], abs=1e-6)


@every_selection
def test_the_last_twelve_months_are_met(name: str) -> None:
    view = asyncio.run(ShowRolling(reader())(selected(name)))
    assert view.rows[-1].profit == pytest.approx(
        expected()[name]["monthly"]["rolling_12_months_pl_last"], abs=0.01
    )


@every_selection
def test_what_the_older_program_computes_soundly_is_met(name: str) -> None:
    wanted = older()["original_app"][name]["metrics"]
    for file, figures in wanted.items():
        row = metrics(name).rows[0] if file == "Portfolio" else row_of(metrics(name), file)
        sound = {ours: figures[theirs] for theirs, ours in SAFE.items() if theirs in figures}
        if (name, file) == ("direction_long", "Portfolio"):
            sound.pop("longest_win_streak")  # it has 20, for it does not keep the order of what ends together
        assert list(differences(row.all, sound)) == []
