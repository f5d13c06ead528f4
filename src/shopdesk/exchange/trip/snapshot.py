"""What an exported workbook carries of itself, hidden: which shop, which grid, and every row as it left.

A very hidden sheet holds a line of facts, and a line for each row: its id, its name, the text of each cell that may be
edited, and a checksum of each that may not. In the grid's own sheet a hidden last column holds the ids, so that rows
are known again however they are sorted. Columns are known by the header that they left with, in whatever language.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.table import SheetHead
from shopdesk.exchange.trip.grids import GRIDS
from shopdesk.exchange.trip.texts import state_spellings
from shopdesk.exchange.writing.reject import REASON
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.spoken import spellings
from shopdesk.text import N_, UserError

FORMAT: Final = "round-trip"
TITLE: Final = N_("Edited export")
NAME: Final = "_shopdesk"
MAGIC: Final = "ShopDesk round trip"
VERSION: Final = 1
IDS: Final = "_shopdesk"
"""Header of the hidden column of ids."""
FIRST_ROW: Final = 3
"""Of the hidden sheet: above it stand the magic word and the facts."""
COPIES: Final = N_("a copy of the exported sheet")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export came from: a shop, and the point in its history."""

    store: str
    change_id: int
    seal: str
    made_at: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Facts:
    """What a workbook says of itself; `columns` are (key, header) as they left."""

    origin: Origin
    kind: str
    columns: tuple[tuple[str, str], ...]
    sheet: int
    """The 0-based place of the hidden sheet in the file."""

    @property
    def shown(self) -> list[Column]:
        """The exported columns that the program still has."""
        known = {column.key: column for column in GRIDS[self.kind].sheet.columns}
        return [known[key] for key, _header in self.columns if key in known]


def facts_line(origin: Origin, kind: str, columns: Sequence[tuple[str, str]]) -> str:
    """The facts as the hidden sheet holds them."""
    told = {
        "store": origin.store, "change": origin.change_id, "seal": origin.seal, "zone": origin.zone.key,
        "made_at": origin.made_at.isoformat(), "sheet": kind, "columns": [list(pair) for pair in columns],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)


def find_facts(heads: Sequence[SheetHead]) -> Facts | None:
    """The facts of an exported workbook, None for any other; UserError where they can no longer be read.

    It is known by what the hidden sheet says, not by a name of a file or a sheet.
    """
    for head in heads:
        rows = head.rows
        if rows and rows[0] and rows[0][0] == MAGIC:
            return _facts(head.number, rows)
    return None


def _facts(number: int, rows: Sequence[Sequence[str]]) -> Facts:
    try:
        version, told = int(rows[0][1]), json.loads(rows[1][0])
        zone, made_at = ZoneInfo(told["zone"]), datetime.fromisoformat(told["made_at"])
        origin = Origin(str(told["store"]), int(told["change"]), str(told["seal"]), made_at, zone)
        columns = tuple((str(key), str(header)) for key, header in told["columns"])
        facts = Facts(origin, str(told["sheet"]), columns, number)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise UserError(
            N_("The hidden sheet that came with this export was changed. Export again, and edit that file."),
            code="trip_damaged",
        ) from None
    if version > VERSION or facts.kind not in GRIDS:
        raise UserError(N_("This sheet was exported by a newer ShopDesk. Update this one first."), code="trip_newer")
    return facts


def find_trip(heads: Sequence[SheetHead]) -> tuple[Plan, tuple[tuple[str, str], ...]] | None:
    """How the edited sheet of an exported workbook is read, and the sheets that are left with why (msgids).

    None for a workbook that carries no snapshot; UserError where the ids of the rows are gone.
    """
    facts = find_facts(heads)
    if facts is None:
        return None
    marked = [head for head in heads if head.number != facts.sheet and _header_row(head)]
    if not marked:
        raise UserError(
            N_("The hidden column “{column}”, which tells the rows apart, is gone. Export again, and edit that file."),
            code="trip_ids", column=IDS,
        )  # fmt: skip
    taken = next((head for head in marked if not head.hidden), marked[0])
    left = tuple((head.name, COPIES) for head in marked if head is not taken)
    return _plan(taken, facts), left


def _header_row(head: SheetHead) -> int:
    """The 1-based row of the headers; 0 where the sheet has none of ours."""
    return next((number for number, row in enumerate(head.rows, 1) if IDS in row), 0)


def _plan(head: SheetHead, facts: Facts) -> Plan:
    row = _header_row(head)
    headers = tuple(cell.strip() for cell in head.rows[row - 1])
    sheet = GRIDS[facts.kind].sheet
    columns = bound(headers, facts.columns)
    states: dict[str, str] = {}
    for column in facts.shown:
        if column.kind is Kind.STATE:
            states |= state_spellings(column)
    return Plan(
        kind=facts.kind, format=FORMAT, title=TITLE, sheet=head.number, sheet_name=head.name, header_row=row,
        first_row=row + 1, headers=headers, columns=columns, signature="", grain=Grain.ITEM, states=states,
        personal=frozenset(place for key, place in columns.items() if sheet.column(key).personal),
        decimal_comma=False, zone=facts.origin.zone.key,
    )  # fmt: skip


def bound(headers: Sequence[str], columns: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Column key → its place now, by the header it left with; of equal headers the first is the first that left."""
    places: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        places.setdefault(header, []).append(place)
    found: dict[str, int] = {}
    for key, header in columns:
        if rest := places.get(header.strip()):
            found[key] = rest.pop(0)
    return found


def strangers(plan: Plan) -> list[str]:
    """Headers of the sheet that did not leave with it, nor came with its rejected rows."""
    known, ours = set(plan.columns.values()), {IDS, *spellings(REASON)}
    return [header for place, header in enumerate(plan.headers) if header and header not in ours and place not in known]


def is_trip(kind: Any) -> bool:
    """Whether rows of a kind come back from an export."""
    return kind in GRIDS
