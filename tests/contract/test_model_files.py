"""What every `ModelFiles` must do."""

import json
from pathlib import Path

import pytest

from ballast_adapters.files.params import ParamsFolder
from ballast_adapters.memory.files import MemoryModelFiles
from ballast_core.tracking import FileKind, MarketIndex, ModelFiles

CONFIG = json.dumps(
    {"Valuation": {"stockList": "Naz100", "performance_store": "data_store", "MA1": 5}}
).encode()
STATUS = b"\r[Status]\r\rcumu_value: 2013-01-03 08:30.00.00 10000.00\r\xff\x00"
BACKTEST = b"1991-01-02 10000.0 10000.0 -1155.1 -100000.0\n"
WORLD = {
    "sp500_hma": {FileKind.STATUS: STATUS},
    "naz100_pine": {FileKind.CONFIG: CONFIG, FileKind.STATUS: STATUS, FileKind.BACKTEST: BACKTEST},
}
NAMES = {
    FileKind.STATUS: "PyTAAA_status.params",
    FileKind.BACKTEST: "pyTAAAweb_backtestPortfolioValue.params",
}

type World = dict[str, dict[FileKind, bytes]]


class InMemory:
    """The world as the memory adapter keeps it."""

    def __init__(self, _folder: Path) -> None:
        self.world: World = {}

    def put(self, world: World) -> None:
        self.world.update(world)

    def open(self) -> ModelFiles:
        return MemoryModelFiles(self.world)


class OnDisk:
    """The world as folders and files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, world: World) -> None:
        for model, files in world.items():
            store = self.folder / model / "data_store"
            store.mkdir(parents=True, exist_ok=True)
            for kind, content in files.items():
                config = self.folder / model / f"pytaaa_{model}.json"
                (config if kind is FileKind.CONFIG else store / NAMES[kind]).write_bytes(content)

    def open(self) -> ModelFiles:
        return ParamsFolder(self.folder, {})


@pytest.fixture(params=[InMemory, OnDisk])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> InMemory | OnDisk:
    return request.param(tmp_path)


@pytest.fixture
def files(place: InMemory | OnDisk) -> ModelFiles:
    place.put(WORLD)
    return place.open()


async def test_models_are_found_by_name(files: ModelFiles) -> None:
    """MF-01"""
    assert [model.config.name for model in await files.find()] == ["naz100_pine", "sp500_hma"]


async def test_nothing_is_found_in_an_empty_place(place: InMemory | OnDisk) -> None:
    """MF-02"""
    assert list(await place.open().find()) == []


async def test_a_configuration_is_read_and_named(files: ModelFiles) -> None:
    """MF-03"""
    pine = (await files.find())[0]
    assert pine.config.market_index is MarketIndex.NASDAQ_100
    assert pine.config.parameters["MA1"] == 5
    assert pine.config_path == "naz100_pine/pytaaa_naz100_pine.json"


async def test_a_model_needs_no_configuration(files: ModelFiles) -> None:
    """MF-04"""
    hma = (await files.find())[1]
    assert hma.config_path == ""


async def test_a_configuration_file_is_never_handed_out(files: ModelFiles) -> None:
    """MF-10"""
    assert [await files.read(model, FileKind.CONFIG) for model in await files.find()] == [None, None]


async def test_a_file_is_given_byte_for_byte_with_its_name(files: ModelFiles) -> None:
    """MF-05"""
    for model in await files.find():
        text = await files.read(model, FileKind.STATUS)
        assert text is not None
        assert (text.name, text.content) == ("PyTAAA_status.params", STATUS)


async def test_a_file_that_is_not_there_is_nothing(files: ModelFiles) -> None:
    """MF-06"""
    assert await files.read((await files.find())[0], FileKind.RANKS) is None


async def test_a_file_that_changed_is_read_anew(files: ModelFiles, place: InMemory | OnDisk) -> None:
    """MF-07"""
    pine = (await files.find())[0]
    await files.read(pine, FileKind.BACKTEST)
    place.put({"naz100_pine": {FileKind.BACKTEST: BACKTEST * 2}} | {"sp500_hma": WORLD["sp500_hma"]})
    text = await files.read(pine, FileKind.BACKTEST)
    assert text is not None
    assert text.content == BACKTEST * 2


async def test_a_model_that_came_later_is_found(files: ModelFiles, place: InMemory | OnDisk) -> None:
    """MF-08"""
    await files.find()
    place.put({"naz100_hma": {FileKind.STATUS: STATUS}})
    assert [model.config.name for model in await files.find()] == ["naz100_hma", "naz100_pine", "sp500_hma"]


async def test_the_same_configuration_is_given_the_same_way_each_time(files: ModelFiles) -> None:
    """MF-09"""
    first, second = (await files.find())[0], (await files.find())[0]
    assert first == second


async def test_faults_of_a_configuration_are_found_with_the_model(place: InMemory | OnDisk) -> None:
    """MF-10"""
    place.put({"naz100_pi": {FileKind.CONFIG: b'{"Valuation": ', FileKind.STATUS: STATUS}})
    (model,) = await place.open().find()
    assert model.config.name == "naz100_pi"
    assert "config.bad_json" in {finding.rule for finding in model.config_findings}


def test_the_place_has_a_name(files: ModelFiles) -> None:
    """MF-11"""
    assert files.describe()


async def test_a_configuration_is_told_from_one_that_cannot_be_read(place: InMemory | OnDisk) -> None:
    """MF-12"""
    place.put(WORLD | {"naz100_pi": {FileKind.CONFIG: CONFIG[:-1], FileKind.STATUS: STATUS}})
    read = {model.config.name: model.config_read for model in await place.open().find()}
    assert read == {"naz100_pi": False, "naz100_pine": True, "sp500_hma": False}
