"""Laws of metrics of trade lists, whatever the trades."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trade_columns import columns, trade_statistics
from tests.trade_paths import course
from tests.trade_portfolios import asked, reader

from ballast_adapters.memory.computing import InlineComputing
from ballast_core.trades import (
    CostsAsk,
    MetricsView,
    Selection,
    ShowCosts,
    ShowCta,
    ShowMetrics,
    ShowMonths,
    ShowUnderwater,
    SideFigures,
    SimulateDrawdowns,
    SimulationSpec,
)
from ballast_core.trades.rules.correlation import correlations, pairwise, pairwise_by_rank, ranks, slopes
from ballast_core.trades.rules.months import months_of, worst_fall
from ballast_core.trades.rules.start_dates import starts
from ballast_core.trades.rules.tally import course_of, in_order, tally, tally_of
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

cents = st.integers(-100_000, 100_000).map(lambda cents: cents / 100)
nets = st.lists(cents, max_size=60)
seeds = st.integers(0, 60)
ADDED_UP = (
    "closed_trades",
    "net_profit",
    "gross_profit",
    "gross_loss",
    "commission",
    "slippage",
    "marked_profit",
)


@cache
def two_files(seed: int) -> ReadPortfolio:
    return reader(a=course(seed, bars=160).book, q=course(seed + 1, bars=200).book)


@cache
def metrics(seed: int) -> MetricsView:
    return asked(ShowMetrics(two_files(seed))(Selection()))


def figures(seed: int, name: str) -> list[float]:
    whole = metrics(seed).rows[0]
    return [getattr(side, name) for side in (whole.all, whole.long, whole.short)]


@given(nets)
def test_gains_and_losses_make_up_the_net(some: list[float]) -> None:
    found = trade_statistics(columns(some))
    assert found.gross_profit + found.gross_loss == pytest.approx(found.net_profit, abs=1e-6)
    assert found.winning_trades + found.losing_trades + found.even_trades == found.closed_trades == len(some)
    assert found.longest_win_streak <= found.winning_trades


@given(nets, st.integers(1, 4))
def test_parts_add_up_to_the_whole_in_any_cut(some: list[float], cuts: int) -> None:
    parts = [columns(some[first::cuts]) for first in range(cuts)]
    whole, together = columns(some), tally_of([tally(part, in_order(part)) for part in parts])
    wanted = tally(whole, in_order(whole))
    for name in wanted.__slots__:
        assert getattr(together, name) == pytest.approx(getattr(wanted, name), rel=1e-9, abs=1e-4)


@given(nets)
def test_a_closed_fall_is_no_deeper_than_all_losses(some: list[float]) -> None:
    trades = columns(some)
    found = course_of(trades.net, trades.exit_at)
    assert (found.drawdown is None) == (not some)
    assert found.drawdown is None or sum(min(net, 0) for net in some) - 1e-6 <= found.drawdown <= 0


@given(seeds)
def test_long_and_short_add_up_to_all(seed: int) -> None:
    for name in ADDED_UP:
        whole, long, short = figures(seed, name)
        assert long + short == pytest.approx(whole, abs=1e-6)


@given(seeds)
def test_files_add_up_to_the_portfolio(seed: int) -> None:
    first, *files = metrics(seed).rows
    for name in ADDED_UP:
        parts: list[float] = [getattr(row.all, name) for row in files]
        assert sum(parts) == pytest.approx(getattr(first.all, name), abs=1e-6)


@given(seeds)
def test_no_figure_is_infinite_or_not_a_number(seed: int) -> None:
    for row in metrics(seed).rows:
        for side in (row.all, row.long, row.short):
            assert _finite(side)


@given(seeds)
def test_a_day_is_never_milder_than_its_end(seed: int) -> None:
    for row in metrics(seed).rows:
        for side in (row.all, row.long, row.short):
            assert side.intraday_drawdown is not None
            assert side.intraday_drawdown <= side.marked_drawdown + 1e-6


@given(seeds)
def test_months_add_up_to_marked_profit_and_grid_is_the_capsule(seed: int) -> None:
    capsule = asked(ShowCta(two_files(seed))(Selection()))
    grid = asked(ShowMonths(two_files(seed))(Selection()))
    assert sum(one.profit for one in capsule.months) == pytest.approx(
        figures(seed, "marked_profit")[0], abs=1e-6
    )
    shown = [profit for year in grid.years for profit in year.profits if profit is not None]
    assert shown == [one.profit for one in capsule.months]


@given(seeds)
def test_the_deepest_fall_of_the_list_is_the_marked_drawdown(seed: int) -> None:
    falls = asked(ShowUnderwater(two_files(seed))(Selection(), 0)).falls
    deepest = min((fall.depth for fall in falls), default=0.0)
    assert deepest == pytest.approx(figures(seed, "marked_drawdown")[0], abs=1e-6)


@given(seeds, st.floats(0, 50))
def test_dearer_trades_take_what_their_sides_cost(seed: int, extra: float) -> None:
    view = asked(ShowCosts(two_files(seed))(Selection(), CostsAsk(extra=extra)))
    effects = {effect.figure: effect for effect in view.effects}
    sides = sum(file.sides for file in view.files)
    assert effects["net_profit"].change == pytest.approx(-extra * sides, abs=1e-5)
    assert sum(file.before - file.after for file in view.files) == pytest.approx(extra * sides, abs=1e-5)


@given(st.lists(cents, min_size=1, max_size=60))
def test_the_first_start_meets_the_deepest_fall(profit: list[float]) -> None:
    found = starts(np.array(profit))
    assert (np.diff(found.worst_drawdown) >= -1e-6).all()
    assert (found.worst_drawdown <= found.worst_loss + 1e-6).all()
    assert ((found.to_safety == -1) | (found.to_safety >= found.to_profit)).all()


@given(st.lists(cents, min_size=1, max_size=120))
def test_vami_is_equity_in_another_unit(profit: list[float]) -> None:
    days = np.arange(
        np.datetime64("2024-01-20"), np.datetime64("2024-01-20") + np.timedelta64(len(profit), "D")
    )
    months = months_of(days, np.array(profit), 1e7)
    assert months.vami[-1] == pytest.approx(1_000 * (1 + sum(profit) / 1e7))
    fall = worst_fall(months.rate)
    assert (0.0 if fall is None else fall.decline) == pytest.approx(min(months.decline.min(), 0.0), abs=1e-12)


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=40))
def test_ranks_keep_their_sum_and_their_order(some: list[int]) -> None:
    values = np.array(some, np.float64)[:, None]
    found = ranks(values)[:, 0]
    assert found.sum() == len(some) * (len(some) + 1) / 2
    assert (np.sign(np.subtract.outer(found, found)) == np.sign(np.subtract.outer(some, some))).all()


@given(st.integers(0, 1_000))
def test_pairs_over_all_days_are_the_common_correlations(seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(40, 3)).round(1)
    begins, ends = np.zeros(3, np.int64), np.full(3, 40)
    assert pairwise(values, begins, ends)[0] == pytest.approx(correlations(values))
    assert pairwise_by_rank(values, begins, ends)[0] == pytest.approx(correlations(values, by_rank=True))


@given(st.integers(0, 1_000))
def test_each_pair_is_compared_over_its_own_days(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(30, 4)).round(1)
    values[rng.random(values.shape) < 0.05] = np.nan
    begins, ends = rng.integers(0, 15, 4), rng.integers(15, 31, 4)
    values[:, 3] = 7.0  # does not move
    matrix, counts = pairwise(values, begins, ends)
    for one in range(4):
        for other in range(4):
            rows = values[max(begins[one], begins[other]) : min(ends[one], ends[other])][:, [one, other]]
            rows = rows[np.isfinite(rows).all(axis=1)]
            assert counts[one, other] == len(rows)
            alone = correlations(rows)[0, 1]
            assert matrix[one, other] == pytest.approx(alone, abs=1e-9, nan_ok=True)


@given(st.integers(0, 1_000), st.floats(-3, 3))
def test_a_slope_grows_with_the_profit_and_not_with_the_account(seed: int, by: float) -> None:
    profit = np.random.default_rng(seed).normal(size=(40, 1))
    assert slopes(profit * by)[19:] == pytest.approx(slopes(profit)[19:] * by)


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_a_seed_draws_the_same_futures_again(seed: int) -> None:
    spec = SimulationSpec(paths=500, horizon_days=20, block_days=5, seed=seed)
    one, two = (asked(SimulateDrawdowns(two_files(1), InlineComputing())(spec)) for _ in range(2))
    assert one == two
    assert one.probability_of_ruin <= one.probability_of_loss


def _finite(side: SideFigures) -> bool:
    numbers = [value for value in side.model_dump().values() if isinstance(value, float)]
    return bool(np.isfinite(numbers).all())
