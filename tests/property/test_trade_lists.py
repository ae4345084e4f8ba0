"""Whatever a file holds, it is read or refused with a reason, and nothing else happens."""

import zipfile
from contextlib import suppress
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.trades.test_parse_lists import MAPPING, NEW_VIEW, NINJA, OLD_VIEW, PLAIN, VIEWED

from ballast_adapters.sample.workbooks import WorkbookSpec, make_workbook
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.trades import BadWorkbookError, RefusedFileError
from ballast_core.trades.parsing import read_trades

TEXTS = [OLD_VIEW, NEW_VIEW, NINJA]
WORKBOOK = make_workbook(WorkbookSpec(days=40, trades=3))


@given(st.sampled_from(TEXTS), st.data())
def test_a_damaged_list_is_read_or_refused(text: str, data: st.DataObject) -> None:
    read(VIEWED, harmed(text, data))


@given(st.data())
def test_a_damaged_plain_file_is_read_or_refused(data: st.DataObject) -> None:
    with suppress(BadWorkbookError):
        read_trades("plain.csv", harmed(PLAIN, data).encode(), MAPPING)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(BadWorkbookError):
        read_trades("any.csv", content)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_package_is_read_or_refused(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(WORKBOOK) - 1))
    end = data.draw(st.integers(place, min(place + 40, len(WORKBOOK))))
    damaged = WORKBOOK[:place] + data.draw(st.binary(max_size=40)) + WORKBOOK[end:]
    with suppress(RefusedFileError, BadWorkbookError):
        read_trades("a.xlsx", CalamineSheets().read("a.xlsx", damaged))


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_part_of_a_package_is_read_or_refused(data: st.DataObject) -> None:
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = parts[name]
    place = data.draw(st.integers(0, len(part) - 1))
    end = data.draw(st.integers(place, min(place + 40, len(part))))
    noise = st.one_of(
        st.binary(max_size=20), st.text("0123456789<>/=\"'rcst vA", max_size=20).map(str.encode)
    )
    parts[name] = part[:place] + data.draw(noise) + part[end:]
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for other, there in parts.items():
            package.writestr(other, there)
    with suppress(RefusedFileError, BadWorkbookError):
        read_trades("tradeslist_MES_15_A.xlsx", CalamineSheets().read("a.xlsx", content.getvalue()))


def harmed(text: str, data: st.DataObject) -> str:
    """Return the text with a few characters replaced."""
    place = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(place, min(place + 12, len(text))))
    return text[:place] + data.draw(st.text(max_size=8)) + text[end:]


def read(name: str, text: str) -> None:
    with suppress(BadWorkbookError):
        read_trades(name, text.encode("utf-8", "surrogatepass"))
