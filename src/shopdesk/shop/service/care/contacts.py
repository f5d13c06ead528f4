"""Care: whom to contact by rule, what each allowed, the log of contacts, and the list for whatever sends messages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Text, func, select, type_coerce

from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.service.care.rules import (
    Bought,
    CareLimits,
    CareResult,
    CareRule,
    Due,
    dear_from,
    gaps,
    judge,
    usual_gap,
)
from shopdesk.shop.service.care.sheets import CARE_LOG
from shopdesk.shop.service.customers.actions import look_at_contact, tell_consent
from shopdesk.shop.service.customers.rules import Means
from shopdesk.store.action import action
from shopdesk.store.rows import RowSource, spoken_title
from shopdesk.store.store import set_setting
from shopdesk.store.tables import CareContact, Channel, Consent, Customer, CustomerContact, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE
from shopdesk.text import N_, UserError

_SETTING: Final = "care"
_LATEST: Final = 10
_PART: Final = 500
_C: Final = Customer.__table__.c
_K: Final = CareContact.__table__.c
_O: Final = SalesOrder.__table__.c
_WRITTEN: Final[Mapping[Means, str]] = {
    Means.PHONE: "phone", Means.SMS: "phone", Means.EMAIL: "email", Means.POST: "address",
}  # fmt: skip
"""Which part of a contact a means needs; a chat goes by the customer's number."""

CARE_LOG_ROWS: Final = RowSource(
    sheet=CARE_LOG,
    origin=CareContact.__table__.join(Customer.__table__, _C.customer_id == _K.customer_id)
    .join(Channel.__table__, Channel.__table__.c.channel_id == _C.channel_id)
    .outerjoin(CustomerContact.__table__, CustomerContact.__table__.c.customer_id == _K.customer_id),
    row_id=_K.care_contact_id,
    values={
        **{column.key: _K[column.key] for column in CARE_LOG.columns if column.key in _K},
        "name": CustomerContact.__table__.c.name,
        "customer_no": _C.customer_no,
        "channel": Channel.__table__.c.title,
        "bought_on": select(func.min(_O.sold_on))
        .where(_O.customer_id == _K.customer_id, _O.kind == OrderKind.SALE.value, _O.sold_on >= _K.contacted_on)
        .scalar_subquery(),
    },
    search=(_C.customer_no, CustomerContact.__table__.c.name, _K.note),
    order=(("contacted_on", True),),
    spoken={"channel": spoken_title},
)
"""Every contact, the latest first."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of a customer."""

    rule: CareRule
    on: date
    means: Means
    result: CareResult
    again_on: date | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Cared:
    """A customer who is to be contacted today."""

    customer_id: int
    customer_no: str
    channel: str
    """A msgid where it is well known."""
    name: str | None
    address: str | None
    """Phone, e-mail or address, as the means needs; the number for a chat; None where nobody knows it."""
    due: Due
    bought: Bought
    consent: str
    """"given" or "unknown"."""
    last: Contact | None

    def row(self, today: date, name: str) -> tuple[Any, ...]:
        """Cells of CARE, with the name as it may be shown."""
        last, bought_on = self.last, self.bought.days[-1]
        return (
            self.due.rule.value, name, self.customer_no, self.channel, self.consent, self.due.due_on, bought_on,
            (today - bought_on).days, self.due.gap, self.due.is_own, self.bought.orders, self.bought.value,
            last and last.on, last and last.result.value, last and last.again_on,
        )  # fmt: skip


def read_limits(tx: Tx) -> CareLimits:
    """The numbers that hold."""
    told: dict[str, Any] = tx.setting(_SETTING, {})
    usual = asdict(CareLimits())
    return CareLimits(**{key: type(usual[key])(told.get(key, usual[key])) for key in usual})


@action("shop.settings", N_("Set the rules of care"), undoable=True)
def set_limits(tx: Tx, typed: Mapping[str, Any]) -> None:
    """Keep the numbers that the lists go by; what is left out stays. UserError for what is no number above zero."""
    now = asdict(read_limits(tx))
    for key in (one.name for one in fields(CareLimits) if one.name in typed):
        try:
            value = Decimal(str(typed[key]))
        except InvalidOperation:
            value = Decimal(0)
        if value <= 0 or (key == "dear_share" and value > 1):
            raise UserError(N_("“{value}” is no number for this rule."), code=key, value=typed[key])
        now[key] = value if isinstance(now[key], Decimal) else int(value)
    if now["first_until"] < now["first_days"]:
        raise UserError(N_("Care after the first order ends before it begins."), code="first_until")
    set_setting(tx, _SETTING, {key: str(value) for key, value in now.items()})


def fetch_care(tx: Tx, means: Means) -> list[Cared]:
    """Who is to be contacted today by a means, the dearest of the weightiest rule first.

    Left out: who refused the means, who was contacted lately or asked for a later day, whom the shop is careful with,
    who was erased. Merged customers are one, as their orders hang with the one that was kept.
    """
    limits, today = read_limits(tx), tx.today
    bought = dict(_bought(tx))
    shop_gap = usual_gap([gap for one in bought.values() for gap in gaps(one.days)])
    dear = dear_from([one.value for one in bought.values()], limits.dear_share)
    allowed, last, brought = _consents(tx, means), _last_contacts(tx), _brought(tx, means)
    told = {
        key: judge(one, shop_gap, dear, limits, today) or _asked(last.get(key), one, today)
        for key, one in bought.items()
    }
    dues = {key: due for key, due in told.items() if due is not None}
    made = []
    for row in _customers(tx, sorted(dues), means):
        key = row.customer_id
        if allowed.get(key, True) and not _rests(last.get(key), limits, today):
            consent = "given" if key in allowed else "unknown"
            name, address = brought.get(key, (None, None))
            made.append(
                Cared(
                    key, row.customer_no, row.title, row.name or name, row.address or address, dues[key], bought[key],
                    consent, last.get(key),
                )
            )  # fmt: skip
    order = list(CareRule)
    return sorted(made, key=lambda one: (order.index(one.due.rule), -one.bought.value, one.customer_no))


def fetch_contacts(tx: Tx, customer_id: int) -> list[Contact]:
    """The latest contacts of a customer, the last one first."""
    rows = tx.rows(
        select(CareContact.__table__)
        .where(_K.customer_id == customer_id)
        .order_by(_K.contacted_on.desc(), _K.care_contact_id.desc())
        .limit(_LATEST)
    )
    return [_contact(row) for row in rows]


def sending_rows(cared: Sequence[Cared], means: Means) -> list[tuple[Any, ...]]:
    """Cells of CARE_FILE for those who allowed the means and can be reached by it."""
    return [
        (
            one.channel, one.customer_no, one.name, one.address, one.due.rule.value, means.value, None, None, None,
            None,
        )
        for one in cared
        if one.consent == "given" and one.address
    ]  # fmt: skip


@action("care.edit", N_("Write down a contact"), undoable=True)
def add_contact(tx: Tx, customer_id: int, values: Mapping[str, Any]) -> int:
    """A contact from columns of CARE_FILE; blank: today, by the rule of winning back. Returns its id.

    Whoever wants no more has refused that means from then on.
    """
    told = {"contacted_on": tx.today, "rule": CareRule.WIN_BACK, **{k: v for k, v in values.items() if v is not None}}
    check_contact(tx.today, told)
    means, result = Means(told["means"]), CareResult(told["result"])
    if result is CareResult.REFUSED:
        tell_consent(tx, customer_id, means, False)
    tx.say(N_("Write down a contact"))
    return tx.insert(
        CareContact, customer_id=customer_id, rule=CareRule(told["rule"]).value, contacted_on=told["contacted_on"],
        means=means.value, result=result.value, note=str(told.get("note") or "").strip() or None,
        again_on=told.get("again_on"), person=tx.person, import_id=tx.import_id,
        source_row=told.get("source_row"),
    )  # fmt: skip


def check_contact(today: date, told: Mapping[str, Any]) -> None:
    """UserError for what is no contact: no result or means, a day to come, another one that comes before it."""
    for key, words in (("means", Means), ("result", CareResult), ("rule", CareRule)):
        if told.get(key) not in set(words):
            raise UserError(N_("“{value}” does not fit here."), code=key, value=told.get(key) or "–")
    on, again = told["contacted_on"], told.get("again_on")
    if on > today:
        raise UserError(N_("This day is still to come."), code="contacted_on")
    if again is not None and again <= on:
        raise UserError(N_("The next contact comes after this one."), code="again_on")
    if told["result"] == CareResult.AGAIN and again is None:
        raise UserError(N_("Say on what day to contact them again."), code="again_on")


@action("care.edit", N_("Remove a contact"), undoable=True)
def remove_contact(tx: Tx, care_contact_id: int) -> None:
    """Take a contact out of the log; what was refused with it stays refused."""
    tx.delete(CareContact, care_contact_id)


@action("customer.look", N_("Open personal data"))
def keep_sent(tx: Tx, customer_ids: Sequence[int]) -> None:
    """Keep that names and numbers of these customers went out in a file."""
    for customer_id in customer_ids:
        look_at_contact(tx, customer_id, "export")


def _bought(tx: Tx) -> Iterator[tuple[int, Bought]]:
    """Customer → what they bought; merged and erased customers, and those the shop is careful with, are left out."""
    amount = type_coerce(_O.total, WHOLE) - type_coerce(_O.refunded, WHOLE)
    rows = tx.rows(
        select(
            _O.customer_id, type_coerce(_O.sold_on, Text()).label("day"), type_coerce(amount, WHOLE).label("amount"),
            func.coalesce(_O.completed_at, _O.shipped_at).label("delivered"),
        )
        .join(Customer.__table__, _C.customer_id == _O.customer_id)
        .where(
            _O.kind == OrderKind.SALE.value, _O.sold_on.is_not(None), _C.merged_into.is_(None),
            _C.warned_of.is_(None), _C.erased_at.is_(None),
        )
        .order_by(_O.customer_id, _O.sold_on, _O.order_id)
    )  # fmt: skip
    for customer_id, of in groupby(rows, lambda row: int(row.customer_id)):
        sold = list(of)
        days = tuple(date.fromisoformat(day) for day in dict.fromkeys(row.day for row in sold))
        delivered = sold[-1].delivered
        value = Decimal(sum(int(row.amount) for row in sold)) / MONEY_SCALE
        yield customer_id, Bought(days, len(sold), value, delivered and delivered.astimezone(tx.zone).date())


def _customers(tx: Tx, ids: Sequence[int], means: Means) -> Iterator[Any]:
    contact = CustomerContact.__table__.c
    address = contact[_WRITTEN[means]] if means in _WRITTEN else _C.customer_no
    wanted = (
        select(_C.customer_id, _C.customer_no, Channel.title, contact.name, address.label("address"))
        .join(Channel.__table__, Channel.__table__.c.channel_id == _C.channel_id)
        .outerjoin(CustomerContact.__table__, contact.customer_id == _C.customer_id)
    )
    for start in range(0, len(ids), _PART):
        yield from tx.rows(wanted.where(_C.customer_id.in_(ids[start : start + _PART])).order_by(_C.customer_id))


def _brought(tx: Tx, means: Means) -> dict[int, tuple[str | None, str | None]]:
    """Customer → name, and what a means needs, as those merged into them had it; the first who had it."""
    contact, found = CustomerContact.__table__.c, dict[int, tuple[str | None, str | None]]()
    if means not in _WRITTEN:
        return found
    rows = tx.rows(
        select(_C.merged_into, contact.name, contact[_WRITTEN[means]].label("address"))
        .join(CustomerContact.__table__, contact.customer_id == _C.customer_id)
        .where(_C.merged_into.is_not(None))
        .order_by(_C.customer_id)
    )
    for row in rows:
        name, address = found.get(row.merged_into, (None, None))
        found[row.merged_into] = name or row.name, address or row.address
    return found


def _consents(tx: Tx, means: Means) -> dict[int, bool]:
    """Customer → what they said last of a means."""
    consent = Consent.__table__.c
    wanted = select(consent.customer_id, consent.is_given).where(consent.means == means.value)
    return {row[0]: bool(row[1]) for row in tx.rows(wanted.order_by(consent.told_at, consent.consent_id))}


def _last_contacts(tx: Tx) -> dict[int, Contact]:
    wanted = select(CareContact.__table__).order_by(_K.contacted_on, _K.care_contact_id)
    return {row.customer_id: _contact(row) for row in tx.rows(wanted)}


def _contact(row: Any) -> Contact:
    return Contact(
        CareRule(row.rule), row.contacted_on, Means(row.means), CareResult(row.result), row.again_on, row.note
    )


def _asked(last: Contact | None, bought: Bought, today: date) -> Due | None:
    """Somebody who wanted to be contacted again by now, and has not bought since."""
    if last is None or last.again_on is None or last.again_on > today or bought.days[-1] >= last.on:
        return None
    return Due(last.rule, last.again_on, None, is_own=False)


def _rests(last: Contact | None, limits: CareLimits, today: date) -> bool:
    """Whether a customer is left alone: until the day they named, else for a while after the last contact."""
    if last is None:
        return False
    return today < (last.again_on or last.on + timedelta(limits.rest_days))
