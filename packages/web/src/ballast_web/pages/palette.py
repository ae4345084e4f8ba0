"""What the command palette of the pages can go to."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ballast_web.deps import AppDep
from ballast_web.pages.model_tabs import model_tabs
from ballast_web.pages.render import PLACES
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)


@router.get("/palette.json")
async def list_places(request: Request, app: AppDep) -> JSONResponse:
    """List every page with its name: the places, the models, and the parts of each model."""
    prefix = request.scope.get("root_path", "")
    found = [{"name": name, "kind": "page", "href": prefix + href} for name, href, _ in PLACES]
    for model in (await app.tracking.list_models()).models:
        found += [
            {"name": f"{model.name}: {label}" if part else model.name, "kind": "model", "href": prefix + href}
            for part, (label, href) in enumerate(model_tabs(model.name))
        ]
    return JSONResponse(found)
