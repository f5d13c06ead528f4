"""The money of the demo shop: what was agreed, what the bank received, bills and their payments, rent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from shopdesk.exchange.demo.life import Bought, Life
from shopdesk.exchange.demo.statements import AGREED
from shopdesk.shop.catalog.reports import channel_ids
from shopdesk.shop.ledger.manual import EntryLine, book_entry
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.orders.customers.actions import edit_customers
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.settlement.actions import mark_arrived, set_fee_rule
from shopdesk.shop.settlement.reports import PAYOUT_ROWS
from shopdesk.shop.spending.bills import BillEntry, enter_bill, pay_bill
from shopdesk.shop.spending.recurring import Terms, add_recurring, book_due
from shopdesk.shop.spending.reports import open_receipts
from shopdesk.shop.spending.rules import Every
from shopdesk.shop.tax.actions import add_tax_rule
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

CAPITAL: Final = Decimal(260_000)
RENT: Final = Decimal(4_800)
FREIGHT_DUE, PACKAGING_DUE, GOODS_DUE = 15, 20, 30
"""Days within which carriers, makers of boxes and suppliers are paid."""
REGULARS, MEMBERS = N_("Regulars"), N_("Members")
REGULAR, MEMBER = 3, 7
"""Orders from which on a customer is one of the regulars, of the members."""
EVERYONE: Final = 1_000_000
_SENT: Final = Decimal("4.2")
_PACKED: Final = Decimal("1.1")


@action("money.post", N_("What was agreed"))
def agree(tx: Tx, first: date) -> None:
    """The owner's money, the rent, the fees of the channels, and the tax that prices contain."""
    capital = [EntryLine(Role.BANK.value, CAPITAL), EntryLine(Role.EQUITY.value, -CAPITAL)]
    book_entry(tx, first, capital, _(N_("What the owner put in")))
    rent = Terms(_(N_("Rent and wages")), Every.MONTH, date(first.year, first.month, 28))
    add_recurring(tx, rent, {Role.RENT.value: RENT, Role.BANK.value: -RENT})
    source = _(N_("Contract of the shop"))
    for code, channel_id in channel_ids(tx).items():
        if code in AGREED:
            kind = "payment_fee" if code == "shopify" else "commission"
            set_fee_rule(tx, channel_id, kind, first, rate=AGREED[code], source=source)
    small = {"title": _(N_("Small taxpayer")), "rate": Decimal("0.01"), "way": "inclusive", "since": first}
    add_tax_rule(tx, small)


@action("money.post", N_("Bills and payments so far"))
def spend(tx: Tx, life: Life, today: date) -> None:
    """Bills of suppliers, carriers and makers of boxes, each paid on the day it was due; and the rent until now."""
    for name, number, on, due, lines in (*_goods(tx, life, today), *_parcels(life.orders, today)):
        bill_id = enter_bill(tx, name, number, on, lines, due_on=on + timedelta(days=due))
        if on + timedelta(days=due) < today:
            pay_bill(tx, bill_id, on + timedelta(days=due))
    book_due(tx, today)


Told = tuple[str, str, date, int, Sequence[BillEntry]]
"""Who asks, the number, its day, in how many days it is due, and for what."""


def _goods(tx: Tx, life: Life, today: date) -> list[Told]:
    """A bill a supplier and month, for everything that came in it and has a price."""
    by_bill: dict[tuple[str, str], list[BillEntry]] = defaultdict(list)
    for name in sorted({delivery.supplier for delivery in life.deliveries if delivery.supplier}):
        for came in open_receipts(tx, name):
            if came.received_on < today:
                entry = BillEntry(came.amount, receipt_id=came.receipt_id, memo=came.document_no)
                by_bill[name, f"{came.received_on:%Y-%m}"].append(entry)
    return [
        (name, f"{name[:2]}-{month}", _last_day(month, today), GOODS_DUE, lines)
        for (name, month), lines in by_bill.items()
    ]


def _parcels(orders: Iterable[Bought], today: date) -> list[Told]:
    """What carriers and boxes cost in each month, by the parcels sent."""
    sent: dict[str, int] = defaultdict(int)
    for order in orders:
        if order.shipped is not None and order.shipped.date() < today:
            sent[f"{order.shipped:%Y-%m}"] += 1
    told: list[Told] = []
    for month, count in sorted(sent.items()):
        on = _last_day(month, today)
        freight, boxes = BillEntry(_SENT * count, Role.FREIGHT.value), BillEntry(_PACKED * count, Role.PACKAGING.value)
        told.append((_(N_("Yunda Express")), f"YD-{month}", on, FREIGHT_DUE, [freight]))
        told.append((_(N_("Box & Tape Co.")), f"BX-{month}", on, PACKAGING_DUE, [boxes]))
    return told


def _last_day(month: str, today: date) -> date:
    year, number = int(month[:4]), int(month[5:])
    return min(date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1), today - timedelta(days=1))


@action("order.edit", N_("Who buys often"), undoable=True)
def group(tx: Tx) -> None:
    """Customers of several orders are regulars, those of many members."""
    number = [column.key for column in CUSTOMER_ROWS.sheet.columns].index("orders")
    named: list[tuple[int, str, object]] = []
    for customer_id, values in fetch_first(tx, CUSTOMER_ROWS, Query(), EVERYONE):
        orders = values[number] or 0
        if orders >= REGULAR:
            named.append((customer_id, "group_name", _(MEMBERS if orders >= MEMBER else REGULARS)))
    edit_customers(tx, named)


@action("money.post", N_("What the bank received"))
def receive(tx: Tx, today: date) -> None:
    """Every payout that was sent three days ago or before has arrived as it was announced."""
    keys = [column.key for column in PAYOUT_ROWS.sheet.columns]
    for payout_id, values in fetch_first(tx, PAYOUT_ROWS, Query(), EVERYONE):
        told = dict(zip(keys, values, strict=True))
        if told["paid_on"] <= today - timedelta(days=3):
            mark_arrived(tx, payout_id, told["amount"], told["paid_on"])
