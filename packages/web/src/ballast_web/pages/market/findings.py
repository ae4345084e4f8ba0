"""Findings: rows that were rejected or look wrong, by rule and symbol."""

from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response

from ballast_core.market import FindingsAsk, Rule, Severity
from ballast_web.api.market.basis import MarketRoute
from ballast_web.deps import AppDep
from ballast_web.pages.market.frame import HOME, market_page
from ballast_web.pages.trades.working import spec_from

PAGE_ROWS = 50
MEANINGS = {
    Rule.NON_POSITIVE_PRICE: "a price is zero or below",
    Rule.NOT_A_NUMBER: "a price is no number",
    Rule.HIGH_BELOW_LOW: "the high is below the low",
    Rule.OPEN_OUTSIDE_HIGH_LOW: "the open is not between low and high",
    Rule.CLOSE_OUTSIDE_HIGH_LOW: "the close is not between low and high",
    Rule.NEGATIVE_VOLUME: "the volume is below zero",
    Rule.ZERO_VOLUME: "nothing was traded on a session",
    Rule.DUPLICATE_DATE: "a session came twice",
    Rule.BAR_ON_NON_SESSION: "the market was closed that day",
    Rule.OUTLYING_RETURN: "a return far beyond the usual, without an event",
    Rule.UNADJUSTED_SPLIT_SUSPECT: "a price fell or rose as a split would have it, and no split is known",
    Rule.FLAT_CLOSES: "five closes in a row are equal",
    Rule.SOURCES_DISAGREE: "the closes of two sources differ by more than 0.5%",
    Rule.OLD_DATA: "a source sent an older session than was asked for",
}

router = APIRouter(prefix=f"{HOME}/findings", route_class=MarketRoute)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which findings an address asks for."""

    symbol: Annotated[str, Query(max_length=32)] = ""
    rule: Annotated[Rule | Literal[""], Query()] = ""
    severity: Annotated[Severity | Literal[""], Query()] = ""
    resolved: bool = False
    findings_from: Annotated[int, Query(ge=0, le=10**9)] = 0


@router.get("")
async def show_findings(request: Request, app: AppDep, asked: Annotated[Narrowed, Depends()]) -> Response:
    """Show what is wrong, or looks so."""
    symbols = (asked.symbol,) if asked.symbol.strip() else ()
    every = spec_from(FindingsAsk, {"symbols": symbols, "resolved": asked.resolved, "limit": PAGE_ROWS})
    changed = {"rule": asked.rule or None, "severity": asked.severity or None, "offset": asked.findings_from}
    ask = every.model_copy(update=changed)
    view = await app.market.list_market_findings(ask)
    said = ask.model_dump(mode="json", exclude_defaults=True, exclude={"limit", "offset", "symbols"})
    return market_page(
        request,
        "findings.html",
        "Findings",
        view=view,
        rules=(await app.market.list_market_findings(every)).rules,
        asked=asked,
        meanings=MEANINGS,
        query=urlencode({**said, "limit": 0, **({"symbols": asked.symbol} if symbols else {})}),
        links={"symbol": [f"{HOME}/symbols/{quote(row.symbol, safe='')}" for row in view.findings]},
    )
