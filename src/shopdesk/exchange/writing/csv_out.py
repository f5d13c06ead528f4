"""A grid's rows as csv: UTF-8 with BOM for Excel's sake, every field quoted, formulas disarmed (reliability.md 55)."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path

from shopdesk.exchange.writing.cells import TRIGGERS, local_time
from shopdesk.exchange.writing.kinds import state_words
from shopdesk.exchange.writing.stream import TICK
from shopdesk.exchange.writing.target import replacing
from shopdesk.shop.columns import Column, Kind
from shopdesk.text import _


def write_csv(
    path: Path | str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    zone: tzinfo,
    progress: Callable[[int], None] | None,
) -> int:
    """Write `rows` (values in the order of `columns`) and return how many there were."""
    texts = [_text_of(column, zone) for column in columns]
    written = 0
    with replacing(path) as file:
        page = io.StringIO()
        write = csv.writer(page, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
        write([disarmed(_(column.title)) for column in columns])
        file.write(b"\xef\xbb\xbf")
        for values in rows:
            write([text(value) for text, value in zip(texts, values, strict=True)])
            written += 1
            if not written % TICK:
                file.write(_taken(page))
                if progress:
                    progress(written)
        file.write(_taken(page))
    if progress:
        progress(written)
    return written


def disarmed(text: str) -> str:
    """`text` with a leading ' where a spreadsheet would take it for a formula; the importer takes the ' off again."""
    text = text.replace("\0", "")
    return f"'{text}" if text and text[0] in TRIGGERS else text


def _taken(page: io.StringIO) -> bytes:
    """What has been written since the last time; a lone surrogate, which UTF-8 cannot say, becomes "?"."""
    content = page.getvalue().encode(errors="replace")
    page.seek(0)
    page.truncate()
    return content


def _text_of(column: Column, zone: tzinfo) -> Callable[[object], str]:
    if column.kind is Kind.STATE:
        words = state_words(column)
        return lambda value: "" if value is None else disarmed(str(words.get(value, value)))
    return lambda value: _plain(value, zone)


def _plain(value: object, zone: tzinfo) -> str:
    """A value in the form the importer reads: plain decimals, ISO days, local times, TRUE and FALSE."""
    if value is None:
        return ""
    if isinstance(value, str):
        return disarmed(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return local_time(value, zone).isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
