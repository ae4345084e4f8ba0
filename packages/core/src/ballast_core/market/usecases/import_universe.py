"""Bring a universe in from files."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ballast_core.market.entities import Indicator, Instrument, RecurringEvent
from ballast_core.market.errors import NoCalendarError, UniverseFileError
from ballast_core.market.ports import UniverseStore
from ballast_core.market.rules.universe_cells import Kind
from ballast_core.market.rules.universe_file import Entry, UniverseRows, read_universe
from ballast_core.market.usecases.universe_view import ImportedFile, ImportReport, ImportSpec
from ballast_core.shared.errors import Problem
from ballast_core.shared.events import Event
from ballast_core.shared.ports import Calendars, Clock, EventChannel

_YEARS = 12
"""So far back a calendar is looked at: this much will be asked next, and is better found at once."""


@dataclass(frozen=True, slots=True)
class ImportUniverse:
    """Take in instruments, economic series and recurring events from CSV files, all or nothing."""

    universe: UniverseStore
    calendars: Calendars
    channel: EventChannel
    clock: Clock

    async def __call__(self, spec: ImportSpec) -> ImportReport:
        """Store what the files say; what they do not name stays as it is.

        Raises `UniverseFileError`, whose problems name line and column of everything that is wrong.
        """
        known = await self._known()
        read: list[UniverseRows] = []
        for file in spec.files:
            read.append(await asyncio.to_thread(read_universe, file.name, file.content, known))
            known[read[-1].kind].update(read[-1].entries)
        problems = [problem for rows in read for problem in rows.problems]
        problems += [problem for rows in read for problem in await self._calendar_problems(rows)]
        if problems or not read:
            raise UniverseFileError(_said(problems), *problems)
        entries = [known[rows.kind][key] for rows in read for key in rows.entries]
        stored = await self.universe.save(
            _each([one for one in entries if isinstance(one, Instrument)]),
            _each([one for one in entries if isinstance(one, Indicator)]),
            _each([one for one in entries if isinstance(one, RecurringEvent)]),
        )
        await self.channel.publish([Event(topic="coverage", subject="*", at=self.clock.now())])
        files = (ImportedFile(name=rows.name, kind=rows.kind, rows=len(rows.entries)) for rows in read)
        return ImportReport(
            files=tuple(files),
            inserted=stored.inserted,
            updated=stored.updated,
            unchanged=stored.unchanged,
        )

    async def _known(self) -> dict[Kind, dict[str, Entry]]:
        return {
            "instruments": {one.symbol: one for one in await self.universe.instruments()},
            "indicators": {one.id: one for one in await self.universe.indicators()},
            "recurring": {one.name: one for one in await self.universe.recurring()},
        }

    async def _calendar_problems(self, rows: UniverseRows) -> Sequence[Problem]:
        today = self.clock.now().date()
        listed = {key: one.calendar for key, one in rows.entries.items() if isinstance(one, Instrument)}
        unknown: dict[str, str] = {}
        for calendar in sorted(set(listed.values())):
            try:
                await self.calendars.sessions(calendar, date(today.year - _YEARS, 1, 1), today)
            except NoCalendarError as error:
                unknown[calendar] = str(error)
        return [
            Problem(rows.place(key, "calendar"), unknown[calendar])
            for key, calendar in listed.items()
            if calendar in unknown
        ]


def _each[E](entries: Sequence[E]) -> Sequence[E]:
    return list({id(one): one for one in entries}.values())


def _said(problems: Sequence[Problem]) -> str:
    if not problems:
        return "no file was given; name one or more CSV files"
    first, more = problems[0], len(problems) - 1
    others = f" (and {more} more problems)" if more else ""
    return f"nothing was imported: {first.where}: {first.what}{others}"
