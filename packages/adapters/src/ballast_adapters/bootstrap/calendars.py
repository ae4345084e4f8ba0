"""The wiring of calendars: sessions from our tables, and what they lack from exchange_calendars."""

from typing import TYPE_CHECKING

from ballast_core.shared.ports import Calendars

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine


def calendars(engine: "AsyncEngine") -> Calendars:
    """Return calendars over this database; they remember what they were asked."""
    from importlib.metadata import version

    from ballast_adapters.calendars.exchange import ExchangeCalendars
    from ballast_adapters.sql.calendars import SqlCalendars

    return SqlCalendars(engine, ExchangeCalendars(), version("exchange_calendars"))
