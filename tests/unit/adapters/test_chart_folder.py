"""What is particular to plots in a folder: where it is, and what is not served from it."""

import json
from pathlib import Path

import pytest

from ballast_adapters.files.charts import ChartFolder
from ballast_adapters.files.disk import FileUnreadableError
from ballast_core.tracking import ChartNotFoundError, TradingModel, model_id

PNG = b"\x89PNG\r\n\x1a\n..."
CONFIG_PATH = "pine/pytaaa_naz100_pine.json"
PINE = TradingModel(id=model_id("naz100_pine"), name="naz100_pine", config_path=CONFIG_PATH)


def plot(path: Path, content: bytes = PNG) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def configure(folder: Path, web_page: str) -> None:
    path = folder / CONFIG_PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"Valuation": {"webpage": web_page}}))


async def names(folder: Path, model: TradingModel = PINE, **remap: str) -> list[str]:
    return [chart.name for chart in await ChartFolder(folder, remap).charts(model)]


async def test_the_configuration_says_where_the_plots_are(tmp_path: Path) -> None:
    configure(tmp_path, "../pages")
    plot(tmp_path / "pages" / "a.png")
    plot(tmp_path / "pine" / "webpage" / "other.png")
    assert await names(tmp_path) == ["a.png"]


async def test_a_folder_of_another_machine_is_translated(tmp_path: Path) -> None:
    configure(tmp_path, "/Volumes/example/pages")
    plot(tmp_path / "here" / "pages" / "a.png")
    charts = ChartFolder(tmp_path, {"/Volumes/example": str(tmp_path / "here")})
    assert [chart.name for chart in await charts.charts(PINE)] == ["a.png"]


async def test_the_web_page_beside_the_configuration_serves_when_the_stated_one_is_not_here(
    tmp_path: Path,
) -> None:
    configure(tmp_path, "/Volumes/example/pages")
    plot(tmp_path / "pine" / "webpage" / "a.png")
    assert await names(tmp_path) == ["a.png"]


async def test_a_configuration_that_is_gone_leaves_the_usual_place(tmp_path: Path) -> None:
    plot(tmp_path / "pine" / "webpage" / "a.png")
    assert await names(tmp_path) == ["a.png"]


async def test_a_data_folder_of_one_model_has_its_web_page_inside(tmp_path: Path) -> None:
    plot(tmp_path / "webpage" / "a.png")
    assert await names(tmp_path, TradingModel(id=model_id("x"), name="x")) == ["a.png"]


@pytest.mark.parametrize("path", ["../elsewhere/pytaaa_x.json", "/etc/pytaaa_x.json"])
async def test_a_configuration_path_that_leads_out_of_the_folder_is_not_followed(
    tmp_path: Path, path: str
) -> None:
    plot(tmp_path / "elsewhere" / "webpage" / "a.png")
    (tmp_path / "data").mkdir()
    assert await names(tmp_path / "data", PINE.model_copy(update={"config_path": path})) == []


async def test_only_png_files_with_plain_names_are_listed(tmp_path: Path) -> None:
    configure(tmp_path, "webpage")
    page = tmp_path / "pine" / "webpage"
    for name in ("b.png", "a b (2)+c.png", "pyTAAA_web.html", "notes.PNG.txt", "é.png", "semi;colon.png"):
        plot(page / name)
    (page / "folder.png").mkdir()
    assert await names(tmp_path) == ["a b (2)+c.png", "b.png"]


async def test_a_link_that_leads_out_of_the_folder_is_no_plot(tmp_path: Path) -> None:
    configure(tmp_path, "webpage")
    secret = plot(tmp_path / "secret.png")
    inside = plot(tmp_path / "pine" / "webpage" / "inside.png")
    inside.with_name("out.png").symlink_to(secret)
    inside.with_name("within.png").symlink_to(inside)
    inside.with_name("broken.png").symlink_to(tmp_path / "nowhere")
    assert await names(tmp_path) == ["inside.png", "within.png"]
    with pytest.raises(ChartNotFoundError):
        await ChartFolder(tmp_path, {}).chart(PINE, "out.png")


async def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    configure(tmp_path, "webpage")
    plot(tmp_path / "elsewhere" / "a.png")
    (tmp_path / "pine" / "webpage").symlink_to(tmp_path / "elsewhere")
    assert await ChartFolder(tmp_path, {}).chart(PINE, "a.png") == PNG


async def test_a_file_that_only_calls_itself_png_is_not_served(tmp_path: Path) -> None:
    configure(tmp_path, "webpage")
    plot(tmp_path / "pine" / "webpage" / "a.png", b'{"password": "x"}')
    with pytest.raises(ChartNotFoundError):
        await ChartFolder(tmp_path, {}).chart(PINE, "a.png")


async def test_a_folder_that_may_not_be_read_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, "webpage")
    plot(tmp_path / "pine" / "webpage" / "a.png")

    def refuse(_path: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(FileUnreadableError, match="permission denied; let this user read it"):
        await ChartFolder(tmp_path, {}).charts(PINE)
