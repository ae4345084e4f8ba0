"""MemoryRevision: a text that changes with market data, and rows that are stored by a key."""

from collections.abc import Iterable, MutableMapping

from ballast_core.market import Upserted


class MemoryRevision:
    """Counts the changes of all stores that share it."""

    def __init__(self) -> None:
        self._changes = 0

    def __str__(self) -> str:
        return str(self._changes)

    def renew(self) -> None:
        """Note that something changed."""
        self._changes += 1

    def upsert[K, V](self, stored: MutableMapping[K, V], rows: Iterable[tuple[K, V]]) -> Upserted:
        """Store rows by key, the last one of each; tell what that did."""
        inserted = updated = unchanged = 0
        for key, row in dict(rows).items():
            new = key not in stored
            same = not new and stored[key] == row
            inserted, updated, unchanged = inserted + new, updated + (not new and not same), unchanged + same
            stored[key] = row
        if inserted or updated:
            self.renew()
        return Upserted(inserted, updated, unchanged)
