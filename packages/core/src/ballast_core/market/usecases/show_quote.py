"""The present price of a symbol: kept for five minutes, and the last known one when nobody can tell."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydantic import JsonValue, ValidationError

from ballast_core.market.entities import Instrument, Quote
from ballast_core.market.errors import NoPriceError, VendorError
from ballast_core.market.ports import AnswerCache, BarStore, Kept, QuoteSource
from ballast_core.market.usecases.known_instruments import KnownInstruments
from ballast_core.market.usecases.quote_view import QuoteBasis, QuoteView
from ballast_core.shared.entity import Entity
from ballast_core.shared.errors import BallastError
from ballast_core.shared.events import Event
from ballast_core.shared.ports import Clock, EventChannel
from ballast_core.shared.single_flight import SingleFlight

_FRESH = timedelta(seconds=300)
_KEPT = timedelta(days=30)
_LEFT_IN_PEACE = timedelta(seconds=30)
_PATIENCE_S = 10.0
_TRADED = timedelta(hours=20)  # a close is known from then on, in UTC, or later


class _Known(Entity):
    """What was answered last: a price, if there ever was one, and why the next one did not come."""

    quote: Quote | None = None
    asked_at: datetime
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ShowQuote:
    """Ask the sources in their order, each symbol once at a time; keep the answer for all who ask."""

    instruments: KnownInstruments
    bars: BarStore
    quotes: Sequence[QuoteSource]
    answers: AnswerCache
    channel: EventChannel
    clock: Clock
    flights: SingleFlight[_Known] = field(default_factory=SingleFlight[_Known])

    async def __call__(self, symbol: str) -> QuoteView:
        """Show the price of a symbol. Raises `SymbolNotFoundError`, `NoPriceError`.

        When all sources fail it is the last price known, with its age, or the last close, whichever is
        later; they are asked again half a minute later.
        """
        instrument = await self.instruments.one(symbol)
        known = await self._kept(instrument.symbol)
        now = self.clock.now()
        asked = False
        if known is None or now - known.asked_at >= (_LEFT_IN_PEACE if known.fault else _FRESH):
            before = known
            known = await self.flights(instrument.symbol, lambda: self._ask(instrument, before))
            asked = True
        return await self._view(instrument, known, asked=asked)

    async def _ask(self, instrument: Instrument, before: _Known | None) -> _Known:
        known = await self._asked(instrument, before.quote if before else None)
        content = known.model_dump_json().encode()
        await self.answers.keep(_key(instrument.symbol), Kept(content, known.asked_at), _KEPT)
        if known.quote is not None and not known.fault:
            await self.channel.publish([_event(known.quote, known.asked_at)])
        return known

    async def _asked(self, instrument: Instrument, before: Quote | None) -> _Known:
        faults: list[str] = []
        for source in self.quotes:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    quote = await source.quote(instrument)
            except TimeoutError:
                faults.append(str(VendorError("the source", f"no answer within {_PATIENCE_S:.0f} s")))
            except NoPriceError as error:
                faults.append(error.why)
            except BallastError as error:
                faults.append(str(error))
            else:
                return _Known(quote=quote, asked_at=self.clock.now())
        fault = "; ".join(filter(None, faults)) or "no source of prices is set up"
        return _Known(quote=before, asked_at=self.clock.now(), fault=fault)

    async def _kept(self, symbol: str) -> _Known | None:
        kept = await self.answers.find(_key(symbol))
        try:
            return _Known.model_validate_json(kept.content) if kept else None
        except ValidationError:  # another release wrote it
            return None

    async def _view(self, instrument: Instrument, known: _Known, *, asked: bool) -> QuoteView:
        close = (await self.bars.last_bars([instrument.symbol])).get(instrument.symbol)
        quote, basis = known.quote, _basis(known, asked=asked)
        if known.fault and close and (quote is None or quote.at < close.at + _TRADED):
            quote, basis = close, "last_close"
        if quote is None:
            raise NoPriceError(instrument.symbol, known.fault)
        earlier = close if close and basis != "last_close" else None
        return QuoteView(
            symbol=instrument.symbol,
            name=instrument.name,
            price=quote.price,
            size=quote.size,
            currency=instrument.currency,
            at=quote.at,
            age_s=max(0.0, (self.clock.now() - quote.at).total_seconds()),
            source=quote.source,
            basis=basis,
            stale=bool(known.fault),
            fault=known.fault,
            last_close=close.price if close else None,
            last_day=close.at.astimezone(UTC).date() if close else None,
            change=quote.price / earlier.price - 1 if earlier else None,
        )


def _event(quote: Quote, at: datetime) -> Event:
    data: dict[str, JsonValue] = {
        "price": quote.price,
        "at": quote.at.isoformat(),
        "source": quote.source,
    }
    return Event(topic="quote", subject=quote.symbol, at=at, data=data)


def _basis(known: _Known, *, asked: bool) -> QuoteBasis:
    if known.fault:
        return "last_known"
    return "asked" if asked else "kept"


def _key(symbol: str) -> str:
    return f"quote:{symbol}"
