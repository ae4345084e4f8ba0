"""MemoryArtifacts: what was computed of files, in this process, up to a number of bytes."""

from collections import OrderedDict
from threading import Lock

MOST_BYTES = 1_000_000_000


class MemoryArtifacts:
    """Fits `ArtifactCache`; several threads may ask it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[str, tuple[object, int]] = OrderedDict()
        self._found = self._missed = 0
        self._lock = Lock()

    def find(self, key: str) -> object | None:
        """Return what was kept under this key, or None."""
        with self._lock:
            if key not in self._kept:
                self._missed += 1
                return None
            self._found += 1
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: str, artifact: object, size_bytes: int) -> None:
        """Keep a thing; the ones not asked for the longest go when there is no room."""
        with self._lock:
            if key in self._kept:
                self._bytes -= self._kept.pop(key)[1]
            if size_bytes > self._most:
                return
            self._kept[key] = artifact, size_bytes
            self._bytes += size_bytes
            while self._bytes > self._most:
                _, (_, size) = self._kept.popitem(last=False)
                self._bytes -= size

    def counts(self) -> tuple[int, int]:
        """Return how often something was found and how often not."""
        with self._lock:
            return self._found, self._missed
