"""What the store knows of a staged carrier's bill: the orders by waybill, and what of it is booked already."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from sqlalchemy import exists, select, type_coerce
from sqlalchemy.orm import aliased

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.ledger.sheets import FREIGHT_FILE
from shopdesk.store.tables import Account, JournalEntry, Posting, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import N_

FREIGHT = "freight"
"""`document_kind` of an entry of freight; its document is the order, its memo the waybill and the moment."""
NO_ORDER = N_("No order with this waybill is known, so it is not booked. Import the bill again once it is.")
BOOKED_OTHERWISE = N_("This parcel is booked already, with {amount}.")
_MANY = 5_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """The order that went with a waybill."""

    order_id: int
    channel_id: int


def compare_freight(tx: Tx, staged: Staged) -> None:
    """Charges that are not booked yet, those that are, and those of nobody: a bill mixes the shops of a company.

    A parcel may be charged several times at once (carriage, insurance), and several orders may go in one parcel: a
    charge is known by its waybill, its minute and its amount, whichever order bears it. Excel drops the seconds.
    """
    parcels = parcels_of(tx, [item.values["waybill"] for item in staged.items])
    booked = _booked(tx)
    unmatched: list[Item] = []
    for item in staged.items:
        parcel, amount = parcels.get(item.values["waybill"]), item.values["amount"]
        if parcel is None:
            item.outcome = Outcome.CONFLICT
            _say(staged, item, "waybill", item.values["waybill"], NO_ORDER)
            continue
        item.target = parcel.order_id
        there = booked.get(memo_of(item, tx.zone), [])
        if not amount or amount in there:
            item.outcome = Outcome.SAME
            if amount:
                there.remove(amount)
        else:
            unmatched.append(item)
    for item in unmatched:
        left = booked.get(memo_of(item, tx.zone))
        item.outcome = Outcome.CONFLICT if left else Outcome.NEW
        if left:
            _say(staged, item, "amount", _shown(item.values["amount"]), BOOKED_OTHERWISE, amount=_shown(left.pop(0)))


def memo_of(item: Item, zone: tzinfo) -> str:
    """The words by which an entry of freight is known again: the waybill and the minute in which it was scanned."""
    moment = item.values.get("charged_at")
    if moment is None:
        return str(item.values["waybill"])
    return f"{item.values['waybill']} {datetime.fromtimestamp(moment, UTC).astimezone(zone):%Y-%m-%d %H:%M}"


def parcels_of(tx: Tx, waybills: Iterable[str]) -> dict[str, Parcel]:
    """Waybill → its order; of several orders in one parcel the first bears it."""
    listed = sorted(set(waybills))
    wanted = select(SalesOrder.waybill, SalesOrder.order_id, SalesOrder.channel_id).order_by(SalesOrder.order_id.desc())
    runs = [wanted.where(SalesOrder.waybill.is_not(None))] if len(listed) > _MANY else [
        wanted.where(SalesOrder.waybill.in_(part)) for part in parts(listed)
    ]  # fmt: skip
    return {row.waybill: Parcel(row.order_id, row.channel_id) for run in runs for row in tx.rows(run)}


def _booked(tx: Tx) -> dict[str, list[int]]:
    """Memo → amounts in 1/10,000, of entries that stand or that a person reversed by hand."""
    answer = aliased(JournalEntry)
    taken_back = exists().where(answer.reverses_id == JournalEntry.entry_id, answer.import_id.is_not(None))
    found: dict[str, list[int]] = {}
    for row in tx.rows(
        select(JournalEntry.memo, type_coerce(Posting.amount, WHOLE).label("amount"))
        .join(Posting, Posting.entry_id == JournalEntry.entry_id)
        .join(Account, Account.account_id == Posting.account_id)
        .where(JournalEntry.document_kind == FREIGHT, JournalEntry.reverses_id.is_(None), ~taken_back)
        .where(Account.code == Role.FREIGHT.value)
        .order_by(JournalEntry.entry_id)
    ):
        found.setdefault(row.memo, []).append(int(row.amount))
    return found


def _shown(amount: int) -> str:
    return f"{Decimal(amount) / MONEY_SCALE:.2f}"


def _say(staged: Staged, item: Item, key: str, value: str, message: str, **told: str) -> None:
    said = problem(staged.plan, FREIGHT_FILE, key, item.row, value, message, told, item.outcome)
    staged.report(replace(said, for_now=True))
