"""What the columns of a universe's files mean, and how their cells are spelled."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Literal

type Kind = Literal["instruments", "indicators", "recurring"]

COLUMNS: Mapping[Kind, Mapping[str, str]] = MappingProxyType(
    {
        "instruments": {
            "symbol": "symbol",
            "name": "name",
            "kind": "kind",
            "asset_class": "kind",
            "sector": "sector",
            "primary_category": "primary",
            "categories": "categories",
            "all_categories": "categories",
            "exchange": "exchange",
            "calendar": "calendar",
            "currency": "currency",
            "first_listed": "first_listed",
            "first_bar_not_before": "first_listed",
            "delisted": "delisted",
            "successor": "successor",
            "high_priority": "high_priority",
            "note": "note",
        },
        "indicators": {
            "series_id": "id",
            "name": "name",
            "unit": "unit",
            "frequency": "frequency",
            "category": "category",
            "release_lag_days": "release_lag_days",
            "high_priority": "high_priority",
            "ended": "ended",
            "note": "note",
            "status_note": "note",
        },
        "recurring": {
            "event": "name",
            "kind": "kind",
            "region": "region",
            "frequency": "frequency",
            "local_time": "local_time",
            "usual_time_new_york": "local_time",
            "importance": "importance",
            "impact_1_to_4": "importance",
        },
    }
)
"""The columns that a file of each kind may have, and the field that each one is."""

_SPELLED = "_symbol"
_PROVIDERS = {"yahoo": "yfinance"}
_BLANK: Mapping[str, object] = MappingProxyType(
    {
        **dict.fromkeys(("name", "sector", "exchange", "successor", "note", "unit", "category"), ""),
        **dict.fromkeys(("local_time", "primary"), ""),
        **dict.fromkeys(("first_listed", "delisted", "ended")),
        "categories": "",
        "high_priority": False,
    }
)
"""What an empty cell says; of other fields it says nothing."""

_ENDED = re.compile(r"(?:last observation|removed from \w+) ([A-Z][a-z]+ \d{4})")
"""How a note says that a series is not continued, in files that have no column for it."""

_EVENT_KINDS = {"economic": "release", "market_structure": "market"}


def spelling_of(column: str) -> str:
    """Return the provider whose symbols a column has, such as `polygon_symbol`; empty for other columns."""
    provider = column.removesuffix(_SPELLED) if column.endswith(_SPELLED) else ""
    return _PROVIDERS.get(provider, provider)


def plain(kind: Kind, cells: Mapping[str, str]) -> dict[str, object]:
    """Return the fields that a row tells; what is spelled wrongly stays as it is."""
    told: dict[str, object] = {}
    for column, name in COLUMNS[kind].items():
        cell = cells.get(column)
        if cell is None:
            continue
        if cell.strip():
            told[name] = cell.strip()
        elif name in _BLANK:
            told[name] = _BLANK[name]
    if kind == "recurring":
        told["kind"] = _EVENT_KINDS.get(str(told.get("kind", "release")), told.get("kind", "release"))
    if kind == "indicators" and "ended" not in cells:
        ended = _ended(str(told.get("note", "")))
        told |= {"ended": ended} if ended else {}
    if kind == "instruments":
        _gather(told, cells)
    return told


def _ended(note: str) -> date | None:
    """Return the beginning of the month in which a series ended by its note; its periods reach into it."""
    found = _ENDED.search(note)
    try:
        return datetime.strptime(found[1], "%B %Y").replace(tzinfo=UTC).date() if found else None
    except ValueError:
        return None


def _gather(told: dict[str, object], cells: Mapping[str, str]) -> None:
    """Make the categories of an instrument one list, and its spellings one mapping."""
    primary, others = told.pop("primary", None), told.pop("categories", None)
    if primary is not None or others is not None:
        listed = [str(primary or ""), *str(others or "").split("|")]
        told["categories"] = tuple(dict.fromkeys(one.strip() for one in listed if one.strip()))
    symbol = str(told.get("symbol", "")).upper()
    spelled = {spelling_of(column): cell.strip() for column, cell in cells.items() if spelling_of(column)}
    if spelled:
        told["spellings"] = {name: cell for name, cell in spelled.items() if cell and cell != symbol}
