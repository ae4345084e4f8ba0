"""What a client accepts: the form of an answer, and how it may be compressed."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

from starlette.exceptions import HTTPException

type Form = Literal["json", "csv", "arrow", "parquet"]
type FileForm = Literal["csv", "arrow", "parquet"]

MEDIA_TYPES: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
}
"""The forms in which an answer leaves, the preferred one first."""

FORMS: tuple[Form, ...] = tuple(MEDIA_TYPES)
FILE_FORMS: tuple[FileForm, ...] = ("csv", "arrow", "parquet")


class Encoding(StrEnum):
    """How a body may be compressed, the preferred way first."""

    ZSTD = "zstd"
    GZIP = "gzip"
    IDENTITY = "identity"


def accepted_form[F: Form](accept: str, forms: Sequence[F]) -> F:
    """Return which form an `Accept` header likes best. Raises 406 when it likes none."""
    liked = _qualities(accept) or {"*/*": 1.0}
    best = max(forms, key=lambda form: _quality(MEDIA_TYPES[form], liked))  # the first one of equals
    if _quality(MEDIA_TYPES[best], liked) > 0:
        return best
    known = ", ".join(MEDIA_TYPES[form] for form in forms)
    raise HTTPException(406, f"there is no answer in {accept!r}; there are {known}")


def accepted_encoding(accept_encoding: str) -> Encoding:
    """Return the best way to compress that an `Accept-Encoding` header allows."""
    liked = _qualities(accept_encoding)
    allowed = (one for one in Encoding if liked.get(one, liked.get("*", 0.0)) > 0)
    return next(allowed, Encoding.IDENTITY)


def _quality(media_type: str, liked: dict[str, float]) -> float:
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((liked[known] for known in ranges if known in liked), 0.0)


def _qualities(header: str) -> dict[str, float]:
    parts = (part.lower().replace(" ", "").split(";") for part in header.split(",") if part.strip())
    return {name: _weight(parameters) for name, *parameters in parts}


def _weight(parameters: list[str]) -> float:
    given = next((text[2:] for text in parameters if text.startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 1.0
