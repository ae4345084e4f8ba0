"""Which models can be drawn from one start."""

from datetime import date
from uuid import UUID

import pytest

from ballast_core.tracking import ModelSummary, together


def model(name: str, first: int, last: int, *, stale: bool = False) -> ModelSummary:
    """Return a model with values from one day of January to another."""
    return ModelSummary(
        id=UUID(int=0),
        name=name,
        description="",
        market_index=None,
        is_meta=False,
        first_day=date(2026, 1, first),
        last_day=date(2026, 1, last),
        stale=stale,
    )


@pytest.mark.parametrize(
    ("models", "names"),
    [
        ([model("a", 1, 9), model("b", 5, 12)], ["a", "b"]),
        ([model("a", 1, 3), model("b", 5, 9)], ["b"]),
        ([model("a", 1, 3), model("b", 2, 4), model("c", 7, 9)], ["a", "b"]),
        ([model("a", 1, 3, stale=True), model("b", 2, 4, stale=True), model("c", 7, 9)], ["c"]),
        ([model("a", 1, 9), model("b", 9, 9)], ["a"]),
        ([model("a", 1, 9), model("b", 5, 5)], ["a", "b"]),
        ([model("a", 9, 9)], []),
        ([], []),
    ],
    ids=["shared", "apart", "most", "not-stale", "just-begun", "single-within", "single", "nothing"],
)
def test_models_are_drawn_that_share_a_time(models: list[ModelSummary], names: list[str]) -> None:
    assert [one.name for one in together(models)] == names


def test_a_start_leaves_out_what_ended_before() -> None:
    models = [model("a", 1, 5), model("b", 1, 9)]
    assert [one.name for one in together(models, "max", date(2026, 1, 6))] == ["b"]


def test_a_period_leaves_out_what_ended_before() -> None:
    models = [model("a", 1, 5), model("b", 1, 20)]
    assert [one.name for one in together(models, "1w")] == ["b"]


def test_a_model_without_values_is_never_drawn() -> None:
    assert together([model("a", 1, 5).model_copy(update={"first_day": None, "last_day": None})]) == ()
