import numpy as np
import pytest

from ballast_core.shared.measures import month_returns
from ballast_core.shared.series import Series
from ballast_core.tracking.rules import overlay, signal_effect, signals


@pytest.fixture
def base(rng: np.random.Generator) -> Series:
    days = np.datetime64("2025-01-10", "D") + np.arange(0, 300, 3)
    return Series(days, 100 * np.cumprod(1 + rng.normal(0, 0.03, days.size)))


def test_a_month_compares_the_overlay_with_the_portfolio(base: Series) -> None:
    effect = signal_effect(base)
    followed = month_returns(Series(base.days, overlay(base.values, signals(base.values))))[1]
    assert effect.base.tolist() == month_returns(base)[1].tolist()
    assert effect.overlay.tolist() == followed.tolist()
    assert effect.added == pytest.approx(effect.overlay - effect.base)


def test_hindsight_adds_more_than_the_signal_of_the_day_before(base: Series) -> None:
    effect = signal_effect(base)
    assert effect.added.sum() > effect.added_lagged.sum()


def test_every_month_with_a_point_has_a_row(base: Series) -> None:
    assert signal_effect(base).months.astype(str).tolist()[::9] == ["2025-01", "2025-10"]
