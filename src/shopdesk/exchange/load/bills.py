"""Entering staged bills and booking their payments, each as a person would."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from shopdesk.exchange.stage.bills import bills_told
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.spending.bills import BillEntry, enter_bill, pay_bill
from shopdesk.store.tables import Bill
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, RATE_SCALE


def load_bills(tx: Tx, staged: Staged) -> None:
    """The rows of one supplier and number become one bill."""
    for items in bills_told(staged.items).values():
        if items[0].outcome is not Outcome.NEW:
            continue
        said = {key: value for item in reversed(items) for key, value in item.values.items()}
        due, currency = said.get("due_on"), said.get("currency") or ""
        enter_bill(
            tx, said["supplier"], said["bill_no"], date.fromisoformat(said["billed_on"]),
            [_entry(tx, item) for item in items], due_on=date.fromisoformat(due) if due else None, currency=currency,
            rate=_rate(staged, currency), note=said.get("note"), source_row=items[0].row,
        )  # fmt: skip


def _entry(tx: Tx, item: Item) -> BillEntry:
    values = item.values
    channel = values.get("channel")
    return BillEntry(
        Decimal(values["amount"]) / MONEY_SCALE, values.get("account") or "", item.target or None,
        channel_id=find_channel(tx, channel) if channel else None, memo=values.get("note"), source_row=item.row,
    )  # fmt: skip


def load_payments(tx: Tx, staged: Staged) -> None:
    """Each payment from the bank, on its day."""
    for item in staged.items:
        if item.outcome is Outcome.NEW:
            values = item.values
            currency = tx.scalar(select(Bill.currency).where(Bill.bill_id == item.target))
            pay_bill(
                tx, item.target, date.fromisoformat(values["paid_on"]), Decimal(values["amount"]) / MONEY_SCALE,
                rate=_rate(staged, currency), note=values.get("note"), source_row=item.row,
            )  # fmt: skip


def _rate(staged: Staged, currency: str) -> Decimal | None:
    """What a person said of this file that a unit of the currency is worth."""
    told = staged.rates.get(currency)
    return None if told is None else Decimal(told) / RATE_SCALE
