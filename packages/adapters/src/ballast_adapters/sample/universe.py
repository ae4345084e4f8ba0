"""A small universe for the demonstration: invented companies, funds and coins, and what is published."""

from collections.abc import Iterator, Mapping, Sequence
from csv import writer
from io import StringIO

_FIRST = ("Alder", "Bright", "Cinder", "Dover", "Ember", "Fable", "Gable", "Harbor", "Iris", "Juniper")
_SECOND = ("Systems", "Foods", "Energy", "Therapeutics", "Bank", "Logistics", "Materials", "Media")
_SECTORS = {
    "Systems": "Technology",
    "Foods": "Consumer Defensive",
    "Energy": "Energy",
    "Therapeutics": "Healthcare",
    "Bank": "Financial",
    "Logistics": "Industrials",
    "Materials": "Basic Materials",
    "Media": "Communication",
}
_HELD = (  # what the sample models hold at last
    *("ABYV", "BOZ", "BUFU", "BYUG", "CDOZ", "CNIC", "DKYP", "DORF", "FUF", "GMEZ", "GUMZ"),
    *("ILAS", "KOC", "KTYL", "LE-B", "LEAX", "MIIK", "NOGU", "OLUR", "PIUF", "PYLO", "ROYB"),
    *("RYMU", "TIL", "VEEX", "VODU", "ZEUX", "ZIF", "ZOXU", "ZUR", "ZURY"),
)
_FUNDS = (
    ("ZMKT", "Whole Market Fund", "index_etfs", ""),
    ("ZTEC", "Technology Sector Fund", "sector_etfs", ""),
    ("ZBND", "Government Bond Fund", "bond_etfs", ""),
    ("ZGLD", "Gold in a Vault", "commodity_etfs", ""),
    ("ZINT", "Rest of the World Fund", "international_etfs", ""),
    ("ZNEW", "New Ideas Fund", "thematic_etfs", "2021-06-15"),
)
_COINS = (("AUR-USD", "Aurum Coin"), ("PEB-USD", "Pebble"), ("TIN-USD", "Tinder Token"))
_SERIES = (
    ("DGS10", "10-year Treasury yield", "percent", "daily", "interest_rates", 3, 1),
    ("DGS2", "2-year Treasury yield", "percent", "daily", "interest_rates", 3, 1),
    ("DFF", "Federal funds rate", "percent", "daily", "interest_rates", 3, 1),
    ("VIXCLS", "Volatility index", "index", "daily", "market_indicators", 3, 1),
    ("DCOILWTICO", "Crude oil, West Texas", "dollars a barrel", "daily", "commodities", 7, 0),
    ("ICSA", "Initial claims", "persons", "weekly", "labor_market", 5, 1),
    ("WALCL", "Balance sheet of the Federal Reserve", "million dollars", "weekly", "monetary_policy", 5, 0),
    ("UNRATE", "Unemployment rate", "percent", "monthly", "labor_market", 7, 1),
    ("PAYEMS", "Employees on payrolls", "thousand persons", "monthly", "labor_market", 7, 1),
    ("CPIAUCSL", "Consumer prices", "index", "monthly", "inflation", 14, 1),
    ("HOUST", "Housing starts", "thousand units", "monthly", "housing", 20, 0),
    ("GDPC1", "Real gross domestic product", "billion dollars", "quarterly", "economic_growth", 30, 1),
)
_RECURRING = (
    ("FOMC Meeting", "release", "fomc", "14:00", 4),
    ("FOMC Minutes", "release", "fomc", "14:00", 3),
    ("Non-Farm Payrolls", "release", "monthly", "08:30", 4),
    ("CPI", "release", "monthly", "08:30", 4),
    ("Initial Jobless Claims", "release", "weekly", "08:30", 2),
    ("GDP", "release", "quarterly", "08:30", 4),
    ("Retail Sales", "release", "monthly", "08:30", 3),
    ("ISM Manufacturing PMI", "release", "monthly", "10:00", 3),
    ("Monthly OpEx", "market", "opex", "16:00", 3),
    ("Quarterly OpEx", "market", "quarterly", "16:00", 4),
)


def sample_universe() -> Mapping[str, bytes]:
    """Return the files of the sample universe by name: 40 instruments, 12 series, 10 events."""
    return {
        "instruments.csv": _csv(
            "symbol,name,kind,sector,categories,exchange,calendar,first_listed,high_priority", _instruments()
        ),
        "series.csv": _csv("series_id,name,unit,frequency,category,release_lag_days,high_priority", _SERIES),
        "events.csv": _csv("event,kind,frequency,local_time,importance", _RECURRING),
    }


def _instruments() -> Iterator[Sequence[object]]:
    for number, symbol in enumerate(_HELD):
        second = _SECOND[number % len(_SECOND)]
        name = f"{_FIRST[number * 3 % len(_FIRST)]} {second}"
        priority = int(number % 5 == 0)
        yield symbol, name, "stock", _SECTORS[second], "stocks", "NYSE", "XNYS", "", priority
    for symbol, name, category, listed in _FUNDS:
        yield symbol, name, "etf", "", category, "ARCA", "XNYS", listed, int(symbol == "ZMKT")
    for symbol, name in _COINS:
        yield symbol, name, "crypto", "", "crypto", "", "24/7", "", int(symbol == "AUR-USD")


def _csv(header: str, rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> bytes:
    text = StringIO()
    lines = writer(text, lineterminator="\n")
    lines.writerow(header.split(","))
    lines.writerows(rows)
    return text.getvalue().encode()
