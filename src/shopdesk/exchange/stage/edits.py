"""An exported sheet that came back: each cell as it left, as it is in the sheet, and as the store has it now."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from shopdesk.exchange.celltext import Bad
from shopdesk.exchange.mending import ALL_CELLS, LEFT_OUT
from shopdesk.exchange.stage.known import sku_ids
from shopdesk.exchange.stage.rows_in import FAULTS, REQUIRED, problem
from shopdesk.exchange.stage.staged import NO_DATA, SAME_AGAIN, Item, Outcome, Staged
from shopdesk.exchange.table import Chunk, Fault, Reading
from shopdesk.exchange.trip.grids import GRIDS
from shopdesk.exchange.trip.snapshot import FIRST_ROW, IDS, Facts, find_facts, strangers
from shopdesk.exchange.trip.texts import Sums, cell_text, reading
from shopdesk.exchange.trip.trip import Edited, Trip
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.ledger.reports import account_codes
from shopdesk.shop.listings.prices.ruling import find_price_rules
from shopdesk.shop.promotions.named_sides import find_coupons_of
from shopdesk.shop.promotions.price_plan.plan import find_plan_rules
from shopdesk.shop.promotions.reports import find_promotions
from shopdesk.shop.tax.reports import find_rules
from shopdesk.store.rows import Query, fetch_ids, fetch_page
from shopdesk.store.seal import stands
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

OTHER_SHOP: Final = N_("{file} was exported from another shop's store. Its edits belong there.")
BOTH: Final = N_("Changed here and, since the export, in the store. The store's value stays unless you take this one.")
KNOWN_ALREADY: Final = N_("The store has this row already, and its value stays unless you take this one.")
GONE: Final = N_("This row is no longer in the store, so its edits go nowhere.")
TWICE: Final = N_("Rows {first} and {second} are the same row of the store and do not agree. Keep one of them.")
BLANK: Final = N_("blank")
_KNOWN: Final[Mapping[str, Callable[[Tx, set[str]], Mapping[str, int]]]] = {
    "stock": sku_ids, "account_list": account_codes, "tax_rules": find_rules,
    "promotion_list": find_promotions, "price_plan_rules": find_plan_rules, "coupon_list": find_coupons_of,
    "combination_list": lambda _tx, _names: {},  # a row of it has no name of its own
    "pricing_rules": find_price_rules,
    "own_days": lambda _tx, _names: {},  # the same every year
    "tasks": lambda _tx, _names: {},  # two may be called the same
    "quick_replies": lambda _tx, _names: {},  # the same in another language
}  # fmt: skip
"""Kind of rows that can be added → which of their names the store has already, with the row's id."""
Left = tuple[str, Sequence[str], str]
"""How a row left: its name, the texts of its editable cells, the checksums of the others."""


def read_edits(tx: Tx, source: Reading, staged: Staged, chunks: Iterator[Chunk], check: Callable[[int], None]) -> None:
    """Read the sheet beside its snapshot: `staged` gets a row for each line, and a Trip with every edited cell.

    UserError where it is another shop's.
    """
    facts = find_facts(source.heads)
    assert facts is not None, "the plan was made of them"
    if facts.origin.store != tx.setting("store_id", ""):
        raise UserError(OTHER_SHOP, code="trip_other_shop", file=staged.file_name)
    plan = staged.plan
    memos = {column.key: reading(column, plan, facts.origin.zone) for column in facts.shown if column.editable}
    staged.trip = Trip(facts, memos, strange=strangers(plan))
    left = _left(source, facts)
    staged.trip.names = {row_id: one[0] for row_id, one in left.items()}
    rows = _Rows(staged, staged.trip, left)
    for chunk in chunks:
        rows.take(chunk)
        check(staged.rows)
    rows.end()


def _left(source: Reading, facts: Facts) -> dict[int, Left]:
    """The snapshot: row id → how the row left."""
    width = sum(column.editable for column in facts.shown)
    found: dict[int, Left] = {}
    for chunk in source.chunks(facts.sheet):
        for number, cells in zip(chunk.row_numbers, zip(*chunk.columns, strict=True), strict=True):
            if number >= FIRST_ROW and cells[0].isdecimal() and len(cells) >= 3 + width:
                found[int(cells[0])] = cells[1], cells[2 : 2 + width], cells[2 + width]
    return found


class _Rows:
    """Takes the rows of the sheet one by one."""

    def __init__(self, staged: Staged, trip: Trip, left: dict[int, Left]) -> None:
        self._staged, self._trip, self._left, self._plan = staged, trip, left, staged.plan
        self._grid = GRIDS[self._plan.kind]
        self._ids = self._plan.headers.index(IDS)
        shown, places = trip.facts.shown, self._plan.columns
        kept = [column for column in shown if column.editable]
        fixed = [column for column in shown if not column.editable]
        self._kept = [(nth, column, places[column.key]) for nth, column in enumerate(kept) if column.key in places]
        zone = trip.facts.origin.zone
        self._fixed = [
            (1 + 4 * nth, self._plan.headers[places[column.key]], places[column.key],
             Sums(reading(column, self._plan, zone)))
            for nth, column in enumerate(fixed) if column.key in places
        ]  # fmt: skip
        self._seen: dict[int, list[Item]] = {}
        self._edits: dict[int, list[Edited]] = {}
        """Row of the sheet → its edits."""
        self._used = sorted({self._ids, *places.values()})

    def take(self, chunk: Chunk) -> None:
        """Note what each row of the chunk says."""
        spoilt = {at: fault for at, fault in chunk.faults.items() if fault in FAULTS}
        blank = [""] * len(chunk.row_numbers)
        columns = {place: chunk.columns[place] if place < len(chunk.columns) else blank for place in self._used}
        for at, number in enumerate(chunk.row_numbers):
            if number < self._plan.first_row:
                continue
            cells = {place: texts[at] for place, texts in columns.items()}
            if not any(cell and not cell.isspace() for cell in cells.values()):
                self._staged.skip(number, NO_DATA)
            elif number in self._staged.mends.left_out:
                self._staged.rows += 1
                self._staged.skip(number, LEFT_OUT)
            else:
                self._staged.rows += 1
                self._row(number, cells, spoilt)

    def _row(self, number: int, cells: dict[int, str], spoilt: dict[tuple[int, int], Fault]) -> None:
        text = cells[self._ids].strip()
        row_id = int(text) if text.isdecimal() and int(text) in self._left else 0
        if not row_id and self._grid.add is None:
            self._trip.added += 1
            self._staged.skip(number, self._grid.no_more)
            return
        name, was, sums = self._left.get(row_id, ("", (), ""))
        edits: list[Edited] = []
        for nth, column, place in self._kept:
            before = was[nth] if nth < len(was) else ""
            if cells[place] != before:
                edits += self._edit(column, number, row_id, cells[place], before, spoilt.get((number, place)))
        if row_id:
            for at, header, place, told in self._fixed:
                self._trip.kept_out[header] += told[cells[place]] != sums[at : at + 4]
        item = Item(number, {self._grid.sheet.key: name}, Outcome.SAME, row_id)
        if not row_id:
            item.values = {edit.key: edit.value for edit in edits}
            item.values.setdefault(self._grid.sheet.key, "")
        self._staged.items.append(item)
        self._edits[number] = edits
        if row_id:
            self._seen.setdefault(row_id, []).append(item)

    def _edit(
        self, column: Column, number: int, row_id: int, text: str, before: str, fault: Fault | None
    ) -> Iterator[Edited]:
        """The cell as an edit, unless it means what it meant; a cell that cannot be taken is a problem of its row."""
        sheet, trip = self._grid.sheet, self._trip
        if trip.says_same(column.key, text, before):
            return
        value = trip.memos[column.key][text]
        if fault is not None and (fault is not Fault.DIGITS_LOST or column.kind is Kind.ID):
            self._staged.report(problem(self._plan, sheet, column.key, number, text, FAULTS[fault], {}))
        elif isinstance(value, Bad):
            found = problem(self._plan, sheet, column.key, number, text, value.message, dict(value.values))
            self._staged.report(found)
        elif value is None and (column.required or column.kind is Kind.STATE):
            told = {"column": column.title}
            self._staged.report(problem(self._plan, sheet, column.key, number, text, REQUIRED, told))
        else:
            yield Edited(number, row_id, column.key, text, before, value)

    def end(self) -> None:
        """What only the whole sheet tells: rows that stand in it twice, and rows that do not."""
        staged, trip = self._staged, self._trip
        copies: set[int] = set()
        for items in self._seen.values():
            if len(items) > 1:
                copies |= self._twice(items)
        staged.items = [item for item in staged.items if item.row not in copies]
        trip.edits = [edit for item in staged.items for edit in self._edits[item.row]]
        trip.removed = [name for row_id, name in trip.names.items() if row_id not in self._seen]
        trip.kept_out = +trip.kept_out

    def _twice(self, items: Sequence[Item]) -> set[int]:
        """The rows that say no more than the first of the same id; rows that do not agree are problems, all of them."""
        said = [{edit.key: edit.value for edit in self._edits[item.row]} for item in items]
        if all(one == said[0] for one in said):
            for item in items[1:]:
                self._staged.skip(item.row, SAME_AGAIN)
            return {item.row for item in items[1:]}
        key, rows = self._grid.names[0], [item.row for item in items]
        for item in items:
            name = self._trip.names[item.target]
            told = {"first": rows[0], "second": rows[1]}
            self._staged.report(problem(self._plan, self._grid.sheet, key, item.row, name, TWICE, told))
        return set()


def compare_edits(tx: Tx, staged: Staged) -> None:
    """Set what becomes of every edited cell against the store as it is in this transaction.

    A cell that the store has as it left lands; one that the store has as the sheet says is the same; any other is in
    conflict, and the store's value stays unless a person took the sheet's or typed one.
    """
    trip = staged.trip
    assert trip is not None
    staged.forget_conflicts()
    trip.landing, trip.before, trip.gone, trip.conflicts, trip.mixed = [], {}, [], 0, 0
    compared = _Compared(tx, staged, trip)
    edits: dict[int, list[Edited]] = {}
    for edit in trip.edits:
        edits.setdefault(edit.row, []).append(edit)
    for item in staged.items:
        compared.set_outcome(item, edits.get(item.row, []))


class _Compared:
    """The store as it is now, beside what the sheet says."""

    def __init__(self, tx: Tx, staged: Staged, trip: Trip) -> None:
        self._staged, self._trip, self._plan = staged, trip, staged.plan
        self._grid = grid = GRIDS[staged.plan.kind]
        origin = trip.facts.origin
        self._is_restored = not stands(tx.connection, origin.change_id, origin.seal)
        added = {item.row: str(item.values.get(grid.names[0]) or "") for item in staged.items if not item.target}
        known = _KNOWN[staged.plan.kind](tx, set(added.values()) - {""}) if added else {}
        self._known = {row: known[name] for row, name in added.items() if name in known}
        """Rows that were added, and that the store has by now."""
        touched = sorted({edit.row_id for edit in trip.edits if edit.row_id} | set(self._known.values()))
        self._rows = dict(zip(touched, fetch_page(tx, grid.source, touched), strict=True))
        self._there = set(fetch_ids(tx, grid.source, Query()))
        self._texts = {key: cell_text(grid.sheet.column(key), origin.zone) for key in trip.memos}

    def set_outcome(self, item: Item, edits: Sequence[Edited]) -> None:
        """What becomes of a row: its cells that land, and those that are held."""
        trip = self._trip
        item.changes, item.outcome = (), Outcome.SAME
        row_id = item.target or self._known.get(item.row, 0)
        for key, error in trip.refused.get(item.row, {}).items():
            text = next((edit.text for edit in edits if edit.key == key), "")
            refused = Edited(item.row, row_id, key, text, "", None)
            self._report(refused, error.message, Outcome.REJECTED, told=error.values)
        if item.row in self._staged.rejected_rows:
            item.outcome = Outcome.REJECTED
        elif not row_id:
            item.outcome = Outcome.NEW
        elif self._is_gone(row_id, has_left=bool(item.target)):
            trip.gone.append(trip.names.get(row_id, ""))
            item.outcome = Outcome.CONFLICT if edits else Outcome.SKIPPED
            for edit in edits:
                self._report(edit, GONE, Outcome.CONFLICT)
        elif edits:
            self._weigh(item, row_id, edits)

    def _is_gone(self, row_id: int, *, has_left: bool) -> bool:
        """Whether the row is not there, or, after an older backup was restored, another one stands in its place."""
        if row_id not in self._there:
            return True
        row = self._rows.get(row_id)
        if row is None or not has_left:
            return False
        return self._is_restored and self._grid.name_of(row) != self._trip.names[row_id]

    def _weigh(self, item: Item, row_id: int, edits: Sequence[Edited]) -> None:
        trip, held, is_known = self._trip, 0, bool(item.target)
        changes = []
        for edit in edits:
            text = self._texts[edit.key](self._grid.cell(edit.key, self._rows[row_id]))
            if trip.says_same(edit.key, text, edit.text):
                continue
            if (is_known and trip.says_same(edit.key, text, edit.left)) or self._is_taken(edit):
                trip.landing.append(replace(edit, row_id=row_id))
                trip.before.setdefault(edit.row, {})[edit.key] = self._stored(edit.key, text)
                item.values[edit.key] = edit.value
                changes.append(edit.key)
            else:
                held += 1
                self._report(edit, BOTH if is_known else KNOWN_ALREADY, Outcome.CONFLICT, text)
        item.changes = tuple(changes)
        item.outcome = Outcome.CONFLICT if held else Outcome.CHANGED if changes else Outcome.SAME
        trip.conflicts += held
        trip.mixed += bool(held and changes)

    def _stored(self, key: str, text: str) -> Any:
        value = self._trip.memos[key][text]
        return text if isinstance(value, Bad) else value

    def _is_taken(self, edit: Edited) -> bool:
        mends, at = self._staged.mends, (edit.row, self._plan.columns[edit.key])
        return at in mends.taken or ALL_CELLS in mends.taken or at in mends.cells

    def _report(
        self,
        edit: Edited,
        message: str,
        outcome: Outcome,
        stored: str | None = None,
        told: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        sheet = self._grid.sheet
        found = problem(self._plan, sheet, edit.key, edit.row, edit.text, message, dict(told), outcome)
        if stored is not None:
            found = replace(found, stored=stored or BLANK, exported=edit.left or BLANK, value=found.value or BLANK)
        self._staged.report(replace(found, for_now=outcome is Outcome.REJECTED))


def told_trip(staged: Staged) -> list[str]:
    """What else came back, in sentences: columns and rows of which nothing is taken."""
    trip = staged.trip
    if trip is None:
        return []
    origin = trip.facts.origin
    said = [_("Exported on {when}.").format(when=f"{origin.made_at.astimezone(origin.zone):%Y-%m-%d %H:%M}")]
    if trip.kept_out:
        named = ", ".join(f"{header} ({count})" for header, count in trip.kept_out.items())
        said.append(_("Not taken, as these columns cannot be edited (cells): {columns}.").format(columns=named))
    for sentence, names in (
        (N_("Columns that are not of the export, and not read: {names}."), trip.strange),
        (N_("Not in the sheet any more, and left as they are in the store: {names}."), trip.removed),
        (N_("No longer in the store: {names}."), trip.gone),
    ):
        if names:
            said.append(_(sentence).format(names=", ".join(names[:12]) + (" …" if len(names) > 12 else "")))
    return said
