"""Futures that are drawn from the past."""

import numpy as np

from ballast_core.trades.rules.resampling import Draw, draw


def part(profit: "list[float]", **given: object) -> Draw:
    said = {
        "profit": np.array(profit),
        "capital": 1_000.0,
        "paths": 50,
        "horizon_days": 12,
        "block_days": 3,
        "stationary": True,
        "looks": np.array([1, 6, 12]),
        "seed": np.random.SeedSequence(4),
    }
    return Draw(**(said | given))  # type: ignore[arg-type] - each has the type of its default


def test_the_same_seed_draws_the_same_futures() -> None:
    profit = np.random.default_rng(1).normal(0, 10, 40).tolist()
    one, two = draw(part(profit)), draw(part(profit))
    assert one.equity.tolist() == two.equity.tolist()
    assert one.drawdown.tolist() == two.drawdown.tolist()


def test_equal_days_leave_no_doubt() -> None:
    drawn = draw(part([5.0] * 20))
    assert drawn.profit.tolist() == [60.0] * 50
    assert drawn.drawdown.tolist() == [0.0] * 50
    assert drawn.equity[0].tolist() == [1_005.0, 1_030.0, 1_060.0]


def test_a_fixed_block_keeps_what_follows_on_what() -> None:
    drawn = draw(part([float(day) for day in range(100)], stationary=False, looks=np.arange(1, 13)))
    steps = np.diff(np.column_stack([np.full(50, 1_000.0), drawn.equity]), axis=1).reshape(50, 4, 3)
    assert set(np.diff(steps, axis=2).ravel().tolist()) <= {1.0, -99.0}  # -99: on around the end


def test_a_fall_is_measured_from_the_start_on() -> None:
    drawn = draw(part([-10.0] * 10))
    assert drawn.drawdown.tolist() == [-120.0] * 50
    assert drawn.drawdown_share.tolist() == [-0.12] * 50
    assert drawn.lowest.tolist() == [880.0] * 50


def test_drawing_in_portions_leaves_every_path_complete() -> None:
    drawn = draw(part([1.0, -1.0], paths=7, horizon_days=1_000_000, looks=np.array([1_000_000])))
    assert drawn.equity.shape == (7, 1)
    assert np.array_equal(drawn.equity[:, 0], 1_000.0 + drawn.profit)
