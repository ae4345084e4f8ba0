"""What the command palette of the pages can go to."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ballast_core.market import InstrumentsAsk
from ballast_web.answers import Basis
from ballast_web.deps import AppDep, opened
from ballast_web.pages.entry import SettingsDep
from ballast_web.pages.market.frame import HOME as MARKET
from ballast_web.pages.market.frame import TABS as MARKET_TABS
from ballast_web.pages.model_tabs import model_tabs
from ballast_web.pages.render import PLACES
from ballast_web.pages.trades.tabs import TABS
from ballast_web.routes import StoredRoute


class PlacesRoute(StoredRoute):
    """Keeps the places until models or the universe change."""

    async def basis(self, request: Request) -> Basis:
        """Return what is stored of both."""
        app = opened(request)
        revision = await app.market.show_market_revision()
        return Basis("tracking", app.tracking.show_revision, also=revision)


router = APIRouter(route_class=PlacesRoute)

_OWN = (("Tokens", "/account/tokens"), ("Share links", "/account/shares"), ("Audit log", "/account/audit"))


@router.get("/palette.json")
async def list_places(request: Request, app: AppDep, settings: SettingsDep) -> JSONResponse:
    """List every page with its name: the places, the models, the parts of each model, the symbols.

    An entry with a `form` is done by sending that form of the page; there is one where people sign in.
    """
    prefix = request.scope.get("root_path", "")
    trades = ((f"Trades: {name}", href) for name, href in TABS[1:])
    market = ((f"Market: {name.lower()}", href) for name, href in MARKET_TABS[1:])
    pages = [*((name, href) for name, href, _ in PLACES), *trades, *market, *_OWN]
    found = [{"name": name, "kind": "page", "href": prefix + href} for name, href in pages]
    for model in (await app.tracking.list_models()).models:
        found += [
            {"name": f"{model.name}: {label}" if part else model.name, "kind": "model", "href": prefix + href}
            for part, (label, href) in enumerate(model_tabs(model.name))
        ]
    for listed in (await app.market.list_instruments(InstrumentsAsk())).instruments:
        one = listed.instrument
        name = f"{one.symbol} {one.name}".strip()
        href = f"{prefix}{MARKET}/symbols/{quote(one.symbol, safe='')}"
        found.append({"name": name, "kind": "symbol", "href": href})
    if settings.needs_sign_in:
        out = {"href": f"{prefix}/account", "form": f"{prefix}/sign-out"}
        found.append({"name": "Sign out", "kind": "action", **out})
    return JSONResponse(found)
