"""Whole contracts that come near to weights."""

import numpy as np

from ballast_core.shared.arrays import Floats, Ints


def whole_contracts(exact: Floats, units: Floats, capital: float) -> Ints:
    """Return whole contracts (k,) for exact ones, so that they never need more than the capital.

    All are rounded down first; then those with half a contract or more left over are rounded up, the
    greatest rest first, as long as the capital is enough.
    """
    contracts = np.floor(exact + 1e-9).astype(np.int64)
    rests = exact - contracts
    left = capital - float((contracts * units).sum())
    for at in np.argsort(-rests, kind="stable"):
        if rests[at] >= 0.5 and units[at] <= left + 1e-9:
            contracts[at] += 1
            left -= float(units[at])
    return contracts
