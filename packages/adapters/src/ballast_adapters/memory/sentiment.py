"""MemoryScorer: how a text feels, by a handful of words."""

import re

_GOOD = frozenset({"good", "great", "excellent", "beats", "growth", "happy", "strong", "wonderful"})
_BAD = frozenset({"bad", "terrible", "awful", "misses", "fraud", "losses", "weak", "horrible"})


class MemoryScorer:
    """Fits `SentimentScorer`."""

    name = "memory"

    def score(self, text: str) -> float:
        """Return how many more words are good than bad, as a part of both."""
        words = re.findall(r"[a-z]+", text.lower())
        good, bad = sum(word in _GOOD for word in words), sum(word in _BAD for word in words)
        return (good - bad) / (good + bad) if good + bad else 0.0
