"""What happened in the shop or outside of it that no table tells, so that charts and explanations can name it."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import func, or_, select

from shopdesk.shop.catalog.actions import find_sku
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.columns import Column, Kind, Sheet, State
from shopdesk.store.action import action
from shopdesk.store.tables import Channel, ShopEvent, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

MOST: Final = 80
"""Characters of a title."""
GONE: Final = N_("This event is gone.")
OUTSIDE: Final = "outside"
SIDES: Final = MappingProxyType({"own": State(N_("The shop itself")), OUTSIDE: State(N_("From outside"))})
EVENTS: Final = Sheet(
    name="events",
    title=N_("Event log"),
    key="title",
    help=N_("What happened in the shop or outside of it that nothing else tells; it stands in the charts of its days."),
    columns=(
        Column("title", N_("What happened"), Kind.TEXT, width=28),
        Column("first_on", N_("First day"), Kind.DATE, width=11),
        Column("last_on", N_("Last day"), Kind.DATE, width=11, help=N_("Blank: it was one day.")),
        Column("side", N_("Whose doing"), Kind.STATE, width=15, states=SIDES),
        Column("channel", N_("Channel"), Kind.TEXT, width=12, help=N_("Blank: all channels.")),
        Column("product", N_("Product"), Kind.TEXT, width=16, help=N_("SKU of its product; blank: all products.")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=30),
    ),
)


class Logged(NamedTuple):
    """An event as charts draw it: on its first day, or on the first that is drawn."""

    day: date
    title: str
    is_outside: bool


def fetch_logged(tx: Tx, since: date, until: date, channel_id: int | None = None) -> list[Logged]:
    """The events of these days, the first first; of one channel also those of all channels."""
    here = () if channel_id is None else (or_(ShopEvent.channel_id.is_(None), ShopEvent.channel_id == channel_id),)
    wanted = select(ShopEvent.title, ShopEvent.first_on, ShopEvent.is_outside)
    rows = tx.rows(wanted.where(ShopEvent.first_on <= until, ShopEvent.last_on >= since, *here))
    return sorted(Logged(max(row.first_on, since), row.title, bool(row.is_outside)) for row in rows)


def fetch_events(tx: Tx) -> Sequence[Any]:
    """Every event with its channel and a SKU of its product, the latest first."""
    sku = select(func.min(Sku.code)).where(Sku.product_id == ShopEvent.product_id).correlate(ShopEvent)
    return tx.rows(
        select(ShopEvent.__table__, Channel.title.label("channel"), sku.scalar_subquery().label("sku"))
        .select_from(ShopEvent)
        .outerjoin(Channel, Channel.channel_id == ShopEvent.channel_id)
        .order_by(ShopEvent.first_on.desc(), ShopEvent.event_id.desc())
    )


@action("catalog.edit", N_("Write an event down"), undoable=True)
def add_event(tx: Tx, values: Mapping[str, Any]) -> int:
    """An event from values of the sheet's columns; returns its id."""
    told = _told(tx, values)
    tx.say(N_("Write down “{title}”"), title=told["title"])
    return tx.insert(ShopEvent, **told)


@action("catalog.edit", N_("Change an event"), undoable=True)
def edit_event(tx: Tx, event_id: int, values: Mapping[str, Any]) -> bool:
    """Set the values of an event; whether any became different."""
    if tx.image("shop_event", event_id) is None:
        raise UserError(GONE, code="gone")
    return tx.update(ShopEvent, event_id, **_told(tx, values))


@action("catalog.edit", N_("Remove an event"), undoable=True)
def remove_event(tx: Tx, event_id: int) -> None:
    """Forget an event."""
    if tx.image("shop_event", event_id) is None:
        raise UserError(GONE, code="gone")
    tx.delete(ShopEvent, event_id)


def _told(tx: Tx, values: Mapping[str, Any]) -> dict[str, Any]:
    title, sku = str(values.get("title") or "").strip(), str(values.get("product") or "").strip()
    first = values.get("first_on")
    last = values.get("last_on") or first
    if not 0 < len(title) <= MOST:
        raise UserError(N_("An event is told in 1 to {most} characters."), code="title", most=MOST)
    if first is None:
        raise UserError(N_("Say on what day it happened."), code="first_on")
    if last < first:
        raise UserError(N_("The last day comes before the first."), code="last_on")
    product_id = tx.scalar(select(Sku.product_id).where(Sku.sku_id == find_sku(tx, sku))) if sku else None
    return {
        "title": title, "first_on": first, "last_on": last, "channel_id": _channel(tx, values.get("channel")),
        "product_id": product_id, "is_outside": values.get("side") == OUTSIDE,
        "note": str(values.get("note") or "").strip() or None,
    }  # fmt: skip


def _channel(tx: Tx, said: object) -> int | None:
    name = str(said or "").strip()
    channel_id = find_channel_id(tx, name) if name else None
    if name and channel_id is None:
        raise UserError(N_("There is no channel {name}."), code="channel", name=name)
    return channel_id
