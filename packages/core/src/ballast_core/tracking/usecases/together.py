"""Which models can be drawn from one start, where not all of them share a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ballast_core.shared.dates import Period, period_start
from ballast_core.tracking.usecases.list_models import ModelSummary


@dataclass(frozen=True, slots=True)
class _Span:
    model: ModelSummary
    first: date
    last: date


def together(
    models: Sequence[ModelSummary], period: Period = "max", start: date | None = None
) -> tuple[ModelSummary, ...]:
    """Return the models that share a day after which one of them goes on; none where there is no such day.

    Of several such groups it is the one with the most models that are not stale, then the largest, then
    the latest. A period, or the start that wins over it, says where the day lies at the earliest.
    """
    spans = [_Span(one, one.first_day, one.last_day) for one in models if one.first_day and one.last_day]
    newest = max((span.last for span in spans), default=date.min)
    lowest = start or period_start(period, newest) or date.min
    groups = [(_sharing(spans, day), day) for day in {max(span.first, lowest) for span in spans}]
    lasting = [(group, day) for group, day in groups if any(span.last > day for span in group)]
    group, _ = max(lasting, key=_weight, default=((), None))
    return tuple(span.model for span in group)


def _sharing(spans: Sequence[_Span], day: date) -> tuple[_Span, ...]:
    return tuple(span for span in spans if span.first <= day <= span.last)


def _weight(found: tuple[tuple[_Span, ...], date]) -> tuple[int, int, date]:
    group, day = found
    return sum(not span.model.stale for span in group), len(group), day
