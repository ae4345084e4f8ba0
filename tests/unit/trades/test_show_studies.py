"""Falls, single trades, groups, other costs, starts and drawn futures, through their use cases."""

from datetime import date

import pytest
from tests.trade_columns import columns
from tests.trade_paths import course
from tests.trade_portfolios import asked, marked, reader

from ballast_adapters.memory.computing import InlineComputing
from ballast_core.shared.progress import Progress
from ballast_core.trades import (
    BadSelectionError,
    BreakdownAsk,
    CostsAsk,
    Direction,
    Selection,
    ShowBreakdown,
    ShowCosts,
    ShowExcursions,
    ShowMetrics,
    ShowStartDates,
    ShowUnderwater,
    SimulateDrawdowns,
    SimulationSpec,
    SimulationView,
    StartDatesAsk,
)

BOOK = marked(
    columns(
        [100.0, -40.0, 0.0],
        ["2024-01-02T15:00", "2024-01-04T15:30", ""],
        ["2024-01-01T10:00", "2024-01-03T10:00", "2024-01-05T09:00"],
        run_up=[130.0, 20.0, 4.0],
        drawdown=[-10.0, -60.0, -1.0],
        commission=[4.0, 4.0, 2.0],
        slippage=[6.0, 6.0, 3.0],
    ),
    {"2024-01-01": 30.0, "2024-01-02": 70.0, "2024-01-03": -60.0, "2024-01-04": 20.0, "2024-01-05": -8.0},
)
SMALL = Selection(account_equity=1_000)


def test_falls_are_listed_by_their_depth_in_money() -> None:
    book = marked(
        BOOK.trades, dict(zip(_days(6), [-100.0, 100.0, 1_000.0, -120.0, 300.0, -1.0], strict=True))
    )
    view = asked(ShowUnderwater(reader(a=book))(SMALL))
    assert [(fall.depth, fall.depth_share) for fall in view.falls] == [
        (-120.0, pytest.approx(-0.06)),
        (-100.0, pytest.approx(-0.1)),
        (-1.0, pytest.approx(-1 / 2_180)),
    ]
    assert [fall.peak_day for fall in view.falls] == [date(2024, 1, 3), None, date(2024, 1, 5)]
    assert [fall.recovery_day for fall in view.falls] == [date(2024, 1, 5), date(2024, 1, 2), None]
    assert (view.count, view.current, view.share) == (3, -1.0, 0.5)


def test_only_the_deepest_falls_are_listed_when_so_asked() -> None:
    show = ShowUnderwater(reader(a=BOOK))
    assert len(asked(show(SMALL, 1)).falls) == 1
    assert len(asked(show(SMALL, 0)).falls) == asked(show(SMALL)).count
    with pytest.raises(BadSelectionError):
        asked(show(SMALL, -1))


def test_an_excursion_is_that_of_a_closed_trade_with_its_file() -> None:
    view = asked(ShowExcursions(reader(a=BOOK))(SMALL))
    assert [(one.file, one.number, one.mae, one.mfe) for one in view.trades] == [
        ("a", 1, -10, 130),
        ("a", 2, -60, 20),
    ]
    assert (view.average_mae_of_wins, view.average_mfe_of_losses) == (-10.0, 20.0)
    assert view.trades[0].efficiency == pytest.approx(110 / 140)
    assert (view.raw_points, view.sent_points) == (2, 2)


def test_a_scatter_of_three_points_is_refused() -> None:
    with pytest.raises(BadSelectionError, match="at least 4"):
        asked(ShowExcursions(reader(a=BOOK))(SMALL, 3))


@pytest.mark.parametrize(
    ("ask", "groups"),
    [
        (BreakdownAsk(), ["Tuesday", "Thursday"]),
        (BreakdownAsk(at="entry"), ["Monday", "Wednesday"]),
        (BreakdownAsk(by="hour"), ["15:00"]),
        (BreakdownAsk(by="month"), ["January"]),
        (BreakdownAsk(by="year"), ["2024"]),
        (BreakdownAsk(by="side"), ["long"]),
        (BreakdownAsk(by="symbol"), ["MES"]),
        (BreakdownAsk(by="file"), ["a.xlsx"]),
        (BreakdownAsk(by="strategy"), ["a"]),
    ],
)
def test_groups_hold_every_closed_trade(ask: BreakdownAsk, groups: list[str]) -> None:
    view = asked(ShowBreakdown(reader(a=BOOK))(SMALL, ask))
    assert [group.group for group in view.groups] == groups
    assert sum(group.trades for group in view.groups) == 2
    assert sum(group.net_profit for group in view.groups) == 60.0
    assert sum(group.share for group in view.groups) == 1.0


def test_without_a_closed_trade_there_is_no_group() -> None:
    book = marked(columns([0.0], [""], ["2024-01-01T10:00"]), {"2024-01-01": 3.0})
    for by in ("weekday", "year", "file"):
        assert asked(ShowBreakdown(reader(a=book))(SMALL, BreakdownAsk(by=by))).groups == ()


def test_the_costs_of_the_files_change_nothing() -> None:
    view = asked(ShowCosts(reader(a=BOOK))(SMALL))
    assert {effect.change for effect in view.effects} <= {0.0, None}
    assert view.equity_before == view.equity_after


def test_dearer_trades_cost_each_side_on_its_day() -> None:
    view = asked(ShowCosts(reader(a=BOOK))(SMALL, CostsAsk(extra=1.0)))
    effects = {effect.figure: effect for effect in view.effects}
    assert effects["net_profit"].change == -4.0
    assert effects["marked_profit"].change == -5.0  # the open trade has paid its entry
    paid = [before - after for before, after in zip(view.equity_before, view.equity_after, strict=True)]
    assert paid == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert (view.files[0].sides, view.files[0].before, view.files[0].after) == (4.0, 60.0, 56.0)
    assert view.break_even == view.files[0].break_even == 20.0


def test_at_the_break_even_cost_closed_trades_earn_nothing() -> None:
    show = ShowCosts(reader(a=BOOK))
    cost = asked(show(SMALL)).break_even
    view = asked(show(SMALL, CostsAsk(commission=cost, slippage=0.0)))
    assert {effect.figure: effect.after for effect in view.effects}["net_profit"] == pytest.approx(0.0)


def test_a_trade_that_ends_after_the_dates_has_paid_its_entry_within() -> None:
    window = SMALL.model_copy(update={"end": date(2024, 1, 3)})
    view = asked(ShowCosts(reader(a=BOOK))(window, CostsAsk(extra=1.0)))
    paid = [before - after for before, after in zip(view.equity_before, view.equity_after, strict=True)]
    assert paid == [1.0, 2.0, 3.0]


def test_costs_before_are_the_metrics() -> None:
    read = reader(a=course(3).book, b=course(4).book)
    whole = asked(ShowMetrics(read)(SMALL)).rows[0].all
    for effect in asked(ShowCosts(read)(SMALL, CostsAsk(commission=9.0))).effects:
        assert effect.before == getattr(whole, effect.figure)


def test_starts_tell_how_long_they_took_and_how_many_were_under_water() -> None:
    view = asked(ShowStartDates(reader(a=BOOK))(SMALL, StartDatesAsk(horizons=(1, 2, 99))))
    assert [start.profit for start in view.starts] == [52.0, 22.0, -48.0, 12.0, -8.0]
    assert [start.days_to_profit for start in view.starts] == [1, 1, None, 1, None]
    assert [(one.days, one.starts, one.share_under) for one in view.horizons] == [
        (1, 5, 0.4),
        (2, 4, 0.25),
        (99, 0, None),
    ]
    assert (view.worst_drawdown, view.worst_start, view.never_in_profit) == (-60.0, date(2024, 1, 1), 2)


def test_a_horizon_has_a_day() -> None:
    with pytest.raises(BadSelectionError):
        asked(ShowStartDates(reader(a=BOOK))(SMALL, StartDatesAsk(horizons=(0,))))


def simulated(**given: object) -> SimulationView:
    spec = SimulationSpec.model_validate(
        {"selection": SMALL, "paths": 600, "horizon_days": 30, "block_days": 3} | given
    )
    return asked(SimulateDrawdowns(reader(a=course(7).book), InlineComputing())(spec))


def test_the_same_seed_gives_the_same_odds_and_another_one_others() -> None:
    assert simulated() == simulated()
    assert simulated().percentiles != simulated(seed=2).percentiles


def test_odds_and_percentiles_agree_with_each_other() -> None:
    view = simulated(drawdowns=(0.0, 0.2, 9.0))
    assert [one.probability for one in view.odds][::2] == [1.0, 0.0]
    assert sorted(one.drawdown for one in view.percentiles) == [one.drawdown for one in view.percentiles]
    middle = next(one for one in view.percentiles if one.share == 0.5)
    assert [line.equity[-1] for line in view.fan if line.share == 0.5] == [
        pytest.approx(1_000 + middle.profit)
    ]
    assert {line.equity[0] for line in view.fan} == {1_000.0}
    assert len(view.fan_days) == len(view.fan[0].equity)
    assert (view.fan_days[0], view.fan_days[-1]) == (0, 30)


def test_ruin_counts_accounts_that_fell_so_far() -> None:
    assert simulated(ruin=0.0).probability_of_ruin <= simulated(ruin=0.9).probability_of_ruin
    assert simulated(ruin=0.999).probability_of_ruin > 0.5


def test_progress_is_told_part_by_part() -> None:
    heard: list[Progress] = []
    spec = SimulationSpec(selection=SMALL, paths=600, horizon_days=10, block_days=3)
    asked(SimulateDrawdowns(reader(a=course(7).book), InlineComputing())(spec, heard.append))
    assert [(one.done, one.total) for one in heard] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert heard[-1].said == "600 of 600 futures drawn"


def test_a_block_must_fit_into_the_days() -> None:
    with pytest.raises(BadSelectionError, match="does not fit"):
        asked(
            SimulateDrawdowns(reader(a=BOOK), InlineComputing())(
                SimulationSpec(selection=SMALL, block_days=20)
            )
        )


def test_a_side_alone_can_be_simulated() -> None:
    assert simulated(selection=SMALL.model_copy(update={"direction": Direction.SHORT})).days > 0


def _days(count: int) -> list[str]:
    return [f"2024-01-{day:02}" for day in range(1, count + 1)]
