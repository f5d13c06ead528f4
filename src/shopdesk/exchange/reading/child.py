"""The reader's child process: opens one file, sends heads and chunks through a pipe, and may die without harm."""

import contextlib
import gc
import os
import sys
from io import BytesIO
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

from shopdesk.exchange.reading import wire
from shopdesk.exchange.reading.archive import Archive
from shopdesk.exchange.reading.container import Original, Source, blocks, kind_in_zip, kind_of, table_in_zip
from shopdesk.exchange.reading.problems import Refusal
from shopdesk.exchange.table import Notice

if TYPE_CHECKING:
    from shopdesk.exchange.reading.book import Book

MEMORY: Final = 2 << 30
MOST_SAID: Final = 2 << 30
"""Bytes of JSON that one sheet may become: a few texts repeated by millions of cells are a bomb too."""
_SAME_KIND: Final = {
    "csv": ("csv", "txt", "tsv", "tab", "asc", "dat", "log", ""),
    "tsv": ("tsv", "txt", "tab", "csv", ""),
    "html": ("html", "htm", "mht", "mhtml"),
    "spreadsheetml": ("xml",),
    "xlsx": ("xlsx", "xltx"),
    "xlsm": ("xlsm", "xltm"),
    "xls": ("xls", "et", "xlt"),
}


def serve(pipe: Connection, path: str, password: str | None, encoding: str | None) -> None:
    """Entry point of the process: answers until the pipe closes; a refusal ends it."""
    _limit()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError, EOFError), pipe:
        try:
            _serve(pipe, path, password, encoding)
        except Refusal as refusal:
            _send(pipe, wire.PROBLEM, {"code": refusal.code, "values": refusal.values})
        except MemoryError:
            _send(pipe, wire.PROBLEM, {"code": "reader_stopped", "values": {}})
        except (BrokenPipeError, ConnectionResetError, EOFError):
            raise
        except BaseException as error:  # noqa: BLE001  calamine panics with BaseException; whatever it was, the file did it
            _send(pipe, wire.PROBLEM, {"code": "unreadable", "values": {"error": type(error).__name__}})


def _limit() -> None:
    """Cap memory, write no core dump, keep an aborting library's last words off the terminal."""
    gc.disable()  # chunks hold no cycles, and the process is short-lived
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(OSError, ValueError, AttributeError):
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, sys.__stderr__.fileno())  # type: ignore[union-attr]  # AttributeError is suppressed


def _serve(pipe: Connection, path: str, password: str | None, encoding: str | None) -> None:
    original = Original(path)
    identity: dict[str, object] = {"sha256": original.sha256(), "size": original.size}
    book = open_book(original, password, encoding)
    original.must_be_unchanged()
    identity |= {"container": book.container, "encoding": book.encoding, "separator": book.separator}
    identity |= {"exported": book.exported}
    heads = [[head.name, head.hidden, head.rows, head.merges] for head in book.heads]
    _send(pipe, wire.HEADS, identity | {"heads": heads, "notices": _plain(book.notices)})
    while True:
        number = int(pipe.recv_bytes(16))
        known = len(book.notices)
        if number >= 0 and _stream(pipe, book, number):
            original.must_be_unchanged()
        _send(pipe, wire.END, {"notices": _plain(book.notices[known:])})


def _stream(pipe: Connection, book: "Book", number: int) -> bool:
    """Send a sheet's chunks; False where the parent lost interest and said so."""
    said = 0
    for chunk in book.chunks(number):
        if pipe.poll():
            pipe.recv_bytes(16)
            return False
        plain = wire.dump(chunk)
        said += len(plain)
        if said > MOST_SAID:
            raise Refusal("expands", limit=MOST_SAID >> 20)
        pipe.send_bytes(wire.CHUNK + wire.squeeze(plain))
    return True


def _send(pipe: Connection, kind: bytes, message: dict[str, object]) -> None:
    pipe.send_bytes(kind + wire.pack_message(message))


def _plain(notices: list[Notice]) -> list[object]:
    return [[notice.code, notice.values] for notice in notices]


def open_book(original: Original, password: str | None, encoding: str | None) -> "Book":
    """The file as a book by what it is, not by what it is called."""
    source = original.source()
    notices: list[Notice] = []
    kind = kind_of(source)
    if kind == "zip":
        archive = Archive(_seekable(source), password)
        if kind_in_zip(archive) == "zip":
            source = table_in_zip(archive)
            notices.append(Notice("in_zip", (("name", source.name),)))
            kind = kind_of(source)
    book = _open_kind(source, kind, password, encoding)
    ending = source.name.rpartition(".")[2].lower() if "." in source.name else ""
    if ending not in _SAME_KIND.get(book.container, (book.container,)):
        notices.append(Notice("other_kind", (("named", ending), ("kind", book.container))))
    book.notices[:0] = notices
    return book


def _seekable(source: Source) -> BytesIO:
    """The bytes in memory: zips and OLE files are at most 100 MB and are jumped about in."""
    with source.open() as file:
        return BytesIO(file.read())


def _open_kind(source: Source, kind: str, password: str | None, encoding: str | None) -> "Book":
    if kind == "zip":
        return _open_workbook(_seekable(source), password)
    if kind == "ole":
        return _open_ole(source, password)
    if kind == "html":
        from shopdesk.exchange.reading.markup import read_html

        return read_html(source)
    if kind == "mhtml":
        from shopdesk.exchange.reading.markup import read_mhtml

        return read_mhtml(source)
    if kind == "fods":
        from shopdesk.exchange.reading.ods import OdsBook

        return OdsBook(lambda: blocks(source), "XML", "fods")
    if kind == "spreadsheetml":
        from shopdesk.exchange.reading.markup import read_spreadsheetml

        return read_spreadsheetml(source)
    if kind == "ics":
        from shopdesk.exchange.reading.calendar import read_calendar

        return read_calendar(source)
    from shopdesk.exchange.reading.delimited import DelimitedBook

    return DelimitedBook(source, encoding)


def _open_workbook(file: BytesIO, password: str | None) -> "Book":
    archive = Archive(file, password)
    kind = kind_in_zip(archive)
    if kind == "zip":
        raise Refusal("packed")
    if kind == "xlsx":
        from shopdesk.exchange.reading.xlsx import XlsxBook

        return XlsxBook(archive)
    if kind == "xlsb":
        from shopdesk.exchange.reading.xlsb import XlsbBook

        return XlsbBook(archive)
    from shopdesk.exchange.reading.ods import open_ods

    return open_ods(archive)


def _open_ole(source: Source, password: str | None) -> "Book":
    from shopdesk.exchange.reading.calamine import XlsBook
    from shopdesk.exchange.reading.ole import unlocked

    raw, audit, hidden = unlocked(source, password)
    if audit is None:
        return _open_workbook(BytesIO(raw), None)
    book = XlsBook(BytesIO(raw), audit)
    for sheet, count in hidden.items():
        book.notices.append(Notice("hidden_rows", (("sheet", sheet), ("count", count))))
    return book
