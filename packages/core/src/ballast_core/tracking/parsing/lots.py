"""The three lists of a holdings block (`stocks`, `shares`, `buyprice`) to lots."""

from collections.abc import Sequence
from decimal import Decimal

from ballast_core.tracking.entities import CASH, Lot
from ballast_core.tracking.parsing.findings import Findings
from ballast_core.tracking.parsing.text import read_decimal, read_ticker, words

LISTS = ("stocks", "shares", "buyprice")


def read_lots(stocks: str, shares: str, prices: str, *, line: int, findings: Findings) -> tuple[Lot, ...]:
    """Return the lots of a block in the order of the file; none, and why, where the lists cannot be used."""
    tickers, amounts, dollars = words(stocks), words(shares), words(prices)
    sizes = f"{len(tickers)} stocks, {len(amounts)} shares, {len(dollars)} prices"
    if not (tickers and amounts and dollars):
        findings.reject("holdings.missing_list", line, sizes)
        return ()
    if len(dollars) > len(tickers) == len(amounts) and (repaired := _without_stray(tickers, dollars)):
        findings.note("holdings.length_repaired", line, f"{sizes}: {prices}", f"read as {' '.join(repaired)}")
        dollars = repaired
    if not len(tickers) == len(amounts) == len(dollars):
        findings.reject("holdings.length_mismatch", line, sizes)
        return ()
    lots: list[Lot] = []
    for written in zip(tickers, amounts, dollars, strict=True):
        lot = _lot(*written)
        if lot is None:
            findings.reject("holdings.bad_lot", line, " ".join(written))
            return ()
        lots.append(lot)
    _doubt(lots, line, findings)
    return tuple(lots)


def _without_stray(tickers: Sequence[str], prices: Sequence[str]) -> list[str] | None:
    """Drop what is too much where the price of CASH, which is always 1, tells what belongs to what."""
    names = [ticker.upper() for ticker in tickers]
    size = len(names)
    if names[-1] == CASH and read_decimal(prices[-1]) == 1:
        return [*prices[: size - 1], prices[-1]]
    if CASH in names and read_decimal(prices[names.index(CASH)]) == 1:
        return [*prices[:size]]
    return None


def _lot(ticker: str, shares: str, price: str) -> Lot | None:
    name, amount, dollars = read_ticker(ticker), read_decimal(shares), read_decimal(price)
    if name is None or amount is None or dollars is None or dollars < 0:
        return None
    return Lot(ticker=name, shares=amount, purchase_price=dollars)


def _doubt(lots: Sequence[Lot], line: int, findings: Findings) -> None:
    if all(lot.ticker != CASH for lot in lots):
        findings.note("holdings.no_cash", line, "", "kept without cash")
    for lot in lots:
        if lot.ticker == CASH and lot.purchase_price != Decimal(1):
            findings.note("holdings.cash_price", line, str(lot.purchase_price), "kept as written")
        if lot.ticker != CASH and lot.shares < 0:
            findings.note("holdings.negative_shares", line, f"{lot.ticker} {lot.shares}", "kept as written")
