"""The front door: a file is opened, understood, tried against the store, and only then written."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from shopdesk.exchange.count_sheet import refuse_count_sheet
from shopdesk.exchange.days_beside import completed
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.headers import clean_header, is_personal
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.load.edits import take_edits, try_edits
from shopdesk.exchange.load.load import load_file
from shopdesk.exchange.load.mappings import saved_mappings
from shopdesk.exchange.match import accepted, find_plan, plan_from_mapping, plan_from_memory, questions
from shopdesk.exchange.mending import NO_MENDS, Mended, Mends, mended
from shopdesk.exchange.periods import NeedsPeriod, lacks_period, with_period
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.preview import examples
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.reading.wire import pack
from shopdesk.exchange.rejecting import rejected_rows, save_rejects
from shopdesk.exchange.sheets_of import Sheets, look_through
from shopdesk.exchange.stage.again import settle_again
from shopdesk.exchange.stage.compare import compare
from shopdesk.exchange.stage.edits import compare_edits, read_edits
from shopdesk.exchange.stage.expenses import with_own_accounts
from shopdesk.exchange.stage.foreign import NeedsRate
from shopdesk.exchange.stage.items import stage_items
from shopdesk.exchange.stage.known import sku_ids
from shopdesk.exchange.stage.listed import Gathering
from shopdesk.exchange.stage.orders import stage_orders
from shopdesk.exchange.stage.rows_in import typed_chunks
from shopdesk.exchange.stage.settlement import stage_settlement
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.table import Chunk, FileFacts, Reading
from shopdesk.exchange.trip.snapshot import find_trip, is_trip
from shopdesk.exchange.values import mask_text, with_refunds
from shopdesk.shop.buying.sheets import PAPER
from shopdesk.shop.counting.sheets import COUNT_SHEET
from shopdesk.shop.stock.sheets import COUNT_FILE
from shopdesk.store.store import Store
from shopdesk.store.types import RATE_SCALE
from shopdesk.text import N_, UserError, _

__all__ = [
    "Choices", "NeedsAnswer", "NeedsMapping", "NeedsPeriod", "NeedsRate", "find_sheets", "let_go", "plan_file",
    "plan_sheets", "prepare", "read_as", "rejected_rows", "run_import", "save_rejects",
]  # fmt: skip

FOR_READING: Final = N_("{file} is a list that ShopDesk wrote for reading: what stands in it does not come back.")
FILLED_IN: Final = frozenset({COUNT_SHEET.name, PAPER.name})
"""Sheets that are filled in elsewhere and come back: by counters, and by suppliers."""
Check = Callable[[int], None]


class Writer(Protocol):
    """Whoever runs an action and waits for its Done: a Store, or a job of the window."""

    def do(self, act: Callable[..., Any], /, *args: Any, **kw: Any) -> Any: ...


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says about a file beforehand; blank where the file may speak for itself."""

    kind: str = ""
    channel: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """field → header"""
    accept_proposal: bool = False
    day_first: bool | None = None
    decimal_comma: bool | None = None
    password: str | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    """Currency → what a unit of it is worth in the shop's, for this file."""
    memory: Mapping[str, Any] = field(default_factory=dict)
    """A mapping as `mapping_file.read_mapping` gives it."""
    sheet: str = ""
    """The only sheet to read."""
    period: tuple[date, date] | None = None
    """The days that a report without a column of days is of."""


class NeedsMapping(UserError):
    """The sheet is not known: here is a proposal that a person has to accept."""

    def __init__(self, facts: FileFacts, plan: Plan) -> None:
        said = N_("{file} has a layout that is not known. Check the proposed columns and accept them.")
        if plan.doubts:
            said = N_("{file}: some of its money is not certain. Say which column it is, or leave the field out.")
        elif plan.title:
            said = N_("{file} looks like {layout}, but not all of it. Check the proposed columns and accept them.")
        super().__init__(said, code="needs_mapping", file=facts.name, layout=_(plan.title) if plan.title else "")
        self.facts = facts
        self.plan = plan


class NeedsAnswer(UserError):
    """A value in the file has two readings, and only a person knows which is meant."""

    def __init__(self, facts: FileFacts, plan: Plan, asked: Mapping[Answer, tuple[str, ...]]) -> None:
        """`asked`: each open question with cells of the file that have both readings."""
        said = N_("{file}: is 01/02/2026 the first of February or the second of January? Say which.")
        if Answer.DAY_FIRST not in plan.questions:
            said = N_("{file}: is 1.234 one thousand or a little more than one? Say which sign marks the decimals.")
        super().__init__(said, code="needs_answer", file=facts.name)
        self.facts = facts
        self.plan = plan
        self.asked = asked


def plan_file(store: Store, reading: Reading, choices: Choices) -> Plan:
    """How the file is to be read: as a known layout, as taught before, as told, or as proposed (then not certain)."""
    plan = _told_plan(reading, choices)
    trip = find_trip(reading.heads) if plan is None and not choices.kind else None
    if trip is not None:
        return trip[0]
    if plan is None:
        with store.read() as tx:
            taught = saved_mappings(tx)
        plan = find_plan(reading.heads, taught, choices.kind, choices.channel)
    return _as_told(plan, choices, reading)


def find_sheets(store: Store, reading: Reading, choices: Choices) -> Sheets:
    """The sheets of an open file as the shop knows them: by what it was taught, and by the codes of its products.

    UserError for a list of our own that was made for reading: what it shows would be taken for something else.
    """
    with store.read() as tx:
        taught = saved_mappings(tx)
        found = look_through(reading.heads, taught, choices.kind, choices.channel, partial(sku_ids, tx))
    is_to_read = reading.exported and reading.exported not in FILLED_IN
    if is_to_read and not choices.kind and not any(plan.certain for plan in found.plans):
        raise UserError(FOR_READING, code="for_reading", file=reading.name)
    return found


def plan_sheets(store: Store, reading: Reading, choices: Choices) -> Sheets:
    """How each sheet of the file is to be read, and which are left.

    UserError where none can be read, or the one that was named.
    """
    plan = _told_plan(reading, choices)
    if plan is not None:
        return Sheets((_as_told(plan, choices, reading),), ())
    found = find_sheets(store, reading, choices)
    if choices.sheet:
        named = [plan for plan in found.plans if plan.sheet_name == choices.sheet]
        if not named:
            names = ", ".join(head.name for head in reading.heads)
            said = N_("{file} has no sheet called {sheet} that can be read. Its sheets: {sheets}")
            raise UserError(said, code="no_sheet", file=reading.name, sheet=choices.sheet, sheets=names)
        return Sheets((_as_told(named[0], choices, reading),), ())
    if not found.plans:
        plan = plan_file(store, reading, choices)
        return Sheets((plan,), tuple(one for one in found.left if one[0] != plan.sheet_name))
    return replace(found, plans=tuple(_as_told(plan, choices, reading) for plan in found.plans))


def _told_plan(reading: Reading, choices: Choices) -> Plan | None:
    """The plan that a person spelled out, None where they did not."""
    if choices.memory:
        return replace(plan_from_memory(reading.heads, choices.memory, choices.channel), told=True)
    if choices.mapping and not choices.accept_proposal:
        plan = plan_from_mapping(reading.heads, choices.mapping, choices.kind or "orders", choices.channel)
        return replace(plan, told=True)
    return None


def _as_told(plan: Plan, choices: Choices, reading: Reading) -> Plan:
    """The plan with what a person said beforehand."""
    if choices.accept_proposal and (choices.mapping or not plan.certain) and not is_trip(plan.kind):
        plan = accepted(plan, reading.heads, choices.mapping)
    if choices.channel:
        plan = replace(plan, channel=choices.channel)
    if choices.day_first is not None:
        plan = replace(plan, day_first=choices.day_first, told=True)
    if choices.decimal_comma is not None:
        plan = replace(plan, decimal_comma=choices.decimal_comma, told=True)
    if choices.period is not None and lacks_period(plan):
        plan = with_period(plan, *choices.period)
    return plan


def prepare(store: Store, path: Path, choices: Choices, check: Check = lambda _rows: None) -> Staged:
    """Read a file and try it against the store: the dry run. Nothing is written.

    NeedsMapping and NeedsAnswer carry the plan that a person has to complete; `check(rows so far)` may raise to cancel.
    """
    with open_file(path, password=choices.password) as reading:
        return read_as(store, reading, plan_file(store, reading, choices), check, rates=choices.rates)


def read_as(
    store: Store,
    reading: Reading,
    plan: Plan,
    check: Check = lambda _rows: None,
    mends: Mends = NO_MENDS,
    rates: Mapping[str, Decimal] | None = None,
) -> Staged:
    """The dry run of an open file under a plan, with what a person mended of it.

    `rates`: currency → what a person says that a unit of it is worth. IsCountSheet where the file belongs to a count of
    the shop, NeedsMapping where nobody has accepted the plan yet, NeedsRate where orders are in a currency of which no
    rate is known, NeedsPeriod where nothing says of which days a report is.
    """
    if plan.kind == COUNT_FILE.name:
        with store.read() as tx:
            refuse_count_sheet(tx, reading.name, reading.heads[plan.sheet].rows)
    if not plan.certain:
        raise NeedsMapping(reading.facts(), plan)
    if is_trip(plan.kind):
        return _read_trip(store, reading, plan, check, mends)
    staged = Staged(plan, reading.name, reading.sha256, reading.size, plan.channel or "direct")
    staged.given, staged.mends = plan, mends
    staged.rates = {currency: int(rate * RATE_SCALE) for currency, rate in (rates or {}).items()}
    staged.plan = plan = completed(reading, plan)
    chunks = reading.chunks(plan.sheet)
    first = next(iter(chunks), None)
    staged.plan = plan = _settled(reading, plan, first)
    with store.read() as tx:
        zone = ZoneInfo(plan.zone) if plan.zone else tx.zone
        staged.plan = plan = with_own_accounts(tx, plan)
    sheet = FILES[plan.kind]

    def go_on(rows: int) -> None:
        gc.freeze()  # the window collects garbage too, by its own clock
        check(rows)

    with _uncollected():
        rows = mended(_kept(first, chunks, plan, staged), mends, staged.mended)
        shown = Gathering(plan)
        typed = typed_chunks(shown.pass_by(rows), plan, sheet, staged, zone, go_on)
        if plan.kind == "orders":
            stage_orders(typed, plan, staged, go_on)
        elif plan.kind == "settlement":
            stage_settlement(typed, plan, staged)
        else:
            stage_items(typed, plan, sheet, staged)
            shown.tell(staged, zone)
            settle_again(staged, sheet)
        staged.facts = reading.facts()
        with store.read() as tx:
            compare(tx, staged)
    staged.mended = [_masked(one, plan) for one in staged.mended]
    check(staged.rows)
    return staged


def _read_trip(store: Store, reading: Reading, plan: Plan, check: Check, mends: Mends) -> Staged:
    """The dry run of an edited export: what each cell was, is in the sheet, and is in the store."""
    staged = Staged(plan, reading.name, reading.sha256, reading.size, "")
    staged.given, staged.mends = plan, mends
    rows = mended(_kept(None, reading.chunks(plan.sheet), plan, staged), mends, staged.mended)
    with store.read() as tx:
        read_edits(tx, reading, staged, rows, check)
        compare_edits(tx, staged)
    try_edits(store, staged)
    staged.facts = reading.facts()
    with store.read() as tx:
        compare_edits(tx, staged)
    check(staged.rows)
    return staged


def run_import(store: Writer, staged: Staged, *, good_rows: bool = False, check: Check = lambda _rows: None) -> int:
    """Write what was staged, and remember what a person taught about it. Returns the import_id, 0 where nothing is new.

    `check(rows written since the last call)` may raise to cancel: then nothing is written. Edits of an export that came
    back are no import: they are one change of the journal, `staged.trip.change_id`, and 0 is returned.
    """
    if staged.trip is not None:
        take_edits(store, staged, good_rows=good_rows)
        return 0
    return int(store.do(load_file, staged, good_rows=good_rows, check=check).value)


def let_go(staged: Staged) -> None:
    """Free what a large file holds in small steps, so that no other thread waits for it. The dry run is gone then."""
    everything: list[list[Any]] = [staged.orders, staged.items, staged.pages, *staged.lines.columns]
    for held in everything:
        while held:
            del held[-100:]
    gc.unfreeze()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python's search for cycles away from half a million rows that hold none.

    It takes a third of the time, and each search halts the window for a quarter of a second. What was made stays out
    of later searches too, until `let_go`.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    except BaseException:
        gc.freeze()
        gc.unfreeze()  # what is about to be freed counts as old now, and is not searched on its way out
        raise
    else:
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


def _settled(reading: Reading, plan: Plan, first: Chunk | None) -> Plan:
    """The plan with its two-way readings settled by the first rows; NeedsAnswer where they leave it open."""
    if first is None:
        return plan
    start = next((i for i, number in enumerate(first.row_numbers) if number >= plan.first_row), 0)
    sample = {key: first.columns[place][start:] for key, place in plan.columns.items() if place < len(first.columns)}
    settled = questions(plan, sample)
    if settled.questions:
        raise NeedsAnswer(reading.facts(), settled, examples(settled, sample))
    return with_refunds(settled, sample)


def _kept(first: Chunk | None, chunks: Iterable[Chunk], plan: Plan, staged: Staged) -> Iterator[Chunk]:
    """Pass the chunks on, keeping their packed rows for the raw layer; personal columns are blanked there."""
    personal = _hidden(plan)
    for chunk in [] if first is None else [first]:
        staged.pages.append(_page(chunk, personal))
        yield chunk
    for chunk in chunks:
        staged.pages.append(_page(chunk, personal))
        yield chunk


def _hidden(plan: Plan) -> list[int]:
    """Columns of people, which the raw layer does not keep: all but the bare number of a buyer (CustomerID)."""
    number, layout = plan.columns.get("customer_no", -1), FORMATS.get(plan.format)
    header = plan.headers[number] if 0 <= number < len(plan.headers) else ""
    named = {clean_header(name) for name in layout.personal} if layout else set[str]()
    bare = not is_personal(header) and clean_header(header) not in named
    return sorted(place for place in plan.personal if place != number or not bare)


def _masked(one: Mended, plan: Plan) -> Mended:
    if one.place not in plan.personal:
        return one
    return replace(one, was=mask_text(one.was), text=mask_text(one.text))


def _page(chunk: Chunk, personal: list[int]) -> tuple[int, int, bytes]:
    packed: Any = getattr(chunk, "packed", b"")
    if personal or not packed:
        hidden = {place for place in personal if place < len(chunk.columns)}
        columns = tuple([""] * len(cells) if place in hidden else cells for place, cells in enumerate(chunk.columns))
        packed = pack(Chunk(chunk.row_numbers, columns, chunk.faults))
    return chunk.row_numbers[0], chunk.row_numbers[-1], bytes(packed)
