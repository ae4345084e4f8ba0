from collections.abc import Callable
from datetime import date

import pytest

from ballast_core.tracking.entities import Snapshot
from ballast_core.tracking.rules import active_sub_model, carry_tags, current, effective

type MakeSnapshot = Callable[..., Snapshot]


def test_of_several_blocks_of_a_day_the_last_one_counts(make_snapshot: MakeSnapshot) -> None:
    first, again = make_snapshot("2026-01-02"), make_snapshot("2026-01-02", sequence=1)
    assert effective([again, first]) == (again,)


def test_snapshots_count_in_the_order_of_their_days(make_snapshot: MakeSnapshot) -> None:
    old, new = make_snapshot("2025-12-01", sequence=1), make_snapshot("2026-01-02")
    assert effective([new, old]) == (old, new)
    assert current([new, old]) == new


@pytest.mark.parametrize(
    ("on", "expected"), [("2026-01-01", None), ("2026-01-02", 1), ("2026-01-31", 1), ("2026-03-01", 2)]
)
def test_the_current_snapshot_is_the_latest_up_to_a_day(
    make_snapshot: MakeSnapshot, on: str, expected: int | None
) -> None:
    snapshots = [make_snapshot("2026-01-02", sequence=1), make_snapshot("2026-02-02", sequence=2)]
    found = current(snapshots, date.fromisoformat(on))
    assert (found and found.sequence) == expected


def test_a_tag_is_carried_until_the_next_one_and_never_back(make_snapshot: MakeSnapshot) -> None:
    days = ["2026-01-02", "2026-02-02", "2026-03-02", "2026-04-02"]
    tags = [None, "pine", None, "hma"]
    snapshots = [make_snapshot(day, tag=tag) for day, tag in zip(days, tags, strict=True)]
    carried = carry_tags(snapshots[::-1])
    assert [snapshot.active_sub_model for snapshot in carried] == [None, "pine", "pine", "hma"]
    assert [snapshot.active_sub_model for snapshot in snapshots] == tags


def test_the_active_sub_model_is_that_of_the_last_tag(make_snapshot: MakeSnapshot) -> None:
    snapshots = [make_snapshot("2026-01-02", tag="pine"), make_snapshot("2026-02-02")]
    assert active_sub_model(snapshots) == "pine"
    assert active_sub_model(snapshots, date(2025, 12, 31)) is None
    assert active_sub_model([]) is None
