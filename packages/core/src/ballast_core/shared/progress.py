"""Progress: how far a long work is, told while it goes on."""

from collections.abc import Callable

from pydantic import Field

from ballast_core.shared.entity import Entity


class Progress(Entity):
    """Steps done of all steps, and what is being done; `total` 0 means that nobody knows how many."""

    done: int = Field(ge=0)
    total: int = Field(ge=0)
    said: str


type Tell = Callable[[Progress], None]
"""Hears about progress; quick, and raises nothing."""


def tell_nobody(_: Progress) -> None:
    """Let progress pass unheard."""
