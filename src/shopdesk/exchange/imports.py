"""The front door: a file is opened, understood, tried against the store, and only then written."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select

from shopdesk.exchange.load.load import load_file
from shopdesk.exchange.match import find_plan, plan_from_mapping, questions, remember
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.reader import open_file
from shopdesk.exchange.reading.wire import pack
from shopdesk.exchange.stage.compare import compare
from shopdesk.exchange.stage.items import stage_items
from shopdesk.exchange.stage.orders import stage_orders
from shopdesk.exchange.stage.rows_in import typed_chunks
from shopdesk.exchange.stage.staged import Staged
from shopdesk.exchange.table import Chunk, Reading
from shopdesk.shop.catalog.sheets import PRODUCT_FILE
from shopdesk.shop.columns import Sheet
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.shop.stock.sheets import COUNT_FILE, RECEIPT_FILE
from shopdesk.store.action import action
from shopdesk.store.store import Store
from shopdesk.store.tables import SavedMapping
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

SHEETS: Mapping[str, Sheet] = {sheet.name: sheet for sheet in (ORDER_FILE, PRODUCT_FILE, RECEIPT_FILE, COUNT_FILE)}
"""Kind of rows → the columns that are its fields."""

Check = Callable[[int], None]


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


class NeedsMapping(UserError):
    """The sheet is not known: here is a proposal that a person has to accept."""

    def __init__(self, file: str, plan: Plan) -> None:
        super().__init__(
            N_("{file} has a layout that is not known. Check the proposed columns and accept them."), code="needs_mapping", file=file
        )
        self.plan = plan


class NeedsAnswer(UserError):
    """A value in the file has two readings, and only a person knows which is meant."""

    def __init__(self, file: str, plan: Plan) -> None:
        asked = N_("{file}: is 01/02/2026 the first of February or the second of January? Say which.")
        if Answer.DAY_FIRST not in plan.questions:
            asked = N_("{file}: is 1.234 one thousand or a little more than one? Say which sign marks the decimals.")
        super().__init__(asked, code="needs_answer", file=file)
        self.plan = plan


def plan_file(store: Store, reading: Reading, choices: Choices) -> Plan:
    """How the file is to be read: as a known layout, as taught before, as told, or as proposed (then not certain)."""
    if choices.mapping:
        plan = plan_from_mapping(reading.heads, choices.mapping, choices.kind or "orders", choices.channel)
    else:
        with store.read() as tx:
            taught = {row.signature: json.loads(row.mapping) for row in tx.rows(select(SavedMapping.signature, SavedMapping.mapping))}
        plan = find_plan(reading.heads, taught, choices.kind, choices.channel)
    if choices.channel:
        plan = replace(plan, channel=choices.channel)
    if choices.day_first is not None:
        plan = replace(plan, day_first=choices.day_first)
    if choices.decimal_comma is not None:
        plan = replace(plan, decimal_comma=choices.decimal_comma)
    return plan


def prepare(store: Store, path: Path, choices: Choices, check: Check = lambda _rows: None) -> Staged:
    """Read a file and try it against the store: the dry run. Nothing is written.

    NeedsMapping and NeedsAnswer carry the plan that a person has to complete; `check(rows so far)` may raise to cancel.
    """
    with open_file(path, password=choices.password) as reading:
        plan = plan_file(store, reading, choices)
        if not plan.certain and not choices.accept_proposal:
            raise NeedsMapping(reading.name, plan)
        return read_as(store, reading, plan, check)


def read_as(store: Store, reading: Reading, plan: Plan, check: Check = lambda _rows: None) -> Staged:
    """The dry run of an open file under a plan."""
    staged = Staged(plan, reading.name, reading.sha256, reading.size, plan.channel or "direct")
    chunks = reading.chunks(plan.sheet)
    first = next(iter(chunks), None)
    staged.plan = plan = _settled(reading.name, plan, first)
    with store.read() as tx:
        zone = ZoneInfo(plan.zone) if plan.zone else tx.zone
    sheet = SHEETS[plan.kind]
    typed = typed_chunks(_kept(first, chunks, plan, staged), plan, sheet, staged, zone, check)
    if plan.kind == "orders":
        stage_orders(typed, plan, staged)
    else:
        stage_items(typed, plan, sheet, staged)
    with store.read() as tx:
        compare(tx, staged)
    return staged


def run_import(store: Store, staged: Staged, *, good_rows: bool = False, check: Check = lambda _rows: None) -> int:
    """Write what was staged, and remember an accepted mapping. Returns the import_id."""
    import_id = store.do(load_file, staged, good_rows=good_rows, check=check).value
    if staged.plan.format == "mapped":
        store.do(save_mapping, staged.plan)
    return import_id


@action("order.import", N_("Remember a mapping"))
def save_mapping(tx: Tx, plan: Plan) -> None:
    """Remember how this header is to be read, so that the next file of its kind needs no questions."""
    tx.execute(delete(SavedMapping).where(SavedMapping.signature == plan.signature))
    told = json.dumps(remember(plan), ensure_ascii=False)
    tx.execute(insert(SavedMapping).values(signature=plan.signature, kind=plan.kind, mapping=told, saved_at=tx.now))
    tx.touch("saved_mapping")


def _settled(name: str, plan: Plan, first: Chunk | None) -> Plan:
    """The plan with its two-way readings settled by the first rows; NeedsAnswer where they leave it open."""
    if first is None:
        return plan
    start = next((i for i, number in enumerate(first.row_numbers) if number >= plan.first_row), 0)
    sample = {key: first.columns[place][start:] for key, place in plan.columns.items() if place < len(first.columns)}
    settled = questions(plan, sample)
    if settled.questions:
        raise NeedsAnswer(name, settled)
    return settled


def _kept(first: Chunk | None, chunks: Iterable[Chunk], plan: Plan, staged: Staged) -> Iterator[Chunk]:
    """Pass the chunks on, keeping their packed rows for the raw layer; personal columns are blanked there."""
    personal = [place for place in plan.personal if place != plan.columns.get("customer_no")]
    for chunk in [] if first is None else [first]:
        staged.pages.append(_page(chunk, personal))
        yield chunk
    for chunk in chunks:
        staged.pages.append(_page(chunk, personal))
        yield chunk


def _page(chunk: Chunk, personal: list[int]) -> tuple[int, int, bytes]:
    packed: Any = getattr(chunk, "packed", b"")
    if personal or not packed:
        hidden = {place for place in personal if place < len(chunk.columns)}
        columns = tuple([""] * len(cells) if place in hidden else cells for place, cells in enumerate(chunk.columns))
        packed = pack(Chunk(chunk.row_numbers, columns, chunk.faults))
    return chunk.row_numbers[0], chunk.row_numbers[-1], bytes(packed)
