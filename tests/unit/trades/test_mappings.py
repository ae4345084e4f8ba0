"""Column mappings: which are kept, and what they read."""

import pytest
from tests.in_memory import Bench, bench_of

from ballast_core.trades import AddSpec, BadMappingError, ColumnMapping, Incoming, Selection

COLUMNS = {
    "side": "Side",
    "entry_at": "Opened",
    "exit_at": "Closed",
    "entry_price": "In",
    "exit_price": "Out",
    "net": "P/L",
}
MINE = ColumnMapping(name="mine", columns=COLUMNS, delimiter=";", decimal=",", when="%d.%m.%Y %H:%M")
CSV = """\
Opened;Side;In;Closed;Out;P/L
04.03.2024 09:30;long;5000,25;04.03.2024 10:00;5001,25;1.003,50
05.03.2024 09:30;short;5001;05.03.2024 10:00;5002;-6,5
"""


@pytest.fixture
def bench() -> Bench:
    return bench_of({})


async def test_a_saved_mapping_reads_the_files_that_it_describes(bench: Bench) -> None:
    await bench.app.trades.save_mapping(MINE)
    file = Incoming("tradeslist_MES_15_Own.csv", CSV.encode())
    report = await bench.app.trades.add_files(AddSpec((file,), mapping="mine"))
    assert report.said() == "1 added"
    view = await bench.app.trades.list_trades(Selection())
    assert [(one.side, one.entry_price, one.net) for one in view.trades] == [
        ("long", 5000.25, 1003.5),
        ("short", 5001.0, -6.5),
    ]


async def test_mappings_are_listed_by_name(bench: Bench) -> None:
    for name in ("b", "a"):
        await bench.app.trades.save_mapping(MINE.model_copy(update={"name": name}))
    assert [one.name for one in (await bench.app.trades.list_mappings()).mappings] == ["a", "b"]


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "no name": ({"name": " "}, "give it a name"),
    "a slash": ({"name": "a/b"}, "without a slash"),
    "ours": ({"name": "ballast"}, "another name"),
    "unknown column": ({"columns": COLUMNS | {"profit": "x"}}, "no trade has 'profit'"),
    "column left out": ({"columns": {"net": "P/L"}}, "say which column holds side"),
    "no profit": ({"columns": {key: COLUMNS[key] for key in COLUMNS if key != "net"}}, "holds net, or gross"),
    "empty header": ({"columns": COLUMNS | {"net": " "}}, "has no name"),
    "no format": ({"when": "%Q"}, "no format of a day"),
    "time only": ({"when": "%H:%M"}, "no format of a day"),
    "a part twice": ({"when": "%Y-%m-%d %H:%M %f %f"}, "no format of a day"),
    "half a character": ({"when": "%Y-%m-%d %H:%M \ud800"}, "no format of a day"),
    "half a header": ({"columns": COLUMNS | {"net": "P\ud800"}}, "half a character"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_mapping_that_could_read_no_file_is_not_kept(bench: Bench, case: str) -> None:
    changed, why = WRONG[case]
    with pytest.raises(BadMappingError, match=why):
        await bench.app.trades.save_mapping(MINE.model_copy(update=changed))
    assert not (await bench.app.trades.list_mappings()).mappings


async def test_every_fault_of_a_mapping_is_told_at_once(bench: Bench) -> None:
    with pytest.raises(BadMappingError) as told:
        await bench.app.trades.save_mapping(ColumnMapping(name="", columns={}, when="%Q"))
    assert len(told.value.problems) == 8
