import numpy as np

from ballast_core.tracking.entities import StatusColumns
from ballast_core.tracking.rules import daily, series_of

AT = np.array(
    ["2016-01-29T22:00", "2016-01-30T09:00", "2016-01-30T18:00", "2016-01-28T08:00", "2016-01-30T17:00"],
    dtype="datetime64[us]",
)
STATUS = StatusColumns(
    at=AT,
    base=np.array([100.0, 101.0, 102.0, 99.0, 103.0]),
    signal=np.array([np.nan, 1.0, 0.0, np.nan, 1.0]),
    traded=np.array([np.nan, 200.0, 201.0, np.nan, 202.0]),
    line=np.arange(1, 6),
)


def test_the_last_record_of_a_date_in_the_file_counts_whatever_its_time() -> None:
    assert daily(STATUS).base.tolist() == [99, 100, 103]


def test_days_ascend_and_none_is_left_out() -> None:
    assert daily(STATUS).days.astype(str).tolist() == ["2016-01-28", "2016-01-29", "2016-01-30"]


def test_traded_is_base_where_a_record_has_none() -> None:
    assert series_of(daily(STATUS), "traded").values.tolist() == [99, 100, 202]


def test_traded_only_leaves_such_days_out() -> None:
    only = series_of(daily(STATUS), "traded_only")
    assert (only.days.astype(str).tolist(), only.values.tolist()) == (["2016-01-30"], [202])


def test_base_is_the_portfolio() -> None:
    assert series_of(daily(STATUS), "base").values.tolist() == [99, 100, 103]


def test_no_records_make_no_points() -> None:
    nothing = StatusColumns(AT[:0], *(np.array([]) for _ in range(3)), np.array([], dtype=np.int64))
    assert len(daily(nothing)) == 0
