"""Lines of a selection as they are shown."""

from datetime import date, datetime

import numpy as np
import pytest
from tests.trade_builders import a_book, a_file
from tests.trade_columns import columns
from tests.trade_paths import course

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_adapters.memory.trades import MemoryTradeStore
from ballast_core.trades import (
    ContractSpec,
    DayColumns,
    HistogramAsk,
    Selection,
    SeriesAsk,
    SeriesLine,
    SeriesView,
    ShowExposure,
    ShowHistogram,
    ShowSeries,
    TradeBook,
    UnknownContractError,
)
from ballast_core.trades.usecases.describe_selection import DescribeSelection
from ballast_core.trades.usecases.read_portfolio import ReadPortfolio

MARGIN = 1_000.0
CONTRACTS = {"MES": ContractSpec(symbol="MES", point_value=5, initial_margin=MARGIN)}


async def reader(*books: TradeBook, symbol: str = "MES") -> ReadPortfolio:
    store = MemoryTradeStore()
    for at, book in enumerate(books):
        await store.add(a_file(f"{at:012x}", symbol=symbol), book)
    return ReadPortfolio(store, CONTRACTS, MemoryArtifacts(), "1")


async def shown(
    read: ReadPortfolio, name: str, selection: Selection | None = None, **ask: object
) -> SeriesView:
    asked = SeriesAsk.model_validate({"name": name, "points": 0, **ask})
    return await ShowSeries(read)(selection or Selection(), asked)


def only(view: SeriesView, figure: str) -> SeriesLine:
    (found,) = (line for line in view.lines if line.figure == figure)
    return found


async def test_equity_is_told_for_the_portfolio_its_symbols_and_its_files() -> None:
    view = await shown(await reader(a_book(10, -5), a_book(1, 2, 3)), "equity", per="all")
    assert [(line.kind, line.values[-1]) for line in view.lines] == [
        ("portfolio", 25_011),
        ("symbol", 25_011),
        ("file", 25_005),
        ("file", 25_006),
    ]
    assert len(view.lines[2].at) == 2  # its own days


async def test_percent_of_the_account_is_a_multiple_of_the_start() -> None:
    view = await shown(await reader(a_book(10, -5)), "equity-percent", Selection(account_equity=1_000))
    assert only(view, "equity_percent").values == [1.01, 1.005]


async def test_profit_on_margin_is_a_figure_of_its_own() -> None:
    view = await shown(await reader(a_book(10, -5)), "equity-percent", base="margin")
    assert only(view, "profit_on_margin").values == pytest.approx([0.01, 0.005])
    assert "no return on the account" in view.about.notes[-1]


async def test_a_peak_that_is_reached_again_is_no_fall() -> None:
    read = await reader(a_book(0.1, 0.2, 0.3, -0.6, 0.6, 0.1, -0.1))
    small = Selection(account_equity=1)
    assert only(await shown(read, "drawdown", small), "drawdown").values[4:6] == [0.0, 0.0]
    assert only(await shown(read, "equity", small), "equity").values[3] == 1.0


async def test_the_envelope_comes_when_it_is_asked_for() -> None:
    read = await reader(a_book(10, -5))
    assert only(await shown(read, "equity"), "equity").envelope == []
    spiked = only(await shown(read, "equity", Selection(spikes=True)), "equity")
    assert spiked.values == [25_010, 25_005]
    assert spiked.envelope == [25_000 - 13.5, 25_010 - 13.5]  # the drawdown of 10 and the costs of entry


async def test_intraday_drawdown_counts_the_run_up_of_the_day_as_a_peak() -> None:
    view = await shown(await reader(a_book(10, -5)), "intraday-dd")
    assert only(view, "intraday_drawdown").values == [-16.5 - 13.5, -16.5 - 10 + 10 - 13.5]
    assert "worst case" in view.about.notes[0]


async def test_no_fraction_of_a_peak_is_milder_than_at_the_end_of_the_day_for_a_lost_account() -> None:
    read = await reader(*(course(seed).book for seed in range(4)))
    small = Selection(account_equity=50)
    daily = only(await shown(read, "drawdown", small), "drawdown_of_peak").values
    worst = only(await shown(read, "intraday-dd", small), "intraday_drawdown_of_peak").values
    assert min(end or 0 for end in daily) < -1
    assert all((low or 0) <= (end or 0) + 1e-12 for low, end in zip(worst, daily, strict=True))


async def test_what_is_never_milder_stays_so_for_files_at_once() -> None:
    read = await reader(*(course(seed).book for seed in range(4)))
    daily = only(await shown(read, "drawdown"), "drawdown").values
    worst = only(await shown(read, "intraday-dd"), "intraday_drawdown").values
    assert all((low or 0) <= (end or 0) + 1e-9 for low, end in zip(worst, daily, strict=True))


async def test_a_reversal_is_one_step() -> None:
    trades = columns(
        [1, 2],
        entries=["2024-03-04T10:00", "2024-03-05T10:00"],
        exits=["2024-03-05T10:00", "2024-03-06T10:00"],
        side=[1, -1],
    )
    days = np.arange("2024-03-04", "2024-03-07", dtype="datetime64[D]")
    view = await shown(await reader(TradeBook(trades, DayColumns(days, np.array([0.0, 1.0, 2.0])))), "netpos")
    line = only(view, "net_position")
    assert line.at == [datetime.fromisoformat(f"2024-03-0{day}T10:00") for day in (4, 5, 6)]
    assert line.values == [1, 1, 0]
    files = (await shown(await reader(TradeBook(trades, None)), "netpos", per="file")).lines[0]
    assert files.values == [1, -1, 0]


async def test_files_of_one_symbol_offset_each_other_in_margin() -> None:
    trades = columns([1], entries=["2024-03-04T10:00"], exits=["2024-03-04T12:00"], side=[-1])
    read = await reader(a_book(10), TradeBook(trades, None))
    view = await shown(read, "margin")
    at = [moment.hour for moment in only(view, "margin").at if isinstance(moment, datetime)]
    assert at == [9, 10, 11, 12]
    assert only(view, "margin").values == [MARGIN, 0, MARGIN, 0]
    assert only(view, "purchasing_power").values == [25_011 - MARGIN]


async def test_margin_of_an_unknown_symbol_is_an_error_where_it_is_needed() -> None:
    read = await reader(a_book(10), symbol="ZZ")
    assert (await shown(read, "netpos")).lines
    with pytest.raises(UnknownContractError, match=r"initial margin is known for ZZ.*contracts\.toml"):
        await shown(read, "margin")
    assert (await shown(read, "margin", Selection(margins={"ZZ": 5.0}))).lines


async def test_a_long_line_is_thinned_and_says_so() -> None:
    read = await reader(course(3, bars=4_000).book)
    whole, thin = await shown(read, "equity"), await shown(read, "equity", points=50)
    every, few = only(whole, "equity"), only(thin, "equity")
    assert few.raw_points == every.sent_points > 50 >= few.sent_points == len(few.values)
    assert {min(map(float, few.values)), max(map(float, few.values))} == {
        min(map(float, every.values)),
        max(map(float, every.values)),
    }


async def test_exposure_counts_time_and_margin() -> None:
    rows = (await ShowExposure(await reader(a_book(10, 20)))(Selection(account_equity=500))).rows
    whole = rows[0]
    assert whole.kind == "portfolio"
    assert whole.time_in_market == pytest.approx(3 / 25.5)  # two of 90 minutes, a day apart
    assert (whole.position_low, whole.position_high, whole.changes) == (0, 1, 4)
    assert whole.most_margin == MARGIN
    assert (whole.margin_call_days, whole.purchasing_power_low) == (2, 510 - MARGIN)


async def test_a_histogram_returns_its_edges() -> None:
    view = await ShowHistogram(await reader(a_book(0, 1, 2, 4)))(Selection(), HistogramAsk(bins=2))
    assert (view.edges, view.counts) == ([0, 2, 4], [2, 2])


async def test_what_leaves_nothing_is_described_too() -> None:
    describe = DescribeSelection(await reader(a_book(10)))
    view = await describe(Selection(start=date(2030, 1, 1)))
    assert "lies from 2030-01-01" in view.empty
    assert view.query == {"start": "2030-01-01"}
    assert (await describe(Selection())).empty == ""
    assert [one.margin for one in (await describe(Selection(margins={"MES": 9}))).symbols] == [9]


async def test_a_window_may_end_with_the_last_day_there_is() -> None:
    read = await reader(a_book(10, -5))
    whole, windowed = await shown(read, "equity"), await shown(read, "equity", Selection(end=date.max))
    assert [line.values for line in windowed.lines] == [line.values for line in whole.lines]
