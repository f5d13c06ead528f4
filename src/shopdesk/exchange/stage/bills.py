"""What the store knows of staged bills and of their payments: a bill by its supplier and number, whole."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.exchange.stage.home_rates import need_rates
from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import REQUIRED, problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.columns import Sheet
from shopdesk.shop.spending.bills import open_of_bill
from shopdesk.shop.spending.posting import stands
from shopdesk.shop.spending.sheets import BILL_FILE, PAYMENT_FILE
from shopdesk.store.tables import Bill, BillLine, BillPayment, GoodsReceipt, Supplier
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_

ENTERED: Final = N_(
    "Bill {number} is entered with {amount}. Cancel it first, or give a correction a number of its own."
)
OTHERWISE: Final = N_("Row {first} says otherwise of bill {number}: {value}.")
NOTHING_OWED: Final = N_("Bill {number} comes to nothing or less. Enter what a supplier gives back with the next bill.")
NO_RECEIPT: Final = N_("There is no receipt {number}.")
NO_BILL: Final = N_("There is no bill {number} of {supplier}. Enter the bill first, then import this again.")
TOO_MUCH: Final = N_("More than is open of bill {number}.")
FUTURE: Final = N_("A day to come.")
_HEAD: Final = ("billed_on", "due_on", "currency")
Name = tuple[str, str]
"""Supplier in one case, number of the bill."""


def name_of(item: Item) -> Name:
    """The bill that a row speaks of."""
    return item.values["supplier"].strip().casefold(), item.values["bill_no"]


def bills_told(items: Iterable[Item]) -> dict[Name, list[Item]]:
    """The rows of each bill."""
    found: dict[Name, list[Item]] = {}
    for item in items:
        found.setdefault(name_of(item), []).append(item)
    return found


def known_bills(tx: Tx, numbers: Iterable[str]) -> dict[Name, Any]:
    """The bills that stand, of these numbers: rows of the table, with the supplier's name."""
    found: dict[Name, Any] = {}
    wanted = select(Bill.__table__, Supplier.name.label("supplier")).join(
        Supplier, Supplier.supplier_id == Bill.supplier_id
    )
    for part in parts(sorted(set(numbers))):
        for row in tx.rows(wanted.where(Bill.bill_no.in_(part), stands(Bill.is_cancelled))):
            found[row.supplier.strip().casefold(), row.bill_no] = row
    return found


def compare_bills(tx: Tx, staged: Staged) -> None:
    """New bills, those that are entered, and those that are entered otherwise. NeedsRate where a currency has none."""
    _check_rows(tx, staged)
    told = bills_told(staged.items)
    known = known_bills(tx, {number for _supplier, number in told})
    for name, items in told.items():
        bill = known.get(name)
        asked = sum(item.values["amount"] for item in items)
        for item in items:
            item.changes, item.outcome = (), Outcome.NEW
        if bill is None:
            continue
        whole = bill.own_amount if bill.own_amount is not None else bill.amount
        is_same = asked == int(whole * 10_000) and _lines(tx, bill) == len(items)
        for item in items:
            item.outcome = Outcome.SAME if is_same else Outcome.CONFLICT
        if not is_same:
            _hold(staged, BILL_FILE, items[0], "bill_no", ENTERED, number=name[1], amount=f"{whole:.2f}")
    news = [item for item in staged.items if item.outcome is Outcome.NEW]
    need_rates(tx, staged, [(item, item.values.get("currency"), item.values["billed_on"]) for item in news])


def _lines(tx: Tx, bill: Any) -> int:
    return int(tx.scalar(select(func.count()).select_from(BillLine).where(BillLine.bill_id == bill.bill_id)))


def _check_rows(tx: Tx, staged: Staged) -> None:
    """Rows that no bill can have: without account and receipt, of a receipt that is not there, or at odds."""
    numbers = {item.values["receipt"] for item in staged.items if item.values.get("receipt")}
    receipts: dict[str, int] = {}
    for part in parts(sorted(numbers)):
        rows = tx.rows(
            select(GoodsReceipt.document_no, GoodsReceipt.receipt_id).where(GoodsReceipt.document_no.in_(part))
        )
        receipts |= {row.document_no: row.receipt_id for row in rows}
    today = tx.today.isoformat()
    for items in bills_told(staged.items).values():
        whole = sum(item.values["amount"] for item in items)
        for item in items:
            values = item.values
            number = values.get("receipt")
            item.target = receipts.get(number or "", 0)
            if number and not item.target:
                _refuse(staged, BILL_FILE, item, "receipt", NO_RECEIPT, number=number)
            elif not number and not values.get("account"):
                _refuse(staged, BILL_FILE, item, "account", REQUIRED, column=BILL_FILE.column("account").title)
            elif values["billed_on"] > today:
                _refuse(staged, BILL_FILE, item, "billed_on", FUTURE)
            elif whole <= 0:
                _refuse(staged, BILL_FILE, item, "amount", NOTHING_OWED, number=values["bill_no"])
            else:
                _check_head(staged, items[0], item)
    gone = {name_of(item) for item in staged.items if item.row in staged.rejected_rows}
    staged.items[:] = [item for item in staged.items if name_of(item) not in gone]


def _check_head(staged: Staged, first: Item, item: Item) -> None:
    """What is the same of a whole bill must be so on all its rows, as far as they say it."""
    for key in _HEAD:
        said, also = first.values.get(key), item.values.get(key)
        if said is not None and also is not None and said != also:
            told = {"first": first.row, "number": item.values["bill_no"], "value": said}
            _refuse(staged, BILL_FILE, item, key, OTHERWISE, **told)


# ------------------------------------------------------------------------------------------------------------ payments


def compare_payments(tx: Tx, staged: Staged) -> None:
    """Payments that are new, those that are booked, and those of no bill or of more than is open of it.

    A payment is known by its bill, day and amount, as often as the file says it.
    """
    bills = known_bills(tx, {item.values["bill_no"] for item in staged.items})
    booked = _booked(tx, bills)
    left = {name: open_of_bill(tx, bill)[0] for name, bill in bills.items()}
    news: list[tuple[Item, str | None, str]] = []
    for item in staged.items:
        values, name = item.values, name_of(item)
        item.outcome, bill = Outcome.NEW, bills.get(name)
        if bill is None:
            item.outcome = Outcome.CONFLICT
            told = {"number": values["bill_no"], "supplier": values["supplier"]}
            _hold(staged, PAYMENT_FILE, item, "bill_no", NO_BILL, **told)
            continue
        item.target = bill.bill_id
        key = (bill.bill_id, values["paid_on"], values["amount"])
        if booked[key] > 0:
            booked[key] -= 1
            item.outcome = Outcome.SAME
        elif values["amount"] > left[name]:
            item.outcome = Outcome.CONFLICT
            _hold(staged, PAYMENT_FILE, item, "amount", TOO_MUCH, number=values["bill_no"])
        else:
            left[name] -= values["amount"]
            news.append((item, bill.currency, values["paid_on"]))
    need_rates(tx, staged, news)


def _booked(tx: Tx, bills: Mapping[Name, Any]) -> Counter[tuple[int, str, int]]:
    own = type_coerce(func.coalesce(BillPayment.own_amount, BillPayment.amount), WHOLE).label("amount")
    found: Counter[tuple[int, str, int]] = Counter()
    for part in parts(sorted(bill.bill_id for bill in bills.values())):
        wanted = select(BillPayment.bill_id, BillPayment.paid_on, own)
        for row in tx.rows(wanted.where(BillPayment.bill_id.in_(part), stands(BillPayment.is_cancelled))):
            found[row.bill_id, row.paid_on.isoformat(), int(row.amount)] += 1
    return found


def _hold(staged: Staged, sheet: Sheet, item: Item, key: str, message: str, **told: Any) -> None:
    value = str(item.values[key])
    held = problem(staged.plan, sheet, key, item.row, value, message, told, Outcome.CONFLICT)
    staged.report(replace(held, for_now=True))


def _refuse(staged: Staged, sheet: Sheet, item: Item, key: str, message: str, **told: Any) -> None:
    value = str(item.values.get(key, ""))
    staged.report(problem(staged.plan, sheet, key, item.row, value, message, told))
