"""A data folder and its plots, as plain dicts."""

from collections.abc import Mapping, Sequence

from ballast_core.tracking import (
    ChartFile,
    ChartNotFoundError,
    DataFolderNotFoundError,
    FileKind,
    FoundModel,
    ModelConfig,
    SourceText,
    TradingModel,
    parse_config,
)


class MemoryModelFiles:
    """Models by name, their files by kind; put bytes in, change them, take them out."""

    def __init__(self, files: dict[str, dict[FileKind, bytes]]) -> None:
        self.files = files

    def describe(self) -> str:
        """Return the folder as a person would name it."""
        return "memory"

    async def find(self) -> Sequence[FoundModel]:
        """Return the models by name; empty when there is none."""
        found = [self._found(name, files) for name, files in self.files.items()]
        return sorted(found, key=lambda model: model.config.name)

    async def read(self, model: FoundModel, kind: FileKind) -> SourceText | None:
        """Return the file, or nothing when the model has none."""
        content = self.files[model.locator].get(kind) if kind is not FileKind.CONFIG else None
        return None if content is None else SourceText(_file_name(model.locator, kind), content)

    def _found(self, name: str, files: Mapping[FileKind, bytes]) -> FoundModel:
        content = files.get(FileKind.CONFIG)
        if content is None:
            return FoundModel(ModelConfig(name=name), "", (), locator=name, config_read=False)
        file = _file_name(name, FileKind.CONFIG)
        parsed = parse_config(content, file=file, folder=name)
        config = parsed.content or ModelConfig(name=name)
        read = parsed.content is not None
        return FoundModel(config, f"{name}/{file}", parsed.findings, locator=name, config_read=read)


class MemoryCharts:
    """Plots by name, for each model by its name; without any mapping the data folder is not there."""

    def __init__(self, charts: Mapping[str, Mapping[str, bytes]] | None) -> None:
        self._charts = charts

    async def charts(self, model: TradingModel) -> Sequence[ChartFile]:
        """Return the plots by name; empty when there is none."""
        plots = self._plots(model)
        return [ChartFile(name, len(plots[name]), modified_at=0.0) for name in sorted(plots)]

    async def chart(self, model: TradingModel, name: str) -> bytes:
        """Return one plot. Raises `ChartNotFoundError`, also for a name with a path in it."""
        plots = self._plots(model)
        if name not in plots:
            raise ChartNotFoundError(model.name, name)
        return plots[name]

    def _plots(self, model: TradingModel) -> Mapping[str, bytes]:
        if self._charts is None:
            raise DataFolderNotFoundError("memory", "it is not there")
        return self._charts.get(model.name, {})


def _file_name(model: str, kind: FileKind) -> str:
    match kind:
        case FileKind.CONFIG:
            return f"pytaaa_{model}.json"
        case FileKind.BACKTEST:
            return "pyTAAAweb_backtestPortfolioValue.params"
        case _:
            return f"PyTAAA_{kind.value}.params"
