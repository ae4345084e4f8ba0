"""What the command palette of the pages can go to."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ballast_web.deps import AppDep
from ballast_web.pages.render import PLACES
from ballast_web.routes import StoredRoute

PARTS = (
    "measures",
    "drawdowns",
    "months",
    "rolling",
    "signal",
    "holdings",
    "trades",
    "ranks",
    "backtest",
    "plots",
    "findings",
)

router = APIRouter(route_class=StoredRoute)


@router.get("/palette.json")
async def list_places(request: Request, app: AppDep) -> JSONResponse:
    """List every page with its name: the places, the models, and the parts of each model."""
    prefix = request.scope.get("root_path", "")
    found = [{"name": name, "kind": "page", "href": prefix + href} for name, href, _ in PLACES]
    for model in (await app.tracking.list_models()).models:
        href = f"{prefix}/models/{quote(model.name, safe='')}"
        found.append({"name": model.name, "kind": "model", "href": href})
        found += [
            {"name": f"{model.name}: {part}", "kind": "model", "href": f"{href}/{part}"} for part in PARTS
        ]
    return JSONResponse(found)
