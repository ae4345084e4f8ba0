"""The frozen, closed pydantic base of entities and read models."""

from pydantic import BaseModel, ConfigDict


class Entity(BaseModel):
    """Immutable; an unknown field is refused; equal by value."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")
