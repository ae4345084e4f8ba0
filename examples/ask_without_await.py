"""Ask Ballast from a plain script or a notebook: the blocking twin has the same names.

Run it after `make demo`: python examples/ask_without_await.py [MODEL]
"""

import sys

from ballast_adapters.blocking import open_app_sync


def main(model: str = "naz100_pine") -> None:
    """Print the figures and the holdings of one model."""
    with open_app_sync() as app:
        figures = app.tracking.show_measures(model)
        print(f"{model}: {figures.cagr:.2%} a year, deepest fall {figures.max_drawdown.depth:.2%}")
        for row in app.tracking.show_holdings(model).holdings:
            print(f"  {row.ticker:6} {row.shares:>10} at {row.purchase_price:>10.2f}  {row.weight:7.2%}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
