"""How the files of a selection move together: a heat map of coefficients, with the days behind each."""

from fastapi import APIRouter, Request, Response

from ballast_core.trades import CorrelationAsk, CorrelationMethod, CorrelationMode
from ballast_web.deps import AppDep
from ballast_web.pages.sides import heat
from ballast_web.pages.trades.frame import Given, SelectionDep, Sheet, TradesRoute, trades_page

MODES: tuple[tuple[CorrelationMode, str, str], ...] = (
    ("pl", "Daily profit", "dollars that each file made or lost on a day"),
    (
        "returns",
        "Daily return",
        "profit of a day on the equity of the day before, each file on its own account",
    ),
    ("drawdown_pct", "Drawdown", "how far each file is below the peak of its own account"),
    ("slope", "20-day slope", "the trend of each file's equity over 20 days, by least squares"),
)
_SHEET = Sheet("Correlations", "trades/correlations.html", ("mode", "method"))
_MANY = 14

router = APIRouter(route_class=TradesRoute)


@router.get("/trades/correlations")
async def show_correlations(
    request: Request,
    app: AppDep,
    selection: SelectionDep,
    mode: CorrelationMode = "pl",
    method: CorrelationMethod = "pearson",
) -> Response:
    """Show how each two files move together."""

    async def ask() -> Given:
        view = await app.trades.show_correlations(selection, CorrelationAsk(mode=mode, method=method))
        return {
            "view": view,
            "heat": heat(view.matrix),
            "many": len(view.labels) > _MANY,
            "modes": [(None if name == "pl" else name, said) for name, said, _ in MODES],
            "mode": None if mode == "pl" else mode,
            "meaning": next(meaning for name, _, meaning in MODES if name == mode),
            "method": None if method == "pearson" else method,
        }

    return await trades_page(request, app, selection, _SHEET, ask)
