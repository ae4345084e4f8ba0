"""What is imported behind the first paint: the pages, and what opens Ballast."""

from contextlib import AbstractAsyncContextManager

from ballast_adapters.bootstrap import open_app, open_remote
from ballast_adapters.settings import Settings
from ballast_tui.asks import Ballast
from ballast_tui.screens.compare import ComparePage
from ballast_tui.screens.findings import FindingsPage
from ballast_tui.screens.ingest import IngestPage
from ballast_tui.screens.jobs import JobsPage
from ballast_tui.screens.market import MarketPage
from ballast_tui.screens.models import ModelsPage
from ballast_tui.screens.page import Page
from ballast_tui.screens.runs import RunsPage
from ballast_tui.screens.trades import TradesPage

PAGES: dict[str, type[Page]] = {
    page.NAME: page
    for page in (
        ModelsPage,
        ComparePage,
        IngestPage,
        FindingsPage,
        RunsPage,
        TradesPage,
        JobsPage,
        MarketPage,
    )
}


def open_ballast(settings: Settings, remote: str | None) -> AbstractAsyncContextManager[Ballast]:
    """Return the Ballast of these settings, or the one at an address, to be opened."""
    if remote is None:
        return open_app(settings)
    token = settings.api_token.get_secret_value() if settings.api_token else None
    return open_remote(remote, token, plain_http=settings.session.plain_http)
