"""Paper: a PDF whose text can be copied and searched in every language, page by page."""

from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from shopdesk.desk import theme
from shopdesk.desk.paper import RADICALS, table, with_own_letters, write_pdf
from shopdesk.desk.tabs.stock.counting.paper_out import sheet_html
from shopdesk.shop.counting.reports import Line, Session
from shopdesk.shop.counting.rules import Limits, Scope
from shopdesk.store.tx import now_utc
from shopdesk.text import UserError, use_language

WORDS = "盘点日期 白瓷盖碗 一号仓 龙井 長 骨 直 門 月 水 火 金 食 高 黑 手 大 小 A-03-2 6921000100018"


def text_of(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
def test_the_text_is_what_was_written(qapp: QApplication, tmp_path: Path, language: str) -> None:
    use_language(language)
    theme.apply(qapp, "light", language)
    path = tmp_path / "sheet.pdf"
    pages = write_pdf(path, table([("品名", "left", "100%")], [[WORDS]] * 90), "盘点 C-1")
    said = text_of(path)
    assert pages == len(PdfReader(path).pages) > 1
    assert said.count("".join(WORDS.split())) == 90
    assert [letter for letter in said if ord(letter) in RADICALS] == []
    assert PdfReader(path).metadata.title == "盘点 C-1"  # type: ignore[union-attr]


def test_the_radicals_would_be_there_otherwise(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: without the correction this font's text layer says radicals."""
    monkeypatch.setattr("shopdesk.desk.paper.same_glyphs", lambda _text: {})
    path = tmp_path / "sheet.pdf"
    write_pdf(path, f"<p>{WORDS}</p>", "C-1")
    assert [letter for letter in text_of(path) if ord(letter) in RADICALS] != []


def test_a_pdf_without_a_table_of_text_stays_as_it_is() -> None:
    plain = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n/Size 2\nstartxref\n9\n%%EOF\n"
    assert with_own_letters(plain, {0x2F47: 0x65E5}) == plain


def test_a_folder_that_is_not_there_is_said(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_pdf(tmp_path / "no" / "sheet.pdf", "<p>x</p>", "x")


@pytest.mark.parametrize("blind", [True, False])
def test_a_count_sheet_is_sorted_by_place_with_empty_boxes(qapp: QApplication, tmp_path: Path, blind: bool) -> None:
    now = now_utc()
    session = Session(
        1, "C-1", "open", 1, "Main warehouse", Scope(), blind, "Min", Limits(), now, "Min", 2, None, False, None, None
    )
    lines: list[tuple[Line, str | None, Decimal | None]] = [
        (Line(n, n, f"TEA-{n}", "龙井茶 <b>", n, f"A-0{n}", 1, True), "692100010001", None if blind else Decimal(77))
        for n in (1, 2)
    ]
    path = tmp_path / "sheet.pdf"
    write_pdf(path, sheet_html(session, lines, now), session.title)
    said = text_of(path)
    assert said.index("A-01") < said.index("A-02")
    assert ("77" in said) is not blind
    assert "龙井茶<b>" in said
    assert "Leaveblankwhatyoudidnotcount" in said
