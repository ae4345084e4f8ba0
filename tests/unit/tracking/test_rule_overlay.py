import numpy as np
import pytest

from ballast_core.shared.arrays import Floats
from ballast_core.tracking.entities import StatusColumns
from ballast_core.tracking.rules import (
    Reproduction,
    daily,
    overlay,
    overlay_at_records,
    reproduction,
    signals,
)


def plain_signals(base: Floats) -> list[float]:
    """State the rule point by point, slowly."""
    middle: list[float] = []
    for i, value in enumerate(base):
        windows = [base[max(1, i - span) : i + 1] if i else [value] for span in (5, 9, 13, 17)]
        middle.append(np.mean([min(w) for w in windows]) / 2 + np.mean([max(w) for w in windows]) / 2)
    below = [np.mean(middle[max(0, i - 5) : i + 1]) > middle[i] for i in range(len(middle))]
    return [0.0 if low and i else 1.0 for i, low in enumerate(below)]


def walk(rng: np.random.Generator, size: int) -> Floats:
    """Return a random walk that starts at 10,000."""
    return 10_000 * np.cumprod(1 + rng.normal(0, 0.02, size))


def records(rng: np.random.Generator, size: int) -> StatusColumns:
    """Return records of which about every second shares its date with the one before."""
    at = np.datetime64("2016-01-01T08:00", "us") + np.cumsum(rng.integers(1, 24, size)) * np.timedelta64(
        1, "h"
    )
    return StatusColumns(
        at, walk(rng, size), np.full(size, np.nan), np.full(size, np.nan), np.arange(size) + 1
    )


def written(status: StatusColumns) -> StatusColumns:
    """Return the records as the program itself would have written them."""
    signal, traded = overlay_at_records(status)
    return StatusColumns(status.at, status.base, signal, traded, status.line)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 19, 300])
def test_signals_agree_with_the_rule_point_by_point(rng: np.random.Generator, size: int) -> None:
    base = walk(rng, size)
    assert signals(base).tolist() == plain_signals(base)


def test_the_first_signal_is_one() -> None:
    assert signals(np.array([100.0, 50.0, 40.0, 30.0])).tolist() == [1, 0, 0, 0]


def test_the_overlay_starts_at_base_and_earns_where_the_signal_is_one() -> None:
    values = overlay(np.array([100.0, 110.0, 99.0, 108.9]), np.array([0.0, 1.0, 0.0, 1.0]))
    assert values == pytest.approx([100, 110, 110, 121])


def test_the_lagged_overlay_earns_with_the_signal_of_the_point_before() -> None:
    values = overlay(np.array([100.0, 110.0, 99.0, 108.9]), np.array([0.0, 1.0, 0.0, 1.0]), lag=1)
    assert values == pytest.approx([100, 100, 90, 90])


@pytest.mark.parametrize("lag", [0, 1])
def test_no_points_have_no_overlay(lag: int) -> None:
    assert overlay(np.array([]), np.array([]), lag=lag).size == 0


def test_a_record_describes_the_records_before_it(rng: np.random.Generator) -> None:
    status = records(rng, 120)
    signal, traded = overlay_at_records(status)
    for k in range(1, 120):
        before = daily(
            StatusColumns(*(getattr(status, name)[:k] for name in ("at", "base", "signal", "traded", "line")))
        )
        expected = signals(before.base)
        assert signal[k] == expected[-1]
        assert traded[k] == pytest.approx(overlay(before.base, expected)[-1], rel=1e-12)


def test_the_first_record_has_nothing_before_it(rng: np.random.Generator) -> None:
    signal, traded = overlay_at_records(records(rng, 3))
    assert np.isnan([signal[0], traded[0]]).all()


def test_what_the_program_wrote_is_reproduced_in_full(rng: np.random.Generator) -> None:
    assert reproduction(written(records(rng, 100))) == Reproduction(records=99, signal=1, traded=1)


def test_a_traded_value_off_by_a_hundred_thousandth_is_not_reproduced(rng: np.random.Generator) -> None:
    status = written(records(rng, 101))
    status.traded[50] *= 1 + 1e-5
    assert reproduction(status).traded == 0.99


def test_records_without_signal_reproduce_nothing(rng: np.random.Generator) -> None:
    found = reproduction(records(rng, 5))
    assert found.records == 0
    assert np.isnan([found.signal, found.traded]).all()


def test_no_records_reproduce_nothing(rng: np.random.Generator) -> None:
    assert reproduction(records(rng, 0)).records == 0
