"""Dangerous workbooks are refused before a cell of them is read."""

import struct
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from ballast_adapters.sample.workbooks import WorkbookSpec, make_workbook
from ballast_adapters.sheets.calamine import CalamineSheets
from ballast_core.trades import RefusedFileError

SPEC = WorkbookSpec(days=40, trades=4)
SOUND = make_workbook(SPEC)
SHEET = "xl/worksheets/sheet1.xml"


def parts(content: bytes = SOUND) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(made: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", how) as package:
        for name, part in made.items():
            package.writestr(name, part)
    return content.getvalue()


def refusal(content: bytes, reader: CalamineSheets | None = None) -> str:
    with pytest.raises(RefusedFileError) as refused:
        (reader or CalamineSheets()).read("book.xlsx", content)
    (problem,) = refused.value.problems
    return problem.what


def with_sheet(xml: bytes) -> bytes:
    return packed({**parts(), SHEET: xml})


def with_cell(cell: bytes) -> bytes:
    return with_sheet(b"<worksheet><sheetData><row>" + cell + b"</row></sheetData></worksheet>")


def test_a_sound_workbook_passes_through_other_packing_too() -> None:
    assert CalamineSheets().read("book.xlsx", packed(parts(), zipfile.ZIP_STORED))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is no Excel workbook; open it in Excel and save it as .xlsx"),
        (b"%PDF-1.7", "it is no Excel workbook; open it in Excel and save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "it is a workbook of an old kind (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "it is encrypted; save it without a password",
        ),
        (SOUND[: len(SOUND) // 2], "the workbook is cut off"),
        (SOUND + b"more", "the workbook is cut off, or something follows its end"),
        (packed({"word/document.xml": b"<a/>"}), "it is no .xlsx workbook; "),
        (packed({"xl/workbook.bin": b"x"}), "it is no .xlsx workbook but a binary one (.xlsb)"),
        (
            packed({"mimetype": b"x", "content.xml": b"x"}),
            "it is no .xlsx workbook but a document of",
        ),
        (packed(parts(), zipfile.ZIP_LZMA), "it is packed in a way that Excel does not use"),
    ],
    ids=["empty", "pdf", "xls", "encrypted", "half", "tail", "docx", "xlsb", "ods", "lzma"],
)
def test_another_type_is_refused_by_its_content(content: bytes, why: str) -> None:
    assert refusal(content).startswith(why)


@pytest.mark.parametrize(
    "made",
    [
        {**parts(), "xl/vbaProject.bin": b"x"},
        {**parts(), "xl/VBAPROJECT.BIN": b"x"},
        {**parts(), "xl/macrosheets/sheet1.xml": b"<a/>"},
        {
            **parts(),
            "[Content_Types].xml": b'<Types><Override ContentType="application/vnd.ms-excel.sheet.'
            b'macroEnabled.main+xml" PartName="/xl/workbook.xml"/></Types>',
        },
        {
            **parts(),
            "xl/other.bin": b"x",
            "[Content_Types].xml": b'<Default Extension="bin" ContentType="vnd.ms-office.vbaProject"/>',
        },
    ],
    ids=["named", "shouted", "macro sheet", "renamed .xlsm", "hidden by another name"],
)
def test_macros_are_refused_by_whatever_name(made: dict[str, bytes]) -> None:
    assert refusal(packed(made)) == "it carries macros; save it as .xlsx without them"


def test_a_file_that_is_too_large_is_refused_by_its_size() -> None:
    reader = CalamineSheets(most_bytes=10_000)
    assert refusal(bytes(2 << 20), reader) == "it has 2.0 MB, and at most 0.0 MB are read"


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    bomb = packed({**parts(), "xl/worksheets/sheet9.xml": bytes(20 << 20)})
    assert refusal(bomb, CalamineSheets(most_unpacked=10 << 20)).startswith("it would unpack to 20.")
    assert refusal(bomb) == "it unpacks to so much more than its size that it is no honest workbook"


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    made = packed({**parts(), "xl/worksheets/sheet9.xml": bytes(20 << 20)})
    lying = made.replace(struct.pack("<I", 20 << 20), struct.pack("<I", 1_000))
    assert lying != made
    assert refusal(lying).startswith("the workbook is damaged: ")


def test_parts_that_share_their_bytes_are_refused() -> None:
    made = bytearray(packed({"xl/workbook.xml": b"x" * 5_000, "b": b"y" * 5_000}, zipfile.ZIP_STORED))
    with zipfile.ZipFile(BytesIO(bytes(made))) as package:
        first = package.getinfo("xl/workbook.xml").header_offset
    second = made.rindex(b"PK\x01\x02")
    made[second + 42 : second + 46] = struct.pack("<I", first)
    assert refusal(bytes(made))


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>',
        b"<c r='XFD1048576'><v>1</v></c>",
        b'<c\nr="XFD1048576"><v>1</v></c>',
        b'<c r = "XFD1048576"><v>1</v></c>',
        b'<c r="&#88;FD1048576"><v>1</v></c>',
        b'<c r="ZZ99999"><v>1</v></c>',
    ],
)
def test_a_cell_far_out_is_refused_before_room_is_made_for_all_before_it(cell: bytes) -> None:
    assert "and at most 10,000,000 cells are read" in refusal(with_cell(cell))


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="XFD1"/></row><row r="1048576"><c><v>1</v></c></row>',
        b'<row r="1"><c r="XFD1"/></row>' + b"<row/>" * 2_000 + b"<row><c><v>1</v></c></row>",
        b'<row r="99999"><c r="A99999"/></row><row r="1">' + b"<c/>" * 2_000 + b"<c><v>1</v></c></row>",
        b'<row r="1"><c r="ZZ1"/></row><row\nr="1048576"><c><v>1</v></c></row>',
        b'<x:row r="1"><x:c r="ZZ1"/></x:row><x:row r="1048576"><x:c><x:v>1</x:v></x:c></x:row>',
    ],
    ids=["row", "rows-without-place", "cells-without-place", "row-in-two-lines", "prefix"],
)
def test_a_cell_that_does_not_say_itself_how_far_out_it_stands_is_refused(rows: bytes) -> None:
    """WP-02: calamine would make room for each cell before it, and abort the whole process."""
    named = b'<worksheet xmlns:x="y"><sheetData>' + rows + b"</sheetData></worksheet>"
    assert "and at most 10,000,000 cells are read" in refusal(with_sheet(named))


def test_sheets_count_together() -> None:
    with BytesIO() as made:
        with Workbook(made, {"in_memory": True}) as book:
            for name in "abc":
                book.add_worksheet(name).write(99, 9, 1)
        assert "the workbook reaches over 2,000 cells" in refusal(
            made.getvalue(), CalamineSheets(most_cells=1_999)
        )


LONG = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"


@pytest.mark.parametrize(
    ("texts", "cell"),
    [
        (LONG, b'<c t="s"><v>0</v></c>'),
        (LONG.replace(b"<", b"<y:").replace(b"<y:/", b"</y:"), b'<x:c t="s"><x:v>0</x:v></x:c>'),
        (LONG.replace(b"x" * 99, b"x" * 90 + b"<![CDATA[</si>]]>"), b'<c t="s"><v>0</v></c>'),
    ],
    ids=["plain", "prefix", "hidden-end"],
)
def test_a_long_text_that_many_cells_share_is_refused(texts: bytes, cell: bytes) -> None:
    """WP-03: each of the cells would get a copy, 1 GB of 3 kB."""
    heads = {b"<sst": b'<sst xmlns:y="y"', b"<y:sst": b'<y:sst xmlns:y="y"'}
    for plain, named in heads.items():
        texts = texts.replace(plain, named)
    sheet = (
        b'<worksheet xmlns:x="y"><sheetData><row r="1">' + cell * 1_000 + b"</row></sheetData></worksheet>"
    )
    made = packed({**parts(), SHEET: sheet, "xl/sharedStrings.xml": texts})
    assert "of text, and at most 256.0 MB are read" in refusal(made)


def test_a_long_text_that_few_cells_share_is_read() -> None:
    cells = b'<c r="A1" t="s"><v>0</v></c>' + b"<c><v>7</v></c>" * 1_000
    sheet = b'<worksheet><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
    name = "xl/sharedStrings.xml"
    texts = parts()[name].replace(b"<si>", b"<si><t>" + b"x" * 1_000_000 + b"</t></si><si>", 1)
    made = packed({**parts(), SHEET: sheet, name: texts})
    assert len(str(CalamineSheets().read("book.xlsx", made)["Trades List"][0][0])) == 1_000_000


def test_a_second_table_of_texts_is_refused() -> None:
    made = packed({**parts(), "xl/SharedStrings.xml": LONG})
    assert refusal(made).startswith("it has two tables of texts")


def test_a_sheet_in_another_encoding_hides_no_far_cell() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><c r="XFD1048576"/></sheetData>'
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert "is not written in UTF-8" in refusal(with_sheet(text.encode(encoding)))


def test_entities_are_refused() -> None:
    assert refusal(with_sheet(b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>')).endswith(
        "which no workbook needs"
    )


@pytest.mark.parametrize("xml", [b"", b"<worksheet><sheetData><row", b"\x00\x01", b"<a/>"])
def test_a_broken_sheet_is_refused_or_empty(xml: bytes) -> None:
    try:
        assert CalamineSheets().read("book.xlsx", with_sheet(xml))["Trades List"] == []
    except RefusedFileError as refused:
        assert "damaged" in str(refused)  # noqa: PT017 -- either is right


def test_dates_of_the_1904_system_are_the_same_days() -> None:
    made = BytesIO()
    moment = "2024-03-05T09:15"
    with Workbook(made, {"in_memory": True, "date_1904": True}) as book:
        look = book.add_format({"num_format": "m/d/yyyy h:mm"})
        book.add_worksheet("a").write_datetime(0, 0, datetime.fromisoformat(moment), look)
    read = CalamineSheets().read("book.xlsx", made.getvalue())["a"]
    assert str(read[0][0]) == "2024-03-05 09:15:00"


def test_a_large_sound_workbook_is_read() -> None:
    large = make_workbook(replace(SPEC, days=1_500, trades=600))
    assert len(CalamineSheets().read("book.xlsx", large)["Trades List"]) == 1_204
