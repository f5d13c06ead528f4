"""Labels: what is printed is read back by a scanner's software, at the size that was asked for."""

from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtCore import QLocale, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from shopdesk.desk.labels import MM, RESOLUTION, SIZES, Label, LabelSize, paint_label, write_labels
from shopdesk.text import UserError


def read(label: Label, size: LabelSize, *, is_qr: bool = False) -> list[str]:
    """What a scanner reads off a label on paper of this size."""
    image = QImage(round(size.width * MM), round(size.height * MM), QImage.Format.Format_Grayscale8)
    image.setDotsPerMeterX(round(RESOLUTION / 0.0254))
    image.setDotsPerMeterY(round(RESOLUTION / 0.0254))
    image.fill(255)
    painter = QPainter(image)
    paint_label(painter, label, QRectF(0, 0, image.width(), image.height()), is_qr=is_qr)
    painter.end()
    dots = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return [found.text for found in zxingcpp.read_barcodes(np.ascontiguousarray(dots[:, : image.width()]))]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.key)
@pytest.mark.parametrize("code", ["6901234567892", "TEA-001"])
def test_every_size_is_read_back(qapp: QApplication, size: LabelSize, code: str) -> None:
    label = Label(code, "西湖龙井礼盒 250g · Longjing gift box of the first harvest", "TEA-001", "¥128.00")
    assert read(label, size) == [code]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.key)
def test_a_chinese_code_is_a_qr(qapp: QApplication, size: LabelSize) -> None:
    assert read(Label("龙井-250", "西湖龙井"), size) == ["龙井-250"]
    assert read(Label("TEA-001", "Tea"), size, is_qr=True) == ["TEA-001"]


def test_pages_have_the_size_of_the_label(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    assert write_labels(path, [Label("TEA-001", "日式茶杯"), Label("CUP-1", "Cup")], SIZES[0]) == 2
    pages = PdfReader(path).pages
    width, height = (float(side) / 72 * 25.4 for side in pages[0].mediabox[2:])
    assert (round(width), round(height)) == (40, 30)
    assert "日式茶杯" in pages[0].extract_text()


@pytest.mark.parametrize("locale", ["C", "zh_CN", "zh_TW", "ja"])
def test_no_letter_is_lost_whatever_the_locale(qapp: QApplication, tmp_path: Path, locale: str) -> None:
    """A font may draw 茶, 商 and 礼 in the shapes of another country, which stand for no letter."""
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        write_labels(tmp_path / "labels.pdf", [Label("TEA-001", "日式茶杯 商货礼")], SIZES[2])
    finally:
        QLocale.setDefault(before)
    text = PdfReader(tmp_path / "labels.pdf").pages[0].extract_text()
    assert set("日式茶杯商货礼") <= set(text)


def test_a_sheet_holds_many(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    assert write_labels(path, [Label(f"TEA-{n:03}", "Tea") for n in range(25)], SIZES[3]) == 2
    width, height = (float(side) / 72 * 25.4 for side in PdfReader(path).pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)


@pytest.mark.parametrize("size", [size for size in SIZES if size.columns > 1], ids=lambda size: size.key)
def test_sheets_fit_on_a4(size: LabelSize) -> None:
    assert size.left + size.columns * size.width + (size.columns - 1) * size.gap_x <= 210.05
    assert size.top + size.rows * size.height + (size.rows - 1) * size.gap_y <= 297.05


def test_a_folder_that_is_not_there_is_said(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_labels(tmp_path / "none" / "labels.pdf", [Label("A")], SIZES[0])
