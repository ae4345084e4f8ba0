"""Prices that are watched: asked for now and then while somebody listens, and once for each who comes."""

import asyncio
from collections.abc import Collection

from ballast_core.app import App
from ballast_core.shared.errors import BallastError
from ballast_web.live.listener import Listener
from ballast_web.live.messages import Message, tick

POLL_S = 15.0
"""How often each watched price is asked for; it is kept for five minutes, so its source is asked less."""


class WatchedPrices:
    """Asks for prices of the symbols that listeners name; a new one comes to them as an event."""

    def __init__(self, app: App, listeners: Collection[Listener]) -> None:
        self._app, self._listeners = app, listeners
        self._untold: dict[Listener, set[str]] = {}
        self._came = asyncio.Event()

    def welcome(self, listener: Listener, symbols: Collection[str]) -> None:
        """Let a listener have the price that each symbol has now."""
        if symbols:
            self._untold.setdefault(listener, set()).update(symbols)
            self._came.set()

    async def tell_newcomers(self) -> None:
        """Tell present prices until canceled, to each one at a time: who wants many holds up nobody."""
        while True:
            self._came.clear()
            for listener in tuple(self._untold):
                await self._tell_one(listener)
            if not self._untold:
                await self._came.wait()

    async def _tell_one(self, listener: Listener) -> None:
        wanted = self._untold[listener]
        wanted &= listener.subjects or frozenset()
        if not wanted or listener not in self._listeners:
            del self._untold[listener]
            return
        symbol = min(wanted)
        wanted.discard(symbol)
        message = await self._ask(symbol)
        if message is not None and listener in self._listeners and listener.wants(message):
            listener.tell(message)
            listener.wake()

    async def poll(self) -> None:
        """Ask for all watched prices again and again until canceled."""
        while True:
            await asyncio.sleep(POLL_S)
            for symbol in sorted({symbol for one in self._listeners for symbol in one.subjects or ()}):
                await self._ask(symbol)

    async def _ask(self, symbol: str) -> Message | None:
        try:
            quote = await self._app.market.show_quote(symbol)
        except BallastError:  # no such symbol, no price, nobody to ask: others may have one
            return None
        if quote.basis == "asked":  # all who watch are told of it, this one, too
            return None
        return tick(quote.symbol, quote.price, quote.at)
