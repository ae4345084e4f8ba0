import numpy as np
import pytest

from ballast_core.shared.measures import month_returns, month_table
from ballast_core.shared.series import Series


def series(*points: tuple[str, float]) -> Series:
    """Return values by day."""
    days = np.array([day for day, _ in points], dtype="datetime64[D]")
    return Series(days, np.array([value for _, value in points], dtype=np.float64))


GAP = series(
    ("2024-11-15", 100),
    ("2024-11-29", 110),
    ("2024-12-31", 99),
    ("2025-02-03", 120),
    ("2025-02-28", 132),
    ("2025-03-03", 66),
)


def test_a_month_runs_from_the_last_value_before_it() -> None:
    months, returns = month_returns(GAP)
    assert months.astype(str).tolist() == ["2024-11", "2024-12", "2025-02", "2025-03"]
    assert returns == pytest.approx([0.1, -0.1, 132 / 99 - 1, -0.5])


def test_the_table_has_a_row_a_year_and_a_gap_where_no_point_is() -> None:
    table = month_table(GAP)
    assert table.years.tolist() == [2024, 2025]
    assert table.months[0, 10:] == pytest.approx([0.1, -0.1])
    assert np.flatnonzero(np.isfinite(table.months[1])).tolist() == [1, 2]


def test_a_year_runs_from_the_last_value_of_the_year_before() -> None:
    assert month_table(GAP).totals == pytest.approx([-0.01, 66 / 99 - 1])


def test_a_year_without_a_point_is_a_row_of_gaps() -> None:
    table = month_table(series(("2020-06-30", 1.0), ("2022-06-30", 2.0)))
    assert table.totals == pytest.approx([0, np.nan, 1], nan_ok=True)
    assert np.isnan(table.months[1]).all()


def test_a_first_month_of_one_point_has_returned_nothing() -> None:
    assert month_returns(series(("2020-06-30", 1.0)))[1].tolist() == [0]


def test_years_before_1970_keep_their_number() -> None:
    assert month_table(series(("1968-12-31", 1.0), ("1969-01-31", 2.0))).years.tolist() == [1968, 1969]


def test_a_point_without_a_value_does_not_count() -> None:
    assert month_returns(series(("2020-06-30", 1.0), ("2020-07-31", np.nan), ("2020-08-31", 2.0)))[
        1
    ].tolist() == [0, 1]


def test_no_points_make_an_empty_table() -> None:
    table = month_table(series())
    assert (table.years.size, table.months.shape, table.totals.size) == (0, (0, 12), 0)
