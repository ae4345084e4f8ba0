"""What figures of trade lists are, all of them or one."""

from dataclasses import dataclass

from ballast_core.trades.errors import FigureNotFoundError
from ballast_core.trades.rules.figures import FIGURES
from ballast_core.trades.usecases.figures_view import FiguresView, FigureView


@dataclass(frozen=True, slots=True)
class ListFigures:
    """List every figure with its definition."""

    async def __call__(self) -> FiguresView:
        """List figures by group."""
        return FiguresView(figures=tuple(_view(name) for name in FIGURES))


@dataclass(frozen=True, slots=True)
class ExplainFigure:
    """Explain one figure."""

    async def __call__(self, name: str) -> FigureView:
        """Explain the figure of this name. Raises `FigureNotFoundError`."""
        if name not in FIGURES:
            raise FigureNotFoundError(name, [known for known in FIGURES if _alike(name, known)])
        return _view(name)


def _view(name: str) -> FigureView:
    group, figure = FIGURES[name]
    return FigureView(
        name=name,
        title=figure.title,
        group=group,
        unit=figure.unit,
        meaning=figure.meaning,
        formula=figure.formula,
        source=figure.source,
        views=tuple(name.split(".")[:-1]),
    )


def _alike(asked: str, known: str) -> bool:
    return bool(set(asked.replace(".", "_").split("_")) & set(known.replace(".", "_").split("_")))
