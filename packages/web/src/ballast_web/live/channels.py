"""Channels of one server: each follows events once, and hands them to all who listen."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Self

from ballast_core.app import App
from ballast_core.shared.errors import UnavailableError
from ballast_core.shared.events import Event, Topic
from ballast_core.shared.ports import Clock
from ballast_web.live.listener import Listener
from ballast_web.live.messages import Message, heartbeat, ticked, told
from ballast_web.live.prices import WatchedPrices

MOST_LISTENERS = 240
"""How many listen to one server; the connections that are left are for questions."""

GATHER_S = 0.03
BEAT_S = 15.0
LOOK_S = 60.0
_AGAIN_S = 1.0

MONITOR: tuple[Topic, ...] = ("coverage", "run", "schedule")

type _Work = Callable[[], Awaitable[None]]

_log = logging.getLogger("ballast.web")


class TooManyListenersError(UnavailableError):
    """As many listen as this server can serve."""

    code = "web.too_many_listeners"
    retry_after_s = 30.0

    def __init__(self) -> None:
        super().__init__(f"{MOST_LISTENERS} listen already, which is as many as may; close a page that does")


@dataclass(frozen=True, slots=True)
class Use:
    """How many listen to a channel now, and since the start how many messages were for them or lost."""

    listeners: int
    told: int
    lost: int


class Channel:
    """Those who listen to some topics."""

    def __init__(self, topics: Sequence[Topic], write: Callable[[Event], Message | None]) -> None:
        self.listeners: set[Listener] = set()
        self._topics = topics
        self._write = write
        self._told = self._lost = 0
        self._waking: asyncio.TimerHandle | None = None

    @property
    def use(self) -> Use:
        """How the channel is used."""
        told = self._told + sum(one.heard for one in self.listeners)
        return Use(len(self.listeners), told, self._lost + sum(one.lost for one in self.listeners))

    def leave(self, listener: Listener) -> None:
        """Tell a listener nothing more, and remember what it was told."""
        self.listeners.discard(listener)
        self._told += listener.heard
        self._lost += listener.lost

    async def follow(self, app: App) -> None:
        """Hand events on until canceled."""
        async with aclosing(app.ops.watch_channel(self._topics)) as events:
            async for event in events:
                self.tell(event)

    def tell(self, event: Event) -> None:
        """Hand an event to those who want it."""
        message = self._write(event)
        if message is None:
            return
        for listener in self.listeners:
            if listener.wants(message):
                listener.tell(message)
        self._wake_soon()

    def beat(self, message: Message) -> None:
        """Give all a sign that the line is there."""
        for listener in self.listeners:
            listener.tell(message)
        self._wake_soon()

    def _wake_soon(self) -> None:
        """Wake all in a moment: what happens at about the same time travels together."""
        if self._waking is None:
            self._waking = asyncio.get_running_loop().call_later(GATHER_S, self._wake)

    def _wake(self) -> None:
        self._waking = None
        for listener in self.listeners:
            listener.wake()


class Live:
    """The live channels of one server; they follow events from the first listener on."""

    def __init__(self, app: App, clock: Clock) -> None:
        self.monitor = Channel(MONITOR, told)
        self.ticks = Channel(("quote",), ticked)
        self.prices = WatchedPrices(app, self.ticks.listeners)
        self._app, self._clock = app, clock
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def channels(self) -> tuple[Channel, Channel]:
        """Both of them."""
        return self.monitor, self.ticks

    @property
    def uses(self) -> Mapping[str, Use]:
        """How each channel is used, by its name."""
        return {"monitor": self.monitor.use, "price-ticks": self.ticks.use}

    @contextmanager
    def listen(self, channel: Channel, listener: Listener) -> Generator[Listener]:
        """Have a listener told while this is open. Raises `TooManyListenersError`."""
        self.check_room()
        channel.listeners.add(listener)
        self._begin()
        if channel is self.ticks:
            self.prices.welcome(listener, listener.subjects or ())
        try:
            yield listener
        finally:
            channel.leave(listener)

    def check_room(self) -> None:
        """Raise `TooManyListenersError` when there is room for nobody."""
        if sum(len(one.listeners) for one in self.channels) >= MOST_LISTENERS:
            raise TooManyListenersError

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[Self]:
        """Yield itself, and end all listening afterwards."""
        try:
            yield self
        finally:
            self.end()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def end(self) -> None:
        """Tell all who listen that it is over: the server stops."""
        for channel in self.channels:
            for listener in channel.listeners:
                listener.end()

    def _begin(self) -> None:
        if not self._tasks:
            follow = [partial(channel.follow, self._app) for channel in self.channels]
            ask = (self.prices.poll, self.prices.tell_newcomers)
            works: tuple[_Work, ...] = (*follow, *ask, self._beat, self._look)
            self._tasks = [asyncio.create_task(_unending(work)) for work in works]

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            sign = heartbeat(self._clock.now())
            for channel in self.channels:
                channel.beat(sign)

    async def _look(self) -> None:
        """Part with those who may listen no longer."""
        while True:
            await asyncio.sleep(LOOK_S)
            for listener in [one for channel in self.channels for one in channel.listeners]:
                with suppress(UnavailableError):  # nobody to ask: it stays until there is
                    if listener.still_may is not None and not await listener.still_may():
                        listener.end(refused=True)


async def _unending(work: _Work) -> None:
    while True:
        try:
            await work()
        except Exception:  # noqa: BLE001 - the outermost frame of this task, which must not end
            _log.exception("a live channel broke off by a fault of Ballast; it begins anew")
        await asyncio.sleep(_AGAIN_S)
