"""Commands about files of trades: what they take in, say and forget."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from tests.servers import database
from tests.workbooks import small

from ballast_adapters.bootstrap import upgrade
from ballast_adapters.cli.trade_files import OnSameChoice
from ballast_adapters.settings import load_settings
from ballast_core.trades import OnSame

type Ballast = Callable[..., tuple[int, str, str]]

NAME = "tradeslist_MES_15_Trend.xlsx"


@pytest.fixture(scope="module")
def url(embedded_server: str) -> Iterator[str]:
    with database(embedded_server) as made:
        asyncio.run(upgrade(load_settings({"database_url": made}, env={})))
        yield made


@pytest.fixture
def trades(ballast: Ballast, url: str) -> Ballast:
    """Run one command about trades, on a database that holds no file at first."""

    def run(*args: object) -> tuple[int, str, str]:
        return ballast("--database-url", url, "trades", *args)

    kept = json.loads(run("list", "--format", "json")[1])["files"]
    if kept:
        run("remove", "--yes", *(file["id"] for file in kept))
    return run


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return written(tmp_path / NAME)


def written(path: Path, trades: int = 3) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small(trades))
    return path


def names(trades: Ballast) -> list[str]:
    return [file["name"] for file in json.loads(trades("list", "--format", "json")[1])["files"]]


def test_the_choices_are_those_of_the_core() -> None:
    assert set(get_args(OnSameChoice)) == set(OnSame)


def test_a_file_that_was_added_is_listed(trades: Ballast, workbook: Path) -> None:
    code, out, err = trades("add", workbook)
    assert code == 0
    assert "added" in out
    assert "1 added" in err
    assert names(trades) == [NAME]


def test_a_folder_gives_all_lists_of_trades_in_it(trades: Ballast, tmp_path: Path) -> None:
    written(tmp_path / "lists" / NAME)
    written(tmp_path / "lists" / "more" / "tradeslist_MES_60_Other.xlsx", trades=2)
    (tmp_path / "lists" / f"~${NAME}").write_bytes(b"a lock of Excel's")
    (tmp_path / "lists" / "notes.md").write_text("no list")
    code, _, err = trades("add", tmp_path / "lists")
    assert (code, "2 added" in err) == (0, True)


def test_a_pattern_that_the_shell_left_is_followed(trades: Ballast, workbook: Path) -> None:
    code, _, err = trades("add", workbook.parent / "*MES*.xlsx")
    assert (code, "1 added" in err) == (0, True)


def test_files_that_are_not_there_are_all_named_and_none_is_added(trades: Ballast, workbook: Path) -> None:
    code, _, err = trades("add", workbook, "gone.xlsx", "nothing/*.xlsx")
    assert code == 2
    assert "gone.xlsx: there is no such file" in err
    assert names(trades) == []


def test_a_bad_file_stops_no_other_and_ends_the_command_as_wrong(trades: Ballast, workbook: Path) -> None:
    bad = workbook.with_name("bad.xlsx")
    bad.write_bytes(b"no workbook")
    code, out, err = trades("add", bad, workbook)
    assert (code, names(trades)) == (2, [NAME])
    assert "refused" in out
    assert "1 added, 1 refused" in err


def test_another_export_asks_what_to_do_with_the_former_one(
    trades: Ballast, workbook: Path, tmp_path: Path
) -> None:
    trades("add", written(tmp_path / "old" / NAME, trades=2))
    code, _, err = trades("add", workbook)
    assert code == 2
    assert "--on-same replace" in err
    assert trades("add", workbook, "--on-same", "replace")[0] == 0
    assert names(trades) == [NAME]


def test_a_dry_run_stores_nothing(trades: Ballast, workbook: Path) -> None:
    code, _, err = trades("add", workbook, "--dry-run")
    assert (code, "nothing stored" in err, names(trades)) == (0, True, [])


def test_what_is_known_about_a_file_can_be_read(trades: Ballast, workbook: Path) -> None:
    trades("add", workbook)
    code, out, _ = trades("show", NAME)
    assert code == 0
    assert "2 closed, 1 open" in out
    assert "trades.open" in out


def test_what_was_exported_can_be_added_again(trades: Ballast, workbook: Path, tmp_path: Path) -> None:
    trades("add", workbook)
    exported = tmp_path / "all.csv"
    assert trades("export", "trades", "--to-file", exported)[0] == 0
    assert trades("remove", NAME, "--yes")[0] == 0
    assert trades("add", exported)[0] == 0
    again = tmp_path / "again.csv"
    trades("export", "trades", "--to-file", again)
    texts = [file.read_text("utf-8").splitlines() for file in (exported, again)]
    before, after = ([line.partition(",")[2] for line in lines] for lines in texts)
    assert (len(before), before) == (4, after)


def test_an_unknown_file_tells_how_to_see_all(trades: Ballast) -> None:
    code, _, err = trades("show", "nothing")
    assert (code, "ballast trades list" in err) == (3, True)


def test_nothing_is_forgotten_unasked(trades: Ballast, workbook: Path) -> None:
    trades("add", workbook)
    code, _, err = trades("remove", NAME)
    assert (code, "--yes" in err, names(trades)) == (2, True, [NAME])


def test_a_file_is_forgotten_when_that_is_said(trades: Ballast, workbook: Path) -> None:
    trades("add", workbook)
    code, _, err = trades("remove", NAME, "--yes")
    assert (code, "is forgotten" in err, names(trades)) == (0, True, [])


def test_what_is_added_and_forgotten_goes_on_record(
    trades: Ballast, ballast: Ballast, url: str, workbook: Path
) -> None:
    trades("add", workbook)
    trades("remove", NAME, "--yes")
    out = ballast("--database-url", url, "audit", "--limit", "2", "--format", "csv")[1]
    assert "trades.remove_file" in out
    assert "trades.add_files" in out


def test_a_mapping_is_saved_listed_and_dropped(trades: Ballast) -> None:
    columns = [
        "side=Side",
        "entry_at=Opened",
        "exit_at=Closed",
        "entry_price=In",
        "exit_price=Out",
        "net=P/L",
    ]
    said = [word for column in columns for word in ("--column", column)]
    assert trades("mappings", "save", "mine", *said, "--delimiter", ";", "--decimal", ",")[0] == 0
    (saved,) = json.loads(trades("mappings", "list", "--format", "json")[1])["mappings"]
    assert saved["columns"] == dict(column.split("=") for column in columns)
    assert (saved["delimiter"], saved["decimal"]) == (";", ",")
    assert trades("mappings", "drop", "mine")[0] == 0
    assert trades("mappings", "drop", "mine")[0] == 3


def test_a_column_without_its_name_is_refused(trades: Ballast) -> None:
    code, _, err = trades("mappings", "save", "mine", "--column", "net")
    assert (code, "net=HEADER" in err) == (2, True)
