"""A server that lives as long as a block, for tests against a database reached by address and password."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ballast_adapters.postgres.server import EmbeddedPostgres


@contextmanager
def temporary_server(choice: str = "auto") -> Generator[str]:
    """Yield the address of a fresh server on a port of this machine; its data are gone afterwards.

    `choice` is `auto`, `wheel`, `system` or the folder of the programs. Raises as `EmbeddedPostgres`.
    """
    base = Path(tempfile.mkdtemp(prefix="ballast-"))
    base.chmod(0o711)  # where we are root, another user runs the server
    try:
        with EmbeddedPostgres(base / "postgres", choice, tcp=True, durable=False).open_sync() as url:
            yield url
    finally:
        shutil.rmtree(base)
