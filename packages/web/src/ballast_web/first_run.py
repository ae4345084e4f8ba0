"""What the log tells whoever sets Ballast up: a code, and where to enter it."""

import logging

from ballast_adapters.settings import Settings
from ballast_core.access import Access

_EVERYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - told apart, not bound

_log = logging.getLogger("ballast.setup")


async def tell_setup_code(access: Access, settings: Settings, listening_on: str = "") -> None:
    """Log a fresh setup code where people must sign in and there is no owner yet."""
    if not settings.needs_sign_in:
        return
    code = await access.begin_setup()
    if code is not None:
        site = address_of_site(settings, listening_on)
        _log.warning("no owner yet: open %s/setup and enter the code %s, good for a day", site, code)


def address_of_site(settings: Settings, listening_on: str = "") -> str:
    """Return where a person finds the site: by its first name, or else where it listens."""
    api = settings.api
    if api.hosts:
        return f"https://{api.hosts[0]}{api.root_path}"
    if api.host in _EVERYWHERE:
        port = listening_on.rpartition(":")[2] or api.port
        return f"http://127.0.0.1:{port}{api.root_path}"
    return (listening_on or f"http://{api.host}:{api.port}") + api.root_path
