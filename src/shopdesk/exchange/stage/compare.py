"""What the store already knows of a staged file: new, changed, same or in conflict, by natural keys."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import compress
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.exchange.stage.comparing import COMPARING
from shopdesk.exchange.stage.erased import leave_erased
from shopdesk.exchange.stage.foreign import bring_home
from shopdesk.exchange.stage.known import (
    Edited,
    calendar,
    edited_orders,
    known_orders,
    parts,
    sku_ids,
    stored_orders,
)
from shopdesk.exchange.stage.merge import Calendar, merge, sold_on
from shopdesk.exchange.stage.orders import NO_PRICE, price_field
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Order, Outcome, Staged, stretches
from shopdesk.shop.ledger.actions import closed_through
from shopdesk.shop.orders.rules import SHIPPED, SOLD, LineKind
from shopdesk.shop.orders.sheets import ORDER_FILE, STATES
from shopdesk.shop.promotions.told_codes import find_unknown
from shopdesk.store.tables import ImportFile
from shopdesk.store.tx import Tx
from shopdesk.text import N_

BACKWARDS = N_("The store knows a later state: {state}.")
UNKNOWN_CODES = N_("No promotion has these codes: {codes}. Their uses are noted as soon as one has them.")
MOST_CODES: Final = 8
CLOSED = N_("The books are closed through {day}; this order belongs before.")
_POSTED: Final = frozenset({"state", "sold_on", "units", "goods", "discount", "shipping", "charge", "tax", "refunded"})
"""Columns of an order that books and shelf follow."""
_LATER: Final = frozenset({"refunded"})
"""Those of them that come after the days of the sale were closed, as goods that leave then do: what they post counts to
the first open day.
"""


def compare(tx: Tx, staged: Staged) -> None:
    """Set the outcome of every order and item against the store as it is in this transaction."""
    this_file = (ImportFile.sha256 == staged.sha256) & ImportFile.taken_back_at.is_(None)
    if staged.facts is None or len(staged.facts.heads) > 1:  # an only sheet may be called as its file, which is renamed
        this_file &= ImportFile.sheet_name == staged.plan.sheet_name
    before = tx.scalar(select(func.max(ImportFile.imported_at)).where(this_file))
    staged.same_file = before.isoformat() if before else ""
    staged.forget_conflicts()
    if staged.plan.kind == "orders":
        _compare_orders(tx, staged)
    else:
        COMPARING[staged.plan.kind].compare(tx, staged)
        leave_erased(tx, staged)
        for item in staged.items if staged.rejected_rows else ():
            if item.row in staged.rejected_rows:
                item.outcome = Outcome.REJECTED


def _compare_orders(tx: Tx, staged: Staged) -> None:
    known = known_orders(tx, staged.orders, staged.channel)
    differing = []
    for order in staged.orders:
        order.update = None
        found = known.get((order.channel or staged.channel, order.order_no))
        if found is None:
            order.outcome = Outcome.NEW
        else:
            order.order_id = found[0]
            order.outcome = Outcome.SAME if found[1] == order.fingerprint else Outcome.CHANGED
            if order.outcome is Outcome.CHANGED:
                differing.append(order)
    edited = edited_orders(tx) if differing else {}
    days = calendar(tx)
    bring_home(tx, staged, days)
    for part in parts(differing):
        _look_closer(tx, staged, part, edited, days)
    _refuse_unpriced(staged)
    _refuse_closed(tx, staged, days)
    staged.new_skus = _new_skus(tx, staged)
    staged.notices = _code_notices(tx, staged)


def _code_notices(tx: Tx, staged: Staged) -> list[tuple[str, Mapping[str, Any]]]:
    """That orders name codes which no promotion has."""
    coming = (order for order in staged.orders if order.outcome in (Outcome.NEW, Outcome.CHANGED))
    said = [text for order in coming if (text := order.fields.get("coupon_code"))]
    found = find_unknown(tx, said) if said else []
    if not found:
        return []
    named = [f"{one.code} ({one.orders:,})" for one in found[:MOST_CODES]]
    return [(UNKNOWN_CODES, {"codes": ", ".join(named) + (" …" if len(found) > MOST_CODES else "")})]


def _look_closer(tx: Tx, staged: Staged, orders: Sequence[Order], edited: Edited, days: Calendar) -> None:
    """Tell apart what really changed from what an older or shorter export says in other words."""
    stored = stored_orders(tx, [order.order_id for order in orders], edited)
    codes = {line.sku or line.barcode or "" for order in orders for line in order.lines}
    skus = sku_ids(tx, codes - {""})
    for order in orders:
        order.update = update = merge(order, stored[order.order_id], staged.plan, skus, days)
        if not update.changes:
            order.outcome, order.update = Outcome.SAME, None
        elif update.backwards:
            state = stored[order.order_id].image["state"]
            there = STATES[state].title
            _conflict(staged, order, "state", STATES[order.state].title, BACKWARDS, there, state=there)


def _refuse_unpriced(staged: Staged) -> None:
    """An order that the store does not know needs a price; of one that it knows, a list may tell the state alone."""
    kept = []
    for order in staged.orders:
        if order.outcome is Outcome.NEW and not order.priced and order.state in SOLD and not staged.plan.partial:
            staged.report(problem(staged.plan, ORDER_FILE, price_field(staged.plan), order.row, "", NO_PRICE, {}))
        else:
            kept.append(order)
    staged.orders[:] = kept


def _refuse_closed(tx: Tx, staged: Staged, days: Calendar) -> None:
    """What would have to be posted in a closed period is named, not posted there (reliability.md 53)."""
    closed = closed_through(tx)
    if closed == date.min:
        return
    for order in staged.orders:
        day = _day_touched(order, days)
        if day is not None and day <= closed.isoformat():
            _conflict(staged, order, "placed_at", day, CLOSED, "", day=closed.isoformat())


def _day_touched(order: Order, days: Calendar) -> str | None:
    """The day of the books that the order would be posted to or changed in."""
    if order.outcome is Outcome.NEW:
        return sold_on(order.fields, days) if order.state in SOLD else None
    if order.outcome is Outcome.CHANGED and order.update:
        told = order.update.columns
        later = _LATER | ({"state"} if order.state in SHIPPED else set())
        if order.update.lines is not None or (_POSTED - later) & told.keys():
            return order.update.was_sold_on or told.get("sold_on")
    return None


def _conflict(staged: Staged, order: Order, key: str, value: str, message: str, stored: str, **told: str) -> None:
    """Hold an order; `value` is what the file says of the field, `stored` what the store has."""
    order.outcome = Outcome.CONFLICT
    found = problem(staged.plan, ORDER_FILE, key, order.row, value, message, told, Outcome.CONFLICT)
    staged.report(replace(found, stored=stored))


def _new_skus(tx: Tx, staged: Staged) -> int:
    codes: set[str | None] = set()
    kinds, skus = staged.lines["kind"], staged.lines["sku"]
    for part in stretches(order for order in staged.orders if order.outcome in (Outcome.NEW, Outcome.CHANGED)):
        lines = slice(part[0].lines.start, part[-1].lines.stop)
        codes.update(compress(skus[lines], map(LineKind.PRODUCT.value.__eq__, kinds[lines])))
    told = {code for code in codes if code}
    return len(told - set(sku_ids(tx, told)))
