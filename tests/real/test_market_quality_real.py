"""The quality rules find in the shared bars with planted defects exactly what is known to be wrong there."""

import asyncio
import csv
import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ballast_adapters.calendars.exchange import ExchangeCalendars
from ballast_core.market import Bars, BarSeries, Gap, MarketFinding, Rule, Severity
from ballast_core.market.rules.coverage import Covered, cover
from ballast_core.market.rules.quality import CheckedBars, check_bars
from ballast_core.market.rules.suspicions import check_series
from ballast_core.shared.arrays import Days

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "market"
CASES, EXPECTED = FOLDER / "ohlcv_quality_cases.csv", FOLDER / "ohlcv_quality_expected.json"

pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the shared test data is not here")


@cache
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXPECTED.read_text("utf-8"))
    return found


@cache
def sessions() -> Days:
    first, last = (date.fromisoformat(expected()["_calendar"][side]) for side in ("from", "to"))
    return asyncio.run(ExchangeCalendars().sessions("XNYS", first, last)).days


@cache
def checked(symbol: str) -> CheckedBars:
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["symbol"] == symbol]
    open_, high, low, close, volume = (
        np.array([float(row[name]) for row in rows]) for name in ("open", "high", "low", "close", "volume")
    )
    unknown = np.full(len(rows), np.nan)
    bars = Bars(
        source=rows[0]["source"],
        symbols=(symbol,),
        code=np.zeros(len(rows), np.int64),
        days=np.array([row["date"] for row in rows], "datetime64[D]"),
        open=open_,
        high=high,
        low=low,
        close=close,
        volume=volume,
        vwap=unknown,
        trades=unknown,
        final=np.ones(len(rows), np.bool_),
    )
    return check_bars(bars, {symbol: sessions()})


def findings(symbol: str) -> Sequence[MarketFinding]:
    bars = checked(symbol).valid
    series = BarSeries(
        symbol=symbol,
        days=bars.days,
        open=bars.open,
        high=bars.high,
        low=bars.low,
        close=bars.close,
        volume=bars.volume,
        vwap=bars.vwap,
        trades=bars.trades,
        sources=(bars.source,),
        source=np.zeros(len(bars), np.int64),
    )
    return (*checked(symbol).findings, *check_series(series))


def by_rule(symbol: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in sorted(findings(symbol), key=lambda one: one.day):
        found.setdefault(finding.rule.value, []).append(finding.day.isoformat())
    return found


def covered(symbol: str) -> Covered:
    return cover(sessions(), checked(symbol).valid.days)


def test_the_calendar_has_the_sessions_and_holidays_that_are_expected() -> None:
    told = expected()["_calendar"]
    days = np.arange(told["from"], told["to"], dtype="datetime64[D]")  # and the last is a session
    weekdays = days[np.is_busday(days)]
    assert sessions().size == told["sessions"]
    assert np.setdiff1d(weekdays, sessions()).astype(str).tolist() == told["weekday_holidays"]


def test_dirty_bars_have_exactly_the_findings_that_are_expected() -> None:
    told = dict(expected()["DIRTY"])
    told["unadjusted_split_suspect"] = [told["unadjusted_split_suspect"]["date"]]
    assert by_rule("DIRTY") == told


def test_the_suspected_split_has_the_ratio_that_is_expected() -> None:
    told = expected()["DIRTY"]["unadjusted_split_suspect"]
    found = [one for one in findings("DIRTY") if one.rule is Rule.UNADJUSTED_SPLIT_SUSPECT]
    assert [f"ratio {told['ratio']}," in one.detail for one in found] == [True]


def test_clean_bars_have_no_finding_and_every_session() -> None:
    told = expected()["CLEAN"]
    assert by_rule("CLEAN") == {} == dict.fromkeys(told["findings"])
    assert covered("CLEAN").present == told["sessions_present"]
    assert covered("CLEAN").coverage == told["coverage"]


def test_gaps_are_the_runs_of_missing_sessions_that_are_expected() -> None:
    told = expected()["GAPPY"]
    runs = [
        Gap(place="inner", first=run["start"], last=run["end"], sessions=run["sessions"])
        for run in told["gap_runs"]
    ]
    assert [gap for gap in covered("GAPPY").gaps() if gap.place == "inner"] == runs
    inner = covered("GAPPY").missing[: -covered("GAPPY").stale]
    assert inner.astype(str).tolist() == told["missing_sessions"]
    assert by_rule("GAPPY") == {}


@pytest.mark.parametrize("symbol", ["GAPPY", "STALEX"])
def test_the_last_bar_is_the_one_that_is_expected(symbol: str) -> None:
    assert str(checked(symbol).valid.days[-1]) == expected()[symbol]["last_bar"]


def test_gappy_bars_are_as_many_sessions_behind_as_expected() -> None:
    assert covered("GAPPY").stale == expected()["GAPPY"]["sessions_behind_on_2024-06-28"]


def test_stale_bars_are_there_as_far_as_expected() -> None:
    told = expected()["STALEX"]
    assert covered("STALEX").present == told["sessions_present"]
    assert covered("STALEX").expected.size == told["sessions_expected_to_2024-06-28"]
    assert by_rule("STALEX") == {}


def test_a_row_is_kept_unless_a_finding_rejects_it() -> None:
    days = {one.day for one in findings("DIRTY") if one.severity is Severity.REJECT}
    twice = {date.fromisoformat(day) for day in expected()["DIRTY"]["duplicate_date"]}
    kept = set(checked("DIRTY").valid.days.tolist())
    assert kept & days == twice
    assert len(kept) == len(checked("DIRTY").valid)
