"""Who may come in: the wiring of access."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ballast_adapters.clock import SystemClock
from ballast_adapters.settings import Settings
from ballast_core.access import Access, AccessLimits, AccessPorts, Passwords, Secrets, wire_access

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def wire(settings: Settings, engine: "AsyncEngine") -> Access:
    """Return access on this database."""
    from ballast_adapters.sql.access import SqlAccessStore

    store = SqlAccessStore(engine)
    ports = AccessPorts(
        owners=store,
        sessions=store,
        tokens=store,
        shares=store,
        actions=store,
        passwords=_passwords(),
        secrets=_secrets(settings),
        clock=SystemClock(),
    )
    session = settings.session
    limits = AccessLimits(timedelta(days=session.idle_days), timedelta(days=session.max_days))
    return wire_access(ports, limits)


def _passwords() -> Passwords:
    from ballast_adapters.crypto.passwords import Argon2Passwords

    return Argon2Passwords()


def _secrets(settings: Settings) -> Secrets:
    from ballast_adapters.crypto.key_file import read_or_make_key
    from ballast_adapters.crypto.keyed import HmacSecrets

    given = settings.secret_key
    if given is not None:
        return HmacSecrets(given.get_secret_value().encode)
    return HmacSecrets(partial(read_or_make_key, settings.home))
