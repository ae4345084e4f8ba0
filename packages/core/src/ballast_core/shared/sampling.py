"""Down-sampling that keeps the lowest and the highest point of every bucket."""

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.shared.errors import InvalidError, Problem


def sample(values: Floats, to: int) -> Ints:
    """Return the positions of at most `to` points that keep the shape of a line.

    The first and the last point stay; those between are split into buckets of equal length, and of each
    the lowest and the highest point stay. So every spike survives, the extremes of all points included.

    Shapes: (n,) in, (m,) ascending positions out, m <= to.
    Units: any.
    NaN: a point without a value is never chosen.
    Raises: InvalidError if points must go and `to` is below 4: both ends and both extremes.
    Source: min-max decimation; Steinarsson (2013), "Downsampling Time Series for Visual Representation", 3.
    """
    if values.size > to >= 4:
        kept = _chosen(values, to)
        if bool(np.isfinite(values[kept]).all()):  # one that is not finite would be an extreme of its bucket
            return kept
    points = np.flatnonzero(np.isfinite(values))
    if points.size <= to:
        return points
    if to < 4:
        message = f"{to} points cannot hold both ends and both extremes; ask for at least 4"
        raise InvalidError(message, Problem("points", message))
    kept = _chosen(values[points], to)
    return points[kept]


def sample_steps(values: Floats, to: int) -> Ints:
    """Return the positions of at most `to` points that keep the shape of a line of steps.

    As `sample`, and of each bucket the last point stays, too: what a step leaves behind holds on until the
    next point, so without it a level would be drawn that was over.

    Shapes: (n,) in, (m,) ascending positions out, m <= to.
    Units: any.
    NaN: not expected.
    Raises: InvalidError as `sample`.
    Source: see `sample`.
    """
    if values.size <= to or to < 4:
        return sample(values, to)
    buckets = max((to - 1) // 3, 1)
    ends = np.arange(1, buckets + 1) * values.size // buckets - 1
    kept = np.zeros(values.size, np.bool_)
    kept[sample(values, max(to - buckets, 4))] = True
    if to - buckets >= 4:
        kept[ends] = True
    return np.flatnonzero(kept)


def _chosen(values: Floats, to: int) -> Ints:
    # Both ends, and of each bucket between them the lowest and the highest point. Rows of equal length let
    # NumPy find those of all buckets at once; the first buckets are longer by what does not fill a row.
    inner, buckets = values[1:-1], (to - 2) // 2
    length, longer = divmod(inner.size, buckets)
    cut = longer * (length + 1)
    lowest, highest = np.empty(buckets, np.int64), np.empty(buckets, np.int64)
    for part, some in ((slice(longer), inner[:cut]), (slice(longer, None), inner[cut:])):
        rows = some.reshape(lowest[part].size, -1) if some.size else some.reshape(0, 1)
        rows.argmin(axis=1, out=lowest[part])
        rows.argmax(axis=1, out=highest[part])
    begins = np.arange(1, buckets * length + 1, length)
    begins[:longer] += np.arange(longer)
    begins[longer:] += longer
    found = np.empty(2 * buckets + 2, np.int64)
    found[0], found[-1] = 0, values.size - 1
    np.add(np.minimum(lowest, highest), begins, out=found[1:-1:2])
    np.add(np.maximum(lowest, highest), begins, out=found[2:-1:2])
    if bool((lowest != highest).all()):
        return found
    fresh: Ints = found[np.append(found[1:] != found[:-1], True)]  # `np.unique` would load masked arrays
    return fresh
