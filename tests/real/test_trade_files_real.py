"""The readers meet every figure that was counted independently in the real workbooks."""

from functools import cache
from pathlib import Path

import pytest

from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.trades import ContractSpec
from ballast_core.trades.parsing import ParsedFile, overlapping, read_trades, span
from ballast_core.trades.parsing.reconcile import implied_point_value, reconcile

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "trades"
NAMES = sorted(path.name for path in FOLDER.glob("tradeslist_*.xlsx"))
CD, MES, MNQ_15, MNQ_60 = (
    f"tradeslist_{name}.xlsx" for name in ("CD_30_4Xnew", "MES_15_4Xnew", "MNQ_15_5Xnew", "MNQ_60_17Xnew")
)
TABLE = {
    symbol: ContractSpec(symbol=symbol, point_value=value)
    for symbol, value in {"CD": 100_000, "MES": 5, "MNQ": 2}.items()
}

pytestmark = pytest.mark.skipif(not NAMES, reason=f"the real workbooks are not at {FOLDER}")
every_file = pytest.mark.parametrize("name", NAMES or ["none"])


@cache
def parsed(name: str) -> ParsedFile:
    return read_trades(name, CalamineSheets().read(name, (FOLDER / name).read_bytes()))


@pytest.mark.parametrize(
    ("name", "closed", "opened", "rows", "first", "last", "net", "marked"),
    [
        (CD, 607, 1, 3673, "2015-09-17", "2025-10-06", 18737.00, 18670.00),
        (MES, 421, 0, 1854, "2015-09-21", "2025-09-29", 7995.55, 7995.55),
        (MNQ_15, 427, 0, 1901, "2014-09-15", "2025-09-29", 28567.60, 28567.60),
        (MNQ_60, 303, 0, 989, "2015-10-28", "2025-10-06", 12624.90, 12624.90),
    ],
)
def test_counts_days_and_sums_are_those_of_the_file(  # noqa: PLR0913 -- as many figures were counted
    *, name: str, closed: int, opened: int, rows: int, first: str, last: str, net: float, marked: float
) -> None:
    book = parsed(name).book
    assert book.daily is not None
    ended = book.trades.closed
    assert (int(ended.sum()), int((~ended).sum()), len(book.daily)) == (closed, opened, rows)
    assert [str(day) for day in span(book)] == [first, last]
    assert book.trades.net[ended].sum() == pytest.approx(net, abs=0.005)
    assert book.daily.profit.sum() == pytest.approx(marked, abs=0.005)


@pytest.mark.parametrize(
    ("name", "symbol", "minutes", "strategy", "periods"),
    [
        (CD, "CD", 30, "4X-CD-WF-12YR(On)", 4000),
        (MES, "MES", 15, "4X-MES-WF-12YR(On)", 4000),
        (MNQ_15, "MNQ", 15, "5X-MNQ-WF-12YR(On)", 4500),
        (MNQ_60, "MNQ", 60, "17X-MNQ-WF-12YR(On)", 4500),
    ],
)
def test_facts_are_those_of_the_settings(
    name: str, symbol: str, minutes: int, strategy: str, periods: int
) -> None:
    facts = parsed(name).facts
    assert (facts.symbol, facts.interval_minutes, facts.strategy_text) == (symbol, minutes, strategy)
    assert (facts.initial_capital, facts.trade_size, facts.display_periods) == (25_000, 1, periods)


@every_file
def test_a_sound_file_has_no_finding_but_the_note_of_its_open_trade(name: str) -> None:
    rules = [(one.rule, one.found) for one in reconcile(parsed(name), TABLE)]
    assert rules == ([("trades.open", pytest.approx(-67.00))] if name == CD else [])


@every_file
def test_one_position_is_held_at_a_time(name: str) -> None:
    assert not overlapping(parsed(name).book.trades).any()


@every_file
def test_prices_imply_the_point_value_of_the_contract(name: str) -> None:
    file = parsed(name)
    assert implied_point_value(file.book.trades) == TABLE[file.facts.symbol].point_value
