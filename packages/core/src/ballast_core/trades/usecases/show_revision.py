"""Whether stored trade lists changed."""

from dataclasses import dataclass

from ballast_core.trades.ports import TradeStore


@dataclass(frozen=True, slots=True)
class ShowRevision:
    """Tell one state of the stored files from another, so that answers can be cached."""

    files: TradeStore

    async def __call__(self) -> str:
        """Return a text that changes whenever stored files change, and never otherwise."""
        return await self.files.revision()
