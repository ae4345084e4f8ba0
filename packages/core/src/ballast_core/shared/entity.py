"""The frozen, closed pydantic base of entities and read models."""

from pydantic import BaseModel, ConfigDict


class Entity(BaseModel):
    """Immutable; an unknown field is refused; equal by value."""

    # A command that shows three models need not build the validators of fifty: that waits for the first use.
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null", defer_build=True)
