"""Paper: a page of tables as a PDF, in fonts that hold the language, with a text that can be copied and searched."""

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QRawFont,
    QTextDocument,
)

from shopdesk.desk import theme
from shopdesk.exchange.writing.target import replacing
from shopdesk.text import _, language

RESOLUTION: Final = 144
MARGIN_MM: Final = 14.0
FOOT: Final = 26.0
"""Points at the foot of a page for its number."""
RADICALS: Final = range(0x2E80, 0x2FE0)
"""Radicals for dictionaries. Fonts draw 日 and the radical ⽇ with one glyph, and Qt's text layer says the latter."""


def table(heads: list[tuple[str, str, str]], rows: list[list[str]]) -> str:
    """The HTML of a ruled table: heads as (title, alignment, width); cells are plain text, or HTML from `box`."""
    cells = "".join(f'<th align="{side}" width="{width}">{escape(title)}</th>' for title, side, width in heads)
    body = "".join(
        "<tr>" + "".join(f'<td align="{heads[n][1]}">{cell}</td>' for n, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return (
        '<table width="100%" cellspacing="0" cellpadding="5" border="1" '
        'style="border-collapse:collapse; border-style:solid; border-color:gray">'
        f"<thead><tr>{cells}</tr></thead>{body}</table>"
    )


@contextmanager
def application() -> Iterator[None]:
    """Paper needs an application of Qt: the window's, else one that shows nothing, such as for a script."""
    made = None if QGuiApplication.instance() else QGuiApplication(["shopdesk", "-platform", "offscreen"])
    yield
    del made


def print_font(points: float) -> QFont:
    """The font of paper: Latin first, whose digits are text in a PDF, then Han in the shapes of the language."""
    made = QFont()
    spoken = theme.families("zh_CN" if language() == "en" else language())
    latin = [one for one in theme.families("zh_TW") if one in theme.families("zh_CN")]
    made.setFamilies([*latin, "DejaVu Sans", "Arial", *(one for one in spoken if one not in latin)])
    made.setPointSizeF(points)
    # The families have the shapes of their language already. Shapes that a font puts in their place by the locale have
    # no letter of their own: the text layer of a PDF would lose them.
    made.setFeature(QFont.Tag("locl"), 0)
    return made


def write_pdf(path: Path, html: str, title: str, *, landscape: bool = False, points: float = 9) -> int:
    """Write a document to A4 pages, each with title and number at its foot; returns how many.

    UserError where the file cannot be written.
    """
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait,
        QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
        QPageLayout.Unit.Millimeter,
    )
    paper = QBuffer()
    paper.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(paper)
    writer.setPageLayout(layout)
    writer.setResolution(RESOLUTION)
    writer.setTitle(title)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(print_font(points))
    document.documentLayout().setPaintDevice(writer)
    document.setHtml(html)
    room = QRectF(layout.paintRectPixels(RESOLUTION))
    foot = FOOT * RESOLUTION / 72
    document.setPageSize(QSizeF(room.width(), room.height() - foot))
    _paint(writer, document, title, room, foot)
    text = document.toPlainText() + title + _("Page {page} of {pages}")
    with replacing(path) as file:
        file.write(with_own_letters(bytes(paper.data().data()), same_glyphs(text)))
    return document.pageCount()


def _paint(writer: QPdfWriter, document: QTextDocument, title: str, room: QRectF, foot: float) -> None:
    painter = QPainter(writer)
    pages = document.pageCount()
    height = document.pageSize().height()
    font = print_font(8)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * height)
        document.drawContents(painter, QRectF(0, page * height, room.width(), height))
        painter.restore()
        painter.setFont(font)
        line = QRectF(0, height + foot / 3, room.width(), QFontMetricsF(font, writer).height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, title)
        number = _("Page {page} of {pages}").format(page=page + 1, pages=pages)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, number)
    painter.end()


def same_glyphs(text: str) -> dict[int, int]:
    """Radical → the letter of `text` that the fonts draw with the same glyph."""
    found: dict[int, int] = {}
    letters = sorted({ord(letter) for letter in text if ord(letter) > 0x3000})
    # Any of them may step in for a letter that the language's own font lacks.
    for family in dict.fromkeys([*theme.families("zh_CN"), *theme.families("zh_TW"), "Noto Sans CJK JP"]):
        raw = QRawFont.fromFont(QFont(family))
        if not raw.isValid() or not letters:
            continue
        glyphs = {glyph: code for code in letters if (glyph := _glyph(raw, code))}
        found |= {code: glyphs[glyph] for code in RADICALS if (glyph := _glyph(raw, code)) in glyphs}
    return found


def _glyph(raw: QRawFont, code: int) -> int:
    """The glyph of a letter; 0 where the font has none."""
    glyphs = raw.glyphIndexesForString(chr(code))
    return glyphs[0] if glyphs else 0


def with_own_letters(pdf: bytes, letters: Mapping[int, int]) -> bytes:
    """The PDF with its tables of text corrected, as an update at its end (ISO 32000-1, 7.5.6)."""
    fresh = dict(_mended(pdf, letters))
    trailer = pdf[pdf.rindex(b"trailer") :]
    start = re.search(rb"startxref\s+(\d+)", trailer)
    keep = b"\n".join(re.findall(rb"/(?:Size|Root|Info) [^\n]+", trailer))
    if not fresh or start is None:
        return pdf
    made, entries = bytearray(pdf), b""
    for number, body in sorted(fresh.items()):
        packed = zlib.compress(body)
        entries += b"%d 1\n%010d 00000 n \n" % (number, len(made))
        made += b"%d 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % (number, len(packed))
        made += packed + b"\nendstream\nendobj\n"
    begin = len(made)
    made += b"xref\n" + entries + b"trailer\n<<\n" + keep + b"\n/Prev " + start[1]
    made += b"\n>>\nstartxref\n%d\n%%%%EOF\n" % begin
    return bytes(made)


def _mended(pdf: bytes, letters: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
    """Number and new content of every table of text that names a radical."""
    for reference in re.finditer(rb"/ToUnicode (\d+) 0 R", pdf):
        number = int(reference[1])
        head = re.search(rb"(?:^|\n)%d 0 obj.*?stream\r?\n" % number, pdf, re.DOTALL)
        if head is None:
            continue
        body = pdf[head.end() : pdf.index(b"endstream", head.end())]
        plain = zlib.decompress(body) if b"FlateDecode" in head[0] else body
        fresh = re.sub(rb"<(2[EF][0-9A-F]{2})>", lambda one: _letter(int(one[1], 16), letters), plain)
        if fresh != plain:
            yield number, fresh


def _letter(code: int, letters: Mapping[int, int]) -> bytes:
    return b"<%04X>" % letters.get(code, code)
