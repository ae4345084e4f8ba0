"""The check of settings against the name of the file and against its trades."""

from collections.abc import Iterator

import numpy as np

from ballast_core.trades.entities import FileFinding
from ballast_core.trades.parsing.findings import finding
from ballast_core.trades.parsing.parsed import ParsedFile
from ballast_core.trades.parsing.reconcile_rules import of_trades

_CENT = 0.0051


def check_settings(parsed: ParsedFile) -> Iterator[FileFinding]:
    """Yield where the settings say something else; the settings count."""
    yield from _check_name(parsed)
    yield from _check_costs(parsed)
    yield from _check_size(parsed)
    yield from _check_span(parsed)


def _check_name(parsed: ParsedFile) -> Iterator[FileFinding]:
    stated, facts = parsed.stated, parsed.facts
    if stated.symbol and stated.symbol != facts.symbol:
        message = f"the name of the file says {stated.symbol}, its settings {facts.symbol}, which counts"
        yield finding("settings.symbol", message, parsed.name)
    minutes = stated.interval_minutes
    if minutes is not None and minutes != facts.interval_minutes:
        message = f"the name of the file says {minutes} min., its settings {facts.interval!r}, which counts"
        yield finding("settings.interval", message, parsed.name)


def _check_costs(parsed: ParsedFile) -> Iterator[FileFinding]:
    trades, facts = parsed.book.trades, parsed.facts
    sides = np.where(trades.closed, 2.0, 1.0) * trades.contracts
    for kind, each, paid in (
        ("commission", facts.commission, trades.commission),
        ("slippage", facts.slippage, trades.slippage),
    ):
        if each is None:
            continue
        expected = each * sides
        with np.errstate(invalid="ignore"):
            wrong = abs(paid - expected) > _CENT
        message = f"the {kind} is not the {each:g} a side and contract of the settings"
        yield from of_trades("settings.costs", trades, wrong, message, (expected, paid))


def _check_size(parsed: ParsedFile) -> Iterator[FileFinding]:
    size, trades = parsed.facts.trade_size, parsed.book.trades
    if size is None:
        return
    expected = np.full(len(trades), size)
    message = f"it does not have the {size:g} contracts of the settings"
    yield from of_trades(
        "settings.size", trades, trades.contracts != size, message, (expected, trades.contracts)
    )


def _check_span(parsed: ParsedFile) -> Iterator[FileFinding]:
    trades, facts = parsed.book.trades, parsed.facts
    outside = np.zeros(len(trades), np.bool_)
    if facts.first_bar is not None:
        outside |= trades.entry_at < np.datetime64(facts.first_bar, "us")
    if facts.last_bar is not None:
        last = np.datetime64(facts.last_bar, "us")
        outside |= (trades.entry_at > last) | (trades.exit_at > last)
    if outside.any():
        number = int(trades.number[outside][0])
        message = (
            f"{int(outside.sum())} trades, first trade {number}, lie outside of the bars "
            f"{facts.first_bar} to {facts.last_bar} of the settings"
        )
        yield finding("settings.span", message, f"trade {number}")
