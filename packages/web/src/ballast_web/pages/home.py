"""The start page: all models at a glance."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from ballast_web.deps import AppDep
from ballast_web.pages.render import POLICY, render
from ballast_web.routes import StoredRoute

router = APIRouter(route_class=StoredRoute)


@router.get("/")
async def show_home(app: AppDep) -> Response:
    """Show all models with their last value."""
    view = await app.tracking.list_models()
    return HTMLResponse(render("home.html", models=view.models), headers={"Content-Security-Policy": POLICY})
