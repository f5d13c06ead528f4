"""What a file is, told by its first bytes and its inner parts, whatever its name says."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from shopdesk.exchange.reading.archive import MOST_ON_DISK, Archive
from shopdesk.exchange.reading.problems import Refusal

MOST_TEXT: Final = 1 << 30
"""Delimited text streams, so it may be larger than what must be held in memory."""
_MB: Final = 1 << 20
_TABLE_ENDINGS: Final = frozenset(
    "csv tsv tab txt xlsx xlsm xltx xls xlsb ods fods htm html xml et ics".split()  # noqa: SIM905 - one line of words
)
_UNFINISHED: Final = frozenset(("crdownload", "part", "partial", "download", "opdownload", "filepart", "xltd"))
_SIGNATURES: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "word"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b\x08", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ", "packed"),
    (b"MZ", "not_text"),
    (b"\x7fELF", "not_text"),
    (b"\x09\x00\x04\x00", "old_xls"),
    (b"\x09\x02\x06\x00", "old_xls"),
    (b"\x09\x04\x06\x00", "old_xls"),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|head|meta|body|table|style|div|center|tr)\b", re.IGNORECASE)

_XML: Final = re.compile(r"<[A-Za-z][\w.:-]*\s+xmlns\b")


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that can be opened again and again: the file itself, or a table inside a zip."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    def head(self, count: int = 4096) -> bytes:
        with self.open() as file:
            return file.read(count)


class Original:
    """The file on disk: its identity (SHA-256, size) and whether it stays as it was while it is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.name = spoken_name(path)
        try:
            if Path(path).is_dir():
                raise Refusal("folder")
            self._stat = Path(path).stat()
            with Path(path).open("rb"):
                pass
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise Refusal("missing") from None
        except OSError:
            raise Refusal("no_access") from None
        self.size = self._stat.st_size
        if self.size == 0:
            raise Refusal("empty")
        if self.ending in _UNFINISHED:
            raise Refusal("incomplete")
        if self.size > MOST_TEXT:
            raise Refusal("too_large", limit=MOST_TEXT // _MB)

    @property
    def ending(self) -> str:
        return PurePath(self.name).suffix.lower().lstrip(".")

    def source(self) -> Source:
        return Source(self.name, self.size, lambda: Path(self.path).open("rb"))

    def sha256(self) -> str:
        with Path(self.path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def must_be_unchanged(self) -> None:
        """Raise `still_written` where size or time moved since the file was opened."""
        try:
            now = Path(self.path).stat()
        except OSError:
            raise Refusal("missing") from None
        if (now.st_size, now.st_mtime_ns) != (self._stat.st_size, self._stat.st_mtime_ns):
            raise Refusal("still_written")


def kind_of(source: Source) -> str:
    """One of "zip", "ole", "html", "mhtml", "spreadsheetml", "fods", "ics" and "text"; Refusal for others."""
    head = source.head()
    if not head:
        raise Refusal("empty")
    for signature, code in _SIGNATURES:
        if head.startswith(signature):
            raise Refusal(code)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise Refusal("image")
    if head.startswith(b"PK"):
        return _bounded(source, "zip") if head[2:4] in (b"\x03\x04", b"\x05\x06") else "text"
    if head.startswith(_OLE):
        return _bounded(source, "ole")
    return _kind_of_text(source, head)


def _bounded(source: Source, kind: str) -> str:
    if source.size > MOST_ON_DISK:
        raise Refusal("too_large", limit=MOST_ON_DISK // _MB)
    return kind


def _kind_of_text(source: Source, head: bytes) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", "replace").removeprefix("ï»¿").lstrip()
    if text.startswith("MIME-Version:") or (text.startswith(("From:", "Subject:")) and "\nMIME-Version:" in text):
        return _bounded(source, "mhtml")
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return _bounded(source, "ics")
    if not text.startswith("<"):
        return "text"
    if "urn:schemas-microsoft-com:office:spreadsheet" in text and text.startswith(("<?xml", "<Workbook")):
        return _bounded(source, "spreadsheetml")
    if "urn:oasis:names:tc:opendocument" in text:
        if "oasis.opendocument.spreadsheet" not in text:
            raise Refusal("no_table")
        return _bounded(source, "fods")
    if _HTML.match(text) or (text.startswith(("<?xml", "<!--")) and _HTML.search(text)):
        return _bounded(source, "html")
    if text.startswith("<?xml") or _XML.match(text):
        raise Refusal("no_table")
    return "text"


def kind_in_zip(archive: Archive) -> str:
    """One of "xlsx", "xlsb", "ods" and "zip"; Refusal for the documents that are no tables."""
    if archive.find("xl/workbook.bin"):
        return "xlsb"
    if archive.find("xl/workbook.xml") or _names_a_workbook(archive):
        return "xlsx"
    if archive.find("word/document.xml"):
        raise Refusal("word")
    if archive.find("ppt/presentation.xml"):
        raise Refusal("slides")
    if archive.find("content.xml") and (archive.find("META-INF/manifest.xml") or "mimetype" in archive.parts):
        kind = archive.read("mimetype")[:200] if "mimetype" in archive.parts else b"spreadsheet"
        if b"spreadsheet" not in kind:
            raise Refusal("slides" if b"presentation" in kind else "word")
        return "ods"
    if archive.find("encrypted-package"):
        raise Refusal("locked")
    if archive.find("Index/Document.iwa"):
        raise Refusal("old_xls")
    return "zip"


def _names_a_workbook(archive: Archive) -> bool:
    types = archive.find("[Content_Types].xml")
    return types is not None and b"spreadsheetml" in archive.read(types)


def table_in_zip(archive: Archive, limit: int = 20) -> Source:
    """The one table file of a plain zip; Refusal where there is none or several (they are named)."""
    names = [name for name in archive.parts if is_table(name)]
    if not names:
        raise Refusal("no_table")
    if len(names) > 1:
        listed = ", ".join(_spoken(archive, name) for name in names[:limit])
        raise Refusal("zip_many", count=len(names), names=listed + (" …" if len(names) > limit else ""))
    name = names[0]
    size = sum(len(block) for block in archive.stream(name))
    return Source(_spoken(archive, name), size, lambda: archive.open(name))


def is_table(name: str) -> bool:
    """Whether a file of that name is a table; what an archiver or a system adds is none."""
    path = PurePath(name)
    aside = "__MACOSX" in path.parts or path.name.startswith((".", "~"))
    return path.suffix.lower().lstrip(".") in _TABLE_ENDINGS and not aside


def spoken_name(path: str) -> str:
    """A file's name as it was meant: on Linux a name of GBK bytes, as unzipping leaves it, is no text as it stands."""
    name = PurePath(path).name
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def spoken_path(archive: Archive, name: str) -> str:
    """A part's path as it was meant; Chinese Windows zips write GBK where the format says cp437."""
    if not archive.parts[name].flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/").strip("/")


def _spoken(archive: Archive, name: str) -> str:
    return PurePath(spoken_path(archive, name)).name


def blocks(source: Source, size: int = _MB) -> Iterator[bytes]:
    """The source's bytes in blocks."""
    with source.open() as file:
        while block := file.read(size):
            yield block
