"""What every source does when its provider misbehaves: each part carries its fault, and nothing is lost."""

import logging
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.vendor_server import (
    BRISK,
    KEY,
    Play,
    changed,
    dropped,
    endless,
    instead,
    renamed,
    saved,
    silent,
    status,
    trickling,
    truncated,
)
from tests.vendor_sources import CASES, Asking, asking

from ballast_core.market import Bars, Fetched, History, Observations, VendorLimitError
from ballast_core.shared.errors import BallastError

FAILED, LIMIT, REPLY, KEYLESS = (
    "market.vendor_failed",
    "market.vendor_limit",
    "market.vendor_reply",
    "market.vendor_key",
)
FAULTS: dict[str, tuple[Play, str]] = {
    "throttled": (status(429), LIMIT),
    "throttled for an hour": (status(429, Retry_After="3600"), LIMIT),
    "broken": (status(500), FAILED),
    "in repair": (status(503, Retry_After="3600"), FAILED),
    "truncated": (truncated, FAILED),
    "dropped": (dropped, FAILED),
    "silent": (silent, FAILED),
    "slow": (trickling, FAILED),
    "endless": (endless, FAILED),
    "garbled": (instead(b'{"results": [{"t": 17'), REPLY),
    "another shape": (instead(b"[1, 2, 3]"), REPLY),
    "a web page": (instead(b"<html><body>Be right back</body></html>", "text/html"), REPLY),
    "empty": (instead(b""), REPLY),
    "sent elsewhere": (status(302, Location="http://127.0.0.1:9/elsewhere"), FAILED),
    "key unknown": (status(401), KEYLESS),
    "key refused": (status(403), KEYLESS),
}
OF_HTTP = [name for name in CASES if not name.startswith("yfinance")]


@pytest.fixture(params=OF_HTTP)
async def source(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Asking]:
    async with asking(CASES[request.param], tmp_path) as made:
        yield made


def parts(answers: list[Fetched[Any]]) -> Counter[str]:
    return Counter(part for answer in answers for part in answer.parts)


def codes(answers: list[Fetched[Any]]) -> set[str]:
    return {answer.fault.code if isinstance(answer.fault, BallastError) else "" for answer in answers}


def rows(answers: list[Fetched[Any]]) -> int:
    found = [answer.rows for answer in answers if answer.rows is not None]
    return sum(len(one.bars) if isinstance(one, History) else len(one) for one in found)


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_fault_is_told_of_every_part_once(source: Asking, fault: str) -> None:
    """SF-01"""
    play, code = FAULTS[fault]
    source.server.always = play
    answers = await source()
    assert (parts(answers), codes(answers)) == (Counter(source.case.parts), {code})
    assert rows(answers) == 0


@pytest.mark.parametrize("fault", ["throttled", "broken", "dropped", "garbled", "key unknown"])
async def test_a_later_question_brings_what_a_fault_withheld(source: Asking, fault: str) -> None:
    """SF-02"""
    source.server.always = FAULTS[fault][0]
    await source()
    source.server.always = None
    undisturbed = await source()
    assert (parts(undisturbed), codes(undisturbed)) == (Counter(source.case.parts), {""})
    assert rows(undisturbed) > 0


@pytest.mark.parametrize("fault", ["broken", "dropped", "key unknown", "sent elsewhere", "throttled"])
async def test_no_key_is_told_by_logs_or_faults(
    source: Asking, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    """SF-03"""
    caplog.set_level(logging.DEBUG)
    source.server.always = FAULTS[fault][0]
    answers = await source()
    asked = source.server.asked[0]
    assert KEY in str([asked.parameters, asked.headers])
    assert KEY not in f"{answers!r} {[str(answer.fault) for answer in answers]} {caplog.text}"


async def test_a_limit_says_when_to_ask_again(source: Asking) -> None:
    """SF-04"""
    source.server.always = status(429, Retry_After="3600")
    fault = (await source())[0].fault
    assert isinstance(fault, VendorLimitError)
    assert fault.retry_after_s == 3600


async def test_who_is_throttled_for_a_moment_gets_everything(tmp_path: Path) -> None:
    """SF-05"""
    async with asking(CASES["polygon bars"], tmp_path, replace(BRISK, longest_wait_s=5, tries=3)) as source:
        source.server.faults = [status(429, Retry_After="1"), status(503)]
        assert codes(await source()) == {""}


async def test_a_column_that_is_called_otherwise_is_told_by_its_name(source: Asking) -> None:
    """SF-06"""
    column = source.case.column
    source.server.always = changed(lambda content: renamed(content, column, "newName"))
    answers = await source()
    assert codes(answers) == {REPLY}
    assert all(column in str(answer.fault) for answer in answers)


async def test_a_refused_key_is_tried_once(source: Asking) -> None:
    """SF-07"""
    source.server.always = status(401)
    await source()
    assert len(source.server.asked) == 1


async def test_one_part_fails_alone(tmp_path: Path) -> None:
    """SF-08"""
    async with asking(CASES["fred indicators"], tmp_path) as source:
        source.server.faults = [status(400, b'{"error_message": "Bad Request.  The series does not exist."}')]
        first, second = await source()
        assert (first.parts, first.rows, second.parts, second.fault) == (("GROWTH",), None, ("RATE",), None)


def bars_of(answers: list[Fetched[Any]], symbol: str) -> Bars:
    return next(answer.rows.bars for answer in answers if symbol in answer.parts)


async def test_prices_that_are_null_or_nan_come_as_nan(tmp_path: Path) -> None:
    """SF-20"""
    async with asking(CASES["polygon bars"], tmp_path) as source:
        source.server.faults = [
            changed(lambda content: content.replace(b"81.4,", b"null,").replace(b"81.05,", b"NaN,"))
        ]
        assert np.isnan(bars_of(await source(), "KITE").close).tolist() == [True, True, False]


async def test_rows_that_cannot_be_read_are_named_and_the_others_come(tmp_path: Path) -> None:
    """SF-21"""
    async with asking(CASES["polygon bars"], tmp_path) as source:
        source.server.faults = [changed(lambda content: content.replace(b"81.05,", b'"n/a",'))]
        answers = await source()
        assert len(bars_of(answers, "KITE")) == 2
        assert answers[0].problems == ("row 2 (KITE): c is n/a, which is no number",)


async def test_a_page_that_comes_twice_is_handed_on_row_by_row(tmp_path: Path) -> None:
    """SF-22"""
    async with asking(CASES["polygon bars"], tmp_path) as source:
        again = b'"next_url": "https://elsewhere.example/v2/aggs/ticker/KITE/again?cursor=x", "status":'
        source.server.faults = [changed(lambda content: content.replace(b'"status":', again))]
        bars = bars_of(await source(), "KITE")
        assert bars.days.astype(str).tolist() == ["2026-11-16", "2026-11-17", "2026-11-18"] * 2
        assert all(asked.headers["host"] in source.server.url for asked in source.server.asked)


async def test_pages_without_an_end_are_given_up(tmp_path: Path) -> None:
    """SF-23"""
    async with asking(CASES["polygon bars"], tmp_path) as source:
        again = b'"next_url": "https://elsewhere.example/v2/aggs/ticker/KITE/again", "status":'
        source.server.always = changed(lambda content: content.replace(b'"status":', again))
        answers = await source()
        assert codes(answers) == {REPLY}
        assert len(source.server.asked) < 10


async def test_a_count_that_is_never_reached_is_given_up(tmp_path: Path) -> None:
    """SF-24"""
    async with asking(CASES["fred indicators"], tmp_path) as source:
        source.server.always = changed(lambda content: content.replace(b'"count": 3', b'"count": 100000'))
        answers = await source()
        assert codes(answers) == {REPLY}
        assert len(source.server.asked) <= 200


async def test_yesterday_s_data_comes_with_the_day_that_it_is_of(tmp_path: Path) -> None:
    """SF-25"""
    async with asking(CASES["polygon bars of a day"], tmp_path) as source:
        old = source.server.answer
        source.server.answer = lambda asked: old(
            replace(asked, path=asked.path.replace("2026-11-18", "2026-11-17"))
        )
        assert set(bars_of(await source(), "KITE").days.astype(str)) == {"2026-11-17"}


async def test_a_value_that_is_no_number_is_named(tmp_path: Path) -> None:
    """SF-26"""
    async with asking(CASES["fred indicators"], tmp_path) as source:
        source.server.faults = [changed(lambda content: content.replace(b'"102.9"', b'"about 103"'))]
        first = (await source())[0]
        assert isinstance(first.rows, Observations)
        assert (len(first.rows), len(first.problems)) == (2, 1)
        assert "about 103" in first.problems[0]


@pytest.mark.parametrize("name", ["limit.json", "limit_minute.json"])
async def test_a_limit_that_is_told_as_success_is_one(tmp_path: Path, name: str) -> None:
    """SF-27"""
    async with asking(CASES["alphavantage news"], tmp_path) as source:
        source.server.always = instead(saved(f"alphavantage/{name}"))
        answers = await source()
        assert (codes(answers), len(source.server.asked)) == ({LIMIT}, 1)
        assert KEY not in repr(answers) + str(answers[0].fault)


@pytest.mark.parametrize(
    "play",
    [status(500), dropped, silent, instead(b"<html></html>"), instead(b"{"), truncated],
    ids=["broken", "dropped", "silent", "web page", "garbled", "truncated"],
)
async def test_yahoo_s_faults_are_told_and_pass(tmp_path: Path, play: Play) -> None:
    """SF-30"""
    async with asking(CASES["yfinance bars"], tmp_path) as source:
        source.server.always = play
        answers = await source()
        assert parts(answers) == Counter(["KITE"])
        assert codes(answers) <= {FAILED, REPLY, LIMIT}
        source.server.always = None
        assert rows(await source()) == 3


async def test_yahoo_s_throttling_is_a_limit(tmp_path: Path) -> None:
    """SF-31"""
    async with asking(CASES["yfinance bars"], tmp_path) as source:
        source.server.always = status(429)
        assert codes(await source()) == {LIMIT}


async def test_what_yahoo_says_it_does_not_have_is_no_fault(tmp_path: Path) -> None:
    """SF-32"""
    async with asking(CASES["yfinance bars"], tmp_path) as source:
        chart = source.server.answer
        source.server.answer = lambda asked: (
            saved("yahoo/nothing.json")
            if asked.parameters.get("range") != "1d" and "chart" in asked.path
            else chart(asked)
        )
        assert (codes(answers := await source()), rows(answers)) == ({""}, 0)
