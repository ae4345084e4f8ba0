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
    points = np.flatnonzero(np.isfinite(values))
    if points.size <= to:
        return points
    if to < 4:
        message = f"{to} points cannot hold both ends and both extremes; ask for at least 4"
        raise InvalidError(message, Problem("points", message))
    inner = points[1:-1]
    buckets = (to - 2) // 2
    bucket = np.arange(inner.size) * buckets // inner.size
    by_value = np.lexsort((values[inner], bucket))  # the order within a bucket: lowest first, highest last
    firsts = np.searchsorted(bucket, np.arange(buckets))
    lasts = np.append(firsts[1:], inner.size) - 1
    kept = np.zeros(values.size, np.bool_)  # `np.unique` would load masked arrays
    kept[inner[by_value[firsts]]] = True
    kept[inner[by_value[lasts]]] = True
    kept[points[[0, -1]]] = True
    return np.flatnonzero(kept)
