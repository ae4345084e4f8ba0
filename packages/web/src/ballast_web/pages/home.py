"""The start page: all models at a glance."""

from fastapi import APIRouter, Request, Response

from ballast_web.deps import AppDep
from ballast_web.pages.render import page
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)


@router.get("/")
async def show_home(request: Request, app: AppDep) -> Response:
    """Show all models with their last value."""
    view = await app.tracking.list_models()
    return page(request, "home.html", models=view.models)
