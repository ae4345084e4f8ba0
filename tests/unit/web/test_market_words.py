"""Words for what an update brought."""

from datetime import UTC, datetime

from ballast_core.market import Run, RunView, Step, StepFault, StepReport, StepState, UpdateSpec
from ballast_web.pages.market.words import brought

_BEGUN = datetime(2026, 11, 21, 5, tzinfo=UTC)


def test_an_update_tells_what_it_stored_and_what_it_could_not() -> None:
    fault = StepFault(part="AAPL", code="market.vendor_key", message="no key")
    bars = StepReport(step=Step.MARKET_DATA, inserted=1_000, rejected=17, faults=(fault,))
    news = StepReport(step=Step.NEWS_SENTIMENT, inserted=234, updated=2)
    assert brought(_run(bars, news)) == "1,234 new, 2 changed, 17 rejected, 1 not answered"


def test_an_update_that_stored_nothing_says_so() -> None:
    assert brought(_run(StepReport(step=Step.MARKET_DATA, unchanged=5))) == "nothing new"


def _run(*steps: StepReport) -> RunView:
    state = StepState.DONE
    return RunView.of(Run(id="one", spec=UpdateSpec(), state=state, started_at=_BEGUN, steps=steps))
