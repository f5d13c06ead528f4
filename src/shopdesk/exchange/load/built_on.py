"""What later work stands on an import, so that it cannot simply be taken back."""

from typing import Any, Final

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from shopdesk.exchange.load.loading import LOADING, OWN_TABLES
from shopdesk.exchange.stage.freight import FREIGHT
from shopdesk.exchange.values import mask_text
from shopdesk.shop.buying.forget import costs_on
from shopdesk.shop.fulfilment.forget import stands_on
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.service.customers.merging import MERGES
from shopdesk.shop.spending import forget as spending
from shopdesk.store.journal import DONE, STANDING, title_text
from shopdesk.store.tables import (
    AdSpend,
    AfterSale,
    Bill,
    BillPayment,
    CaseEvent,
    CaseLink,
    Change,
    ChangeRow,
    Coupon,
    Customer,
    GoodsReceipt,
    ImportFile,
    JournalEntry,
    Listing,
    Payout,
    PointMove,
    Promotion,
    PromotionScope,
    PromotionTier,
    PurchaseLine,
    Refund,
    SalesOrder,
    ServiceCase,
    SettlementLine,
    SideCost,
    StockMove,
    Supplier,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError, _

_CHANGED: Final = (
    "sales_order", "sku", "product", "after_sale", "supplier", "customer", "settlement_line", "payout", "fee_rule",
    "bill", "bill_payment", "ad_spend", "listing", *sorted(OWN_TABLES),
)  # fmt: skip
"""Tables of which a row may be changed by one import and then by other work."""
_MADE: Final[tuple[Any, ...]] = (
    Customer, SettlementLine, Payout, Bill, BillPayment, AdSpend, Listing,
    *(table for one in LOADING.values() for table in one.tables if "import_id" in table.__table__.columns),
)  # fmt: skip
"""Tables whose rows say which import made them."""


def built_on(tx: Tx, import_id: int) -> list[str]:
    """Later imports and edits of the rows that an import made or changed, in words of the history, oldest first.

    An edit that was taken out of the line of undo is not among them: nobody could take it back first. Nor is a merge
    of customers: who they were found to be holds without these orders too.
    """
    own = tx.scalar(select(func.min(Change.change_id)).where(Change.import_id == import_id))
    upon = exists().where(ChangeRow.change_id == Change.change_id, _rows_of(import_id, own))
    found = tx.rows(
        select(Change.change_id, Change.title, ImportFile.file_name)
        .outerjoin(ImportFile, ImportFile.import_id == Change.import_id)
        .where(Change.change_id > own, Change.state == DONE, _by_somebody(), upon | _leans_on(import_id))
        .where(Change.action.not_in(MERGES))
        .order_by(Change.change_id)
    )
    came = [_("Receipt {number}").format(number=number) for number in _receipts(tx, import_id)]
    came += costs_on(tx, import_id)
    came += stands_on(tx, import_id)
    came += spending.stands_on(tx, import_id)
    return list(dict.fromkeys([*(row.file_name or title_text(row.title) for row in found), *came]))


def _receipts(tx: Tx, import_id: int) -> list[str]:
    """Deliveries on purchase orders of which the import made a line."""
    lines = select(PurchaseLine.purchase_id).where(PurchaseLine.import_id == import_id)
    wanted = select(GoodsReceipt.document_no).where(GoodsReceipt.purchase_id.in_(lines))
    return tx.scalars(wanted.order_by(GoodsReceipt.receipt_id))


def _rows_of(import_id: int, own: int) -> ColumnElement[bool]:
    """SQL: a changed row is one that the import made or, in its `own` change, changed; or a refund of such an order."""
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    claims = select(AfterSale.after_sale_id).where(AfterSale.import_id == import_id)
    before = aliased(ChangeRow)
    touched = select(before.row_id).where(before.change_id == own, before.before.is_not(None))
    orders = mine.union(touched.where(before.table_name == "sales_order"))
    refunds = select(Refund.refund_id).where(Refund.order_id.in_(orders))
    rates = (
        select(before.row_id)
        .join(ImportFile, ImportFile.import_id == import_id)
        .where(before.change_id == own, before.table_name == "exchange_rate", ImportFile.kind == "rates")
    )
    payees = select(Supplier.supplier_id).where(Supplier.import_id == import_id)
    planned = select(Promotion.promotion_id).where(Promotion.import_id == import_id)
    made = (
        ("sales_order", mine), ("after_sale", claims), ("refund", refunds), ("supplier", payees),
        ("exchange_rate", rates), *_of_cases(import_id),
        *(
            (part.__tablename__, select(next(iter(part.__table__.primary_key))).where(part.promotion_id.in_(planned)))
            for part in (PromotionTier, PromotionScope, Coupon)
        ),
        *(
            (table.__tablename__, select(next(iter(table.__table__.primary_key))).where(table.import_id == import_id))
            for table in _MADE
        ),
    )  # fmt: skip
    changed = [(name, touched.where(before.table_name == name)) for name in _CHANGED]
    # An import of orders that finds those of earlier costs does not stand on these.
    sides = select(SideCost.side_cost_id).where(SideCost.import_id == import_id)
    again = Change.import_id.in_(select(ImportFile.import_id).where(ImportFile.kind == "side_costs"))
    restated = (ChangeRow.table_name == "side_cost") & ChangeRow.row_id.in_(sides) & again
    told = ((ChangeRow.table_name == name) & ChangeRow.row_id.in_(rows) for name, rows in (*made, *changed))
    return restated | or_(*told)


def _of_cases(import_id: int) -> tuple[tuple[str, Any], ...]:
    """Cases that the import filed, those merged into them, and what happened in them or links them."""
    filed = select(ServiceCase.case_id).where(ServiceCase.import_id == import_id)
    cases = select(ServiceCase.case_id).where(ServiceCase.case_id.in_(filed) | ServiceCase.merged_into.in_(filed))
    linked = CaseLink.case_id.in_(filed) | CaseLink.other_id.in_(filed)
    return (
        ("service_case", cases), ("case_event", select(CaseEvent.event_id).where(CaseEvent.case_id.in_(filed))),
        ("case_link", select(CaseLink.case_link_id).where(linked)),
    )  # fmt: skip


def _leans_on(import_id: int) -> ColumnElement[bool]:
    """SQL: a change of an import that gave an order a refund of this one, or booked freight on one of its orders."""
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    claims = select(AfterSale.after_sale_id).where(AfterSale.import_id == import_id)
    bearers = select(Refund.import_id).where(Refund.after_sale_id.in_(claims), Refund.import_id != import_id)
    answer = aliased(JournalEntry)
    freight = select(JournalEntry.import_id).where(
        JournalEntry.document_kind == FREIGHT, JournalEntry.document_id.in_(mine), JournalEntry.import_id.is_not(None),
        JournalEntry.reverses_id.is_(None), ~exists().where(answer.reverses_id == JournalEntry.entry_id),
    )  # fmt: skip
    return Change.import_id.in_(bearers) | Change.import_id.in_(freight)


def is_edited(row_id: Any, table: str) -> ColumnElement[bool]:
    """SQL: whether a row has been edited, by hand or by an import, and the edit stands.

    The journal is read once for all rows: it has no index by which it could be asked for each.
    """
    edited = (
        select(ChangeRow.row_id)
        .join(Change, Change.change_id == ChangeRow.change_id)
        .where(ChangeRow.table_name == table, ChangeRow.before.is_not(None))
        .where(Change.state.in_(STANDING), _by_somebody())
    )
    found: ColumnElement[bool] = row_id.in_(edited)
    return found


def _by_somebody() -> ColumnElement[bool]:
    """SQL: a change of rows by hand, or by an import that has not been taken back."""
    gone = select(ImportFile.import_id).where(ImportFile.taken_back_at.is_not(None))
    by_import = Change.import_id.is_not(None) & Change.import_id.not_in(gone)
    by_hand = Change.import_id.is_(None) & (Change.undoable == True)  # noqa: E712
    return by_import | by_hand


def refuse_built_on(tx: Tx, import_id: int) -> None:
    """UserError where the import cannot be taken back, see `find_refusal`."""
    refusal = find_refusal(tx, import_id)
    if refusal is not None:
        raise refusal


def find_refusal(tx: Tx, import_id: int) -> UserError | None:
    """Why the import cannot be taken back: later work, points that were used or a closed period; None: it can."""
    later = built_on(tx, import_id)
    if later:
        return UserError(
            N_("Later work stands on this import: {names}. Take that back first."),
            code="built_on",
            names=", ".join(later[:5]) + (" …" if len(later) > 5 else ""),
        )
    return _used_points(tx, import_id) or _closed(tx, import_id)


def _closed(tx: Tx, import_id: int) -> UserError | None:
    """Closed days hold what the import booked or moved."""
    closed = closed_through(tx)
    posted = exists().where(JournalEntry.import_id == import_id, JournalEntry.entry_on <= closed)
    moved = exists().where(StockMove.import_id == import_id, StockMove.booked_on <= closed)
    if closed.year == 1 or not tx.scalar(select(posted | moved)):
        return None
    return UserError(
        N_("The books are closed through {day} and hold entries of this import. Reopen them first."),
        code="period_closed",
        day=closed,
    )


def _used_points(tx: Tx, import_id: int) -> UserError | None:
    """A customer has used points that the import gave: without them their balance is below zero."""
    mine = func.sum(case((PointMove.import_id == import_id, PointMove.points), else_=0))
    without = func.sum(PointMove.points) - mine
    short = tx.rows(
        select(Customer.customer_no, without.label("left"))
        .join_from(PointMove, Customer, Customer.customer_id == PointMove.customer_id)
        .group_by(Customer.customer_id, Customer.customer_no)
        .having(mine > 0, without < 0)
        .order_by(Customer.customer_id)
        .limit(1)
    )
    if not short:
        return None
    return UserError(
        N_("Customer {customer} has used points of this import: {count} would be left. Give them points first."),
        code="points_used",
        customer=mask_text(short[0].customer_no),
        count=int(short[0].left),
    )
