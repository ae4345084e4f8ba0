from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import isnan

import pytest

from ballast_core.tracking.entities import Holding, Snapshot
from ballast_core.tracking.rules import buy_days, positions, turnover, turnovers

type MakeSnapshot = Callable[..., Snapshot]


def by_ticker(holdings: tuple[Holding, ...]) -> dict[str, Holding]:
    """Return the holdings by ticker."""
    return {holding.ticker: holding for holding in holdings}


@pytest.fixture
def held(make_snapshot: MakeSnapshot) -> Snapshot:
    return make_snapshot("2026-01-30", "CASH 1000 1.00", "WBD 15 28.00", "AMAT 10 200", "WBD 35 29.98")


def test_the_lots_of_a_ticker_are_one_position_at_their_average_price(held: Snapshot) -> None:
    wbd = by_ticker(positions(held.lots))["WBD"]
    assert (wbd.lots, wbd.shares, wbd.cost) == (2, 50, Decimal("1469.30"))
    assert wbd.purchase_price == Decimal("29.386")


def test_the_costliest_position_comes_first_and_cash_last(held: Snapshot) -> None:
    assert [holding.ticker for holding in positions(held.lots)] == ["AMAT", "WBD", "CASH"]


def test_weights_at_cost_count_cash_and_add_up_to_one(held: Snapshot) -> None:
    holdings = positions(held.lots)
    assert sum(holding.weight for holding in holdings) == pytest.approx(1)
    assert by_ticker(holdings)["AMAT"].weight == pytest.approx(2000 / 4469.3)


def test_weights_at_price_need_a_price_for_every_position(held: Snapshot) -> None:
    holdings = positions(held.lots, prices={"AMAT": Decimal(300)})
    assert [holding.weight_at_price for holding in holdings] == [None, None, None]
    assert by_ticker(holdings)["AMAT"].current_price == 300
    assert by_ticker(holdings)["WBD"].current_price is None


def test_weights_at_price_use_last_prices_and_cash_at_one(held: Snapshot) -> None:
    holdings = by_ticker(positions(held.lots, prices={"AMAT": Decimal(300), "WBD": Decimal(20)}))
    assert holdings["AMAT"].weight_at_price == pytest.approx(3000 / 5000)
    assert holdings["CASH"].weight_at_price == pytest.approx(1000 / 5000)


def test_ranks_and_buy_days_stand_beside_their_ticker(held: Snapshot) -> None:
    wbd = by_ticker(positions(held.lots, ranks={"WBD": 47}, buy_days={"WBD": date(2025, 12, 1)}))["WBD"]
    assert (wbd.rank, wbd.buy_day) == (47, date(2025, 12, 1))


def test_negative_cash_stays_negative(make_snapshot: MakeSnapshot) -> None:
    holdings = positions(make_snapshot("2014-02-04", "A 10 10", "CASH -20 1").lots)
    assert by_ticker(holdings)["CASH"].weight == pytest.approx(-0.25)
    assert by_ticker(holdings)["A"].weight == pytest.approx(1.25)


def test_a_portfolio_that_cost_nothing_has_no_weights(make_snapshot: MakeSnapshot) -> None:
    (nothing,) = positions(make_snapshot("2026-01-02", "A 0 10").lots)
    assert isnan(nothing.weight)
    assert nothing.purchase_price == 0


def test_no_lots_are_no_positions() -> None:
    assert positions(()) == ()


def test_a_ticker_is_held_since_the_last_snapshot_without_it(make_snapshot: MakeSnapshot) -> None:
    snapshots = [
        make_snapshot("2026-01-02", "A 1 1", "B 1 1", "CASH 1 1"),
        make_snapshot("2026-02-02", "B 2 1", "CASH 1 1"),
        make_snapshot("2026-03-02", "A 1 1", "B 3 1", "C 0 1", "CASH 1 1"),
    ]
    assert buy_days(snapshots) == {"A": date(2026, 3, 2), "B": date(2026, 1, 2)}


def test_a_block_that_is_replaced_the_same_day_does_not_break_a_holding(make_snapshot: MakeSnapshot) -> None:
    snapshots = [
        make_snapshot("2026-01-02", "A 1 1"),
        make_snapshot("2026-02-02", "B 1 1", sequence=1),
        make_snapshot("2026-02-02", "A 1 1", sequence=2),
    ]
    assert buy_days(snapshots) == {"A": date(2026, 1, 2)}


def test_turnover_is_half_of_all_weight_changes(make_snapshot: MakeSnapshot) -> None:
    before = make_snapshot("2026-01-02", "A 50 1", "B 30 1", "CASH 20 1")
    after = make_snapshot("2026-02-02", "A 50 1", "C 40 1", "CASH 10 1")
    assert turnover(before, after) == pytest.approx(0.4)


def test_a_portfolio_that_grew_in_proportion_turned_nothing_over(make_snapshot: MakeSnapshot) -> None:
    before = make_snapshot("2026-01-02", "A 50 1", "CASH 50 1")
    assert turnover(before, make_snapshot("2026-02-02", "A 100 1", "CASH 100 1")) == pytest.approx(0)


def test_turnovers_compare_each_day_with_the_one_before(make_snapshot: MakeSnapshot) -> None:
    snapshots = [
        make_snapshot("2026-03-02", "B 1 1", sequence=2),
        make_snapshot("2026-01-02", "A 1 1"),
        make_snapshot("2026-02-02", "A 2 1", sequence=1),
    ]
    assert turnovers(snapshots) == ((date(2026, 2, 2), 0.0), (date(2026, 3, 2), 1.0))
