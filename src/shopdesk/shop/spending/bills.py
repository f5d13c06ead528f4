"""What suppliers ask for: a bill is entered, paid in parts or whole, and cancelled by an answer, never deleted.

A line for a delivery takes what it stood with under goods received. What the bill asks more or less for it is a cost
of that delivery (`buying.landing`): the pieces that are left bear their part, the rest is cost of what was sold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, or_, select, type_coerce

from shopdesk.shop.buying.landing import LANDED, find_bearers, land_cost, reverse_landed, standing_costs
from shopdesk.shop.buying.rules import Basis, LandedKind
from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.shop.ledger.actions import account_ids, closed_through, first_open_day, open_account, post_entry
from shopdesk.shop.ledger.rules import PER_CHANNEL, EntryKind, Role, role_of
from shopdesk.shop.money import convert
from shopdesk.shop.spending.posting import BILL, PAYMENT, answer, rate_of, stands
from shopdesk.shop.spending.rules import PAYING, USUAL_TERMS, relieved
from shopdesk.store.action import action
from shopdesk.store.tables import (
    Account,
    Bill,
    BillLine,
    BillPayment,
    GoodsReceipt,
    JournalEntry,
    LandedCost,
    Posting,
    Supplier,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE, WHOLE
from shopdesk.text import N_, UserError

GONE: Final = N_("This bill no longer exists.")


@dataclass(frozen=True, slots=True)
class BillEntry:
    """A line of a bill, in the bill's currency: for a delivery, or for what the account says."""

    amount: Decimal
    account: str = ""
    """Code; not read where the line is for a delivery."""
    receipt_id: int | None = None
    closes: bool = True
    """What the line differs from its delivery is the price of the goods; else the rest of it is still to be billed."""
    channel_id: int | None = None
    memo: str | None = None
    source_row: int | None = None


@action("money.bill", N_("Enter a bill"))
def enter_bill(
    tx: Tx,
    supplier: str,
    bill_no: str,
    billed_on: date,
    entries: Sequence[BillEntry],
    *,
    due_on: date | None = None,
    currency: str = "",
    rate: Decimal | None = None,
    note: str | None = None,
    source_row: int | None = None,
) -> int:
    """A bill that is owed from its day on, due by the supplier's terms where no day is said; returns its id.

    A foreign one is kept at the rate of its day, or at the one given.
    """
    supplier_id = _check(tx, supplier, bill_no, billed_on, entries)
    due = due_on or billed_on + timedelta(days=_terms(tx, supplier_id))
    if due < billed_on:
        raise UserError(N_("A bill cannot be due before its own day."), code="range")
    code, worth = rate_of(tx, currency, billed_on, rate)
    told = [int(entry.amount * MONEY_SCALE) for entry in entries]
    amounts = convert(told, worth, tx.currency) if worth else told
    bill_id = tx.insert(
        Bill, supplier_id=supplier_id, bill_no=bill_no.strip(), billed_on=billed_on, due_on=due, currency=code,
        rate=Decimal(worth) / RATE_SCALE if worth else None, own_amount=_money(sum(told)) if worth else None,
        amount=_money(sum(amounts)), note=note or None, import_id=tx.import_id, source_row=source_row,
    )  # fmt: skip
    lines = _add_lines(tx, bill_id, entries, amounts)
    bill = tx.rows(select(Bill.__table__).where(Bill.bill_id == bill_id))[0]
    asked: dict[int, int] = {}
    for entry, amount in zip(entries, amounts, strict=True):
        if entry.receipt_id is not None:
            asked[entry.receipt_id] = asked.get(entry.receipt_id, 0) + amount
    left_open = {entry.receipt_id for entry in entries if not entry.closes}
    for receipt_id, amount in asked.items():
        if receipt_id not in left_open:
            _meet_delivery(tx, bill, receipt_id, amount)
    _post(tx, bill, lines, dict(zip(lines, told, strict=True)) if worth else {})
    tx.say(N_("Bill {number} of {supplier}"), number=bill.bill_no, supplier=supplier.strip())
    return bill_id


def _check(tx: Tx, supplier: str, bill_no: str, billed_on: date, entries: Sequence[BillEntry]) -> int:
    if not supplier.strip():
        raise UserError(N_("Name the supplier."), code="required")
    if not bill_no.strip():
        raise UserError(N_("A bill needs a number."), code="required")
    if billed_on > tx.today:
        raise UserError(N_("A bill cannot be booked on a day to come."), code="future")
    if not entries or not any(entry.amount for entry in entries) or sum(entry.amount for entry in entries) <= 0:
        raise UserError(N_("A bill must come to more than zero."), code="amount")
    supplier_id = find_supplier(tx, supplier)
    same = tx.rows(select(Bill.__table__).where(Bill.supplier_id == supplier_id, Bill.bill_no == bill_no.strip()))
    if same and not same[0].is_cancelled:
        raise UserError(
            N_("Bill {number} of {supplier} is entered already."), code="exists", number=bill_no, supplier=supplier
        )
    if same:  # what was cancelled makes room for the number
        tx.update(Bill, same[0].bill_id, bill_no=f"{same[0].bill_no} ({same[0].bill_id})")
    return supplier_id


def _terms(tx: Tx, supplier_id: int) -> int:
    told = tx.scalar(select(Supplier.terms_days).where(Supplier.supplier_id == supplier_id))
    return USUAL_TERMS if told is None else int(told)


def _add_lines(tx: Tx, bill_id: int, entries: Sequence[BillEntry], amounts: Sequence[int]) -> list[Any]:
    goods_in = account_ids(tx)[Role.GOODS_IN]
    lines = []
    for entry, amount in zip(entries, amounts, strict=True):
        account_id = goods_in if entry.receipt_id is not None else _expense(tx, entry.account)
        line_id = tx.insert(
            BillLine, bill_id=bill_id, account_id=account_id, receipt_id=entry.receipt_id,
            channel_id=entry.channel_id, amount=_money(amount), memo=entry.memo or None, source_row=entry.source_row,
        )  # fmt: skip
        lines.append(tx.rows(select(BillLine.__table__).where(BillLine.bill_line_id == line_id))[0])
    return lines


def _expense(tx: Tx, code: str) -> int:
    """An account that a bill may be for: not one that documents keep for themselves."""
    account = open_account(tx, code)
    role = role_of(account.code)
    if role is Role.PAYABLE or role in PER_CHANNEL:
        raise UserError(N_("A bill cannot be for account {account}."), code="account", account=account.code)
    return int(account.account_id)


def _post(tx: Tx, bill: Any, lines: Sequence[Any], told: dict[Any, int]) -> None:
    """One entry for each channel that bears a part; `told`: line → its amount in the bill's currency."""
    payable = account_ids(tx)[Role.PAYABLE]
    for channel_id in dict.fromkeys(line.channel_id for line in lines):
        mine = [line for line in lines if line.channel_id == channel_id]
        postings: dict[int, int] = {}
        for line in mine:
            postings[line.account_id] = postings.get(line.account_id, 0) + int(line.amount * MONEY_SCALE)
        postings[payable] = postings.get(payable, 0) - sum(postings.values())
        own = sum(told[line] for line in mine) if told else 0
        post_entry(
            tx, bill.billed_on, EntryKind.BILL, (BILL, bill.bill_id), postings, memo=_memo(bill, mine),
            channel_id=channel_id, source_row=bill.source_row, foreign={payable: (bill.currency, -own)} if told else {},
        )  # fmt: skip


def _memo(bill: Any, lines: Sequence[Any]) -> str:
    return " · ".join(dict.fromkeys([bill.bill_no, *(line.memo for line in lines if line.memo)]))


def _meet_delivery(tx: Tx, bill: Any, receipt_id: int, amount: int) -> None:
    """Let the delivery bear what its bill differs by.

    Where its cost is not known yet, the bill waits under goods received until somebody states it.
    """
    difference = amount - open_of_receipt(tx, receipt_id, bill.bill_id)
    bearers = find_bearers(tx, receipt_id)
    if not difference or not bearers or not all(bearer.bearer.value for bearer in bearers):
        return
    came = tx.scalar(select(GoodsReceipt.received_at).where(GoodsReceipt.receipt_id == receipt_id))
    day = max(bill.billed_on, came.astimezone(tx.zone).date(), first_open_day(tx))
    name = tx.scalar(select(Supplier.name).where(Supplier.supplier_id == bill.supplier_id))
    land_cost(
        tx, receipt_id, LandedKind.PRICE, Basis.VALUE, _money(difference), landed_on=min(day, tx.today), supplier=name,
        document_no=bill.bill_no,
    )  # fmt: skip


def open_of_receipt(tx: Tx, receipt_id: int, without_bill: int = 0) -> int:
    """What of a delivery stands under goods received and no bill has asked for, in 1/10,000."""
    goods_in = account_ids(tx)[Role.GOODS_IN]
    prices = select(LandedCost.landed_id).where(
        LandedCost.receipt_id == receipt_id, LandedCost.kind == LandedKind.PRICE.value
    )
    posted = tx.scalar(
        select(type_coerce(func.coalesce(func.sum(Posting.amount), 0), WHOLE))
        .join(JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .where(Posting.account_id == goods_in)
        .where(
            or_(
                (JournalEntry.document_kind == "receipt") & (JournalEntry.document_id == receipt_id),
                (JournalEntry.document_kind == LANDED) & JournalEntry.document_id.in_(prices),
            )
        )
    )
    billed = tx.scalar(
        select(type_coerce(func.coalesce(func.sum(BillLine.amount), 0), WHOLE))
        .join(Bill, Bill.bill_id == BillLine.bill_id)
        .where(BillLine.receipt_id == receipt_id, Bill.bill_id != without_bill, stands(Bill.is_cancelled))
    )
    return -int(posted) - int(billed)


# ------------------------------------------------------------------------------------------------------------ payments


@action("money.pay", N_("Pay a bill"))
def pay_bill(
    tx: Tx,
    bill_id: int,
    paid_on: date,
    amount: Decimal | None = None,
    *,
    account: str = Role.BANK.value,
    rate: Decimal | None = None,
    note: str | None = None,
    source_row: int | None = None,
) -> int:
    """Pay a bill, in whole where no amount (in its currency) is said; returns the payment's id.

    A foreign bill is paid at the rate of the day, or at the one given; what that differs from the bill's own rate by
    is a realised exchange difference.
    """
    bill = _bill(tx, bill_id)
    open_own, open_amount = open_of_bill(tx, bill)
    paid = open_own if amount is None else int(amount * MONEY_SCALE)
    if paid <= 0:
        raise UserError(N_("The amount must be more than zero."), code="amount")
    if paid > open_own:
        raise UserError(N_("Only {open} of this bill is open."), code="too_much", open=_shown(open_own))
    if paid_on > tx.today:
        raise UserError(N_("A payment cannot be booked on a day to come."), code="future")
    code, worth = rate_of(tx, bill.currency, paid_on, rate)
    spent = convert([paid], worth, tx.currency)[0] if worth else paid
    bank = _bank(tx, account, code)
    payment_id = tx.insert(
        BillPayment, bill_id=bill_id, paid_on=paid_on, account_id=bank.account_id,
        own_amount=_money(paid) if worth else None, amount=_money(spent), note=note or None, import_id=tx.import_id,
        source_row=source_row,
    )  # fmt: skip
    accounts = account_ids(tx)
    owed = relieved(open_amount, open_own, paid)
    postings = {accounts[Role.PAYABLE]: owed, bank.account_id: -spent, accounts[Role.EXCHANGE]: spent - owed}
    foreign = {accounts[Role.PAYABLE]: (code, paid)} if worth else {}
    if worth and bank.currency == code:
        foreign[bank.account_id] = (code, -paid)
    post_entry(
        tx, paid_on, EntryKind.PAYMENT, (PAYMENT, payment_id), postings, memo=bill.bill_no, source_row=source_row,
        foreign=foreign,
    )  # fmt: skip
    tx.say(N_("Pay {amount} on bill {number}"), amount=_shown(paid), number=bill.bill_no)
    return payment_id


def _bank(tx: Tx, code: str, currency: str) -> Any:
    account = open_account(tx, code)
    if role_of(account.code) not in PAYING:
        raise UserError(N_("Nothing is paid from account {account}."), code="account", account=account.code)
    if account.currency not in (None, tx.currency, currency):
        raise UserError(
            N_("Account {account} is kept in {currency}. Pay from one in the bill's currency or in the shop's."),
            code="currency", account=account.code, currency=account.currency,
        )  # fmt: skip
    return account


def open_of_bill(tx: Tx, bill: Any) -> tuple[int, int]:
    """What of a bill is open in its own currency, and what that is kept at in the shop's, in 1/10,000.

    Read from what the bill and its payments posted, so that no rounding adds up.
    """
    mine = select(BillPayment.bill_payment_id).where(BillPayment.bill_id == bill.bill_id)
    posted = tx.scalar(
        select(type_coerce(func.coalesce(func.sum(Posting.amount), 0), WHOLE))
        .join(JournalEntry, JournalEntry.entry_id == Posting.entry_id)
        .where(Posting.account_id == account_ids(tx)[Role.PAYABLE])
        .where(
            or_(
                (JournalEntry.document_kind == BILL) & (JournalEntry.document_id == bill.bill_id),
                (JournalEntry.document_kind == PAYMENT) & JournalEntry.document_id.in_(mine),
            )
        )
    )
    own = func.coalesce(BillPayment.own_amount, BillPayment.amount)
    paid = tx.scalar(
        select(type_coerce(func.coalesce(func.sum(own), 0), WHOLE)).where(
            BillPayment.bill_id == bill.bill_id, stands(BillPayment.is_cancelled)
        )
    )
    whole = bill.amount if bill.own_amount is None else bill.own_amount
    return int(whole * MONEY_SCALE) - int(paid), -int(posted)


@action("money.pay", N_("Cancel a payment"))
def cancel_payment(tx: Tx, bill_payment_id: int) -> None:
    """Answer a payment that was not made: the bill is open by as much again."""
    found = tx.rows(select(BillPayment.__table__).where(BillPayment.bill_payment_id == bill_payment_id))
    if not found or found[0].is_cancelled:
        raise UserError(N_("This payment has been cancelled already."), code="gone")
    answer(tx, PAYMENT, bill_payment_id)
    tx.update(BillPayment, bill_payment_id, is_cancelled=True)
    amount = found[0].own_amount if found[0].own_amount is not None else found[0].amount
    tx.say(N_("Cancel a payment of {amount}"), amount=amount)


@action("money.bill", N_("Cancel a bill"))
def cancel_bill(tx: Tx, bill_id: int) -> None:
    """Answer a bill that was wrong; its number is free again. Its payments must be cancelled first."""
    bill = _bill(tx, bill_id)
    standing = (BillPayment.bill_id == bill_id) & stands(BillPayment.is_cancelled)
    if tx.scalar(select(BillPayment.bill_payment_id).where(standing).limit(1)) is not None:
        raise UserError(N_("Something was paid on this bill. Cancel its payments first."), code="paid")
    answer(tx, BILL, bill_id)
    lines = BillLine.receipt_id.is_not(None) & (BillLine.bill_id == bill_id)
    for receipt_id in tx.scalars(select(BillLine.receipt_id).where(lines).distinct()):
        _part_from_delivery(tx, bill, receipt_id)
    tx.update(Bill, bill_id, is_cancelled=True)
    tx.say(N_("Cancel bill {number}"), number=bill.bill_no)


def _part_from_delivery(tx: Tx, bill: Any, receipt_id: int) -> None:
    """Take back the price difference that the bill brought to a delivery; in open books, by its own answer."""
    costs = [
        cost
        for cost in standing_costs(tx, receipt_id)
        if cost.kind == LandedKind.PRICE and cost.document_no == bill.bill_no
    ]
    if len(costs) == 1 and costs[0].landed_on > closed_through(tx):
        reverse_landed(tx, costs[0].landed_id)
        return
    left = sum((cost.amount for cost in costs), Decimal(0))
    if left:
        name = tx.scalar(select(Supplier.name).where(Supplier.supplier_id == bill.supplier_id))
        land_cost(
            tx, receipt_id, LandedKind.PRICE, Basis.VALUE, -left, supplier=name, document_no=bill.bill_no
        )  # fmt: skip


def _bill(tx: Tx, bill_id: int) -> Any:
    """A bill that stands."""
    found = tx.rows(select(Bill.__table__).where(Bill.bill_id == bill_id))
    if not found:
        raise UserError(GONE, code="gone")
    if found[0].is_cancelled:
        raise UserError(N_("Bill {number} is cancelled."), code="cancelled", number=found[0].bill_no)
    return found[0]


def paying_accounts(tx: Tx) -> list[tuple[str, str]]:
    """Code and title of the accounts from which bills are paid."""
    found = tx.rows(select(Account.code, Account.title, Account.is_closed).order_by(Account.code))
    return [(row.code, row.title) for row in found if role_of(row.code) in PAYING and not row.is_closed]


def _money(amount: int) -> Decimal:
    return Decimal(amount) / MONEY_SCALE


def _shown(amount: int) -> str:
    return f"{_money(amount):.2f}"
