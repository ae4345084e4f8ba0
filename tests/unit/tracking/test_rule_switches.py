from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from ballast_core.shared.series import Series
from ballast_core.tracking.entities import Snapshot
from ballast_core.tracking.rules import ledger, tagged

type MakeSnapshot = Callable[..., Snapshot]

DAYS = np.array(["2026-01-01", "2026-01-02", "2026-01-05", "2026-01-06", "2026-01-07"], dtype="datetime64[D]")
META = Series(DAYS, np.array([100.0, 110.0, 121.0, 60.5, 60.5]))
NAMES = ["pine", "pine", "hma", "hma", "CASH"]


def test_an_entry_earns_from_the_point_before_its_first_one() -> None:
    entries = ledger(META, NAMES, {})
    assert [entry.sub_model for entry in entries] == ["pine", "hma", "CASH"]
    assert [entry.meta_return for entry in entries] == pytest.approx([0.1, 60.5 / 110 - 1, 0])


def test_an_entry_tells_its_days_and_points() -> None:
    hma = ledger(META, NAMES, {})[1]
    assert (hma.from_day, hma.to_day) == (date(2026, 1, 5), date(2026, 1, 6))
    assert (hma.days, hma.points) == (2, 2)


def test_the_entries_compound_to_the_total_return() -> None:
    returns = [entry.meta_return or 0 for entry in ledger(META, NAMES, {})]
    assert np.prod([1 + one for one in returns]) == pytest.approx(0.605)


def test_an_alternative_is_measured_over_the_same_time() -> None:
    other = Series(DAYS, np.array([10.0, 20.0, 30.0, 40.0, 40.0]))
    assert [entry.alternatives["other"] for entry in ledger(META, NAMES, {"other": other})] == pytest.approx(
        [1, 1, 0]
    )


def test_an_alternative_stands_at_its_last_value_while_that_is_fresh() -> None:
    other = Series(np.array(["2025-12-31", "2026-01-04"], dtype="datetime64[D]"), np.array([10.0, 15.0]))
    assert [entry.alternatives["other"] for entry in ledger(META, NAMES, {"other": other})] == pytest.approx(
        [0, 0.5, 0]
    )


@pytest.mark.parametrize("day", ["2025-12-01", "2026-01-03"])
def test_an_alternative_that_does_not_cover_the_time_has_no_return(day: str) -> None:
    other = Series(np.array([day], dtype="datetime64[D]"), np.array([10.0]))
    assert ledger(META, NAMES, {"other": other})[0].alternatives == {"other": None}


def test_an_alternative_without_a_value_has_no_return() -> None:
    nothing = Series(DAYS, np.full(5, np.nan))
    assert ledger(META, NAMES, {"other": nothing})[0].alternatives == {"other": None}


def test_points_of_an_unknown_sub_model_have_no_entry() -> None:
    entries = ledger(META, [None, None, "hma", "hma", "hma"], {})
    assert [(entry.sub_model, entry.points) for entry in entries] == [("hma", 3)]


def test_no_points_have_no_entries() -> None:
    assert ledger(Series(DAYS[:0], META.values[:0]), [], {}) == ()


def test_a_tag_counts_from_its_own_day_on(make_snapshot: MakeSnapshot) -> None:
    snapshots = [
        make_snapshot("2025-12-01"),
        make_snapshot("2026-01-02", sequence=1, tag="pine"),
        make_snapshot("2026-01-06", sequence=2, tag="hma"),
        make_snapshot("2026-01-06", sequence=3, tag="pi"),
    ]
    assert tagged(DAYS, snapshots) == (None, "pine", "pine", "pi", "pi")


def test_without_a_snapshot_no_day_has_a_sub_model() -> None:
    assert tagged(DAYS, []) == (None,) * 5
