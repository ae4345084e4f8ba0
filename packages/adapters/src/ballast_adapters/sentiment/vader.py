"""VaderScorer: how a text feels, by the words in it (VADER)."""

from importlib import import_module
from typing import Any


class VaderScorer:
    """Fits `SentimentScorer`; its word list is read for the first text.

    Source: Hutto & Gilbert (2014), VADER, Eighth International AAAI Conference on Weblogs and Social Media.
    """

    name = "vader"

    def __init__(self) -> None:
        self._analyzer: Any = None  # the library has no types

    def score(self, text: str) -> float:
        """Return the compound score, from -1 (bad) to 1 (good); 0 for a text that says nothing."""
        if self._analyzer is None:
            self._analyzer = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
        return float(self._analyzer.polarity_scores(text)["compound"]) if text.strip() else 0.0
