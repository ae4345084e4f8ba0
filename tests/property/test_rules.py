"""Laws that every measure and rule obeys, whatever the values."""

from decimal import Decimal
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast_core.shared.arrays import Floats
from ballast_core.shared.measures import (
    correlation,
    cvar,
    drawdowns,
    max_drawdown,
    measure,
    month_returns,
    month_table,
    rolling_drawdown,
    rolling_return,
    simple_returns,
    underwater,
    var,
)
from ballast_core.shared.sampling import sample
from ballast_core.shared.series import Series
from ballast_core.tracking.entities import Lot, StatusColumns
from ballast_core.tracking.rules import (
    common_prefix,
    daily,
    ledger,
    overlay,
    overlay_at_records,
    positions,
    signals,
)

dollars = st.floats(1, 10_000)  # within a factor at which rounding does not drown a return
values = st.lists(dollars, min_size=1, max_size=60).map(np.array)


@st.composite
def series(draw: st.DrawFn, least: int = 1) -> Series:
    """Draw values on ascending days with gaps of up to 40 days."""
    steps = draw(st.lists(st.integers(1, 40), min_size=least, max_size=60))
    prices = draw(st.lists(dollars, min_size=len(steps), max_size=len(steps)))
    return Series(np.datetime64("2013-01-01", "D") + np.cumsum(steps), np.array(prices))


@st.composite
def records(draw: st.DrawFn) -> StatusColumns:
    """Draw status records in the order of time, several of which may share a date."""
    hours = draw(st.lists(st.integers(0, 50), max_size=60))
    base = draw(st.lists(dollars, min_size=len(hours), max_size=len(hours)))
    at = np.datetime64("2016-01-01T00:00", "us") + np.cumsum(hours, dtype=np.int64) * np.timedelta64(1, "h")
    empty = np.full(len(hours), np.nan)
    return StatusColumns(at, np.array(base), empty, empty, np.arange(len(hours)) + 1)


def taken(status: StatusColumns, rows: Floats | slice) -> StatusColumns:
    """Return some of the records."""
    columns = (status.at, status.base, status.signal, status.traded, status.line)
    return StatusColumns(*(column[rows] for column in columns))


@given(values, st.integers(-20, 20))
def test_returns_and_drawdowns_do_not_depend_on_the_currency(prices: Floats, power: int) -> None:
    # A power of two scales without rounding.
    scaled = prices * 2.0**power
    assert simple_returns(scaled).tolist() == simple_returns(prices).tolist()
    assert drawdowns(scaled).tolist() == drawdowns(prices).tolist()
    assert signals(scaled).tolist() == signals(prices).tolist()


@given(values)
def test_a_drawdown_is_never_positive_and_never_all_is_lost(prices: Floats) -> None:
    below = drawdowns(prices)
    assert bool(((below > -1) & (below <= 0)).all())


@given(series())
def test_the_deepest_fall_is_the_first_of_all_and_its_days_are_in_order(points: Series) -> None:
    fall, falls = max_drawdown(points), underwater(points)
    assert falls[:1] == ((fall,) if fall.depth < 0 else ())
    assert fall.depth == drawdowns(points.values).min()
    assert fall.peak_day <= fall.trough_day <= (fall.recovery_day or fall.trough_day)
    assert [one.depth for one in falls] == sorted(one.depth for one in falls)


@given(series())
def test_falls_do_not_overlap_but_at_a_peak_that_was_reached_again(points: Series) -> None:
    falls = sorted(underwater(points), key=lambda fall: fall.trough_day)
    for before, after in pairwise(falls):
        assert before.recovery_day is not None
        assert before.recovery_day < after.trough_day


@given(series())
def test_months_compound_to_the_total_return_and_so_do_years(points: Series) -> None:
    table = month_table(points)
    whole = points.values[-1] / points.values[0]
    assert np.prod(1 + month_returns(points)[1]) == pytest.approx(whole)
    assert np.nanprod(1 + table.totals) == pytest.approx(whole)
    assert np.nanprod(1 + table.months, axis=1) == pytest.approx(1 + np.nan_to_num(table.totals))


@given(series())
def test_measure_never_raises_and_keeps_its_bounds(points: Series) -> None:
    figures = measure(points)
    assert figures.points == len(points)
    assert 0 <= figures.underwater_share < 1
    assert figures.max_drawdown.depth <= figures.current_drawdown <= 0
    assert not figures.worst_return > figures.best_return


@given(values, st.floats(0.01, 0.99))
def test_the_mean_of_the_worst_is_no_better_than_the_best_of_them(prices: Floats, level: float) -> None:
    returns = drawdowns(prices)  # any numbers between -1 and 0
    assert cvar(returns, level=level) >= var(returns, level=level) - 1e-12
    assert -returns.max() <= var(returns, level=level) <= -returns.min()


@given(series(least=2), st.integers(1, 2_000))
def test_a_rolling_figure_over_all_time_is_the_figure_of_the_whole(points: Series, days: int) -> None:
    whole = int((points.days[-1] - points.days[0]).astype(np.int64))
    assert rolling_return(points, whole)[-1] == points.values[-1] / points.values[0] - 1
    assert rolling_drawdown(points, whole)[-1] == drawdowns(points.values)[-1]
    rolling = rolling_drawdown(points, days)
    assert bool(((rolling >= drawdowns(points.values)) | np.isnan(rolling)).all())


@given(st.lists(st.floats(-1e6, 1e6) | st.just(np.nan), max_size=300).map(np.array), st.integers(4, 50))
def test_a_sample_keeps_order_ends_and_extremes(numbers: Floats, to: int) -> None:
    chosen = sample(numbers, to)
    kept, known = numbers[chosen], np.flatnonzero(np.isfinite(numbers))
    assert chosen.size <= to
    assert chosen.tolist() == sorted(set(chosen.tolist()))
    if known.size:
        assert (chosen[0], chosen[-1]) == (known[0], known[-1])
        assert (kept.min(), kept.max()) == (numbers[known].min(), numbers[known].max())


@given(st.lists(st.tuples(*[st.floats(-1, 1)] * 3), min_size=2, max_size=40).map(np.array))
def test_a_correlation_is_symmetric_and_bounded(returns: Floats) -> None:
    matrix = correlation(returns)
    assert np.array_equal(matrix, matrix.T, equal_nan=True)
    assert bool(((np.abs(matrix) <= 1) | np.isnan(matrix)).all())


@given(values, st.integers(0, 60))
def test_later_points_never_change_an_earlier_signal(prices: Floats, size: int) -> None:
    assert signals(prices[:size]).tolist() == signals(prices)[:size].tolist()
    cut = overlay(prices[:size], signals(prices[:size]), lag=1)
    assert cut.tolist() == overlay(prices, signals(prices), lag=1)[:size].tolist()


@given(records(), st.integers(0, 60))
def test_later_records_never_change_what_an_earlier_one_should_say(status: StatusColumns, size: int) -> None:
    whole, cut = overlay_at_records(status), overlay_at_records(taken(status, slice(size)))
    for all_of, part in zip(whole, cut, strict=True):
        assert np.array_equal(all_of[:size], part, equal_nan=True)


@given(records())
def test_days_ascend_and_each_has_its_last_record(status: StatusColumns) -> None:
    points = daily(status)
    last = dict(zip(status.at.astype("datetime64[D]"), status.base, strict=True))
    assert dict(zip(points.days, points.base, strict=True)) == last
    assert bool((np.diff(points.days) > np.timedelta64(0, "D")).all())


@given(records(), st.data())
def test_a_record_that_is_written_twice_changes_nothing(status: StatusColumns, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(status)))
    twice = taken(status, np.sort(np.append(np.arange(len(status)), np.arange(len(status))[row : row + 1])))
    assert daily(twice).base.tolist() == daily(status).base.tolist()
    for again, once in zip(overlay_at_records(twice), overlay_at_records(status), strict=True):
        assert np.array_equal(again[row + 2 :], once[row + 1 :], equal_nan=True)


@given(records(), st.randoms(use_true_random=False))
def test_dates_in_another_order_give_the_same_daily_points(status: StatusColumns, random: Random) -> None:
    day = status.at.astype("datetime64[D]")
    shuffled = list(np.unique(day))
    random.shuffle(shuffled)
    rows = np.concatenate([np.flatnonzero(day == one) for one in shuffled] or [np.arange(0)])
    assert daily(taken(status, rows)).base.tolist() == daily(status).base.tolist()


@given(series(), st.integers(0, 60))
def test_a_beginning_of_a_series_is_their_common_prefix(points: Series, size: int) -> None:
    cut = Series(points.days[:size], points.values[:size])
    prefix = common_prefix([points, cut])
    assert (prefix.points if prefix else 0) == len(cut)
    assert prefix == common_prefix([cut, points])


@given(series(), st.data())
def test_the_ledger_of_a_meta_model_compounds_to_its_total_return(meta: Series, data: st.DataObject) -> None:
    names = data.draw(
        st.lists(st.sampled_from(["pine", "hma", "CASH"]), min_size=len(meta), max_size=len(meta))
    )
    entries = ledger(meta, names, {"itself": meta})
    assert sum(entry.points for entry in entries) == len(meta)
    assert np.prod([1 + (entry.meta_return or 0) for entry in entries]) == pytest.approx(
        meta.values[-1] / meta.values[0]
    )
    assert all(before.sub_model != after.sub_model for before, after in pairwise(entries))


lots = st.lists(
    st.builds(
        Lot,
        ticker=st.sampled_from(["AMAT", "WBD", "BF-B", "CASH"]),
        shares=st.decimals(1, 10_000, places=2),
        purchase_price=st.decimals(1, 2_000, places=2),
    ),
    max_size=20,
)


@given(lots)
def test_positions_keep_every_share_and_every_dollar(held: list[Lot]) -> None:
    found = positions(held)
    assert sum(holding.shares for holding in found) == sum(lot.shares for lot in held)
    assert sum(holding.cost for holding in found) == sum(lot.shares * lot.purchase_price for lot in held)
    assert sum(holding.lots for holding in found) == len(held)
    assert sum(holding.weight for holding in found) == pytest.approx(1 if held else 0)


@given(lots, st.integers(2, 9))
def test_a_lot_that_is_split_is_the_same_position(held: list[Lot], parts: int) -> None:
    pieces = [lot.model_copy(update={"shares": lot.shares / parts}) for lot in held for _ in range(parts)]
    whole = {holding.ticker: holding.cost for holding in positions(held)}
    assert {
        holding.ticker: pytest.approx(holding.cost, rel=Decimal("1e-20")) for holding in positions(pieces)
    } == whole
