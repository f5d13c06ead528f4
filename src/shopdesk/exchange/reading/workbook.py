"""The small parts of an .xlsx: which sheets there are, the shared texts, and how each style shows a number."""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from shopdesk.exchange.reading.archive import Archive
from shopdesk.exchange.reading.cells import Cell, clean, style_of, unescape
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.reading.xml import Attributes, Items, Walk
from shopdesk.exchange.reading.xml import unescape as resolve

MOST_TEXT: Final = 131_072
"""Characters of one cell; a spreadsheet stops at 32,767."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet of the workbook: its name, whether it is hidden, and the part that holds it."""

    name: str
    hidden: bool
    part: str


@dataclass(slots=True)
class Workbook:
    """What every sheet of the file shares."""

    sheets: list[Sheet] = field(default_factory=list)
    base_1904: bool = False
    texts: list[Cell] = field(default_factory=list)
    longest: int = 0
    styles: list[str] = field(default_factory=list)
    macros: bool = False


def read_workbook(archive: Archive) -> Workbook:
    """The workbook part and what it points to; `damaged` naming the inner part that is missing or broken."""
    main = _main_part(archive)
    relations = links_of(archive, main)
    index = _Index(main)
    index.read([archive.read(main)])
    book = Workbook(base_1904=index.base_1904, macros=archive.find("xl/vbaProject.bin") is not None)
    for name, state, relation in index.sheets:
        kind, target = relations.get(relation, ("", ""))
        if kind not in ("worksheet", ""):
            continue  # chart, dialog and macro sheets hold no cells
        part = archive.find(target) if target else None
        if part is None:
            raise Refusal("damaged", part=target or name)
        book.sheets.append(Sheet(clean(name)[0], state != "visible", part))
    for kind, target in relations.values():
        if kind not in ("sharedStrings", "styles"):
            continue
        part = archive.find(target)
        if part is None:  # without its styles a date would be a bare number
            raise Refusal("damaged", part=target)
        if kind == "sharedStrings":
            read_texts(archive.stream(part), part, book)
        else:
            styles = _Styles(part)
            styles.read([archive.read(part)])
            book.styles = styles.shown()
    return book


def _main_part(archive: Archive) -> str:
    for kind, target in links_of(archive, "").values():
        if kind == "officeDocument" and (found := archive.find(target)):
            return found
    found = archive.find("xl/workbook.xml")
    if found is None:
        raise Refusal("damaged", part="xl/workbook.xml")
    return found


def links_of(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → last word of its type, and its target as a part name."""
    folder, name = posixpath.split(part)
    found = archive.find(posixpath.join(folder, "_rels", name + ".rels"))
    if found is None:
        return {}
    walk = _Relations(found, folder)
    walk.read([archive.read(found)])
    return walk.found


class _Relations(Walk):
    def __init__(self, part: str, folder: str) -> None:
        super().__init__(part)
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/" + self._folder, target)).lstrip("/")
            self.found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], path


class _Index(Walk):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.sheets: list[tuple[str, str, str]] = []
        self.base_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), relation))
        elif name == "workbookPr":
            self.base_1904 = attributes.get("date1904", "0") in ("1", "true")


class _Styles(Walk):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self._codes: dict[str, str] = {}
        self._formats: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._formats.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def shown(self) -> list[str]:
        return [style_of(int(number) if number.isdigit() else 0, self._codes.get(number)) for number in self._formats]


def read_texts(stream: Iterable[bytes], part: str, book: Workbook) -> None:
    """The shared texts into `book.texts`, in their order, rich text joined, phonetic guides left out."""
    items = Items(stream, part, "sst", "si")
    plain: re.Pattern[bytes] | None = None
    for block in items:
        plain = plain or re.compile(rb"<%bsi>\s*<%bt(?: [^<>]*)?>([^<]*)</%bt>\s*</%bsi>" % ((items.prefix,) * 4))
        found = plain.findall(block)
        if len(found) == block.count(b"<%bsi" % items.prefix) and b"<!" not in block:
            try:
                raw = [resolve(text) for text in found]
            except ValueError:
                raise Refusal("damaged", part=part) from None
        else:
            walk = RichTexts(part)
            walk.read([b"<sst>", block, b"</sst>"])
            raw = walk.texts
        book.texts.extend(clean(unescape(text)) for text in raw)
        book.longest = max(book.longest, max(map(len, raw), default=0))
    if book.longest > MOST_TEXT:
        raise Refusal("expands", limit=MOST_TEXT >> 10)


class RichTexts(Walk):
    """Texts of `si` elements, whatever runs they are made of."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._phonetic = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._phonetic += 1
        self._in_text = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append("".join(self._pieces))
        elif name == "rPh":
            self._phonetic -= 1
        self._in_text = False

    def data(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)
