"""Laws of the parsers: no bytes raise, what is written is read, clean lines and odd ones read alike."""

import json
import math
import random
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast_core.shared.arrays import to_dates
from ballast_core.tracking.entities import Parsed
from ballast_core.tracking.parsing import (
    RULES,
    parse_backtest,
    parse_config,
    parse_holdings,
    parse_ranks,
    parse_status,
)
from ballast_core.tracking.parsing.backtest import read_row
from ballast_core.tracking.parsing.findings import Findings
from ballast_core.tracking.parsing.status import read_record

MODEL = UUID(int=5)
PARSERS: dict[str, Callable[[bytes], Parsed[object]]] = {
    "status": parse_status,
    "holdings": lambda content: parse_holdings(content, model=MODEL),
    "ranks": parse_ranks,
    "backtest": parse_backtest,
    "config": lambda content: parse_config(content, file="pytaaa_a.json", folder="a"),
}
every_parser = pytest.mark.parametrize("kind", PARSERS)

STATUS = """
[Status]

cumu_value: 2013-01-03 08:30.00.00 10000.0
cumu_value: 2016-08-12 17:33:05.401936 26666.06 1 26666.06
cumu_value: 2026-03-03 21:46:27 64791.64 0 123456.5
"""
HOLDINGS = """[Holdings]

TradeDate: 1-2-2013
cumulativecashin: 10000
stocks: MU MU BF-B CASH
shares: 10 5 3 303.51
buyprice: 6.5 7. 9.25 1.0

# a comment
TradeDate: 2025-08-02
trading_model: naz100_hma
info:  Sell 2026-01-31 KLAC -5 1,427.94
ifno: buy 9 NFLX at $129.74
commissons: 69.3
stocks: A CASH
shares: 1 -130
buyprice: 3 7 1.
"""
RANKS = """[Ranks]

lastdate: 2026-02-02
symbols: ROST  GOOGL CASH
ranks:     1     2     3
channelPercent: -100.0%-100.0%
lastdate: 2026-2-19
symbols: ROST  GOOGL CASH
ranks:     2     1     3
"""
BACKTEST = """1991-01-02 10000.0 10000.00 -1000 -100000.0 CASH
1991-01-03 9966.091655570712 9966.09165557071 -1155.1 -100000.0
2000-01-04  9709.20987433  9709.20987433
2026-03-02 331160.97 3904412231.86 11109.5 3568.1 sp500_hma
"""
CONFIG = json.dumps(
    {
        "Email": {"PW": "x"},
        "Valuation": {"stockList": "SP500", "MA1": 5, "performance_store": "data_store"},
        "models": {"model_choices": {"cash": "", "naz100_pine": "p"}},
    },
    indent=1,
)
SAMPLES = {"status": STATUS, "holdings": HOLDINGS, "ranks": RANKS, "backtest": BACKTEST, "config": CONFIG}
SNIPPETS = [
    b"\r",
    b"\n",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"nan",
    b"-",
    b"1e999",
    b"_",
    b":",
    b" ",
    b"\t",
    b"9" * 40,
]
SNIPPETS += [
    b"[",
    b"{",
    b'"',
    b"#",
    b"CASH",
    b"\xd9\xa3",
    b"\x85",
    b"\x0c",
    b"TradeDate:",
    b"lastdate:",
    b"cumu_value:",
]


def check(parsed: Parsed[object]) -> None:
    """Whatever was read, the answer is sound."""
    assert 0 <= parsed.rejected <= max(parsed.lines, 1)
    for finding in parsed.findings:
        assert finding.rule in RULES
        assert len(finding.read) <= 200
        assert finding.read.isprintable()
        assert finding.line is None or 1 <= finding.line <= max(parsed.lines, 1)
    repr(parsed.content).encode("utf-8")


def spliced(words: list[str]) -> st.SearchStrategy[bytes]:
    """Texts made of the words that a grammar knows, and of others."""
    pieces = st.one_of(
        st.sampled_from(words), st.text(max_size=8), st.sampled_from([" ", "\n", "\r", "\t", ":"])
    )
    return st.lists(pieces, max_size=60).map(lambda parts: "".join(parts).encode("utf-8", "surrogatepass"))


def mixed(kind: str) -> st.SearchStrategy[bytes]:
    sample = SAMPLES[kind]
    return st.one_of(st.binary(max_size=400), spliced(sample.split() + sample.splitlines(keepends=True)))


def lines_of(*fields: list[str]) -> st.SearchStrategy[str]:
    """Lines that take each field from its list, mostly with one blank between them."""
    blank = st.sampled_from([" ", " ", " ", " ", "  ", "\t"])
    picked = [st.tuples(st.sampled_from(choices), blank) for choices in fields]
    return st.tuples(*picked).map(lambda parts: "".join(field + gap for field, gap in parts).rstrip(" \t"))


DAYS = ["2013-01-03", "2016-02-29", "2015-02-29", "2013-1-3", "2199-12-31", "2200-01-01", "0000-01-01", "NaT"]
TIMES = [
    "08:30:00",
    "08:30.15.15",
    "17:33:05.401936",
    "23:59:59.9",
    "24:00:00",
    "08:30.60.60",
    "08:30",
    "8:30:01",
]
NUMBERS = [
    "10000.0",
    "7",
    "1.",
    "0.0",
    "nan",
    "1e5",
    "1_0",
    "-5",
    "-100000.0",
    "9" * 15,
    "9" * 16,
    "0.1",
    "inf",
]
NUMBERS += ["9966.091655570712", "36115.47999999999", "1." + "3" * 15, "1." + "3" * 16, "00012.50"]
STATUS_LINES = st.one_of(
    lines_of(["cumu_value:"], DAYS, TIMES, NUMBERS),
    lines_of(
        ["cumu_value:", "CUMU_VALUE:"], DAYS, TIMES, NUMBERS, ["0", "1", "1.0", "0.5", "2", "nan"], NUMBERS
    ),
    st.sampled_from(["", "# said", "hello", "[Status]", "cumu_value: 1"]),
)
BACKTEST_LINES = st.one_of(
    lines_of(DAYS, NUMBERS, NUMBERS),
    lines_of(DAYS, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    lines_of(DAYS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, ["CASH", "naz100_pine", "C/A", "-x"]),
    st.sampled_from(["", "# said", "hello", "1991-01-01 1"]),
)
POSITIVE = st.floats(min_value=1e-300, max_value=1e300, allow_subnormal=False)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31))  # noqa: DTZ001 - files know no zones
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
TICKERS = st.from_regex(r"[A-Z][A-Z0-9]{0,4}", fullmatch=True)
AMOUNTS = st.decimals(-(10**9), 10**9, places=2)
LOTS = st.lists(st.tuples(TICKERS, AMOUNTS, AMOUNTS.map(abs)), min_size=1, max_size=6)


@every_parser
@given(data=st.data())
def test_no_bytes_raise(kind: str, data: st.DataObject) -> None:
    check(PARSERS[kind](data.draw(mixed(kind))))


@every_parser
def test_no_mutated_file_raises(kind: str) -> None:
    chance = random.Random(20_260_303)  # noqa: S311 - the same cases on every run
    sample = SAMPLES[kind].encode()
    for _ in range(1_000):
        content = bytearray(sample)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content) + 1)
            match chance.randrange(4):
                case 0 if at < len(content):
                    content[at] ^= 1 << chance.randrange(8)
                case 1:
                    content[at:at] = chance.choice(SNIPPETS)
                case 2:
                    del content[at : at + chance.randrange(30)]
                case _:
                    content[at:at] = content[: chance.randrange(80)]
        check(
            PARSERS[kind](bytes(content[: chance.choice([None, None, chance.randrange(len(content) + 1)])]))
        )


@every_parser
@given(data=st.data())
def test_every_end_of_line_is_as_good_as_another(kind: str, data: st.DataObject) -> None:
    content = data.draw(mixed(kind)).replace(b"\r", b"\n")
    plain = PARSERS[kind](content)
    for end in (b"\r", b"\r\n"):
        other = PARSERS[kind](content.replace(b"\n", end))
        assert repr(other) == repr(plain)


@given(st.lists(STATUS_LINES, max_size=12))
def test_status_lines_read_together_are_as_read_alone(lines: list[str]) -> None:
    findings = Findings("PyTAAA_status.params")
    alone = [
        (record.at, record.base, record.signal, record.traded, number)
        for number, line in enumerate(lines, 1)
        if line and line[0] not in "#[" and (record := read_record(line, number, findings))
    ]
    together = parse_status("\n".join(lines).encode())
    columns = together.content
    table = zip(columns.at.tolist(), columns.base, columns.signal, columns.traded, columns.line, strict=True)
    assert repr([tuple(map(plain, row)) for row in table]) == repr([tuple(map(plain, row)) for row in alone])
    order = {"status.time_order", "status.no_header"}
    said = tuple(finding for finding in together.findings if finding.rule not in order)
    assert said == findings.parsed(content=None, lines=0).findings


@given(st.lists(BACKTEST_LINES, max_size=12))
def test_backtest_lines_read_together_are_as_read_alone(lines: list[str]) -> None:
    findings = Findings("pyTAAAweb_backtestPortfolioValue.params")
    alone = {
        row.day: (
            row.numbers[:2],
            [math.nan if score < 0 else score for score in row.numbers[2:]],
            row.sub_model,
            number,
        )
        for number, line in enumerate(lines, 1)
        if line and line[0] != "#" and (row := read_row(line, number, findings))
    }
    together = parse_backtest("\n".join(lines).encode())
    columns = together.content
    values = zip(columns.buy_and_hold.tolist(), columns.strategy.tolist(), strict=True)
    scores = zip(columns.new_highs.tolist(), columns.new_lows.tolist(), strict=True)
    names = columns.sub_models or ("",) * len(columns)
    rows = zip(map(list, values), map(list, scores), names, columns.line.tolist(), strict=True)
    assert repr(list(zip(to_dates(columns.days), rows, strict=True))) == repr(sorted(alone.items()))
    order = {"backtest.date_order", "backtest.repeated_date", "backtest.no_rows"}
    said = tuple(finding for finding in together.findings if finding.rule not in order)
    assert said == findings.parsed(content=None, lines=0).findings


@given(st.lists(st.tuples(MOMENTS, POSITIVE, st.none() | st.tuples(st.sampled_from([0, 1]), POSITIVE))))
def test_written_records_are_read_back(
    records: list[tuple[datetime, float, tuple[int, float] | None]],
) -> None:
    lines = [
        f"cumu_value: {at} {base}" + (f" {overlay[0]} {overlay[1]}" if overlay else "")
        for at, base, overlay in records
    ]
    parsed = parse_status("\n".join(["[Status]", *lines]).encode())
    columns = parsed.content
    assert columns.at.tolist() == [at for at, _, _ in records]
    assert columns.base.tolist() == [base for _, base, _ in records]
    assert columns.line.tolist() == list(range(2, len(records) + 2))
    traded = [overlay[1] if overlay else math.nan for _, _, overlay in records]
    assert np.array_equal(columns.traded, np.array(traded), equal_nan=True)
    assert {finding.rule for finding in parsed.findings} <= {"status.time_order"}


@given(st.dictionaries(DATES, st.tuples(POSITIVE, POSITIVE, POSITIVE, POSITIVE), min_size=1), st.randoms())
def test_a_backtest_is_the_same_in_any_order_of_its_lines(
    table: dict[date, tuple[float, float, float, float]], chance: random.Random
) -> None:
    lines = [f"{day} {' '.join(map(str, row))} CASH" for day, row in table.items()]
    chance.shuffle(lines)
    columns = parse_backtest("\n".join(lines).encode()).content
    twice = parse_backtest("\n".join(lines + lines).encode()).content
    rows = zip(columns.buy_and_hold, columns.strategy, columns.new_highs, columns.new_lows, strict=True)
    assert dict(zip(to_dates(columns.days), rows, strict=True)) == table
    assert to_dates(columns.days) == sorted(table)
    assert np.array_equal(twice.days, columns.days)
    assert np.array_equal(twice.strategy, columns.strategy)


def written(blocks: list[tuple[date, list[tuple[str, Decimal, Decimal]]]]) -> str:
    """Return a holdings file as the program writes it."""
    text = "[Holdings]\n"
    for day, lots in blocks:
        stocks, shares, prices = (" ".join(map(str, column)) for column in zip(*lots, strict=True))
        text += f"\nTradeDate: {day}\nstocks: {stocks}\nshares: {shares}\nbuyprice: {prices}\n"
    return text


@given(st.lists(st.tuples(DATES, LOTS), max_size=5))
def test_written_blocks_are_read_back(blocks: list[tuple[date, list[tuple[str, Decimal, Decimal]]]]) -> None:
    snapshots = parse_holdings(written(blocks).encode(), model=MODEL).content.snapshots
    read = [
        (one.day, [(lot.ticker, lot.shares, lot.purchase_price) for lot in one.lots]) for one in snapshots
    ]
    assert read == blocks
    assert len({one.id for one in snapshots}) == len(blocks)


@given(st.lists(st.tuples(DATES, LOTS), min_size=1, max_size=5), mixed("holdings"))
def test_a_new_block_leaves_all_earlier_ones_alone(
    blocks: list[tuple[date, list[tuple[str, Decimal, Decimal]]]], tail: bytes
) -> None:
    before = parse_holdings(written(blocks).encode(), model=MODEL).content
    longer = written(blocks).encode() + b"TradeDate: 2026-01-01\n" + tail
    after = parse_holdings(longer, model=MODEL).content
    assert after.snapshots[: len(blocks)] == before.snapshots


@given(DATES, st.dictionaries(TICKERS, st.integers(1, 999_999), min_size=1), mixed("ranks"))
def test_the_last_complete_block_is_read_back_whatever_stands_before(
    day: date, ranks: dict[str, int], before: bytes
) -> None:
    block = f"\nlastdate: {day}\nsymbols: {' '.join(ranks)}\nranks: {' '.join(map(str, ranks.values()))}\n"
    read = parse_ranks(before + block.encode()).content
    assert read is not None
    assert read.day == day
    assert {rank.symbol: rank.rank for rank in read.ranks} == ranks


SECRETS = st.from_regex(r"[!-~]{12,30}", fullmatch=True).filter(lambda text: "\\" not in text)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(SECRETS, st.sampled_from(["Valuation", "models", "Email", "x"]), st.integers(0, 400), JSON)
def test_a_secret_never_comes_out_whole_or_broken(secret: str, section: str, cut: int, other: object) -> None:
    config = {section: {"PW": secret, "symbols_file": [secret], "MA1": {secret: other}}, "other": secret}
    text = json.dumps(config).encode()
    for content in (text, text[:cut]):
        assert secret not in repr(parse_config(content, file="pytaaa_a.json", folder="a"))


@given(JSON, JSON, JSON)
def test_any_json_is_a_configuration_or_none(valuation: object, choices: object, folder: object) -> None:
    config = {
        "Valuation": valuation,
        "models": {"model_choices": choices},
        "id": folder,
        "web_output_dir": folder,
    }
    check(parse_config(json.dumps(config).encode(), file="pytaaa_a.json", folder="a"))


def plain(cell: object) -> object:
    """Return a number as Python has it."""
    return cell.item() if isinstance(cell, np.generic) else cell
