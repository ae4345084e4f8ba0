"""The blocking twin of `open_app`, for scripts and notebooks."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal

from ballast_adapters.bootstrap import open_app
from ballast_adapters.settings import Settings
from ballast_core.app import App


class BlockingBundle:
    """A context's use cases, each called without `await`; the names are those of the bundle."""

    def __init__(self, bundle: object, portal: BlockingPortal) -> None:
        self._bundle = bundle
        self._portal = portal

    def __getattr__(self, name: str) -> Callable[..., Any]:
        use_case = getattr(self._bundle, name)

        def call(*args: object, **named: object) -> Any:  # noqa: ANN401 -- as many types as there are use cases
            return self._portal.call(lambda: use_case(*args, **named))

        return call

    def __dir__(self) -> list[str]:
        return dir(self._bundle)


class BlockingApp:
    """Ballast without `await`: `app.tracking.show_performance("naz100_pine")`."""

    def __init__(self, app: App, portal: BlockingPortal) -> None:
        self.tracking = BlockingBundle(app.tracking, portal)
        self.trades = BlockingBundle(app.trades, portal)
        self.market = BlockingBundle(app.market, portal)
        self.flows = BlockingBundle(app.flows, portal)
        self.access = BlockingBundle(app.access, portal)
        self.ops = BlockingBundle(app.ops, portal)
        self.tables = app.tables


@contextmanager
def open_app_sync(settings: Settings | None = None) -> Generator[BlockingApp]:
    """Open Ballast for a `with` block; raises what `open_app` raises.

    The event loop runs in a thread of its own, so that this works inside a notebook's loop too.
    """
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(open_app(settings)) as app:
        yield BlockingApp(app, portal)
