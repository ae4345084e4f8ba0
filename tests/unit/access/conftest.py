"""An access over memory, with its clock and its store in reach."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from ballast_adapters.memory.access import CountedSecrets, MemoryAccessStore, QuickPasswords
from ballast_adapters.memory.clock import FrozenClock
from ballast_core.access import Access, AccessLimits, AccessPorts, SignedIn, wire_access

PASSWORD = "four words in a row"
LIMITS = AccessLimits(idle=timedelta(days=7), absolute=timedelta(days=30))


@dataclass(frozen=True)
class House:
    """Use cases, what they stand on, and a few ways to hurry."""

    access: Access
    store: MemoryAccessStore
    clock: FrozenClock

    async def sign_in(self) -> SignedIn:
        """Sign a browser in, after setting up the owner where there is none."""
        if not await self.access.has_owner():
            await self.access.set_password(PASSWORD)
        return await self.access.sign_in(PASSWORD, "Firefox", "192.0.2.1")

    def wait(self, **step: float) -> None:
        self.clock.tick(timedelta(**step))


@pytest.fixture
def house() -> House:
    return house_of(MemoryAccessStore(), QuickPasswords())


def house_of(store: MemoryAccessStore, passwords: QuickPasswords) -> House:
    """Return a house that stands on this store."""
    clock = FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
    ports = AccessPorts(
        owners=store,
        sessions=store,
        tokens=store,
        shares=store,
        actions=store,
        passwords=passwords,
        secrets=CountedSecrets(),
        clock=clock,
    )
    return House(wire_access(ports, LIMITS), store, clock)
