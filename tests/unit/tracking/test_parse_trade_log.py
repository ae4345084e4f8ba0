"""The trade log: what people and the program wrote after `info:` over thirteen years."""

from datetime import date
from decimal import Decimal

import pytest

from ballast_core.tracking.parsing.trade_log import begins_like_a_trade, read_entry

DAY = date(2020, 1, 31)


@pytest.mark.parametrize(
    ("text", "action", "ticker", "shares", "price"),
    [
        ("Sell ATVI -185.0 at 37.14", "sell", "ATVI", "185.0", "37.14"),
        ("Sell PDD -31 106.42", "sell", "PDD", "31", "106.42"),
        ("sell 32 SBUX  at $61.37", "sell", "SBUX", "32", "61.37"),
        ("buy 110 JD    at $32.00", "buy", "JD", "110", "32.00"),
        ("Sell nvda    -9 at    9.9", "sell", "NVDA", "9", "9.9"),
        ("Sell AAPL -73. at 5.", "sell", "AAPL", "73", "5"),
        ("Sell SRE     - 16    160.25", "sell", "SRE", "16", "160.25"),
        ("Sell    MELI     -1  1,872.01", "sell", "MELI", "1", "1872.01"),
        ('Sell "INCY -123.71 at 123.71', "sell", "INCY", "123.71", "123.71"),
        ("Sell AAPL 5 at 10.5", "sell", "AAPL", "5", "10.5"),
        ("Sell ABMD     -28    381.02 (10668.56)# bought by J&J", "sell", "ABMD", "28", "381.02"),
        ("Sell BF-B -89  at 50.43", "sell", "BF-B", "89", "50.43"),
        ("Sell \tSRE\t-16\t160.25", "sell", "SRE", "16", "160.25"),
    ],
)
def test_a_trade_has_a_side_a_ticker_shares_and_a_price(
    text: str, action: str, ticker: str, shares: str, price: str
) -> None:
    entry = read_entry(text, line=7, day=DAY)
    assert entry is not None
    assert (entry.action, entry.ticker) == (action, ticker)
    assert (entry.shares, entry.price) == (Decimal(shares), Decimal(price))
    assert (entry.day, entry.line) == (DAY, 7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sell 2026-01-31 KLAC      -5 1427.94", date(2026, 1, 31)),
        ("Buy  2026-1-3 ADI       38  310.88", date(2026, 1, 3)),
        ("Buy  1/3/26 ADI       38  310.88", date(2026, 1, 3)),
        ("Buy  2026-02-30 ADI   38  310.88", DAY),
    ],
)
def test_the_own_day_of_a_line_goes_before_that_of_its_block(text: str, day: date) -> None:
    entry = read_entry(text, line=1, day=DAY)
    assert entry is not None
    assert (entry.day, entry.shares is None) == (day, False)


@pytest.mark.parametrize(
    ("text", "ticker", "day"),
    [
        ("TSLA split 5 for 1 on 2020-08-31", "TSLA", date(2020, 8, 31)),
        ("Split CSX  3:1 on 6/29/2021", "CSX", date(2021, 6, 29)),
        ("MNST price reflects 2:1 split on 2023-03-28", "MNST", date(2023, 3, 28)),
    ],
)
def test_a_split_names_its_ticker_and_day(text: str, ticker: str, day: date) -> None:
    entry = read_entry(text, line=1, day=DAY)
    assert entry is not None
    assert (entry.action, entry.ticker, entry.day, entry.shares) == ("split", ticker, day, None)


@pytest.mark.parametrize("day", ["7/21/21", "7/21/2021", "2021-07-21"])
def test_a_takeover_names_its_price(day: str) -> None:
    entry = read_entry(f"ALXN acquired on {day} at 182.50 per share", line=1, day=DAY)
    assert entry is not None
    assert (entry.action, entry.ticker, entry.price) == ("acquired", "ALXN", Decimal("182.50"))
    assert entry.day == date(2021, 7, 21)


@pytest.mark.parametrize(
    "text",
    [
        "first month with HMA choices",
        "sell SGEN at close on 6-9-23-23 last trading date",
        "Sell all",
        "Sell AAPL -5",
        "Sell AAPL -5 at 1_0",
        "Sell AAPL -5 at 1e5",
        "Sell AAPL nan at inf",
        "",
        "Sell " + "9" * 100_000,
    ],
)
def test_anything_else_is_a_note_and_keeps_its_text(text: str) -> None:
    entry = read_entry(text, line=1, day=DAY)
    assert entry is not None
    assert (entry.action, entry.ticker, entry.shares, entry.price) == ("note", None, None, None)
    assert entry.text == text[:500]


def test_an_entry_needs_a_day() -> None:
    assert read_entry("Sell A -1 2", line=1, day=None) is None


def test_the_text_shows_what_cannot_be_printed() -> None:
    entry = read_entry("a\x00b", line=1, day=DAY)
    assert entry is not None
    assert entry.text == "a\\x00b"


def test_a_line_that_begins_like_a_trade_is_known() -> None:
    assert begins_like_a_trade(' "Sold everything')
    assert not begins_like_a_trade("Seller's market")
