"""Asks FRED, of the Federal Reserve Bank of St. Louis, for economic series with their vintages."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from pydantic import JsonValue

from ballast_adapters.http import Vendor, VendorHttp, VendorRefusedError
from ballast_adapters.vendors.asking import ask_each
from ballast_adapters.vendors.reading import Reply, Row, few, need_columns, read_reply, shown
from ballast_core.market import Fetched, Indicator, Observations, VendorKeyError, VendorReplyError
from ballast_core.shared.errors import Problem

NAME = "fred"
_OBSERVATIONS, _VINTAGES = "/fred/series/observations", "/fred/series/vintagedates"
_FIRST_DAY, _LAST_DAY = "1776-07-04", "9999-12-31"  # the bounds of real time at FRED
_ROWS, _DATES = 100_000, 10_000  # in one answer, at most
_VINTAGES_AT_ONCE = 1900  # FRED takes 2,000
_NO_VALUE = "."
_MOST_PAGES = 50


class ObservationsReply(Reply):
    """A page of values, each with the days from and to which it was the one known."""

    count: int
    observations: tuple[dict[str, JsonValue], ...]


class VintagesReply(Reply):
    """A page of the days on which a series changed."""

    count: int
    vintage_dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class ObservationRows:
    """What was known of a series, and the rows that could not be read."""

    observations: Observations
    problems: tuple[str, ...] = ()


def parse_page(content: bytes) -> ObservationsReply:
    """Return a page of observations. Raises `VendorReplyError`."""
    return read_reply(NAME, ObservationsReply, content)


def parse_vintages(content: bytes) -> VintagesReply:
    """Return a page of vintage dates. Raises `VendorReplyError`."""
    return read_reply(NAME, VintagesReply, content)


def parse_observations(series: str, rows: Sequence[Row]) -> ObservationRows:
    """Return values by period and vintage; a vintage that tells nothing new is left out.

    FRED cuts `realtime_start` at the first day that it was asked for, so a value comes again at the
    beginning of each stretch of vintages. A point stands for no value.
    Raises `VendorReplyError` for a column that is gone.
    """
    need_columns(NAME, rows, ("realtime_start", "date", "value"))
    known: dict[tuple[np.datetime64, np.datetime64], float] = {}
    problems: list[str] = []
    for position, row in enumerate(rows, start=1):
        try:
            known[_day(row["date"]), _day(row["realtime_start"])] = _value(row["value"])
        except (KeyError, TypeError, ValueError, OverflowError):
            told = ", ".join(f"{name} {shown(row.get(name))}" for name in ("date", "realtime_start", "value"))
            problems.append(f"row {position} ({series}): cannot be read: {told}")
    keys = sorted(known)
    periods = np.array([period for period, _ in keys], dtype="datetime64[D]")
    vintages = np.array([vintage for _, vintage in keys], dtype="datetime64[D]")
    values = np.array([known[key] for key in keys], dtype=np.float64)
    news = np.ones(len(keys), dtype=np.bool_)
    same = (values[1:] == values[:-1]) | (np.isnan(values[1:]) & np.isnan(values[:-1]))
    news[1:] = (periods[1:] != periods[:-1]) | ~same
    found = Observations(series, NAME, periods[news], vintages[news], values[news])
    return ObservationRows(found, few(problems))


def _day(value: JsonValue) -> np.datetime64:
    if not isinstance(value, str):
        raise TypeError("no day")
    return np.datetime64(date.fromisoformat(value), "D")


def _value(value: JsonValue) -> float:
    if value == _NO_VALUE or value is None:
        return float("nan")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError("no number")
    return float(value)


class FredIndicators:
    """Economic series of FRED."""

    def __init__(self, http: VendorHttp, vendor: Vendor) -> None:
        self._http = http
        self._vendor = vendor

    async def observations(
        self, series: Sequence[Indicator], since: date | None
    ) -> AsyncGenerator[Fetched[Observations]]:
        """Yield all vintages of periods since a day."""

        async def ask(indicator: Indicator) -> Fetched[Observations]:
            rows = await self._all_rows(indicator.id, since)
            read = parse_observations(indicator.id, rows)
            return Fetched((indicator.id,), read.observations, problems=read.problems)

        async for fetched in ask_each(series, lambda one: (one.id,), ask):
            yield fetched

    async def _all_rows(self, series: str, since: date | None) -> list[Row]:
        first = since.isoformat() if since else _FIRST_DAY
        try:
            return await self._rows(series, since, first, _LAST_DAY)
        except VendorRefusedError as error:
            if "vintage dates" not in error.said:
                raise
        rows: list[Row] = []
        for begin, end in _stretches(await self._vintages(series, first)):
            rows += await self._rows(series, since, begin, end)
        return rows

    async def _rows(self, series: str, since: date | None, begin: str, end: str) -> list[Row]:
        rows: list[Row] = []
        asked = _question(series, begin, end, _ROWS) | (
            {"observation_start": since.isoformat()} if since else {}
        )
        for _ in range(_MOST_PAGES):
            page = parse_page(await self._get(_OBSERVATIONS, asked | {"offset": len(rows)}))
            rows += page.observations
            if len(rows) >= page.count or not page.observations:
                return rows
        raise VendorReplyError(NAME, Problem("count", f"{_MOST_PAGES} pages were read, and there are more"))

    async def _vintages(self, series: str, first: str) -> list[date]:
        days: list[date] = []
        asked = _question(series, first, _LAST_DAY, _DATES)
        for _ in range(_MOST_PAGES):
            page = parse_vintages(await self._get(_VINTAGES, asked | {"offset": len(days)}))
            days += page.vintage_dates
            if len(days) >= page.count or not page.vintage_dates:
                return days
        raise VendorReplyError(NAME, Problem("count", f"{_MOST_PAGES} pages were read, and there are more"))

    async def _get(self, path: str, asked: dict[str, str | int]) -> bytes:
        try:
            return await self._http.get(self._vendor, path, asked | {"file_type": "json"})
        except VendorRefusedError as error:
            if "api_key" in error.said:
                raise VendorKeyError(NAME, self._vendor.setting) from None
            raise


def _question(series: str, begin: str, end: str, most: int) -> dict[str, str | int]:
    return {"series_id": series, "realtime_start": begin, "realtime_end": end, "limit": most}


def _stretches(vintages: Sequence[date]) -> list[tuple[str, str]]:
    """Return first and last days of real time that have no more vintages than FRED takes at once."""
    begins = vintages[::_VINTAGES_AT_ONCE]
    ends = [(day - timedelta(days=1)).isoformat() for day in begins[1:]]
    return list(zip((day.isoformat() for day in begins), [*ends, _LAST_DAY], strict=True)) if begins else []
