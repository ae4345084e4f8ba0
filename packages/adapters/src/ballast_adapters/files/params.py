"""The data folder of the master project: which models it has, and their files."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ballast_adapters.files.disk import named, read_whole
from ballast_adapters.files.search import FILE_NAMES, find_models
from ballast_core.tracking import FileKind, FoundModel, SourceText


class ParamsFolder:
    """Models that stand in `folder` itself and in its sub-folders, one level deep.

    `remap` translates paths in configurations of another machine: a prefix there, a prefix here.
    Links are followed wherever they lead. The disk is read in a thread, because it may be a slow card
    or a network drive.
    """

    def __init__(self, folder: Path, remap: Mapping[str, str]) -> None:
        self._folder = folder.expanduser()
        self._remap = remap

    def describe(self) -> str:
        """Return the folder as it was given."""
        return str(self._folder)

    async def find(self) -> Sequence[FoundModel]:
        """Return the models by name. Raises `DataFolderNotFoundError`.

        A name that several configurations claim goes to the one whose data are there, then to the
        shortest path; a finding says so.
        """
        return await asyncio.to_thread(find_models, self._folder, self._remap)

    async def read(self, model: FoundModel, kind: FileKind) -> SourceText | None:
        """Return a file of the model, or nothing. Raises `FileUnreadableError`.

        Of the configuration this is the JSON of what was kept, never what stands in its file.
        """
        if kind is FileKind.CONFIG:
            return _kept(model)
        return await asyncio.to_thread(_read, model.locator, FILE_NAMES[kind]) if model.locator else None


def _kept(model: FoundModel) -> SourceText | None:
    if not model.config_path:
        return None
    text = json.dumps(model.config.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    return SourceText(Path(model.config_path).name, text.encode())


def _read(folder: str, name: str) -> SourceText | None:
    path = named(Path(folder), name)
    return SourceText(path.name, read_whole(path)) if path else None
