"""What people do about customers: be careful with one, give points, keep what somebody allowed, open masked data."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.orders.rules import OrderKind, OrderState
from shopdesk.shop.service.customers.loyalty import read_loyalty
from shopdesk.shop.service.customers.rules import EARNED, Means, points_for
from shopdesk.store.action import action
from shopdesk.store.tables import Consent, ContactLook, Customer, PointMove, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import N_, UserError

_O: Final = SalesOrder.__table__.c
_P: Final = PointMove.__table__.c
_PART: Final = 500
FEW_POINTS: Final = N_("There are only {count} points.")


@action("customer.edit", N_("Be careful with a customer"), undoable=True)
def warn_of(tx: Tx, customer_id: int, reason: str | None) -> None:
    """Say why to be careful with a customer, wherever an order of theirs is shown; None: no longer."""
    customer = _there(tx, customer_id)
    told = (reason or "").strip() or None
    if told is None and customer.warned_of is None:
        raise UserError(N_("Say in a few words why the shop should be careful."), code="reason")
    tx.update(Customer, customer_id, warned_of=told)
    tx.say(N_("Be careful with a customer") if told else N_("No longer be careful with a customer"))


@action("customer.edit", N_("Give or take points"), undoable=True)
def add_points(tx: Tx, customer_id: int, points: int, reason: str, moved_on: date | None = None) -> int:
    """Points by hand, signed; the balance never falls below zero. Returns the new balance."""
    _there(tx, customer_id)
    if not points or not reason.strip():
        raise UserError(N_("Say how many points, and why."), code="points")
    balance = point_balances(tx, [customer_id]).get(customer_id, 0)
    if balance + points < 0:
        raise UserError(FEW_POINTS, code="few", count=balance)
    tx.insert(
        PointMove, customer_id=customer_id, moved_on=moved_on or tx.today, points=points, reason=reason.strip(),
        person=tx.person, import_id=tx.import_id,
    )  # fmt: skip
    tx.say(N_("Give {count} points") if points > 0 else N_("Take {count} points"), count=abs(points))
    return balance + points


@action("customer.edit", N_("Give points for orders"), undoable=True)
def earn_points(tx: Tx) -> int:
    """Bring the points of every completed order to what the rule says of what it kept; returns how many changed.

    Done twice, the second time changes nothing; what was given back since takes its points along.
    """
    loyalty = read_loyalty(tx)
    if loyalty.per <= 0 or loyalty.points <= 0:
        raise UserError(N_("Set first how many points an amount brings."), code="rule")
    given = _given(tx)
    changed = 0
    for row in _completed(tx):
        owed = points_for(Decimal(int(row.paid)) / MONEY_SCALE, loyalty)
        difference = owed - given.get(row.order_id, 0)
        if difference:
            tx.insert(
                PointMove, customer_id=row.customer_id, moved_on=tx.today, points=difference, reason=EARNED,
                order_id=row.order_id, person=tx.person,
            )  # fmt: skip
            changed += 1
    tx.say(N_("Give points for {count} orders"), count=changed)
    return changed


@action("customer.edit", N_("Keep what a customer allowed"), undoable=True)
def tell_consent(tx: Tx, customer_id: int, means: Means, is_given: bool, evidence: str | None = None) -> int:
    """A customer allowed or refused to be reached in a way; the last one stands. Returns its id."""
    _there(tx, customer_id)
    if is_given and not (evidence or "").strip():
        raise UserError(N_("Say how the shop knows: a form, a message, a call."), code="evidence")
    tx.say(N_("Keep what a customer allowed"))
    return tx.insert(
        Consent, customer_id=customer_id, means=means.value, is_given=is_given, told_at=tx.now,
        evidence=(evidence or "").strip() or None, person=tx.person, import_id=tx.import_id,
    )  # fmt: skip


@action("customer.look", N_("Open personal data"))
def look_at_contact(tx: Tx, customer_id: int, place: str) -> None:
    """Keep that somebody opened what is masked, and where; not undone by anything."""
    _there(tx, customer_id)
    tx.insert(ContactLook, customer_id=customer_id, looked_at=tx.now, person=tx.person, place=place)


@action("customer.look", N_("Export personal data"))
def note_export(tx: Tx, title: str, file_name: str) -> None:
    """Keep in the history that a list left with names and numbers whole, and who took it."""
    tx.say(N_("Export {list} with names and numbers whole: {file}"), list=title, file=file_name)


def point_balances(tx: Tx, customer_ids: Iterable[int]) -> dict[int, int]:
    """Customer → the points that they have, of those who ever had any."""
    listed, found = sorted(customer_ids), dict[int, int]()
    for start in range(0, len(listed), _PART):
        wanted = select(_P.customer_id, func.sum(_P.points).label("points")).group_by(_P.customer_id)
        rows = tx.rows(wanted.where(_P.customer_id.in_(listed[start : start + _PART])))
        found |= {row.customer_id: int(row.points) for row in rows}
    return found


def _given(tx: Tx) -> dict[int, int]:
    """Order → points that it has brought so far."""
    rows = tx.rows(
        select(_P.order_id, func.sum(_P.points).label("points"))
        .where(_P.order_id.is_not(None), _P.reason == EARNED)
        .group_by(_P.order_id)
    )
    return {row.order_id: int(row.points) for row in rows}


def _completed(tx: Tx) -> Any:
    """Sales that are completed or have points: their customer, and what they kept in 1/10,000."""
    paid = type_coerce(_O.total, WHOLE) - type_coerce(_O.refunded, WHOLE)
    earned = select(_P.order_id).where(_P.order_id == _O.order_id, _P.reason == EARNED).exists()
    return tx.rows(
        select(_O.order_id, _O.customer_id, type_coerce(paid, WHOLE).label("paid"))
        .where(
            _O.kind == OrderKind.SALE.value, _O.customer_id.is_not(None), _O.sold_on.is_not(None),
            (_O.state == OrderState.COMPLETED.value) | earned,
        )
        .order_by(_O.order_id)
    )  # fmt: skip


def _there(tx: Tx, customer_id: int) -> Any:
    found = tx.rows(select(Customer.__table__).where(Customer.customer_id == customer_id))
    if not found:
        raise UserError(N_("This customer is no longer in the shop."), code="gone")
    if found[0].erased_at is not None:
        raise UserError(N_("Who this customer was has been erased on request."), code="erased")
    return found[0]
