"""What reading answers of providers has in common: JSON into rows, rows into columns, and what was wrong."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

import numpy as np
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from ballast_core.market import VendorReplyError
from ballast_core.shared.arrays import Floats
from ballast_core.shared.errors import Problem

type Row = Mapping[str, JsonValue]

_MOST_PROBLEMS = 20
_SHOWN = 40


class Reply(BaseModel):
    """An answer, as far as it is of use here."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def read_reply[R: Reply](vendor: str, reply: type[R], content: bytes) -> R:
    """Return a reply read from JSON. Raises `VendorReplyError` for anything else."""
    try:
        return reply.model_validate_json(content)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:_MOST_PROBLEMS]
        problems = [Problem(".".join(map(str, fault["loc"])) or "answer", fault["msg"]) for fault in faults]
        if content.lstrip()[:1] == b"<":
            problems = [Problem("answer", "is a web page, not JSON")]
        raise VendorReplyError(vendor, *problems) from None


def need_columns(vendor: str, rows: Sequence[Row], names: Sequence[str]) -> None:
    """Raise `VendorReplyError` for columns that no row has: the provider calls them otherwise now."""
    missing = [name for name in names if rows and not any(name in row for row in rows)]
    if missing:
        seen = ", ".join(sorted(rows[0])[:12])
        told = [Problem(name, f"no row has this column; there are {seen}") for name in missing]
        raise VendorReplyError(vendor, *told)


def rows_named(rows: Sequence[Row], column: str, names: Collection[str]) -> list[Row]:
    """Return the rows that have one of these names in a column."""
    return [row for row in rows if isinstance(name := row.get(column), str) and name in names]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Rows whose numbers could be read: the rows, each column (NaN for nothing), and what was left out."""

    rows: tuple[Row, ...]
    columns: Mapping[str, Floats]
    problems: tuple[str, ...]


def read_numbers(rows: Sequence[Row], names: Sequence[str], key: str) -> Numbers:
    """Return columns of numbers; a row with anything else in one of them is left out and told by `key`."""
    kept: list[Row] = []
    values: list[list[float]] = []
    problems: list[str] = []
    for position, row in enumerate(rows, start=1):
        found = [_number(row.get(name)) for name in names]
        if None not in found:
            kept.append(row)
            values.append(cast("list[float]", found))
            continue
        wrong = names[found.index(None)]
        told = (
            f"row {position} ({shown(row.get(key))}): {wrong} is {shown(row.get(wrong))}, which is no number"
        )
        problems.append(told)
    table = np.array(values, dtype=np.float64).reshape(len(kept), len(names))
    return Numbers(tuple(kept), {name: table[:, i] for i, name in enumerate(names)}, tuple(problems))


def read_entities[E](
    rows: Sequence[Row], read: Callable[[Row], E], key: str
) -> tuple[tuple[E, ...], tuple[str, ...]]:
    """Return what rows mean one by one; a row that `read` cannot take is left out and told by `key`."""
    found: list[E] = []
    problems: list[str] = []
    for position, row in enumerate(rows, start=1):
        try:
            found.append(read(row))
        except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
            problems.append(f"row {position} ({shown(row.get(key))}): {_why(error)}")
    return tuple(found), few(problems)


def few(problems: Sequence[str]) -> tuple[str, ...]:
    """Return the first problems, and how many more there are."""
    more = len(problems) - _MOST_PROBLEMS
    return (*problems[:_MOST_PROBLEMS], f"and {more} more rows") if more > 0 else tuple(problems)


def shown(value: JsonValue) -> str:
    """Return a value of a provider, fit to be told."""
    text = "".join(sign if sign.isprintable() else "?" for sign in str(value))
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _number(value: JsonValue) -> float | None:
    if value is None:
        return math.nan
    if isinstance(value, int | float) and not isinstance(value, bool):
        with suppress(OverflowError):  # an integer of hundreds of digits
            return float(value)
    return None


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        where, why = ".".join(map(str, first["loc"])) or "row", first["msg"].removeprefix("Value error, ")
        return f"{where}: {why} (found {shown(first['input'])})"
    return f"there is no {shown(error.args[0])}" if isinstance(error, KeyError) else shown(str(error))
