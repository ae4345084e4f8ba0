"""What a person has done to a chart: it is kept in the address, and the browser reads it there."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query


@dataclass(frozen=True, slots=True)
class Look:
    """Hidden lines, the scale and the zoom of the charts of a page."""

    hide: Annotated[str, Query(max_length=2_000)] = ""
    scale: Literal["", "linear", "log"] = ""
    zoom: Annotated[str, Query(pattern=r"^(\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d)?$")] = ""


type LookDep = Annotated[Look, Depends()]
