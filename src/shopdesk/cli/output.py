"""What commands say: a clear table for people, JSON for machines."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shopdesk.text import UserError


@dataclass(frozen=True, slots=True)
class Output:
    """Standard output in one of two voices; notes for people go to standard error and never mix with it."""

    as_json: bool

    def data(self, value: Any) -> None:
        """One JSON document on a line of its own; nothing for people."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, default=_plain), flush=True)

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[Any]], numbers: Sequence[int] = ()) -> None:
        """A table for people; `numbers` are the columns that stand right-aligned."""
        if self.as_json:
            return
        cells = [[_shown(cell) for cell in row] for row in rows]
        widths = [max([_width(h), *(_width(row[i]) for row in cells)]) for i, h in enumerate(headers)]
        for row in [list(headers), *cells]:
            print("  ".join(_padded(cell, widths[i], i in numbers) for i, cell in enumerate(row)).rstrip())

    def say(self, sentence: str) -> None:
        """A sentence for people."""
        if not self.as_json:
            print(sentence, flush=True)

    def note(self, sentence: str) -> None:
        """A sentence that must not mix with the data."""
        print(sentence, file=sys.stderr, flush=True)

    def advise(self, sentence: str) -> None:
        """What a person can do about a refusal."""
        if not self.as_json:
            self.note(sentence)

    def refuse(self, error: UserError, **more: Any) -> None:
        """Say why not."""
        self.data({**more, "error": str(error), "code": error.code})
        if not self.as_json:
            said, file = str(error), str(more.get("file", ""))
            self.note(said if file in said else f"{file}: {said}")

    def ticker(self) -> "Ticker":
        """A line of progress on a terminal; silent elsewhere."""
        return Ticker(not self.as_json and sys.stderr.isatty())


@dataclass(slots=True)
class Ticker:
    """Rows done, on one line that is written over."""

    live: bool
    done: int = 0

    def read(self, rows: int) -> None:
        """So many rows have been read."""
        self._show(rows)

    def wrote(self, rows: int) -> None:
        """So many rows more have been written."""
        self.done += rows
        self._show(self.done)

    def _show(self, rows: int) -> None:
        if self.live:
            print(f"\r{rows:>12,}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if self.live:
            print("\r" + " " * 20 + "\r", end="", file=sys.stderr, flush=True)


def number(value: Decimal | int | None) -> str | None:
    """An exact decimal as text, never with an exponent; None stays."""
    if value is None:
        return None
    text = format(Decimal(value), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its decimals as text."""
    return {key: number(value) if isinstance(value, Decimal) else value for key, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _shown(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        # Coins of some currencies and pieces by weight have a third decimal; what has more is a mean, or a share.
        return f"{cell:,.3f}" if cell == round(cell, 3) != round(cell, 2) else f"{cell:,.2f}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
