"""What weights are asked with, and how a question to a solver is made of it."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ballast_core.research import WeightGoal
from ballast_core.shared.entity import Entity
from ballast_core.trades import Selection

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
