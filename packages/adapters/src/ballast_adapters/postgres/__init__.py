"""PostgreSQL of our own: the programs come from a wheel or the system, the control of them is here."""

from ballast_adapters.postgres.programs import Programs, client_program, find_programs
from ballast_adapters.postgres.server import EmbeddedPostgres, ServerState
from ballast_adapters.postgres.temporary import temporary_server

__all__ = [
    "EmbeddedPostgres",
    "Programs",
    "ServerState",
    "client_program",
    "find_programs",
    "temporary_server",
]
