"""What a person can do to the catalogue: add and edit products, SKUs and barcodes; every edit can be undone."""

from decimal import Decimal

from sqlalchemy import select

from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.catalog.rules import DIRECT, ProductState
from shopdesk.shop.spoken import spellings
from shopdesk.store.action import action
from shopdesk.store.tables import Barcode, Channel, Product, Sku, Supplier
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

CHANNELS = {
    "taobao": N_("Taobao"),
    "jd": N_("JD"),
    "pinduoduo": N_("Pinduoduo"),
    "douyin": N_("Douyin"),
    "1688": "1688",
    "shopify": "Shopify",
    "amazon": "Amazon",
    "etsy": "Etsy",
    "ebay": "eBay",
    "tiktok": "TikTok Shop",
    "shopee": "Shopee",
    "lazada": "Lazada",
    "woocommerce": "WooCommerce",
    "direct": N_("Direct sales"),
}
"""Titles of well-known channels (msgids); any other channel is called what the person calls it."""

_SKU_FIELDS = frozenset({"code", "option", "price", "cost", "weight", "state"})
_PRODUCT_FIELDS = frozenset({"title", "category", "brand", "supplier_id", "stage"})


def find_channel(tx: Tx, name: str, currency: str = "") -> int:
    """The channel called `name` (its code or its title), made on first use."""
    found = find_channel_id(tx, name)
    if found is not None:
        return found
    title = name.strip() or DIRECT
    key = known_channel(title) or title.casefold()
    return tx.insert(Channel, code=key, title=CHANNELS.get(key, title), currency=currency or tx.currency)


def known_channel(name: str) -> str:
    """The code of the well-known channel that a text names in any language; "" where it names none."""
    wanted = name.strip().casefold()
    named = (code for code, title in CHANNELS.items() if wanted in map(str.casefold, spellings(title)))
    return next(named, "")


def find_supplier(tx: Tx, name: str) -> int:
    """The supplier of that name, made on first use."""
    found = tx.scalar(select(Supplier.supplier_id).where(Supplier.name == name.strip()))
    return int(found) if found is not None else tx.insert(Supplier, name=name.strip(), import_id=tx.import_id)


def find_sku(tx: Tx, code: str) -> int:
    """The SKU with that code or barcode; UserError where there is none."""
    wanted = code.strip()
    found = tx.scalar(select(Sku.sku_id).where(Sku.code == wanted, Sku.state != ProductState.WITHDRAWN))
    if found is None:
        found = tx.scalar(select(Barcode.sku_id).where(Barcode.code == wanted))
    if found is None:
        raise UserError(N_("No SKU or barcode {sku} is known."), code="unknown_sku", sku=wanted)
    return int(found)


@action("catalog.edit", N_("Add a product"), undoable=True)
def add_product(
    tx: Tx,
    code: str,
    title: str,
    *,
    option: str | None = None,
    price: Decimal | None = None,
    cost: Decimal | None = None,
    category: str | None = None,
    brand: str | None = None,
    barcode: str | None = None,
) -> int:
    """A product with its first SKU; returns the sku_id."""
    code, title = code.strip(), title.strip()
    if not code or not title:
        raise UserError(N_("A product needs a SKU code and a title."), code="required")
    _not_negative(price, cost)
    _free_code(tx, code)
    product_id = tx.insert(Product, title=title, category=category or None, brand=brand or None)
    sku_id = tx.insert(
        Sku,
        product_id=product_id,
        code=code,
        option=option or None,
        price=price,
        cost=cost,
        state=ProductState.ACTIVE.value,
    )
    if barcode:
        _add_barcode(tx, sku_id, barcode)
    tx.say(N_("Add product {sku}"), sku=code)
    return sku_id


@action("catalog.edit", N_("Edit a product"), undoable=True)
def edit_sku(tx: Tx, /, sku_id: int, **values: object) -> bool:
    """Set fields of a SKU or of its product (code, option, price, cost, weight, state, title, …)."""
    return _edit(tx, sku_id, values)


@action("catalog.edit", N_("Edit products"), undoable=True)
def edit_skus(tx: Tx, edits: list[tuple[int, str, object]]) -> int:
    """Many cells at once, as one step of undo: (sku_id, field, value). Returns how many rows became different."""
    changed = sum(_edit(tx, sku_id, {name: value}) for sku_id, name, value in edits)
    tx.say(N_("Edit {count} cells of products"), count=len(edits))
    return changed


def _edit(tx: Tx, sku_id: int, values: dict[str, object]) -> bool:
    row = tx.rows(select(Sku.code, Sku.product_id).where(Sku.sku_id == sku_id))
    if not row:
        raise UserError(N_("This product no longer exists."), code="gone")
    code, product_id = row[0]
    _not_negative(*(v for k, v in values.items() if k in {"price", "cost", "weight"} and isinstance(v, Decimal)))
    if "title" in values and not values["title"]:
        raise UserError(N_("A product needs a title."), code="required")
    if "code" in values:
        if not str(values["code"] or "").strip():
            raise UserError(N_("A product needs a SKU code and a title."), code="required")
        _free_code(tx, str(values["code"]), sku_id)
    own = {k: v for k, v in values.items() if k in _SKU_FIELDS}
    if "cost" in own:
        own["cost_from"] = tx.today  # no list of an earlier day takes it back
    shared = {k: v for k, v in values.items() if k in _PRODUCT_FIELDS}
    changed = bool(own) and tx.update(Sku, sku_id, **own)
    changed |= bool(shared) and tx.update(Product, product_id, **shared)
    if "barcode" in values:
        changed |= _set_barcode(tx, sku_id, str(values["barcode"] or ""))
    tx.say(N_("Edit product {sku}"), sku=code)
    return changed


def _free_code(tx: Tx, code: str, own: int = 0) -> None:
    """UserError where another SKU has the code; one that was withdrawn makes room."""
    found = tx.rows(select(Sku.sku_id, Sku.state).where(Sku.code == code, Sku.sku_id != own))
    if not found:
        return
    if found[0].state != ProductState.WITHDRAWN:
        raise UserError(N_("SKU {sku} exists already."), code="exists", sku=code)
    tx.update(Sku, found[0].sku_id, code=f"{code} ({found[0].sku_id})")


def _set_barcode(tx: Tx, sku_id: int, code: str) -> bool:
    old = tx.rows(select(Barcode.barcode_id, Barcode.code).where(Barcode.sku_id == sku_id))
    if [row.code for row in old] == [code]:
        return False
    for row in old:
        tx.delete(Barcode, row.barcode_id)
    if code.strip():
        _add_barcode(tx, sku_id, code)
    return bool(old) or bool(code.strip())


def _add_barcode(tx: Tx, sku_id: int, code: str) -> None:
    owner = tx.scalar(select(Sku.code).join(Barcode, Barcode.sku_id == Sku.sku_id).where(Barcode.code == code.strip()))
    if owner is not None:
        raise UserError(N_("Barcode {barcode} belongs to {sku} already."), code="exists", barcode=code, sku=owner)
    tx.insert(Barcode, sku_id=sku_id, code=code.strip())


def _not_negative(*amounts: Decimal | None) -> None:
    if any(amount is not None and amount < 0 for amount in amounts):
        raise UserError(N_("Prices, costs and weights cannot be below zero."), code="negative")
