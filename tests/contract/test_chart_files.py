"""What every `ChartFiles` must do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ballast_adapters.files.charts import ChartFolder
from ballast_adapters.memory.files import MemoryCharts
from ballast_core.tracking import (
    ChartFiles,
    ChartNotFoundError,
    DataFolderNotFoundError,
    TradingModel,
    model_id,
)

PNG = b"\x89PNG\r\n\x1a\n"
VALUE, BACKTEST = PNG + b"value", PNG + b"back-test"
WORLD = {"naz100_pine": {"PyTAAA_value.png": VALUE, "PyTAAA_backtest.png": BACKTEST}, "sp500_hma": {}}
PINE = TradingModel(id=model_id("naz100_pine"), name="naz100_pine")
HMA = TradingModel(id=model_id("sp500_hma"), name="sp500_hma")
NOBODY = TradingModel(id=model_id("nobody"), name="nobody")


def in_memory(_folder: Path) -> ChartFiles:
    return MemoryCharts(WORLD)


def on_disk(folder: Path) -> ChartFiles:
    for model, plots in WORLD.items():
        page = folder / model / "webpage"
        page.mkdir(parents=True)
        for name, content in plots.items():
            (page / name).write_bytes(content)
    return ChartFolder(folder, {})


@pytest.fixture(params=[in_memory, on_disk])
def charts(request: pytest.FixtureRequest, tmp_path: Path) -> ChartFiles:
    build: Callable[[Path], ChartFiles] = request.param
    return build(tmp_path)


async def test_plots_are_listed_by_name_with_their_size(charts: ChartFiles) -> None:
    """CF-01"""
    listed = [(chart.name, chart.size) for chart in await charts.charts(PINE)]
    assert listed == [("PyTAAA_backtest.png", len(BACKTEST)), ("PyTAAA_value.png", len(VALUE))]


@pytest.mark.parametrize("model", [HMA, NOBODY])
async def test_a_model_without_plots_has_an_empty_list(charts: ChartFiles, model: TradingModel) -> None:
    """CF-02"""
    assert list(await charts.charts(model)) == []


async def test_a_plot_is_given_by_its_name(charts: ChartFiles) -> None:
    """CF-03"""
    assert await charts.chart(PINE, "PyTAAA_value.png") == VALUE


async def test_every_listed_plot_can_be_had(charts: ChartFiles) -> None:
    """CF-04"""
    for chart in await charts.charts(PINE):
        assert len(await charts.chart(PINE, chart.name)) == chart.size


async def test_a_plot_of_another_model_is_not_found(charts: ChartFiles) -> None:
    """CF-05"""
    with pytest.raises(ChartNotFoundError, match="sp500_hma has no chart named 'PyTAAA_value"):
        await charts.chart(HMA, "PyTAAA_value.png")


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "nothing.png",
        f"{'x' * 300}.png",
        "../webpage/PyTAAA_value.png",
        "./PyTAAA_value.png",
        "/PyTAAA_value.png",
        "..\\webpage\\PyTAAA_value.png",
        "PyTAAA_value.png/",
        "PyTAAA_value.png\n",
        "PyTAAA_value.png\x00",
        "%2e%2e%2fwebpage%2fPyTAAA_value.png",
        "../data_store/PyTAAA_status.params",
        "../../naz100_pine/webpage/PyTAAA_value.png",
    ],
)
async def test_a_name_that_is_no_plot_or_is_a_path_is_not_found(charts: ChartFiles, name: str) -> None:
    """CF-06"""
    with pytest.raises(ChartNotFoundError):
        await charts.chart(PINE, name)


@pytest.mark.parametrize(
    "build", [lambda _: MemoryCharts(None), lambda folder: ChartFolder(folder / "x", {})]
)
async def test_without_the_data_folder_nobody_can_tell(
    build: Callable[[Path], ChartFiles], tmp_path: Path
) -> None:
    """CF-07"""
    charts = build(tmp_path)
    for ask in (charts.charts(PINE), charts.chart(PINE, "PyTAAA_value.png")):
        with pytest.raises(DataFolderNotFoundError, match="--data-dir or BALLAST_DATA_DIR"):
            await ask
