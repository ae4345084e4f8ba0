"""Commands about the universe, economic series, news and events."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest
from tests.servers import database

from ballast_adapters.bootstrap import upgrade
from ballast_adapters.cli.market.topics import EVENT_KINDS
from ballast_adapters.cli.market.universe import InstrumentChoice, KindChoice
from ballast_adapters.settings import load_settings
from ballast_core.market import EventKind, InstrumentKind, UniverseKind

type Ballast = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def url(embedded_server: str) -> Iterator[str]:
    with database(embedded_server) as made:
        asyncio.run(upgrade(load_settings({"database_url": made}, env={})))
        yield made


@pytest.fixture
def market(ballast: Ballast, url: str) -> Ballast:
    """Run one command about market data."""
    return lambda *args: ballast("--database-url", url, "market", *args)


def test_a_universe_comes_in_and_goes_out(market: Ballast, tmp_path: Path) -> None:
    file = tmp_path / "coins.csv"
    file.write_text("symbol,name,kind,calendar\nPEB-USD,Pebble,crypto,24/7\n", "utf-8")
    code, out, _ = market("universe", "import", file, "--format", "json")
    assert (code, [one["kind"] for one in json.loads(out)["files"]]) == (0, ["instruments"])
    csv = market("universe", "export")[1]
    assert csv.startswith("symbol,name,kind,")
    file.write_text(csv, "utf-8")
    again = json.loads(market("universe", "import", file, "--format", "json")[1])
    assert (again["inserted"], again["updated"]) == (0, 0)


def test_what_is_wrong_with_a_file_is_said_by_line_and_column(market: Ballast, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("symbol,kind\nA A,stock\nBBB,bond\n", "utf-8")
    code, _, err = market("universe", "import", file)
    assert code == 2
    assert "nothing was imported: bad.csv line 2, column symbol" in err
    assert "bad.csv line 3, column kind" in err


def test_a_file_that_is_not_there_is_named(market: Ballast, tmp_path: Path) -> None:
    code, _, err = market("universe", "import", tmp_path / "nowhere.csv")
    assert code == 2
    assert "nowhere.csv" in err


def test_an_instrument_is_added_and_removed(market: Ballast) -> None:
    code, _, err = market("universe", "add", "tin-usd", "--kind", "crypto", "--calendar", "24/7")
    assert (code, "TIN-USD is in the universe" in err) == (0, True)
    listed = json.loads(market("universe", "list", "--format", "json")[1])["instruments"]
    assert "TIN-USD" in {one["symbol"] for one in listed}
    assert market("universe", "remove", "TIN-USD")[0] == 0
    code, _, err = market("universe", "remove", "TIN-USD")
    assert (code, "no instrument 'TIN-USD' in the universe" in err) == (3, True)


def test_a_series_that_nobody_knows_is_not_found(market: Ballast) -> None:
    code, _, err = market("indicator", "NOTHING")
    assert (code, "NOTHING" in err) == (3, True)
    assert "ballast market indicators" in err


def test_a_kind_of_events_that_there_is_none_of_is_refused_with_those_that_there_are(market: Ballast) -> None:
    code, _, err = market("events", "--kind", "party")
    assert code == 2
    assert "'earnings'" in err


@pytest.mark.parametrize("command", ["indicators", "news", "sentiment", "events"])
def test_without_data_a_command_shows_an_empty_answer(market: Ballast, command: str) -> None:
    code, out, _ = market(command)
    assert (code, "none" in out) == (0, True)


def test_choices_are_those_of_the_core() -> None:
    assert get_args(KindChoice) == get_args(UniverseKind.__value__)
    assert get_args(InstrumentChoice) == tuple(InstrumentKind)
    assert tuple(EventKind) == EVENT_KINDS
