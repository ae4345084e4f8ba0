"""Who is best depends on what is measured."""

import pytest

from ballast_core.tracking import best


@pytest.mark.parametrize(
    ("measure", "winner"),
    [("cagr", "high"), ("volatility_252", "low"), ("var_95", "low"), ("information_ratio", "high")],
)
def test_more_is_better_of_some_figures_and_less_of_others(measure: str, winner: str) -> None:
    assert best(measure, {"high": 0.3, "low": 0.1, "middle": 0.2}) == (winner,)


def test_the_shallowest_drawdown_is_the_best() -> None:
    assert best("max_drawdown", {"deep": -0.5, "shallow": -0.1}) == ("shallow",)


def test_equals_share_the_first_place_unless_all_are_equal() -> None:
    assert best("cagr", {"a": 0.2, "b": 0.2, "c": 0.1}) == ("a", "b")
    assert best("cagr", {"a": 0.2, "b": 0.2}) == ()


def test_a_missing_figure_neither_wins_nor_counts() -> None:
    assert best("cagr", {"a": None, "b": float("nan"), "c": 0.1}) == ()
    assert best("cagr", {"a": None, "b": 0.2, "c": 0.1}) == ("b",)


def test_a_figure_without_better_or_worse_has_no_best() -> None:
    assert best("kurtosis", {"a": 1.0, "b": 2.0}) == ()
