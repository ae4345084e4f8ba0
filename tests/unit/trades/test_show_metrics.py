"""Metrics of files and the portfolio, correlations and months, through their use cases."""

from datetime import date

import pytest
from tests.trade_columns import columns
from tests.trade_portfolios import asked, marked, reader

from ballast_core.trades import (
    BadSelectionError,
    CorrelationAsk,
    Direction,
    MetricsRow,
    Selection,
    ShowCorrelations,
    ShowCta,
    ShowMetrics,
    ShowMonths,
    ShowRolling,
    TradeBook,
)

LONG = marked(
    columns(
        [100.0, -40.0], ["2024-01-02T15:00", "2024-01-04T15:00"], ["2024-01-01T10:00", "2024-01-03T10:00"]
    ),
    {"2024-01-01": 30.0, "2024-01-02": 70.0, "2024-01-03": -60.0, "2024-01-04": 20.0},
)
SHORT = marked(
    columns([50.0], ["2024-01-05T15:00"], ["2024-01-04T10:00"], side=[-1], contracts=[2], drawdown=[-80]),
    {"2024-01-04": -10.0, "2024-01-05": 60.0},
)
UNMARKED = TradeBook(columns([7.0], ["2024-02-05T15:00"], ["2024-02-01T10:00"]), None)


def row(label: str, *, selection: Selection | None = None, **books: TradeBook) -> MetricsRow:
    view = asked(ShowMetrics(reader(**books))(selection or Selection(account_equity=1_000)))
    return next(row for row in view.rows if row.label == label)


def test_the_portfolio_comes_first_and_has_the_sum_of_its_files() -> None:
    view = asked(ShowMetrics(reader(a=LONG, q=SHORT))(Selection()))
    assert [row.label for row in view.rows] == ["Portfolio", "a.xlsx", "q.xlsx"]
    assert [row.all.net_profit for row in view.rows] == [110.0, 60.0, 50.0]
    assert [row.all.marked_profit for row in view.rows] == [110.0, 60.0, 50.0]


def test_sides_stand_side_by_side() -> None:
    whole = row("Portfolio", a=LONG, q=SHORT)
    assert (whole.long.net_profit, whole.short.net_profit) == (60.0, 50.0)
    assert (whole.long.closed_trades, whole.short.closed_trades) == (2, 1)
    assert (whole.long.final_equity, whole.short.final_equity) == (1_060.0, 1_050.0)


def test_a_side_without_a_trade_has_figures_and_no_ratios() -> None:
    short = row("a.xlsx", a=LONG).short
    assert (short.closed_trades, short.net_profit, short.final_equity) == (0, 0.0, 1_000.0)
    assert (short.profit_factor, short.sharpe, short.win_rate, short.return_on_account) == (None,) * 4
    assert (short.most_contracts_held, short.time_in_market, short.margin_required) == (0.0, 0.0, 0.0)


def test_time_is_counted_from_the_first_entry_to_the_last_bar() -> None:
    found = row("a.xlsx", a=LONG)
    held, whole = 29 + 29, 3 * 24 + 5
    assert found.all.time_in_market == pytest.approx(held / whole)
    assert found.all.longest_flat_days == pytest.approx(19 / 24)
    assert found.short.longest_flat_days == pytest.approx(whole / 24)


def test_a_selection_of_one_side_leaves_the_other_empty() -> None:
    found = row("a.xlsx", a=LONG, selection=Selection(direction=Direction.LONG))
    assert found.all == found.long
    assert found.short.closed_trades == 0


def test_the_account_required_has_room_for_the_deepest_day_and_the_margin() -> None:
    found = row("q.xlsx", q=SHORT).all
    assert found.margin_required == 8_000.0
    assert found.intraday_drawdown is not None
    assert found.intraday_drawdown <= -80.0
    assert found.account_size_required == -found.intraday_drawdown + 8_000.0
    assert found.return_on_account == pytest.approx(50.0 / (8_000.0 - found.intraday_drawdown))


def test_an_unknown_margin_costs_only_the_figures_that_need_it() -> None:
    view = asked(ShowMetrics(reader(x=LONG))(Selection()))
    found = view.rows[1].all
    assert (found.margin_required, found.account_size_required, found.return_on_account) == (None,) * 3
    assert found.net_profit == 60.0
    assert "XX" in view.about.notes[-1]


def test_a_file_without_marks_counts_closed_profit_and_says_so() -> None:
    view = asked(ShowMetrics(reader(a=UNMARKED))(Selection(account_equity=1_000)))
    assert view.rows[0].all.final_equity == 1_007.0
    assert any("no daily marks" in note for note in view.about.notes)


def test_an_open_trade_counts_in_marked_profit_alone() -> None:
    book = marked(
        columns([5.0, 0.0], ["2024-01-02", ""], ["2024-01-01", "2024-01-03"]),
        {"2024-01-02": 5.0, "2024-01-03": 9.0},
    )
    found = row("a.xlsx", a=book).all
    assert (found.closed_trades, found.open_trades, found.net_profit, found.marked_profit) == (
        1,
        1,
        5.0,
        14.0,
    )


def test_a_lost_account_is_told() -> None:
    view = asked(ShowMetrics(reader(a=LONG))(Selection(account_equity=50)))
    assert view.rows[0].all.marked_drawdown_share <= -0.4
    assert not view.about.notes
    lost = Selection(account_equity=1, multipliers={"a": 3.0}, start=date(2024, 1, 3))
    view = asked(ShowMetrics(reader(a=LONG))(lost))
    assert "Portfolio, a.xlsx fell to nothing" in view.about.notes[0]


def test_a_multiplier_scales_money_and_contracts_once() -> None:
    once = row("q.xlsx", q=SHORT).all
    twice = row("q.xlsx", q=SHORT, selection=Selection(multipliers={"q": 2.0}, account_equity=1_000)).all
    assert (twice.net_profit, twice.most_contracts_held) == (2 * once.net_profit, 4.0)
    assert twice.profit_factor == once.profit_factor


def test_the_table_has_a_row_for_each_side() -> None:
    table = asked(ShowMetrics(reader(a=LONG))(Selection())).table()
    assert len(table) == 6
    assert [column.name for column in table.columns[:7]] == [
        *("kind", "file", "name", "symbol", "interval", "strategy", "side"),
    ]


def test_files_without_a_common_day_have_no_common_window_and_no_coefficient() -> None:
    view = asked(ShowCorrelations(reader(a=LONG, b=UNMARKED))(Selection()))
    assert (view.common, view.days, view.matrix[0][1], view.overlap[0][1]) == (False, 0, None, 0)
    assert any("no two days in common" in note for note in view.about.notes)


def test_pairs_that_do_overlap_are_compared_when_all_do_not() -> None:
    other = marked(SHORT.trades, {"2024-01-02": 1.0, "2024-01-03": -3.0, "2024-01-04": 2.0})
    view = asked(ShowCorrelations(reader(a=LONG, q=other, b=UNMARKED))(Selection(), CorrelationAsk()))
    places = {label.ref: at for at, label in enumerate(view.labels)}
    assert view.overlap[places["a"]][places["q"]] == 3
    assert view.matrix[places["a"]][places["q"]] is not None
    assert view.matrix[places["b"]][places["q"]] is None


def test_ranks_of_many_files_without_a_common_day_are_refused() -> None:
    many = {f"a{at}": LONG for at in range(100)}
    ask = CorrelationAsk(method="spearman")
    with pytest.raises(BadSelectionError, match="100 files at most"):
        asked(ShowCorrelations(reader(b=UNMARKED, **many))(Selection(), ask))
    assert asked(ShowCorrelations(reader(**many))(Selection(), ask)).common


def test_the_capsule_marks_partial_months_and_the_year() -> None:
    view = asked(ShowCta(reader(a=LONG, b=UNMARKED))(Selection(account_equity=1_000)))
    assert [one.partial for one in view.months] == [False, True]
    assert [one.profit for one in view.months] == [60.0, 7.0]
    assert view.months[1].beginning_equity == 1_060.0
    assert view.year_to_date.partial
    assert view.since_start.total_rate == pytest.approx(0.067)
    assert any("2024-02" in note for note in view.about.notes)


def test_the_grid_begins_in_january_whatever_the_first_month() -> None:
    late = marked(columns([5.0], ["2023-11-02"], ["2023-11-01"]), {"2023-11-01": 1.0, "2024-01-02": 4.0})
    view = asked(ShowMonths(reader(a=late))(Selection()))
    assert [one.year for one in view.years] == [2023, 2024]
    assert view.years[0].profits == (*[None] * 10, 1.0, 0.0)
    assert view.years[1].profits == (4.0, *[None] * 11)
    assert view.years[0].profit == 1.0


def test_a_moving_window_needs_a_month() -> None:
    rolling = ShowRolling(reader(a=LONG))
    assert asked(rolling(Selection(), 1)).rows[0].profit == 60.0
    with pytest.raises(BadSelectionError, match="at least 1 month"):
        asked(rolling(Selection(), 0))
