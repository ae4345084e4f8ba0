"""The calendar of events: a month at a glance, and a list of all that is in it."""

from calendar import Calendar, monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from ballast_core.market import EventKind, EventsAsk, MarketEvent
from ballast_web.api.market.basis import MarketRoute
from ballast_web.deps import AppDep
from ballast_web.pages.market.frame import HOME, market_page, now

A_DAY = 4
"""So many events of a day are named in the calendar, the most important first."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

router = APIRouter(prefix=f"{HOME}/events", route_class=MarketRoute)

type Importance = Annotated[int, Query(ge=1, le=4)]


@dataclass(frozen=True, slots=True)
class Shown:
    """Which month, and which of its events."""

    month: Annotated[str, Query(pattern=r"^((19|20|21)\d\d-(0[1-9]|1[0-2]))?$")] = ""
    kind: Annotated[EventKind | Literal[""], Query()] = ""
    subject: Annotated[str, Query(max_length=32)] = ""
    importance: Importance = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A day of the calendar: its most important events, and how many more there are."""

    day: date
    within: bool
    events: tuple[MarketEvent, ...]
    more: int


@router.get("")
async def show_events(request: Request, app: AppDep, shown: Annotated[Shown, Depends()]) -> Response:
    """Show the events of a month."""
    today = now(request).date()
    first = date.fromisoformat(f"{shown.month}-01") if shown.month else today.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    ask = EventsAsk(
        start=first,
        end=last,
        kinds=(shown.kind,) if shown.kind else (),
        subjects=(shown.subject.strip().upper(),) if shown.subject.strip() else (),
        importance=shown.importance,
    )
    view = await app.market.list_events(ask)
    return market_page(
        request,
        "events.html",
        "Events",
        view=view,
        shown=shown,
        first=first,
        today=today,
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{last + timedelta(days=1):%Y-%m}",
        weeks=weeks_of(first, view.events),
        heads=DAYS,
        kinds=tuple(EventKind),
        query=_query(ask),
    )


def weeks_of(first: date, events: tuple[MarketEvent, ...]) -> list[list[Place]]:
    """Return the weeks of a month, from Monday to Sunday."""
    by_day: defaultdict[date, list[MarketEvent]] = defaultdict(list)
    for one in events:
        by_day[one.day].append(one)

    def place(day: date) -> Place:
        some = sorted(by_day[day], key=lambda one: (-one.importance, one.name, one.subject))
        return Place(day, day.month == first.month, tuple(some[:A_DAY]), max(len(some) - A_DAY, 0))

    return [[place(day) for day in week] for week in Calendar().monthdatescalendar(first.year, first.month)]


def _query(ask: EventsAsk) -> str:
    said = ask.model_dump(mode="json", exclude_defaults=True, exclude={"kinds", "subjects"})
    lists = {"kinds": ",".join(ask.kinds), "subjects": ",".join(ask.subjects)}
    return urlencode({**said, **{name: one for name, one in lists.items() if one}})
