"""The plots that the master project drew: PNG files of a model's web page folder."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from ballast_adapters.files.disk import FileUnreadableError, is_file, is_folder, read_whole, refused
from ballast_adapters.files.places import place
from ballast_core.tracking import (
    ChartFile,
    ChartNotFoundError,
    DataFolderNotFoundError,
    TradingModel,
    parse_config,
)

_WEB_PAGE = "webpage"
_NAME = re.compile(r"[A-Za-z0-9_.\-+ ()]+\.png")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class ChartFolder:
    """Serves plots by name: a name is never a path, and a link that leads out of the folder is no plot.

    The folder is the one that the model's configuration names, after `remap`, else `webpage` beside it.
    """

    def __init__(self, folder: Path, remap: Mapping[str, str]) -> None:
        self._folder = folder.expanduser()
        self._remap = remap

    async def charts(self, model: TradingModel) -> Sequence[ChartFile]:
        """Return the plots by name.

        Raises `DataFolderNotFoundError`, and `FileUnreadableError` when the plots' folder may not be read.
        """
        return await asyncio.to_thread(self._charts, model)

    async def chart(self, model: TradingModel, name: str) -> bytes:
        """Return one plot. Raises as `charts`; `ChartNotFoundError` also for a file that is no PNG inside."""
        return await asyncio.to_thread(self._chart, model, name)

    def _charts(self, model: TradingModel) -> list[ChartFile]:
        folder = self._web_page(model)
        try:
            found = [path for path in folder.iterdir() if _is_plot(path, folder)] if folder else []
            stats = [(path.name, path.stat()) for path in found]
        except OSError as error:
            raise refused(folder or self._folder, error) from error
        return sorted(
            (ChartFile(name, stat.st_size, stat.st_mtime) for name, stat in stats),
            key=lambda chart: chart.name,
        )

    def _chart(self, model: TradingModel, name: str) -> bytes:
        folder = self._web_page(model)
        if folder and _NAME.fullmatch(name) and _is_plot(folder / name, folder):
            content = read_whole(folder / name)
            if content.startswith(_SIGNATURE):
                return content
        raise ChartNotFoundError(model.name, name)

    def _web_page(self, model: TradingModel) -> Path | None:
        if not is_folder(self._folder):
            raise DataFolderNotFoundError(str(self._folder), "there is no such folder")
        config = self._config(model)
        home = config.parent if config else self._home(model.name)
        stated = _stated(config, model.name) if config else ""
        places = [place(stated, home, self._remap)] if stated else []
        return next((folder for folder in (*places, home / _WEB_PAGE) if is_folder(folder)), None)

    def _config(self, model: TradingModel) -> Path | None:
        path = PurePosixPath(model.config_path)
        inside = path.parts and not path.is_absolute() and ".." not in path.parts
        return self._folder / path if inside else None

    def _home(self, name: str) -> Path:
        below = self._folder / name
        return below if is_folder(below) else self._folder


def _stated(config: Path, name: str) -> str:
    try:
        content = read_whole(config)
    except FileUnreadableError:  # the usual place is left to look at
        return ""
    parsed = parse_config(content, file=config.name, folder=name)
    return parsed.content.chart_folder if parsed.content else ""


def _is_plot(path: Path, folder: Path) -> bool:
    return (
        _NAME.fullmatch(path.name) is not None
        and is_file(path)
        and path.resolve().is_relative_to(folder.resolve())
    )
