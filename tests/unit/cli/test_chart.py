from datetime import date, datetime, timedelta

from ballast_adapters.cli.chart import chart
from ballast_core.shared.table import Column

START = date(2024, 1, 1)


def days(count: int) -> list[date]:
    return [START + timedelta(days=at) for at in range(count)]


def test_a_rising_line_fills_more_and_more_of_the_height() -> None:
    rows = chart(days(100), Column("value", [float(at) for at in range(100)], "money"), 48)
    filled = [row.rstrip("0123456789. ").count("█") for row in rows[:8]]
    assert filled == sorted(filled)
    assert filled[0] > 0


def test_the_highest_and_the_lowest_value_stand_at_the_side() -> None:
    rows = chart(days(3), Column("value", [1.0, 3.0, 2.0], "money"), 40)
    assert (rows[0].split()[-1], rows[7].split()[-1]) == ("3.00", "1.00")


def test_both_days_stand_below() -> None:
    assert chart(days(31), Column("value", [1.0] * 31, "money"), 40)[-1].split() == [
        "2024-01-01",
        "2024-01-31",
    ]


def test_time_runs_evenly_where_points_do_not() -> None:
    late = [START, START + timedelta(days=90), START + timedelta(days=100)]
    rows = chart(late, Column("value", [0.0, 8.0, 8.0], "money"), 105)
    assert rows[0].index("█") == 89  # the column that ends with day 90


def test_a_chart_keeps_to_its_width() -> None:
    rows = chart(days(500), Column("value", [float(at) for at in range(500)], "money"), 60)
    assert max(map(len, rows)) <= 60


def test_points_without_a_value_are_left_out() -> None:
    rows = chart(days(3), Column("return", [None, 0.1, 0.2], "fraction"), 40)
    assert rows[-1].split()[0] == "2024-01-02"


def test_a_single_point_is_no_line() -> None:
    assert chart(days(1), Column("value", [1.0], "money"), 40) == []


def test_of_steps_within_a_day_the_farthest_from_zero_is_drawn() -> None:
    moments = [datetime.fromisoformat("2024-01-01") + timedelta(hours=at) for at in range(2_400)]
    line = Column("net_position", [6.0 if at == 1_000 else -1.0 for at in range(2_400)], "number")
    rows = chart(moments, line, 40)
    assert rows[0].split()[-1] == "6.00"
    assert rows[-1].split() == ["2024-01-01", "2024-04-09"]
