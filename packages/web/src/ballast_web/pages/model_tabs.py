"""The pages that a model has, and the frame that they share."""

from fastapi import Request, Response

from ballast_core.app import App
from ballast_web.pages.render import page
from ballast_web.paths import model_address

TABS: tuple[tuple[str, str], ...] = (
    ("Overview", ""),
    ("Measures", "/measures"),
    ("Drawdowns", "/drawdowns"),
    ("Months", "/months"),
    ("Rolling", "/rolling"),
    ("Signal", "/signal"),
    ("Holdings", "/holdings"),
    ("Trades", "/trades"),
    ("Ranks", "/ranks"),
    ("Backtest", "/backtest"),
    ("Plots", "/plots"),
    ("Findings", "/findings"),
)


async def name_of(app: App, model: str) -> str:
    """Return the name of a model, which may be asked for by its id. Raises `ModelNotFoundError`."""
    return (await app.tracking.list_trades(model, 1)).model  # of all answers the one that reads the least


_ABOUT_SERIES = frozenset({"Overview", "Measures", "Drawdowns", "Months", "Rolling"})


def model_tabs(model: str, kept: str = "") -> tuple[tuple[str, str], ...]:
    """Return the name and the address of each page of a model; those about a series keep this query."""
    home = model_address(model)
    asked = f"?{kept}" if kept else ""
    return tuple((label, home + part + (asked if label in _ABOUT_SERIES else "")) for label, part in TABS)


def model_page(
    request: Request,
    template: str,
    model: str,
    tab: str,
    *,
    status: int = 200,
    kept: str = "",
    **given: object,
) -> Response:
    """Return a page of a model; its template extends `model/frame.html`.

    `home` is where the model's pages begin, `api` where the same is asked of the API, `charts` where its
    charts are; `kept` is the query of the series and the time that other pages about them keep.
    """
    home = model_address(model)
    return page(
        request,
        template,
        status,
        None,
        model=model,
        tab=tab,
        tabs=model_tabs(model, kept),
        home=home,
        api=f"/api/v1{home}",
        charts=f"/charts{home}",
        **given,
    )
