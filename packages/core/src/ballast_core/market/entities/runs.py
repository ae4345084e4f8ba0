"""Runs of the pipeline: what was asked, what each step did, and what is left to do."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from ballast_core.market.entities.instruments import Symbol
from ballast_core.market.entities.spans import Spanned
from ballast_core.shared.entity import Day, Entity


class Mode(StrEnum):
    """Daily reads the last two sessions; a back-fill reads a span."""

    DAILY = "daily"
    BACKFILL = "backfill"


class Step(StrEnum):
    """A part of the pipeline; `data_quality` follows bars and events, the others depend on nothing."""

    MARKET_DATA = "market_data"
    ECONOMIC_DATA = "economic_data"
    NEWS_SENTIMENT = "news_sentiment"
    EVENT_DATA = "event_data"
    DATA_QUALITY = "data_quality"


class UpdateSpec(Spanned):
    """What to fetch: `days` up to the last session, or a span of days; no symbols means all.

    `resume` is the id of a run that ended partly: what it has done is not done again. A dry run asks and
    compares, and stores nothing. `reread` asks for bars that are there already, too.
    """

    mode: Mode = Mode.DAILY
    days: int | None = Field(default=None, ge=1, le=40_000)
    symbols: tuple[Symbol, ...] = ()
    skip_steps: tuple[Step, ...] = ()
    resume: str = ""
    reread: bool = False
    dry_run: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.days is not None and self.start is not None:
            raise ValueError("give days or a start, not both")
        if self.mode is Mode.DAILY and (self.days or self.start or self.end):
            raise ValueError("a daily run reads the last two sessions; days and dates are for backfill")
        return self


class StepState(StrEnum):
    """How a step or a run stands; partial means that some of it failed and can be run again."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


class StepFault(Entity):
    """What failed in a step: the part (a symbol, a series), the code of the failure and what it says."""

    part: str
    code: str
    message: str


class StepReport(Entity):
    """What a step did; `done_parts` are the symbols or series that need not be asked again."""

    step: Step
    state: StepState = StepState.WAITING
    parts: int = 0
    parts_done: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    faults: tuple[StepFault, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None


class Run(Entity):
    """One run of the pipeline; `log` are the lines that it said, oldest first.

    `first` and `last` are the days that it was to fetch, known once it began. One whose program died is
    partial where any part of it is done, and failed otherwise.
    """

    id: str
    spec: UpdateSpec
    first: Day | None = None
    last: Day | None = None
    state: StepState
    started_at: datetime
    ended_at: datetime | None = None
    steps: tuple[StepReport, ...]
    log: tuple[str, ...] = ()
