"""Texts of access: what people typed or sent, and the forms of codes, tokens and links."""

import re
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_TOKEN = re.compile(r"ballast_([a-z0-9]{8,12})_([a-z0-9]{20,80})")
_SHARE = re.compile(r"([a-z0-9]{8,12})_([a-z0-9]{20,80})")
_CODE_GROUP = 4


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("a name holds no control characters")
    return text


type Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_printable)
]
"""A name that a person gives, short enough for a list."""


def plain(text: str, length: int) -> str:
    """Return a text from outside as it may be kept: cut, and without signs that steer a terminal."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cut)


def code_shown(code: str) -> str:
    """Return a setup code in groups, as it is printed."""
    return "-".join(code[at : at + _CODE_GROUP] for at in range(0, len(code), _CODE_GROUP))


def code_typed(text: str) -> str:
    """Return a setup code as it was made, from what a person typed: case, blanks and hyphens do not count."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def split_token(text: str) -> tuple[str, str] | None:
    """Return id and secret of `ballast_<id>_<secret>`, or nothing for any other text."""
    found = _TOKEN.fullmatch(text)
    return (found[1], found[2]) if found else None


def split_share(text: str) -> tuple[str, str] | None:
    """Return id and secret of the `<id>_<secret>` in a link, or nothing for any other text."""
    found = _SHARE.fullmatch(text)
    return (found[1], found[2]) if found else None
