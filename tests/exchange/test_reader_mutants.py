"""Mutated bytes of every container: each ends in rows or in a sentence; what passes a zip's checksums is whole."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.exchange.test_reader_hostile import mutants, survives, zipped
from tests.exchange.test_reader_legacy import SPREADSHEETML, cells, page
from tests.exchange.test_reader_ods import NAMES, body, row, table, text, value
from tests.files import hostile
from tests.files.binary import Sheet, Styled, xlsb

from shopdesk.exchange.reading.child import open_book
from shopdesk.exchange.reading.container import Original
from shopdesk.exchange.reading.problems import Refusal, problem

Read = list[list[tuple[str, ...]]]


def honest_xlsb(path: Path) -> Path:
    data = [[f"26-{n}", n / 4, Styled(43982 + n, 1)] for n in range(30)]
    rows: list[list[object]] = [["订单编号", "金额", "时间"], *data]
    return xlsb(path, Sheet(rows, merges=[(0, 1, 0, 0)]), formats=["yyyy-mm-dd"])


def honest_ods(path: Path) -> Path:
    content = f"<office:document-content {NAMES}>{body(honest_table())}</office:document-content>"
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<manifest/>"}
    return zipped(path, parts | {"content.xml": content})


def honest_fods(path: Path) -> Path:
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    path.write_text(
        f'<?xml version="1.0"?><office:document {NAMES} {kind}>{body(honest_table())}</office:document>', "utf-8"
    )
    return path


def honest_table() -> str:
    made = (row(text(f"26-{n}"), value("float", f"{n / 4}"), value("date", "2026-05-01", name="date-value"))
            for n in range(30))  # fmt: skip
    return table(row(text("订单编号"), text("金额"), text("时间")), *made)


def honest_html(path: Path) -> Path:
    path.write_text(page(f"<table>{cells('订单编号,金额', *(f'26-{n},{n / 4}' for n in range(30)))}</table>"), "utf-8")
    return path


def honest_xml(path: Path) -> Path:
    path.write_text(SPREADSHEETML, "utf-8")
    return path


def honest_xlsx(path: Path) -> Path:
    rows = "".join(hostile.row(n, hostile.inline(f"A{n}", f"26-{n}"), hostile.number(f"B{n}", n)) for n in range(1, 30))
    return hostile.workbook(path, hostile.worksheet(rows))


def rows_of(path: Path) -> Read:
    """All sheets' rows, read here and not in a child: nothing but a Refusal may come out."""
    book = open_book(Original(str(path)), None, None)
    return [
        [cells for chunk in book.chunks(head.number) for cells in zip(*chunk.columns, strict=True)]
        for head in book.heads
    ]


def sentence(refusal: Refusal, file: str) -> str:
    said = problem(refusal.code, file, refusal.values)
    assert said.code == refusal.code, "there is one, and it has all its values"
    return str(said)


def outcomes(path: Path, count: int) -> Iterator[Read | str]:
    """What becomes of each mutant: its rows, or the sentence that refuses it."""
    raw = path.read_bytes()
    for mutant in mutants(raw, count, seed=len(raw)):
        path.write_bytes(mutant)
        try:
            yield rows_of(path)
        except Refusal as met:
            yield sentence(met, path.name)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (honest_xlsb, "a.xlsb"), (honest_ods, "a.ods"), (honest_fods, "a.fods"), (honest_html, "a.xls"),
        (honest_xml, "a.xml"), (honest_xlsx, "a.xlsx"),
    ],
)  # fmt: skip
def test_every_mutant_ends_in_rows_or_in_a_sentence(tmp_path: Path, made: Callable[[Path], Path], name: str) -> None:
    path = made(tmp_path / name)
    honest = rows_of(path)
    found = list(outcomes(path, 150))
    read = [one for one in found if not isinstance(one, str)]
    assert len(read) < len(found), "some mutants are not harmless: else nothing was tried"
    if path.suffix in (".xlsb", ".ods", ".xlsx"):
        assert all(one == honest for one in read), "what passes the checksums is what was written"


def test_mutants_of_an_old_xls_end_the_child_at_most(tmp_path: Path) -> None:
    """Its library may panic: that is why it lives in a process of its own."""
    records = [hostile.xls_label(0, 0, "订单编号"), *(hostile.xls_number(n, 0, n / 4) for n in range(1, 40))]
    raw = hostile.xls(tmp_path / "honest.xls", *records).read_bytes()
    path = tmp_path / "mutant.xls"
    for mutant in mutants(raw, 25, seed=5):
        path.write_bytes(mutant)
        survives(path)
