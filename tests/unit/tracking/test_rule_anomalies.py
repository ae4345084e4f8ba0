from collections import Counter

import numpy as np
import pytest

from ballast_core.shared.arrays import Floats
from ballast_core.tracking.entities import StatusColumns
from ballast_core.tracking.rules import AnomalyKind, anomalies, overlay_at_records


def status(base: Floats, hours: int = 24) -> StatusColumns:
    """Return records that stand some hours apart, with what the program would have written."""
    at = np.datetime64("2026-01-01T00:00", "us") + np.arange(base.size) * np.timedelta64(hours, "h")
    empty = np.full(base.size, np.nan)
    bare = StatusColumns(at, base, empty, empty, np.arange(base.size) + 2)
    return StatusColumns(at, base, *overlay_at_records(bare), bare.line)


@pytest.fixture
def base(rng: np.random.Generator) -> Floats:
    return 10_000 * np.cumprod(1 + rng.normal(0, 0.005, 200))


def kinds(found: StatusColumns) -> Counter[str]:
    """Count what was found by its kind."""
    return Counter(odd.kind.value for odd in anomalies(found))


def test_a_file_that_agrees_with_itself_has_no_anomalies(base: Floats) -> None:
    assert anomalies(status(base)) == ()


def test_a_jump_tells_its_line_its_size_and_what_stood_before(base: Floats) -> None:
    base[100:] *= 1.2
    jump = next(odd for odd in anomalies(status(base)) if odd.kind is AnomalyKind.BASE_JUMP)
    assert (jump.row, jump.line, jump.value, jump.reference) == (100, 102, base[100], base[99])
    assert jump.size == pytest.approx(base[100] / base[99] - 1)


@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_a_wrong_record_jumps_where_it_begins_and_where_it_ends(base: Floats, factor: float) -> None:
    base[100] *= factor
    rows = [odd.row for odd in anomalies(status(base)) if odd.kind is AnomalyKind.BASE_JUMP]
    assert rows == [100, 101]


def test_within_a_day_less_is_odd(base: Floats) -> None:
    base[101:] *= 1.12  # at 02:00 of a day, two hours after its first record
    assert kinds(status(base, hours=24))["base_jump"] == 0
    assert kinds(status(base[:200], hours=2))["base_jump"] == 1


def test_large_moves_are_usual_where_all_moves_are_large(rng: np.random.Generator) -> None:
    wild = 10_000 * np.cumprod(np.exp(rng.uniform(-0.3, 0.3, 200)))
    assert kinds(status(wild))["base_jump"] == 0


def test_a_traded_value_that_does_not_follow_is_told_with_what_would(base: Floats) -> None:
    found = status(base)
    right = float(found.traded[50])
    found.traded[50] = right * 1.001
    (odd,) = anomalies(found)
    assert (odd.kind, odd.row) == (AnomalyKind.TRADED_DISAGREES, 50)
    assert (odd.reference, odd.size) == (right, pytest.approx(0.001))


@pytest.mark.parametrize(("stored", "size"), [(1.0, 1), (0.0, -1)])
def test_a_signal_that_does_not_follow_is_told(base: Floats, stored: float, size: float) -> None:
    found = status(base)
    row = int(np.flatnonzero(found.signal == 1 - stored)[0])
    found.signal[row] = stored
    (odd,) = anomalies(found)
    assert (odd.kind, odd.row, odd.size) == (AnomalyKind.SIGNAL_DISAGREES, row, size)


def test_records_of_one_value_can_only_jump(base: Floats) -> None:
    found = status(base)
    found.signal[:] = np.nan
    found.traded[:] = np.nan
    assert anomalies(found) == ()


@pytest.mark.parametrize("size", [0, 1, 2])
def test_hardly_any_records_have_no_anomalies(base: Floats, size: int) -> None:
    assert anomalies(status(base[:size])) == ()
