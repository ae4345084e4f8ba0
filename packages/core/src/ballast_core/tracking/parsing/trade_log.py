"""One line of the trade log (`info:`, also written `ifno:`) to an entry."""

import re
from datetime import date
from decimal import Decimal

from ballast_core.tracking.entities import TradeAction, TradeLogEntry
from ballast_core.tracking.parsing.text import read_day, read_day_year_last, visible

_LONGEST = 500
_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}[/-][0-9]{1,2}[/-](?:[0-9]{4}|[0-9]{2})"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{0,12})?|\.[0-9]{1,12}"
_TICKER = r"[a-z][a-z0-9.-]{0,14}"
_RATIO = r"[0-9.]{1,9}[ ]*(?::|for)[ ]*[0-9.]{1,9}"
_TAIL = r"(?:[ (#].*)?"

_TRADE = re.compile(
    rf"(?P<action>buy|sell) +(?:(?P<day>{_DAY}) +)?"
    rf"(?:(?P<ticker>{_TICKER}) +[+-]? *(?P<shares>{_NUMBER})"
    rf"|(?P<first_shares>{_NUMBER}) +(?P<last_ticker>{_TICKER})) +(?:at *)?\$?"
    rf"(?P<price>{_NUMBER}){_TAIL}",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    rf"(?:split +(?P<ticker>{_TICKER})|(?P<first_ticker>{_TICKER}) +(?:split|price reflects)) +{_RATIO}"
    rf"(?: +split)?(?: +on +(?P<day>{_DAY}))?{_TAIL}",
    re.IGNORECASE,
)
_ACQUIRED = re.compile(
    rf"(?P<ticker>{_TICKER}) +acquired(?: +on +(?P<day>{_DAY}))?(?: +at +\$?(?P<price>{_NUMBER}))?{_TAIL}",
    re.IGNORECASE,
)
_BEGINS_TRADE = re.compile(r"(?:buy|sell|bought|sold)\b", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(.*[/-])([0-9]{2})")


def read_entry(text: str, *, line: int, day: date | None) -> TradeLogEntry | None:
    """Read what follows `info:`; nothing when neither the text nor its block (`day`) has a date."""
    plain = text.replace("\t", " ").replace('"', "").replace("'", "").strip(" ")[:_LONGEST]
    if found := _TRADE.fullmatch(plain):
        action = TradeAction(found["action"].lower())
        ticker, shares = found["ticker"] or found["last_ticker"], found["shares"] or found["first_shares"]
        price = found["price"]
    elif found := _SPLIT.fullmatch(plain):
        action, shares, price = TradeAction.SPLIT, None, None
        ticker = found["ticker"] or found["first_ticker"]
    elif found := _ACQUIRED.fullmatch(plain):
        action, ticker, shares, price = TradeAction.ACQUIRED, found["ticker"], None, found["price"]
    else:
        action, ticker, shares, price = TradeAction.NOTE, None, None, None
    on = (_own_day(found["day"]) if found else None) or day
    if on is None:
        return None
    return TradeLogEntry(
        day=on,
        line=line,
        action=action,
        ticker=ticker.upper() if ticker else None,
        shares=_decimal(shares),
        price=_decimal(price),
        text=visible(text, _LONGEST),
    )


def begins_like_a_trade(text: str) -> bool:
    """Tell whether someone meant to log a trade."""
    return bool(_BEGINS_TRADE.match(text.lstrip(" \t\"'")))


def _own_day(word: str | None) -> date | None:
    if word is None:
        return None
    long_year = _SHORT_YEAR.sub(r"\g<1>20\2", word)
    return read_day(word) or read_day_year_last(word) or read_day_year_last(long_year)


def _decimal(word: str | None) -> Decimal | None:
    return Decimal(word.replace(",", "")) if word else None
