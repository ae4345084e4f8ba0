"""What every adapter of SentimentScorer must do."""

import pytest

from ballast_adapters.memory.sentiment import MemoryScorer
from ballast_adapters.sentiment.vader import VaderScorer
from ballast_core.market import SentimentScorer

GOOD = "A great quarter: strong growth, excellent margins"
BAD = "A terrible quarter: fraud, horrible losses"


@pytest.fixture(params=[MemoryScorer, VaderScorer])
def scorer(request: pytest.FixtureRequest) -> SentimentScorer:
    made: SentimentScorer = request.param()
    return made


def test_a_scorer_has_a_name_that_can_stand_beside_its_scores(scorer: SentimentScorer) -> None:
    """SC-01"""
    assert scorer.name
    assert scorer.name.isidentifier()


def test_good_news_are_above_zero_and_bad_ones_below(scorer: SentimentScorer) -> None:
    """SC-02"""
    assert -1 <= scorer.score(BAD) < 0 < scorer.score(GOOD) <= 1


def test_a_text_that_says_nothing_is_zero(scorer: SentimentScorer) -> None:
    """SC-03"""
    assert [scorer.score(text) for text in ("", "  ", "10-Q 2026")] == [0, 0, 0]


def test_the_same_text_feels_the_same_again(scorer: SentimentScorer) -> None:
    """SC-04"""
    assert scorer.score(GOOD) == scorer.score(GOOD)
