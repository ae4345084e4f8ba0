"""The market data of the demonstration: eleven years of a small universe, with holes to find and to mend."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `--help` must not wait for pydantic and NumPy
    from ballast_core.app import App
    from ballast_core.market import CoverageView, UpdateSpec
    from ballast_core.shared.progress import Tell

_SINCE = date(2016, 1, 4)
_OFF, _ON = date(2025, 3, 3), date(2025, 3, 17)
"""From one day to the other, it is told, nothing was fetched for some symbols."""

_WITH_HOLES = ("KOC", "TIN-USD", "ZGLD", "ZINT")
_BEHIND = "ZINT"
"""Nothing came for it since."""


async def fill_market(app: "App", files: Mapping[str, bytes], tell: "Tell") -> "CoverageView":
    """Bring the universe in, fetch it from the recorded source, and return how complete it is.

    What is there stays as it is: somebody may have mended a hole.
    """
    from ballast_core.market import ImportSpec, UniverseFile

    spec = ImportSpec(tuple(UniverseFile(name, content) for name, content in files.items()))
    await app.flows.import_universe(spec)
    if not (await app.market.list_runs(1)).runs:
        universe = (await app.market.export_universe()).instruments
        for update in _updates([one.symbol for one in universe]):
            await app.market.update_market(update, tell)
    return await app.market.show_coverage()


def _updates(symbols: list[str]) -> "tuple[UpdateSpec, ...]":
    """Return what is fetched one after another, as if somebody had done so over the years."""
    from ballast_core.market import Mode, Step, UpdateSpec

    def bars(start: date, end: date | None, *named: str) -> UpdateSpec:
        others = (Step.ECONOMIC_DATA, Step.NEWS_SENTIMENT, Step.EVENT_DATA)
        return UpdateSpec(mode=Mode.BACKFILL, start=start, end=end, symbols=named, skip_steps=others)

    rest = (Step.MARKET_DATA, Step.DATA_QUALITY)
    return (
        bars(_SINCE, _OFF, *_WITH_HOLES),
        bars(_ON, None, *(one for one in _WITH_HOLES if one != _BEHIND)),
        bars(_SINCE, None, *(one for one in symbols if one not in _WITH_HOLES)),
        UpdateSpec(mode=Mode.BACKFILL, start=_SINCE, skip_steps=rest),
    )
