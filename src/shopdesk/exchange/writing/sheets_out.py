"""A grid's rows as a workbook: ids as text, dates as dates, numbers with formats, a sheet that says what it is (X7)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from shopdesk.exchange.trip.snapshot import Origin
from shopdesk.exchange.writing.book import Page, open_book
from shopdesk.exchange.writing.cells import Losses
from shopdesk.exchange.writing.kinds import cell_for, width
from shopdesk.exchange.writing.prose import put_prose
from shopdesk.exchange.writing.snapshot import Keyed, Snapshot, id_field
from shopdesk.exchange.writing.stream import Field, Stream
from shopdesk.shop.columns import Column, Sheet
from shopdesk.text import _


@dataclass(frozen=True, slots=True)
class Words:
    """What the file says about itself."""

    title: str
    note: str
    """The filter and order of the rows, in words."""
    shop: str


def write_xlsx(
    path: Path | str,
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    words: Words,
    zone: tzinfo,
    progress: Callable[[int], None] | None,
) -> int:
    """Write `rows` (values in the order of `columns`) and return how many there were."""
    return _write(path, sheet, columns, ((0, "", values) for values in rows), words, zone, progress, None)


def write_trip(
    path: Path | str,
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Iterable[Keyed],
    words: Words,
    origin: Origin,
    progress: Callable[[int], None] | None,
) -> int:
    """Write rows that may be edited and dropped back, with the hidden sheet that says how they left."""
    return _write(path, sheet, columns, rows, words, origin.zone, progress, origin)


def _write(
    path: Path | str,
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Iterable[Keyed],
    words: Words,
    zone: tzinfo,
    progress: Callable[[int], None] | None,
    origin: Origin | None,
) -> int:
    made_at, losses = datetime.now(UTC), Losses()
    title = words.title or _(sheet.title)
    with open_book(path) as book:
        fields = [
            Field(_(column.title), column.kind, width(column), cell_for(book, column, place, zone, losses))
            for place, column in enumerate(columns)
        ]
        if origin is not None:
            fields.append(id_field(book, len(fields)))
        stream = Stream(book, title, fields, _print_ready)
        snapshot = Snapshot(book, sheet, columns, origin) if origin is not None else None
        passed = snapshot.pass_on(rows) if snapshot is not None else (values for _id, _name, values in rows)
        written = stream.write(passed, progress)
        about = [*_facts(words, title, written, made_at.astimezone(zone), columns)]
        about += _edits(columns) if origin is not None else ()
        put_prose(book, _("About"), title, [*about, *_notices(losses)], _meanings(sheet, columns))
        book.describe(title, words.shop, made_at)
        book.mark(
            "export",
            {"sheet": [sheet.name], "columns": [column.key for column in columns], "made_at": [f"{made_at:%FT%TZ}"]},
        )
    return written


def _print_ready(page: Page, _last: int) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R" + _("Page {page} of {pages}").format(page="&P", pages="&N"))


def _facts(
    words: Words, title: str, rows: int, made_at: datetime, columns: Sequence[Column]
) -> Iterator[tuple[str, str]]:
    if words.shop:
        yield _("Shop"), words.shop
    yield _("What"), title
    yield _("Made"), f"{made_at:%Y-%m-%d %H:%M}"
    yield _("Rows"), f"{rows:,}"
    yield _("Shown"), words.note or _("All rows")
    if any(column.kind == "time" for column in columns):
        yield _("Times"), _("Local times of {zone}").format(zone=made_at.tzinfo)


def _edits(columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    yield _("Can be edited"), ", ".join(_(column.title) for column in columns if column.editable)
    yield "", _("Drop the edited workbook on ShopDesk: the edited cells are written, and nothing else.")


def _notices(losses: Losses) -> Iterator[tuple[str, str]]:
    if losses.long_numbers:
        message = _("{count} numbers have more digits than a spreadsheet keeps (15) and are written as text.")
        yield _("Notice"), message.format(count=losses.long_numbers)
    if losses.old_dates:
        message = _("{count} dates lie before March 1900, which a spreadsheet cannot count, and are written as text.")
        yield _("Notice"), message.format(count=losses.old_dates)


def _meanings(sheet: Sheet, columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    if sheet.help:
        yield _(sheet.title), _(sheet.help)
    for column in columns:
        if column.help:
            yield _(column.title), _(column.help)
