"""Days from one to another, as they are asked for."""

from typing import Self

from pydantic import model_validator

from ballast_core.shared.entity import Day, Entity


class Spanned(Entity):
    """From `start` to `end`, both included; what a missing side means is for each question to say."""

    start: Day | None = None
    end: Day | None = None

    @model_validator(mode="after")
    def _span(self) -> Self:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"a span cannot end ({self.end}) before it starts ({self.start})")
        return self
