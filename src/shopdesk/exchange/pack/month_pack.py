"""Writing a month pack: the chosen files under names alike, and an index in which their figures tie to one another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from shopdesk.exchange.pack.parts import PARTS, MonthBook, Written
from shopdesk.exchange.pack.placing import placing
from shopdesk.shop.closing.reports import pack_set
from shopdesk.shop.closing.rules import PACK_TITLES, PackPart
from shopdesk.shop.closing.sheets import PACK
from shopdesk.shop.ledger.reports import look_at_books
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

Progress = Callable[[int, int, str], None]
"""Hears files done, files in all, and the file at hand with its rows; may raise to stop."""
_NOT_IN_NAMES: Final = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of a pack and what it came to."""

    name: str
    part: PackPart
    written: Written


def write_pack(
    tx: Tx, month: str, out: Path, parts: Sequence[PackPart] = (), progress: Progress | None = None,
    backed_up: datetime | None = None,
) -> list[PackedFile]:  # fmt: skip
    """Write the chosen files of "2026-01" and their index into a folder or a .zip; the shop's set, where none is.

    `backed_up`: when the last backup was made, for the certificate. Whatever goes wrong, nothing is left behind;
    UserError where the books are empty or the disk refuses.
    """
    if look_at_books(tx).first is None:
        raise UserError(N_("There is nothing in the books yet."), code="empty")
    chosen, packed = parts or pack_set(tx), list[PackedFile]()
    book = MonthBook(tx, month, backed_up)
    with placing(out) as folder:
        for number, part in enumerate(chosen, 1):
            ending, write = PARTS[part]
            name, hear = _name(month, number, _(PACK_TITLES[part]), ending), _hearing(progress, number, chosen)
            hear(0)
            packed.append(PackedFile(name, part, write(book, folder / name, hear)))
        index = folder / _name(month, 0, _("Index"), ".xlsx")
        book.write(index, PACK, map(_row, packed), _hearing(progress, len(chosen) + 1, chosen))
    return packed


def _hearing(progress: Progress | None, number: int, chosen: Sequence[PackPart]) -> Callable[[int], None]:
    def hear(rows: int) -> None:
        if progress is not None:
            title = _(PACK_TITLES[chosen[number - 1]]) if number <= len(chosen) else _("Index")
            progress(number - 1, len(chosen) + 1, f"{title} {rows:,}" if rows else title)

    return hear


def _name(month: str, number: int, title: str, ending: str) -> str:
    """As "2026-01 03 Balance sheet.xlsx": in the order of the pack, under the names that people know."""
    clean = "".join(" " if letter in _NOT_IN_NAMES else letter for letter in title)
    return f"{month} {number:02} {clean}{ending}"


def _row(one: PackedFile) -> list[Any]:
    told = one.written
    says, equals = _(told.says) if told.says else None, _(told.equals) if told.equals else None
    return [one.name, one.part.value, told.rows, says, told.amount, equals, told.other, told.difference]


def differences(packed: Sequence[PackedFile]) -> list[tuple[PackedFile, Decimal]]:
    """Files whose figure is not that which it must equal, with the difference."""
    found = [(one, one.written.difference) for one in packed]
    return [(one, difference) for one, difference in found if difference]
