"""How often what was computed of a file served again."""

from dataclasses import dataclass

from ballast_core.trades.ports import ArtifactCache


@dataclass(frozen=True, slots=True)
class CountArtifacts:
    """Count what selections have reused; quick, and without the database."""

    artifacts: ArtifactCache

    def __call__(self) -> tuple[int, int]:
        """Return how often a file's part was there already, and how often it had to be computed."""
        return self.artifacts.counts()
