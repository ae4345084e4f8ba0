"""Whether stored trade lists, or what a contract of theirs is, changed."""

from dataclasses import dataclass
from hashlib import sha256

from ballast_core.trades.entities import ContractTable
from ballast_core.trades.ports import TradeStore


@dataclass(frozen=True, slots=True)
class ShowRevision:
    """Tell one state of what figures stand on from another, so that answers can be cached."""

    files: TradeStore
    contracts: ContractTable

    async def __call__(self) -> str:
        """Return a text that changes whenever stored files or contracts change, and never otherwise."""
        contracts = "\n".join(self.contracts[symbol].model_dump_json() for symbol in sorted(self.contracts))
        return f"{await self.files.revision()} {sha256(contracts.encode()).hexdigest()[:12]}"
