"""Reading cases: all of them, those that wait with the clock that breaks next, and everything that is known of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, or_, select

from shopdesk.shop.service.clocks import Clock, ClockName, Event, Promise, next_due, platform_clock, read_clocks
from shopdesk.shop.service.hours import Hours
from shopdesk.shop.service.promises import (
    USUAL_PROMISES,
    PlatformRule,
    read_hours,
    read_platform,
    read_promises,
)
from shopdesk.shop.service.rules import ENDED, SPOKEN, CaseKind, CaseState, EventKind, Priority
from shopdesk.shop.service.sheets import CASES, QUEUE, REPLIES
from shopdesk.store.rows import RowSource, fetch_page, spoken_title
from shopdesk.store.tables import (
    CaseEvent,
    CaseLink,
    Channel,
    Customer,
    CustomerContact,
    Lot,
    OrderAddress,
    QuickReply,
    SalesOrder,
    ServiceCase,
    Sku,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

_C: Final = ServiceCase.__table__.c
_PART: Final = 500
MOST_MATCHES: Final = 12
_SHORTEST: Final = 3

CASE_ROWS: Final = RowSource(
    sheet=CASES,
    origin=ServiceCase.__table__.outerjoin(Channel.__table__, Channel.__table__.c.channel_id == _C.channel_id)
    .outerjoin(SalesOrder.__table__, SalesOrder.__table__.c.order_id == _C.order_id)
    .outerjoin(CustomerContact.__table__, CustomerContact.__table__.c.customer_id == _C.customer_id)
    .outerjoin(Customer.__table__, Customer.__table__.c.customer_id == _C.customer_id)
    .outerjoin(Sku.__table__, Sku.__table__.c.sku_id == _C.sku_id)
    .outerjoin(Lot.__table__, Lot.__table__.c.lot_id == _C.lot_id),
    row_id=_C.case_id,
    values={
        **{column.key: _C[column.key] for column in CASES.columns if column.key in _C},
        "channel": Channel.__table__.c.title,
        "order_no": SalesOrder.__table__.c.order_no,
        "customer": func.coalesce(CustomerContact.__table__.c.name, Customer.__table__.c.customer_no),
        "sku": Sku.__table__.c.code,
        "lot": Lot.__table__.c.lot_no,
        "events": select(func.count())
        .select_from(CaseEvent.__table__)
        .where(CaseEvent.__table__.c.case_id == _C.case_id)
        .scalar_subquery(),
    },
    search=(_C.case_no, _C.title, _C.reason, SalesOrder.__table__.c.order_no, CustomerContact.__table__.c.name),
    order=(("opened_at", True), ("case_no", True)),
    spoken={"channel": spoken_title},
)
"""Every case."""
REPLY_ROWS: Final = RowSource(
    sheet=REPLIES,
    origin=QuickReply.__table__,
    row_id=QuickReply.__table__.c.reply_id,
    values={column.key: QuickReply.__table__.c[column.key] for column in REPLIES.columns},
    search=(QuickReply.__table__.c.title, QuickReply.__table__.c.text, QuickReply.__table__.c.reason),
    order=(("uses", True), ("title", False)),
)
"""Quick replies, the most used first."""


class Happened(NamedTuple):
    """One event of a case's timeline."""

    happened_at: datetime
    kind: str
    person: str | None
    text: str | None
    state: str | None
    case_no: str
    """Of the case in which it was said; another one where cases were merged."""


class Reply(NamedTuple):
    """A ready answer."""

    reply_id: int
    title: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case: its cells by column key, what happened, its clocks, and the cases that it has to do with."""

    case_id: int
    row: dict[str, Any]
    order_id: int | None
    customer_id: int | None
    merged_into: str | None
    events: Sequence[Happened]
    clocks: dict[ClockName, Clock]
    linked: Sequence[tuple[int, str, str]]
    """Id, number and title."""


class Match(NamedTuple):
    """An order that a case may be about."""

    order_id: int
    order_no: str
    channel: str
    who: str | None
    summary: str


def find_case(tx: Tx, case_id: int) -> CaseFacts | None:
    """Everything that is known of a case; None where it is gone."""
    cells = fetch_page(tx, CASE_ROWS, [case_id])[0]
    found = tx.rows(select(ServiceCase.__table__).where(_C.case_id == case_id))
    if not cells or not found:
        return None
    case = found[0]
    row = dict(zip((column.key for column in CASES.columns), cells, strict=True))
    into = tx.scalar(select(_C.case_no).where(_C.case_id == case.merged_into)) if case.merged_into else None
    clocks = clocks_of(tx, [case]).get(case_id, {})
    return CaseFacts(
        case_id, row, case.order_id, case.customer_id, into, _timeline(tx, case_id), clocks, _linked(tx, case_id)
    )


def find_case_no(tx: Tx, case_no: str) -> int | None:
    """The case of a number, however it is written; None where there is none."""
    found: int | None = tx.scalar(select(_C.case_id).where(_C.case_no == case_no.strip().upper()))
    return found


def fetch_queue(tx: Tx) -> list[tuple[int, Sequence[Any]]]:
    """Cases that wait and were not put off, as rows of QUEUE: what breaks its promise next first, at rest last."""
    waits = _C.state.not_in([state.value for state in ENDED])
    is_awake = or_(_C.snoozed_until.is_(None), _C.snoozed_until <= tx.now)
    cases = tx.rows(select(ServiceCase.__table__).where(waits, is_awake))
    cells = fetch_page(tx, CASE_ROWS, [case.case_id for case in cases])
    clocks = clocks_of(tx, cases)
    keys = [column.key for column in CASES.columns]
    made: list[tuple[int, Sequence[Any]]] = []
    for case, told in zip(cases, cells, strict=True):
        clock = next_due(clocks[case.case_id])
        row = dict(zip(keys, told or (), strict=False))
        if clock is not None:
            row |= {"due_at": clock.due_at, "clock": clock.name.value, "waited": clock.seconds // 60}
        wanted = clocks[case.case_id].get(ClockName.PLATFORM)
        row["platform_due"] = wanted and wanted.due_at
        row["late"] = clock is not None and clock.is_late
        made.append((case.case_id, [row.get(column.key) for column in QUEUE.columns]))
    return sorted(made, key=lambda one: (one[1][0] is None, one[1][0] or tx.now, one[0]))


def count_late(tx: Tx) -> int:
    """Cases of the queue of which a promise is broken."""
    late = [column.key for column in QUEUE.columns].index("late")
    return sum(bool(row[late]) for _case_id, row in fetch_queue(tx))


def find_orders_of(tx: Tx, text: str) -> list[Match]:
    """Orders by number, waybill, the last four digits of a phone number or a name, the newest first."""
    wanted = text.strip()
    if len(wanted) < _SHORTEST:
        return []
    address, contact, order = OrderAddress.__table__.c, CustomerContact.__table__.c, SalesOrder.__table__.c
    fits = [order.order_no.contains(wanted, autoescape=True), order.waybill == wanted]
    if wanted.isdigit() and len(wanted) >= 4:
        fits += [column.endswith(wanted, autoescape=True) for column in (address.phone, contact.phone)]
    elif not wanted.isdigit():
        fits += [column.contains(wanted, autoescape=True) for column in (address.recipient, contact.name)]
    rows = tx.rows(
        select(
            order.order_id, order.order_no, Channel.title, func.coalesce(address.recipient, contact.name), order.summary
        )
        .join(Channel.__table__, Channel.__table__.c.channel_id == order.channel_id)
        .outerjoin(OrderAddress.__table__, address.order_id == order.order_id)
        .outerjoin(CustomerContact.__table__, contact.customer_id == order.customer_id)
        .where(or_(*fits))
        .order_by(order.placed_at.desc(), order.order_id.desc())
        .limit(MOST_MATCHES)
    )
    return [Match(*row) for row in rows]


class Buyer(NamedTuple):
    """A customer whom a case may be of."""

    customer_id: int
    customer_no: str
    who: str | None
    channel: str | None


def find_buyers(tx: Tx, text: str) -> list[Buyer]:
    """Customers by number, name, or the last four digits of a phone; what a merged one told finds the kept one."""
    wanted = text.strip()
    if len(wanted) < _SHORTEST:
        return []
    named, told = Customer.__table__.alias("named"), CustomerContact.__table__.alias("told")
    fits = [named.c.customer_no.contains(wanted, autoescape=True)]
    if wanted.isdigit() and len(wanted) >= 4:
        fits.append(told.c.phone.endswith(wanted, autoescape=True))
    elif not wanted.isdigit():
        fits.append(told.c.name.contains(wanted, autoescape=True))
    meant = (
        select(func.coalesce(named.c.merged_into, named.c.customer_id))
        .select_from(named.outerjoin(told, told.c.customer_id == named.c.customer_id))
        .where(or_(*fits))
    )
    customer, contact = Customer.__table__.c, CustomerContact.__table__.c
    rows = tx.rows(
        select(customer.customer_id, customer.customer_no, contact.name, Channel.title)
        .select_from(Customer.__table__)
        .outerjoin(CustomerContact.__table__, contact.customer_id == customer.customer_id)
        .outerjoin(Channel.__table__, Channel.__table__.c.channel_id == customer.channel_id)
        .where(customer.customer_id.in_(meant))
        .order_by(customer.customer_id.desc())
        .limit(MOST_MATCHES)
    )
    return [Buyer(*row) for row in rows]


def find_replies(tx: Tx, reason: str | None) -> list[Reply]:
    """Quick replies for a reason before those for any, the most used first; those for other reasons last."""
    reply = QuickReply.__table__.c
    rows = tx.rows(
        select(reply.reply_id, reply.title, reply.language, reply.text, reply.reason)
        .order_by(reply.uses.desc(), reply.title, reply.language)
    )  # fmt: skip
    ranked = sorted(rows, key=lambda row: 1 if row.reason is None else 0 if row.reason == reason else 2)
    return [Reply(*row[:4]) for row in ranked]


def reply_values(tx: Tx, case_id: int) -> dict[str, str | None]:
    """What the fields of a quick reply stand for in a case; None where nobody knows it."""
    found = tx.rows(
        select(
            SalesOrder.order_no.label("order"), SalesOrder.waybill, SalesOrder.carrier,
            SalesOrder.summary.label("goods"), SalesOrder.shipped_at.label("shipped"), Channel.title.label("channel"),
            ServiceCase.case_no.label("case"),
            func.coalesce(CustomerContact.name, OrderAddress.recipient).label("customer"),
        )
        .select_from(ServiceCase)
        .outerjoin(SalesOrder, SalesOrder.order_id == ServiceCase.order_id)
        .outerjoin(OrderAddress, OrderAddress.order_id == ServiceCase.order_id)
        .outerjoin(CustomerContact, CustomerContact.customer_id == ServiceCase.customer_id)
        .outerjoin(Channel, Channel.channel_id == ServiceCase.channel_id)
        .where(ServiceCase.case_id == case_id)
    )  # fmt: skip
    if not found:
        raise UserError(N_("This case is no longer in the shop."), code="gone")
    told = dict(found[0]._mapping)  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
    shipped = told.pop("shipped")
    day = shipped.astimezone(tx.zone).date().isoformat() if shipped is not None else None
    shop = tx.setting("name", "")
    return {**{key: value or None for key, value in told.items()}, "shipped": day, "shop": shop or None}


def clocks_of(tx: Tx, cases: Sequence[Any]) -> dict[int, dict[ClockName, Clock]]:
    """Clocks of cases by id, at this moment."""
    if not cases:
        return {}
    events = _events_of(tx, {case.case_id for case in cases})
    first = min(case.opened_at for case in cases).year - 1
    hours, promises = read_hours(tx, range(first, tx.today.year + 2)), read_promises(tx)
    usual = promises.get(Priority.NORMAL, Promise(*USUAL_PROMISES[Priority.NORMAL]))
    rules, made = read_platform(tx), dict[int, dict[ClockName, Clock]]()
    for case in cases:
        told = events.get(case.case_id, [])
        made[case.case_id] = _read(case, told, hours, promises.get(case.priority, usual), tx.now)
        wanted = _platform(case, rules.get(case.channel_id), told, tx.now)
        if wanted is not None:
            made[case.case_id][ClockName.PLATFORM] = wanted
    return made


def _events_of(tx: Tx, ids: set[int]) -> dict[int, list[Event]]:
    """Case → its events as clocks see them, with what was said in cases that were merged into it."""
    merged = tx.rows(select(_C.case_id, _C.merged_into).where(_C.merged_into.is_not(None)))
    into = {row.case_id: row.merged_into for row in merged if row.merged_into in ids}
    listed, found = sorted(ids | set(into)), dict[int, list[Event]]()
    for start in range(0, len(listed), _PART):
        part = CaseEvent.case_id.in_(listed[start : start + _PART])
        for row in tx.rows(select(CaseEvent.__table__).where(part).order_by(CaseEvent.event_id)):
            state = CaseState(row.state) if row.state else None
            event = Event(row.happened_at, EventKind(row.kind), state)
            if row.case_id in ids:
                found.setdefault(row.case_id, []).append(event)
            if row.case_id in into and event.kind in SPOKEN:
                found.setdefault(into[row.case_id], []).append(event)
    return {case_id: sorted(events, key=lambda one: one.happened_at) for case_id, events in found.items()}


def _read(case: Any, events: Sequence[Event], hours: Hours, promise: Promise, now: datetime) -> dict[ClockName, Clock]:
    return read_clocks(case.opened_at, events, hours, promise, now)


def _platform(case: Any, rule: PlatformRule | None, events: Sequence[Event], now: datetime) -> Clock | None:
    """The channel's clock: what its file said of the case, else by the rule of the channel."""
    due_at = case.platform_due or (rule.due_at(case.opened_at, case.kind) if rule else None)
    if due_at is None:
        return None
    is_enquiry = case.kind == CaseKind.ENQUIRY
    return platform_clock(case.opened_at, due_at, CaseState(case.state), is_enquiry, events, now)


def _timeline(tx: Tx, case_id: int) -> list[Happened]:
    event = CaseEvent.__table__.c
    rows = tx.rows(
        select(event.happened_at, event.kind, event.person, event.text, event.state, _C.case_no)
        .join(ServiceCase.__table__, _C.case_id == event.case_id)
        .where(or_(_C.case_id == case_id, _C.merged_into == case_id))
        .order_by(event.happened_at, event.event_id)
    )
    return [Happened(*row) for row in rows]


def _linked(tx: Tx, case_id: int) -> list[tuple[int, str, str]]:
    link = CaseLink.__table__.c
    pairs = tx.rows(select(link.case_id, link.other_id).where(or_(link.case_id == case_id, link.other_id == case_id)))
    others = sorted({one for pair in pairs for one in pair} - {case_id})
    rows = tx.rows(select(_C.case_id, _C.case_no, _C.title).where(_C.case_id.in_(others)).order_by(_C.case_id))
    return [(row.case_id, row.case_no, row.title) for row in rows]
