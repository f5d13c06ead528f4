"""Writing a staged list of suppliers' prices."""

from decimal import Decimal
from typing import Any

from shopdesk.exchange.stage.staged import Outcome, Staged
from shopdesk.exchange.stage.supplier_prices import FIELDS, key_of, known_prices
from shopdesk.shop.buying.actions import set_supplier_sku
from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE

_SCALES = {"price": MONEY_SCALE, "pack": QUANTITY_SCALE, "minimum": QUANTITY_SCALE}


def load_prices(tx: Tx, staged: Staged) -> None:
    """Add what is new, edit what changed; what the file leaves blank stays."""
    known = known_prices(tx, staged.items)
    for item in staged.items:
        if item.outcome in (Outcome.NEW, Outcome.CHANGED):
            row = known.get(key_of(item))
            supplier_id = row["supplier_id"] if row else find_supplier(tx, item.values["supplier"])
            told = {key: _outside(key, item.values[key]) for key in FIELDS if key in item.values}
            set_supplier_sku(tx, supplier_id, item.target, **told)


def _outside(key: str, value: Any) -> Any:
    """A staged value as actions take it."""
    return Decimal(value) / _SCALES[key] if key in _SCALES else value
