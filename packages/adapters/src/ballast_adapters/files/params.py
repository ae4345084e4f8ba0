"""The data folder of the master project: which models it has, and their files."""

import asyncio
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

        A name that several configurations claim goes to the one in a folder of that name, then to the one
        whose data are there, then to the shortest path; a finding says so.
        """
        return await asyncio.to_thread(find_models, self._folder, self._remap)

    async def read(self, model: FoundModel, kind: FileKind) -> SourceText | None:
        """Return a params file of the model, or nothing. Raises `FileUnreadableError`."""
        name = FILE_NAMES.get(kind)
        return await asyncio.to_thread(_read, model.locator, name) if model.locator and name else None


def _read(folder: str, name: str) -> SourceText | None:
    path = named(Path(folder), name)
    return SourceText(path.name, read_whole(path)) if path else None
