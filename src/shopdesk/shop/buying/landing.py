"""What a delivery's way cost: freight, duty and the like, shared among its lines, also when the bill comes late.

Each share is a move of no pieces: it is worth what its bearer's pieces that are still there bear of it (`stock.rules`).
The whole cost is booked as cost of goods sold against goods received, and what the shelf bears is taken from there.
So closed months stay as they are: what was sold before the landing day bears its part on that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import exists, func, insert, select, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.shop.buying.rules import Basis, Bearer, LandedKind, spread, weights_of
from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.shop.ledger.actions import account_ids, closed_through, post_entry
from shopdesk.shop.ledger.rules import EntryKind, Role
from shopdesk.shop.stock.actions import move_stock, revalue
from shopdesk.shop.stock.rules import MoveReason
from shopdesk.store.action import action
from shopdesk.store.tables import (
    GoodsReceipt,
    JournalEntry,
    LandedCost,
    LandedShare,
    MoveValue,
    Posting,
    Sku,
    StockMove,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import N_, UserError

LANDED: Final = "landed"
"""`document_kind` of moves and entries of a cost on the way; their document is the LandedCost."""
UNKNOWN: Final = {
    Basis.VALUE: N_("The cost of {sku} is not known, so nothing can be shared by value. State it first."),
    Basis.WEIGHT: N_("The weight of {sku} is not known. Enter it with the product, or share by something else."),
}
NOT_COSTED: Final = N_("The cost of {sku} is not known yet, so it cannot bear any. State it first.")


@dataclass(frozen=True, slots=True)
class Share:
    """A line of a delivery: what it bears of a cost (in 1/10,000)."""

    move_id: int
    sku_id: int
    sku: str
    warehouse_id: int
    bearer: Bearer
    amount: int = 0


def propose_shares(tx: Tx, receipt_id: int, basis: Basis, amount: Decimal) -> list[Share]:
    """How a cost would be shared; UserError where the basis is not known of a line."""
    lines = find_bearers(tx, receipt_id)
    if not lines:
        raise UserError(N_("This receipt has no pieces that could bear a cost."), code="nothing")
    for line in lines:
        if line.bearer.value is None:
            raise UserError(NOT_COSTED, code="unknown_cost", sku=line.sku)
    bearers = [line.bearer for line in lines]
    if weights_of(basis, bearers) is None:
        nameless = next((one for one in lines if weights_of(basis, [one.bearer]) is None), lines[0])
        raise UserError(UNKNOWN.get(basis, UNKNOWN[Basis.VALUE]), code="no_basis", sku=nameless.sku)
    shares = spread(int(amount * MONEY_SCALE), basis, bearers)
    return [
        Share(line.move_id, line.sku_id, line.sku, line.warehouse_id, line.bearer, share)
        for line, share in zip(lines, shares, strict=True)
    ]


def find_bearers(tx: Tx, receipt_id: int) -> list[Share]:
    """The lines of a delivery that stand, as they were entered."""
    answer = aliased(StockMove)
    found = tx.rows(
        select(
            StockMove.move_id, StockMove.sku_id, Sku.code, StockMove.warehouse_id,
            type_coerce(StockMove.quantity, WHOLE).label("quantity"),
            type_coerce(MoveValue.value, WHOLE).label("value"), type_coerce(Sku.weight, WHOLE).label("weight"),
        )
        .join(Sku, Sku.sku_id == StockMove.sku_id)
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(
            StockMove.document_id == receipt_id, StockMove.document_kind == "receipt",
            StockMove.reason == MoveReason.RECEIPT.value, ~exists().where(answer.reverses_id == StockMove.move_id),
        )
        .order_by(StockMove.move_id)
    )  # fmt: skip
    return [
        Share(r.move_id, r.sku_id, r.code, r.warehouse_id, Bearer(r.quantity, r.value, r.weight)) for r in found
    ]  # fmt: skip


@action("stock.cost", N_("Add a cost to a delivery"))
def land_cost(
    tx: Tx,
    receipt_id: int,
    kind: LandedKind,
    basis: Basis,
    amount: Decimal,
    *,
    landed_on: date | None = None,
    supplier: str = "",
    document_no: str | None = None,
    note: str | None = None,
) -> int:
    """Share what a delivery's way cost among its lines; returns its id. `amount` below zero gives some of it back."""
    receipt = tx.rows(select(GoodsReceipt.__table__).where(GoodsReceipt.receipt_id == receipt_id))
    if not receipt:
        raise UserError(N_("This receipt no longer exists."), code="gone")
    if not amount:
        raise UserError(N_("Say what it cost."), code="amount")
    came = receipt[0].received_at
    day = landed_on or tx.today
    if day > tx.today:
        raise UserError(N_("A cost cannot be booked on a day to come."), code="future")
    if day < came.astimezone(tx.zone).date():
        raise UserError(N_("A delivery cannot bear a cost before it came."), code="range")
    shares = propose_shares(tx, receipt_id, basis, amount)
    landed_id = tx.insert(
        LandedCost, receipt_id=receipt_id, kind=kind.value, basis=basis.value, amount=amount, landed_on=day,
        supplier_id=find_supplier(tx, supplier) if supplier.strip() else None, document_no=document_no or None,
        note=note or None,
    )  # fmt: skip
    _book(tx, landed_id, shares, max(came, datetime.combine(day, time(), tx.zone).astimezone(UTC)), day)
    tx.say(N_("Cost of {amount} on receipt {number}"), amount=amount, number=receipt[0].document_no)
    return landed_id


def _book(tx: Tx, landed_id: int, shares: Sequence[Share], when: datetime, day: date) -> None:
    """The moves of no pieces, the entry of the whole cost, and the values that follow."""
    accounts = account_ids(tx)
    whole = sum(share.amount for share in shares)
    post_entry(
        tx, day, EntryKind.LANDED, (LANDED, landed_id),
        {accounts[Role.COGS]: whole, accounts[Role.GOODS_IN]: -whole},
    )  # fmt: skip
    for share in shares:
        if not share.amount:
            continue
        values = {"landed_id": landed_id, "move_id": share.move_id}
        tx.execute(insert(LandedShare).values(**values, amount=Decimal(share.amount) / MONEY_SCALE))
        move_stock(
            tx, share.sku_id, Decimal(0), MoveReason.LANDED, (LANDED, landed_id), moved_at=when, booked_on=day,
            line_id=share.move_id, warehouse_id=share.warehouse_id, is_exact=True, lots={},
        )  # fmt: skip
    tx.touch("landed_share")
    revalue(tx, {share.sku_id for share in shares})


@action("stock.cost", N_("Take a delivery's cost back"))
def reverse_landed(tx: Tx, landed_id: int) -> None:
    """Answer a cost that was wrong: every value is as if it had never been booked. Its day must be open."""
    found = tx.rows(select(LandedCost.__table__).where(LandedCost.landed_id == landed_id))
    moves = _moves(tx, landed_id)
    if not found or not moves:
        raise UserError(N_("This cost has been taken back already."), code="gone")
    if found[0].landed_on <= closed_through(tx):
        raise UserError(
            N_("The books are closed through {day}. Book the same amount below zero on an open day instead."),
            code="period_closed",
            day=closed_through(tx),
        )
    for move in moves:
        tx.insert(
            StockMove, sku_id=move.sku_id, warehouse_id=move.warehouse_id, quantity=Decimal(0),
            reason=MoveReason.REVERSAL.value, moved_at=move.moved_at, booked_on=move.booked_on, document_kind=LANDED,
            document_id=landed_id, line_id=move.line_id, change_id=tx.change_id, reverses_id=move.move_id,
        )  # fmt: skip
    _answer_entry(tx, landed_id)
    revalue(tx, {move.sku_id for move in moves})
    tx.say(N_("Take back a cost of {amount}"), amount=found[0].amount)


def _moves(tx: Tx, landed_id: int) -> Sequence[Any]:
    """The moves of a cost that nothing has answered."""
    answer = aliased(StockMove)
    here = (StockMove.document_kind == LANDED) & (StockMove.document_id == landed_id)
    stands = ~exists().where(answer.reverses_id == StockMove.move_id)
    return tx.rows(select(StockMove.__table__).where(here, StockMove.reverses_id.is_(None), stands))


def _answer_entry(tx: Tx, landed_id: int) -> None:
    here = (JournalEntry.document_kind == LANDED) & (JournalEntry.document_id == landed_id)
    entry = tx.rows(select(JournalEntry.__table__).where(here, JournalEntry.kind == EntryKind.LANDED.value))[0]
    postings = tx.rows(select(Posting.account_id, Posting.amount).where(Posting.entry_id == entry.entry_id))
    mirrored = {row.account_id: -int(row.amount * MONEY_SCALE) for row in postings}
    post_entry(
        tx, entry.entry_on, EntryKind.REVERSAL, (LANDED, landed_id), mirrored, reverses_id=entry.entry_id
    )  # fmt: skip


def standing_costs(tx: Tx, receipt_id: int) -> Sequence[Any]:
    """Costs of a delivery's way that nobody took back: landed_id, kind, basis, amount, landed_on, document_no, borne.

    `borne` is what the shelf was charged with; the rest is cost of what had been sold by then.
    """
    answer = aliased(StockMove)
    return tx.rows(
        select(
            LandedCost.landed_id, LandedCost.kind, LandedCost.basis, LandedCost.amount, LandedCost.landed_on,
            LandedCost.document_no, LandedCost.note, func.coalesce(func.sum(MoveValue.value), 0).label("borne"),
        )
        .join(StockMove, (StockMove.document_id == LandedCost.landed_id) & (StockMove.document_kind == LANDED))
        .outerjoin(MoveValue, MoveValue.move_id == StockMove.move_id)
        .where(
            LandedCost.receipt_id == receipt_id, StockMove.reverses_id.is_(None),
            ~exists().where(answer.reverses_id == StockMove.move_id),
        )
        .group_by(LandedCost.landed_id)
        .order_by(LandedCost.landed_id)
    )  # fmt: skip
