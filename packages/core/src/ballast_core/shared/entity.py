"""The frozen, closed pydantic base of entities and read models, and a day as they are asked for one."""

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema


def _written_out(day: object) -> object:
    # Anything else but a date pydantic would take for seconds since 1970.
    if isinstance(day, date) or (isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day)):
        return day
    raise ValueError(f"write a day as 2026-03-31, not {day!r}")


type Day = Annotated[date, BeforeValidator(_written_out)]
type LocalTime = Annotated[
    datetime, WithJsonSchema({"type": "string", "description": "A time without a zone: 2026-03-31T15:30:00."})
]


class Entity(BaseModel):
    """Immutable; an unknown field is refused; equal by value."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")
