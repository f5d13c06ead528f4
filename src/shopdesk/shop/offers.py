"""What the cells of a template offer: the shop's own channels, warehouses, suppliers and currencies."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import select

from shopdesk.shop.catalog.actions import CHANNELS
from shopdesk.shop.catalog.reports import channel_titles, supplier_names
from shopdesk.shop.stock.rules import PlaceKind, WarehouseState
from shopdesk.store.tables import ExchangeRate, Warehouse
from shopdesk.store.tx import Tx

USUAL: Final = ("CNY", "TWD", "HKD", "USD", "EUR", "GBP", "JPY", "KRW", "SGD", "AUD", "CAD")
"""Currencies that are offered where the shop has not said which it uses."""
USUAL_OFFERS: Final[Mapping[str, Sequence[str]]] = {"channel": tuple(CHANNELS.values()), "currency": USUAL}
"""What is offered without a shop; msgids."""


def find_offers(tx: Tx) -> Mapping[str, Sequence[str]]:
    """Key of a column → the words that this shop has for it, its own first; names of channels and places are msgids."""
    active = select(Warehouse.title).where(
        Warehouse.state == WarehouseState.ACTIVE.value, Warehouse.kind == PlaceKind.WAREHOUSE.value
    )
    rated = sorted(set(tx.scalars(select(ExchangeRate.currency))))
    own = {
        "channel": channel_titles(tx).values(),
        "currency": (tx.currency, *rated),
        "warehouse": tx.scalars(active.order_by(Warehouse.warehouse_id)),
        "supplier": supplier_names(tx),
    }
    return {key: tuple(dict.fromkeys((*words, *USUAL_OFFERS.get(key, ())))) for key, words in own.items()}
