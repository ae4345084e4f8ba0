"""Whether stored data changed."""

from dataclasses import dataclass

from ballast_core.tracking.ports import ModelStore


@dataclass(frozen=True, slots=True)
class ShowRevision:
    """Tell one state of the stored data from another, so that answers can be cached."""

    models: ModelStore

    async def __call__(self) -> str:
        """Return a text that changes whenever stored data change, and never otherwise."""
        return await self.models.revision()
