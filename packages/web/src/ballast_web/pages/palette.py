"""What the command palette of the pages can go to."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ballast_web.deps import AppDep
from ballast_web.pages.entry import SettingsDep
from ballast_web.pages.model_tabs import model_tabs
from ballast_web.pages.render import PLACES
from ballast_web.pages.trades.tabs import TABS
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)


_OWN = (("Tokens", "/account/tokens"), ("Share links", "/account/shares"), ("Audit log", "/account/audit"))


@router.get("/palette.json")
async def list_places(request: Request, app: AppDep, settings: SettingsDep) -> JSONResponse:
    """List every page with its name: the places, the models, and the parts of each model.

    An entry with a `form` is done by sending that form of the page; there is one where people sign in.
    """
    prefix = request.scope.get("root_path", "")
    trades = ((f"Trades: {name}", href) for name, href in TABS[1:])
    pages = [*((name, href) for name, href, _ in PLACES), *trades, *_OWN]
    found = [{"name": name, "kind": "page", "href": prefix + href} for name, href in pages]
    for model in (await app.tracking.list_models()).models:
        found += [
            {"name": f"{model.name}: {label}" if part else model.name, "kind": "model", "href": prefix + href}
            for part, (label, href) in enumerate(model_tabs(model.name))
        ]
    if settings.needs_sign_in:
        out = {"href": f"{prefix}/account", "form": f"{prefix}/sign-out"}
        found.append({"name": "Sign out", "kind": "action", **out})
    return JSONResponse(found)
