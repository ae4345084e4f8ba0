"""How results spread over equal bins."""

import numpy as np

from ballast_core.shared.arrays import Floats, Ints
from ballast_core.shared.errors import InvalidError


def histogram(values: Floats, bins: int) -> tuple[Floats, Ints]:
    """Return the edges of equal bins from the least to the greatest value, and how many lie in each.

    Values that are all alike fill one bin, one dollar wide, with the value in its middle.

    Shapes: values (n,) in, edges (bins + 1,) and counts (bins,) out, or 2 and 1.
    Units: as given.
    NaN: dropped.
    Raises: InvalidError if nothing is left.
    Source: definition; a bin holds its lower edge, the last one its upper edge, too.
    """
    kept = values[np.isfinite(values)]
    if not kept.size:
        raise InvalidError("a histogram needs at least one value")
    least, greatest = float(kept.min()), float(kept.max())
    if least == greatest:
        return np.array([least - 0.5, least + 0.5]), np.array([kept.size])
    counts, edges = np.histogram(kept, bins, (least, greatest))
    return edges, counts.astype(np.int64)
