"""Everything that the shop knows of one customer: who they are, what they bought and are worth, what they allowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select, type_coerce

from shopdesk.shop.fulfilment.rules import ReturnState
from shopdesk.shop.orders.customers.reports import fetch_buyers
from shopdesk.shop.orders.customers.segments import Segment, segments_of
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.service.customers.loyalty import read_loyalty
from shopdesk.shop.service.customers.rules import LEVEL_DAYS, Level, LevelBy, Means, level_of, next_level
from shopdesk.shop.service.customers.sheets import LOOKS
from shopdesk.store.rows import RowSource, fetch_page, spoken_title
from shopdesk.store.tables import (
    Channel,
    Consent,
    ContactLook,
    Customer,
    CustomerContact,
    CustomerReturn,
    OrderAddress,
    PointMove,
    SalesOrder,
    ServiceCase,
)
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, WHOLE

LATEST: Final = 6
"""So many orders, cases, moves and looks stand on the card."""
_C: Final = Customer.__table__.c
_K: Final = CustomerContact.__table__.c
_O: Final = SalesOrder.__table__.c
_A: Final = OrderAddress.__table__.c
_L: Final = ContactLook.__table__.c
LOOK_ROWS: Final = RowSource(
    sheet=LOOKS,
    origin=ContactLook.__table__.join(Customer.__table__, _C.customer_id == _L.customer_id)
    .join(Channel.__table__, Channel.__table__.c.channel_id == _C.channel_id)
    .outerjoin(CustomerContact.__table__, _K.customer_id == _C.customer_id),
    row_id=_L.look_id,
    values={
        **{key: _L[key] for key in ("looked_at", "person", "place")},
        "customer_no": _C.customer_no,
        "name": _K.name,
        "channel": Channel.__table__.c.title,
    },
    search=(_L.person, _C.customer_no, _K.name),
    order=(("looked_at", True),),
    spoken={"channel": spoken_title},
)
"""Who opened masked data."""


class Person(NamedTuple):
    """Who a customer is as one channel or list tells it; the kept one's first, then those merged into them."""

    customer_id: int
    channel: str
    customer_no: str
    name: str | None
    phone: str | None
    email: str | None
    company: str | None
    address: str | None


class Bought(NamedTuple):
    """An order on the card."""

    order_no: str
    placed_at: datetime | None
    kind: str
    state: str
    total: Decimal
    summary: str


class Asked(NamedTuple):
    """A case on the card."""

    case_no: str
    title: str
    state: str
    opened_at: datetime


class Moved(NamedTuple):
    """A move of points."""

    moved_on: date
    points: int
    reason: str
    order_no: str | None
    person: str | None


class Allowed(NamedTuple):
    """What stands for a way to reach the customer."""

    means: str
    is_given: bool
    told_at: datetime
    evidence: str | None


class Looked(NamedTuple):
    """Somebody opened what is masked."""

    looked_at: datetime
    person: str
    place: str


@dataclass(frozen=True, slots=True)
class Worth:
    """What a customer bought: sales in the books, what was given back, and the profit where the cost is known."""

    orders: int
    total: Decimal
    refunded: Decimal
    returns: int
    profit: Decimal | None
    profit_of: int
    """Of so many orders the profit is known."""
    first: date | None
    last: date | None
    recent: Decimal
    """Paid in the last twelve months, less what was given back."""
    segment: Segment | None


@dataclass(frozen=True, slots=True)
class Card:
    """One customer."""

    customer_id: int
    people: Sequence[Person]
    sent_to: Sequence[tuple[str | None, str | None, str | None]]
    """Recipient, phone and address of their orders, each once, the latest first."""
    group_name: str | None
    tags: str | None
    note: str | None
    warned_of: str | None
    erased_at: datetime | None
    import_id: int | None
    worth: Worth
    orders: Sequence[Bought]
    cases: Sequence[Asked]
    points: int
    moves: Sequence[Moved]
    level: Level | None
    next_level: Level | None
    level_by: LevelBy
    consents: dict[Means, Allowed]
    looks: Sequence[Looked]


def find_card(tx: Tx, customer_id: int) -> Card | None:
    """The card of a customer; None where there is none of that id."""
    found = tx.rows(select(Customer.__table__).where(_C.customer_id == customer_id))
    if not found:
        return None
    one, worth, moves = found[0], _worth(tx, customer_id), _moves(tx, customer_id)
    loyalty, points = read_loyalty(tx), sum(move.points for move in moves)
    reached = Decimal(points) if loyalty.by is LevelBy.POINTS else worth.recent
    return Card(
        customer_id, _people(tx, customer_id), _sent_to(tx, customer_id), one.group_name, one.tags, one.note,
        one.warned_of, one.erased_at, one.import_id, worth, _orders(tx, customer_id), _cases(tx, customer_id), points,
        moves[:LATEST], level_of(loyalty.levels, reached), next_level(loyalty.levels, reached), loyalty.by,
        _consents(tx, customer_id), _looks(tx, customer_id),
    )  # fmt: skip


def _people(tx: Tx, customer_id: int) -> list[Person]:
    rows = tx.rows(
        select(_C.customer_id, Channel.title, _C.customer_no, _K.name, _K.phone, _K.email, _K.company, _K.address)
        .join(Channel, Channel.channel_id == _C.channel_id)
        .outerjoin(CustomerContact.__table__, _K.customer_id == _C.customer_id)
        .where((_C.customer_id == customer_id) | (_C.merged_into == customer_id))
        .order_by(_C.merged_into.is_not(None), _C.customer_id)
    )
    return [Person(*row) for row in rows]


def _sent_to(tx: Tx, customer_id: int) -> list[tuple[str | None, str | None, str | None]]:
    rows = tx.rows(
        select(_A.recipient, _A.phone, _A.address)
        .join(SalesOrder.__table__, _O.order_id == _A.order_id)
        .where(_O.customer_id == customer_id)
        .order_by(_O.placed_at.desc(), _O.order_id.desc())
    )
    told = dict.fromkeys((row.recipient, row.phone, row.address) for row in rows)
    return [one for one in told if any(one)][:LATEST]


def _worth(tx: Tx, customer_id: int) -> Worth:
    counts = (_O.customer_id == customer_id) & (_O.kind == OrderKind.SALE.value) & _O.sold_on.is_not(None)
    kept = type_coerce(_O.total, WHOLE) - type_coerce(_O.refunded, WHOLE)
    since = tx.today - timedelta(days=LEVEL_DAYS)
    told = tx.rows(
        select(
            func.count().label("orders"), func.sum(type_coerce(_O.total, WHOLE)).label("total"),
            func.sum(type_coerce(_O.refunded, WHOLE)).label("refunded"), func.min(_O.sold_on).label("first"),
            func.max(_O.sold_on).label("last"), func.sum(kept).filter(_O.sold_on > since).label("recent"),
        ).where(counts)
    )[0]  # fmt: skip
    ids = tx.scalars(select(_O.order_id).where(counts))
    place = [column.key for column in ORDER_ROWS.sheet.columns].index("profit")
    profits = [row[place] for row in fetch_page(tx, ORDER_ROWS, ids) if row and row[place] is not None]
    mine = select(_O.order_id).where(_O.customer_id == customer_id)
    came = CustomerReturn.order_id.in_(mine) & (CustomerReturn.state != ReturnState.CALLED_OFF.value)
    return Worth(
        told.orders, _money(told.total), _money(told.refunded),
        int(tx.scalar(select(func.count()).select_from(CustomerReturn).where(came))),
        sum(profits, Decimal(0)) if profits else None, len(profits), told.first, told.last, _money(told.recent),
        _segment(tx, customer_id) if told.orders else None,
    )  # fmt: skip


def _money(stored: Any) -> Decimal:
    return Decimal(int(stored or 0)) / MONEY_SCALE


def _segment(tx: Tx, customer_id: int) -> Segment | None:
    """By what all others are: the only figure of the card that reads the whole shop."""
    buyers = fetch_buyers(tx)
    place = next((at for at, row in enumerate(buyers) if row.customer_id == customer_id), None)
    return None if place is None else segments_of(buyers)[place]


def _orders(tx: Tx, customer_id: int) -> list[Bought]:
    rows = tx.rows(
        select(_O.order_no, _O.placed_at, _O.kind, _O.state, _O.total, _O.summary)
        .where(_O.customer_id == customer_id)
        .order_by(_O.placed_at.desc(), _O.order_id.desc())
        .limit(LATEST)
    )
    return [Bought(*row) for row in rows]


def _cases(tx: Tx, customer_id: int) -> list[Asked]:
    of_orders = select(_O.order_id).where(_O.customer_id == customer_id)
    rows = tx.rows(
        select(ServiceCase.case_no, ServiceCase.title, ServiceCase.state, ServiceCase.opened_at)
        .where((ServiceCase.customer_id == customer_id) | ServiceCase.order_id.in_(of_orders))
        .order_by(ServiceCase.opened_at.desc(), ServiceCase.case_id.desc())
        .limit(LATEST)
    )
    return [Asked(*row) for row in rows]


def _moves(tx: Tx, customer_id: int) -> list[Moved]:
    rows = tx.rows(
        select(PointMove.moved_on, PointMove.points, PointMove.reason, SalesOrder.order_no, PointMove.person)
        .outerjoin(SalesOrder, SalesOrder.order_id == PointMove.order_id)
        .where(PointMove.customer_id == customer_id)
        .order_by(PointMove.moved_on.desc(), PointMove.point_move_id.desc())
    )
    return [Moved(*row) for row in rows]


def _consents(tx: Tx, customer_id: int) -> dict[Means, Allowed]:
    rows = tx.rows(
        select(Consent.means, Consent.is_given, Consent.told_at, Consent.evidence)
        .where(Consent.customer_id == customer_id)
        .order_by(Consent.told_at, Consent.consent_id)
    )
    return {Means(row.means): Allowed(*row) for row in rows}


def _looks(tx: Tx, customer_id: int) -> list[Looked]:
    merged = select(_C.customer_id).where(_C.merged_into == customer_id)
    rows = tx.rows(
        select(ContactLook.looked_at, ContactLook.person, ContactLook.place)
        .where((ContactLook.customer_id == customer_id) | ContactLook.customer_id.in_(merged))
        .order_by(ContactLook.looked_at.desc(), ContactLook.look_id.desc())
        .limit(LATEST)
    )
    return [Looked(*row) for row in rows]
