"""Statements, payouts and orders that tests bring to the counter, and what the books should hold of them."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from tests.exchange.counter import balances, orders, table

from shopdesk.exchange.demo.tables import Memory
from shopdesk.shop.settlement.rules import ACCOUNTS, CLEARS, LineKind, LineState
from shopdesk.store.store import Store
from shopdesk.store.tables import Account, Refund, SalesOrder, SettlementLine

HEADER = ("line_no", "happened_at", "kind", "order_no", "amount", "payout_no", "paid_on", "currency")
PAYOUTS = ("payout_no", "paid_on", "amount", "currency")
MONTHS = (
    ("L1", "2026-01-31 10:00", "sale", "A-1", "100"),
    ("L2", "2026-01-31 10:00", "commission", "A-1", "-5"),
    ("L3", "2026-01-31 10:00", "payment_fee", "A-1", "-0.6"),
    ("L4", "2026-02-02 10:00", "refund", "A-1", "-20"),
)
"""An order of 100.00 that is settled over two months; its payout is 74.40."""


def statement(*rows: Sequence[str], payout: str = "", name: str = "statement.csv") -> Memory:
    """A statement in our own template; all rows in one payout where one is named, paid out on 3 February."""
    told = [(*row, payout, "2026-02-03" if payout else "")[: len(HEADER)] if len(row) < 7 else row for row in rows]
    return table(HEADER, *((*row, "")[: len(HEADER)] for row in told), name=name)


def payouts(*rows: Sequence[str], name: str = "payouts.csv") -> Memory:
    """A list of payouts in our own template."""
    return table(PAYOUTS, *rows, name=name)


def sold(number: str = "A-1", price: str = "100", day: str = "2026-01-30", **told: str) -> dict[str, object]:
    """A paid order of one piece."""
    return {
        "order_no": number, "state": "paid", "placed_at": f"{day} 10:00", "paid_at": f"{day} 10:00", "sku": "TEA-1",
        "title": "Tea", "quantity": 1, "unit_price": price, **told,
    }  # fmt: skip


def one_order(**told: str) -> Memory:
    """The order that MONTHS settles."""
    return orders(sold(**told))


def recomputed(store: Store) -> dict[str, Decimal]:
    """What clearing, wallet and what is to be explained should hold by the rows alone; payouts are not among them."""
    found: dict[str, Decimal] = {}

    def add(role: str, amount: Decimal) -> None:
        found[role] = found.get(role, Decimal(0)) + amount

    with store.read() as tx:
        for order in tx.rows(select(SalesOrder.total, SalesOrder.sold_on)):
            if order.sold_on is not None:
                add("clearing", order.total)
        for amount in tx.scalars(select(Refund.amount)):
            add("clearing", -amount)
        for line in tx.rows(select(SettlementLine.__table__)):
            kind = LineKind(line.kind)
            add("wallet", line.amount)
            if line.state == LineState.EXPLAINED:
                continue
            if kind in CLEARS and line.order_id is not None:
                add("clearing", -line.amount)
            elif kind not in ACCOUNTS:
                add("unmatched", -line.amount)
    return {role: amount for role, amount in found.items() if amount}


def held(store: Store) -> dict[str, Decimal]:
    """The same by the books."""
    heads = {"1122": "clearing", "1012": "wallet", "1901": "unmatched"}
    found: dict[str, Decimal] = {}
    for code, amount in balances(store).items():
        role = heads.get(code.partition(".")[0])
        if role:
            found[role] = found.get(role, Decimal(0)) + amount
    return {role: amount for role, amount in found.items() if amount}


def account(store: Store, code: str) -> int:
    """The account of that code."""
    with store.read() as tx:
        return int(tx.scalar(select(Account.account_id).where(Account.code == code)))


def line_ids(store: Store, *numbers: str) -> list[int]:
    """The lines with these numbers."""
    with store.read() as tx:
        return tx.scalars(select(SettlementLine.line_id).where(SettlementLine.line_no.in_(numbers)))
