"""What every `ArtifactCache` must do."""

from ballast_adapters.memory.artifacts import MemoryArtifacts
from ballast_core.trades import ArtifactCache


def cache(most_bytes: int = 100) -> ArtifactCache:
    """Return an empty one with little room."""
    return MemoryArtifacts(most_bytes)


def test_what_was_never_kept_is_not_found() -> None:
    """AC-01"""
    assert cache().find("a") is None


def test_what_was_kept_comes_back_as_the_same_thing() -> None:
    """AC-02"""
    kept, thing = cache(), object()
    kept.keep("a", thing, 10)
    assert kept.find("a") is thing


def test_the_one_not_asked_for_the_longest_goes_first() -> None:
    """AC-03"""
    kept = cache()
    kept.keep("a", "A", 50)
    kept.keep("b", "B", 50)
    kept.find("a")
    kept.keep("c", "C", 50)
    assert [kept.find(key) for key in "abc"] == ["A", None, "C"]


def test_what_has_no_room_even_alone_is_not_kept() -> None:
    """AC-04"""
    kept = cache()
    kept.keep("a", "A", 10)
    kept.keep("b", "B", 101)
    assert [kept.find(key) for key in "ab"] == ["A", None]


def test_keeping_a_key_again_replaces_the_thing_and_its_size() -> None:
    """AC-05"""
    kept = cache()
    kept.keep("a", "A", 90)
    kept.keep("a", "another", 10)
    kept.keep("b", "B", 90)
    assert [kept.find(key) for key in "ab"] == ["another", "B"]


def test_hits_and_misses_are_counted() -> None:
    """AC-06"""
    kept = cache()
    kept.find("a")
    kept.keep("a", "A", 10)
    kept.find("a")
    kept.find("a")
    assert kept.counts() == (2, 1)
