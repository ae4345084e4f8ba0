"""Positions of several files, added up over all their events."""

import numpy as np
import pytest

from ballast_core.trades.rules.portfolio import Steps
from ballast_core.trades.rules.positions import added

HOUR = np.timedelta64(1, "h")
BEGIN = np.datetime64("2024-01-02T09:30", "us")


def drawn(rng: np.random.Generator, apart: int, values: list[float]) -> list[Steps]:
    return [
        Steps(BEGIN + np.cumsum(rng.integers(1, 4, 200)) * apart * HOUR, rng.choice(values, 200))
        for _ in range(8)
    ]


def held(part: Steps, moment: np.datetime64) -> float:
    at = int(np.searchsorted(part.at, moment, side="right"))
    return float(part.value[at - 1]) if at else 0.0


@pytest.mark.parametrize("values", [[-2.0, 0.0, 3.0], [-0.1, 0.0, 0.7]], ids=["whole", "fractions"])
@pytest.mark.parametrize("odd", [0, 1, 1_000_001], ids=["grid", "microsecond", "odd"])
def test_positions_add_up_after_each_event_on_a_grid_and_off_it(
    rng: np.random.Generator, values: list[float], odd: int
) -> None:
    parts = drawn(rng, 4, values)
    parts[3] = Steps(parts[3].at + np.timedelta64(odd, "us"), parts[3].value)
    total = added(parts)
    assert total.at.tolist() == sorted({at for part in parts for at in part.at.tolist()})
    expected = [sum(held(part, moment) for part in parts) for moment in total.at]
    assert total.value == pytest.approx(expected, abs=1e-9)
