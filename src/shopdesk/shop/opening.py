"""Opening a shop: the facts that decide figures, the main warehouse and the chart of accounts."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import exists, insert, select

from shopdesk.shop.ledger.actions import open_accounts
from shopdesk.shop.stock.actions import revalue
from shopdesk.shop.stock.rules import Costing, WarehouseState
from shopdesk.store.action import action
from shopdesk.store.store import Store, set_setting
from shopdesk.store.tables import ExchangeRate, JournalEntry, Warehouse
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError


@action("store.create", N_("Open the shop"))
def open_shop(tx: Tx, name: str, currency: str, time_zone: str, costing: Costing, *, demo: bool = False) -> None:
    """Write what every shop begins with."""
    facts = {
        "name": name,
        "currency": currency.upper(),
        "time_zone": _zone(time_zone),
        "costing": costing.value,
        "demo": demo,
    }
    for key, value in facts.items():
        set_setting(tx, key, value)
    tx.execute(insert(Warehouse).values(code="main", title=N_("Main warehouse"), state=WarehouseState.ACTIVE.value))
    open_accounts(tx)


def new_shop(
    where: str,
    *,
    name: str = "ShopDesk",
    currency: str = "CNY",
    time_zone: str = "Asia/Shanghai",
    costing: Costing = Costing.MOVING_AVERAGE,
    demo: bool = False,
) -> Store:
    """Create a store at `where` with an open shop in it."""
    _zone(time_zone)
    store = Store.create(where)
    store.do(open_shop, name, currency, time_zone, costing, demo=demo)
    return store


@action("shop.settings", N_("Change the shop's facts"))
def change_facts(tx: Tx, facts: Mapping[str, str]) -> None:
    """Set name, currency, time zone or costing method. The currency stays once anything has been sold in it."""
    for key, value in facts.items():
        if key not in {"name", "currency", "time_zone", "costing"}:
            raise KeyError(key)
        if key == "currency" and value != tx.currency and tx.scalar(select(exists().select_from(JournalEntry))):
            raise UserError(
                N_("The books are kept in {currency} already; their currency cannot change."), currency=tx.currency
            )
        if key == "currency" and value != tx.currency and tx.scalar(select(exists().select_from(ExchangeRate))):
            raise UserError(N_("There are exchange rates to {currency}. Remove them first."), currency=tx.currency)
        set_setting(tx, key, _zone(value) if key == "time_zone" else value)
    if "costing" in facts:
        revalue(tx, None)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise UserError(N_("{zone} is not a time zone. Examples: Asia/Shanghai, Europe/London."), zone=name)
    return ZoneInfo(name).key
