"""What weights are asked with, and how a question to a solver is made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Annotated

import numpy as np
from pydantic import Field

from ballast_core.research import (
    GroupLimit,
    NotEnoughDataError,
    RiskMeasure,
    WeightGoal,
    WeightProblem,
)
from ballast_core.shared.arrays import Bools, Floats
from ballast_core.shared.entity import Entity
from ballast_core.shared.panel import Panel
from ballast_core.trades import BadSelectionError, Returns, Selection, TradeFile
from ballast_core.trades.rules.portfolio import Portfolio

type Share = Annotated[float, Field(ge=0, le=1)]


class WeighSpec(Entity):
    """Which files to weigh, for what, and within which limits; shares are fractions of the whole.

    `most_by_symbol`, `most_by_strategy` and `most_by_file` (by id) bound summed weights; further groups of
    file ids go into the goal.
    """

    selection: Selection = Selection()
    goal: WeightGoal = WeightGoal()
    most_by_symbol: Mapping[str, Share] = Field(default_factory=dict)
    most_by_strategy: Mapping[str, Share] = Field(default_factory=dict)
    most_by_file: Mapping[str, Share] = Field(default_factory=dict)


class WeighedFile(Entity):
    """A file that was weighed."""

    id: str
    name: str
    symbol: str
    strategy: str


def weighed(file: TradeFile) -> WeighedFile:
    """Return what a view says of a file."""
    return WeighedFile(id=file.id, name=file.name, symbol=file.symbol, strategy=file.strategy)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a solver, which files it is about, and what to mind.

    Shapes: `moving` (k,) tells which of the k files ever made or lost anything within the window; the
    problem is about those alone, the others get no weight.
    """

    problem: WeightProblem
    portfolio: Portfolio
    returns: Panel
    moving: Bools
    warnings: tuple[str, ...]

    def full(self, weights: Sequence[float]) -> Floats:
        """Return weights (k,) of all files."""
        found = np.zeros(self.moving.size)
        found[self.moving] = weights
        return found


def question(spec: WeighSpec, found: Returns) -> Question:
    """Return what to ask of a solver about the returns of a selection.

    Raises `NotEnoughDataError` when nothing moves, `BadSelectionError` for a limit on what is not selected.
    """
    panel, portfolio = found.panel, found.portfolio
    moving = np.asarray(panel.values.std(axis=0) > 0)
    if not moving.any():
        raise NotEnoughDataError("no file made or lost anything within the window; choose a longer one")
    labels = tuple(label for label, moves in zip(panel.labels, moving, strict=True) if moves)
    goal = spec.goal.model_copy(update={"groups": (*spec.goal.groups, *_groups(spec, portfolio))})
    problem = WeightProblem(Panel(panel.days, labels, panel.values[:, moving]), goal)
    return Question(problem, portfolio, panel, moving, _warnings(spec, found, moving))


def _groups(spec: WeighSpec, portfolio: Portfolio) -> Iterator[GroupLimit]:
    files = portfolio.files
    for what, mosts, key in (
        ("symbol", spec.most_by_symbol, attrgetter("symbol")),
        ("strategy", spec.most_by_strategy, attrgetter("strategy")),
        ("file", spec.most_by_file, attrgetter("id")),
    ):
        for name, most in mosts.items():
            chosen = tuple(file.id for file in files if key(file) == name)
            if not chosen:
                raise BadSelectionError(f"there is a limit on the {what} {name!r}, which is not selected")
            yield GroupLimit(name=f"{what} {name}", labels=chosen, most=most)
    known = {file.id for file in files}
    for group in spec.goal.groups:
        if strangers := set(group.labels) - known:
            missing = ", ".join(sorted(strangers))
            raise BadSelectionError(f"the group {group.name!r} has files that are not selected: {missing}")


_LEANS_TO_IDLE = {
    RiskMeasure.MEAN_ABSOLUTE_DEVIATION,
    RiskMeasure.FIRST_LOWER_PARTIAL_MOMENT,
    RiskMeasure.GINI_MEAN_DIFFERENCE,
}
_IDLE, _SHORT_DAYS, _MOST_LOST = 0.5, 250, 0.2


def _warnings(spec: WeighSpec, found: Returns, moving: Bools) -> tuple[str, ...]:
    panel, portfolio, goal = found.panel, found.portfolio, spec.goal
    said = list(portfolio.notes)
    still = [file.name for file, moves in zip(portfolio.files, moving, strict=True) if not moves]
    if still:
        said.append(f"without weight, as nothing happened in them within the window: {', '.join(still)}")
    active = (panel.values[:, moving] != 0).mean(axis=0)
    if goal.risk in _LEANS_TO_IDLE and active.min() < _IDLE:
        least = portfolio.files[int(np.flatnonzero(moving)[active.argmin()])]
        said.append(
            f"returns are 0 on flat days, so {goal.risk.value} favors the file that is least in the market: "
            f"{least.name}, active on {active.min():.0%} of the days; compare with variance or CVaR"
        )
    days, all_days = len(panel), int(portfolio.days.size)
    if days < _SHORT_DAYS:
        said.append(f"the files have only {days} days in common; weights of so few days mean little")
    elif days < (1 - _MOST_LOST) * all_days:
        said.append(f"only the {days} days that all files have in common count, of {all_days} in all")
    if days <= int(moving.sum()) and goal.covariance == "sample":
        said.append("there are fewer days than files, so the sample covariance is singular; use ledoit_wolf")
    return tuple(said)
