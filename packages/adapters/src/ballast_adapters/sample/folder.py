"""A whole data folder of invented models: made in memory, then written file by file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from ballast_adapters.sample.configs import config_file
from ballast_adapters.sample.holdings import holdings_text
from ballast_adapters.sample.models import BASE_MODELS, META_MODEL, MODELS, Model
from ballast_adapters.sample.plots import line_chart
from ballast_adapters.sample.ranks import ranks_text
from ballast_adapters.sample.status import status_text
from ballast_adapters.sample.story import Story, tell
from ballast_core.shared.arrays import to_date
from ballast_core.shared.errors import ConflictError, InvalidError

SAMPLE_END = date(2026, 11, 13)
_FEWEST_DATES = 100
_MARKER = ".ballast-sample"
_NOTE = b"Ballast wrote this folder as sample data, and may write it again: keep nothing of your own here.\n"
_YEARS_COMPARED = 3


class SampleFolderTakenError(ConflictError):
    """The folder holds something that is not ours."""

    code = "sample.folder_taken"

    def __init__(self, folder: Path, found: str) -> None:
        super().__init__(
            f"{folder} holds {found}, which is no sample data, and nothing was written; "
            "name a new or an empty folder"
        )
        self.folder = folder


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written: `size` in bytes, the days of the status files, and how many records they have."""

    folder: Path
    models: tuple[str, ...]
    files: int
    size: int
    first_day: date
    last_day: date
    records: int


def write_sample(
    folder: Path, *, seed: int = 7, days: int | None = None, end: date = SAMPLE_END
) -> SampleSummary:
    """Write the sample models into `folder`, each file whole or not at all; repeatable.

    `days` is the number of dates in each status file; without it they are as many and as irregular as in
    real ones. Raises `SampleFolderTakenError` when the folder holds something else.
    """
    story = _told(seed, days, end)
    files = dict(_files(story))
    _claim(folder)
    for name, content in files.items():
        _write(folder / name, content)
    return SampleSummary(
        folder=folder,
        models=tuple(sorted(story.books)),
        files=len(files),
        size=sum(map(len, files.values())),
        first_day=to_date(story.span.first),
        last_day=to_date(story.span.last),
        records=sum(records.at.size for records in story.records.values()),
    )


def sample_files(*, seed: int = 7, days: int | None = None, end: date = SAMPLE_END) -> dict[str, bytes]:
    """Return the files of the sample by their path in the folder, without writing anything."""
    return dict(_files(_told(seed, days, end)))


def _told(seed: int, days: int | None, end: date) -> Story:
    if days is not None and days < _FEWEST_DATES:
        raise InvalidError(f"a sample has at least {_FEWEST_DATES} days, not {days}")
    return tell(seed, days, end)


def _files(story: Story) -> Iterator[tuple[str, bytes]]:
    for model in MODELS:
        config, content = config_file(model)
        ranks = "PyTAAA_ranks.params" if model.universe == "Naz100" else "pyTAAA_ranks.params"
        store = f"{model.name}/data_store"
        yield f"{model.name}/{config}", content
        yield f"{store}/PyTAAA_status.params", status_text(model.name, story.records[model.name], story.span)
        yield f"{store}/PyTAAA_holdings.params", holdings_text(story.books[model.name])
        yield f"{store}/{ranks}", ranks_text(story.market, model)
        yield f"{store}/pyTAAAweb_backtestPortfolioValue.params", story.backtests[model.name].text()
        for name, plot in _plots(story, model):
            yield f"{model.name}/webpage/{name}.png", plot
    twin = story.backtests[
        "naz100_pi"
    ].text()  # the Monte-Carlo run, which nobody should read as the backtest
    yield "naz100_pine/data_store/pyTAAAweb_backtestPortfolioValue.mc.params", twin


def _plots(story: Story, model: Model) -> Iterator[tuple[str, bytes]]:
    records, backtest = story.records[model.name], story.backtests[model.name]
    day = records.at.astype("datetime64[D]")
    last = np.append(day[1:] != day[:-1], np.True_)
    yield "PyTAAA_value", line_chart(day[last], [records.cents[last] / 100])
    curves = [backtest.strategy, backtest.buy_and_hold]
    yield "PyTAAA_backtestWithTrend", line_chart(backtest.days, curves, log=True)
    if model is META_MODEL:
        rows = min(252 * _YEARS_COMPARED, story.backtests["sp500_pine"].days.size)
        recent = [story.backtests[base.name].strategy[-rows:] for base in BASE_MODELS]
        yield "recommendation_plot", line_chart(backtest.days[-rows:], [curve / curve[0] for curve in recent])


def _claim(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise SampleFolderTakenError(folder, "a file")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / _MARKER).exists():
        found = min((path.name for path in folder.iterdir()), default=None)
        if found:
            raise SampleFolderTakenError(folder, repr(found))
        _write(folder / _MARKER, _NOTE)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
