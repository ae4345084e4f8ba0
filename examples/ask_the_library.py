"""Ask Ballast from asyncio: print how each model did this year.

Run it after `make demo`, or point BALLAST_HOME at your own data: python examples/ask_the_library.py
"""

import asyncio

from ballast_adapters.bootstrap import open_app
from ballast_core.tracking import SeriesQuery


async def main() -> None:
    """Print a line a model."""
    async with open_app() as app:
        for model in (await app.tracking.list_models()).models:
            year = await app.tracking.show_performance(SeriesQuery(model=model.name, period="ytd"))
            print(f"{model.name:22} {year.total_return or 0:+8.2%} {year.drawdowns[-1]:+8.2%}")


if __name__ == "__main__":
    asyncio.run(main())
