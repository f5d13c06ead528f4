"""What a person names as goods, channels and groups of a promotion, found in the store; and codes of coupons."""

import re
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.promotions.rules import ScopeKind
from shopdesk.store.tables import Coupon, Customer, PricePlanRule, Product, PromotionScope, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

COLUMNS: Final = {
    "skus": ScopeKind.SKU, "products": ScopeKind.PRODUCT, "categories": ScopeKind.CATEGORY,
    "channels": ScopeKind.CHANNEL, "groups": ScopeKind.GROUP,
}  # fmt: skip
"""Column of the sheet → what its texts name."""
_TITLES: Final = re.compile(r"[;；\n]")
_CODES: Final = re.compile(r"[;；\n,，]")
_SET: Final = re.compile(r"(?P<code>.+?)\s*[*×]\s*(?P<pieces>\d+)")
_CODE: Final = r"[^*/;；,，\s](?:[^*/;；,，\r\n\t]*[^*/;；,，\s])?"
"""The signs that it goes without stand between codes in a cell, or before their limits."""
NO_CODE: Final = N_("“{part}” is no coupon code. Write TEA20, or TEA20*100/1.")
_BLANK: Final = re.compile(r"\s")
_COUPON: Final = re.compile(rf"(?P<code>{_CODE})\s*(?:\*\s*(?P<uses>\d+))?\s*(?:/\s*(?P<each>\d+))?")


def named(text: str, *, titles: bool) -> list[str]:
    """What stands between the separators; of titles, commas are a part."""
    return [part.strip() for part in (_TITLES if titles else _CODES).split(text) if part.strip()]


def scope_rows(tx: Tx, column: str, text: str) -> list[dict[str, Any]]:
    """What a cell names, as rows of `promotion_scope`; UserError for what the shop does not have."""
    kind = COLUMNS[column]
    titles = kind in {ScopeKind.PRODUCT, ScopeKind.CATEGORY, ScopeKind.GROUP}
    return [_row(tx, kind, part) for part in named(text, titles=titles)]


def _row(tx: Tx, kind: ScopeKind, part: str) -> dict[str, Any]:
    out, name = part[:1] in {"!", "！"}, part.lstrip("!！").strip()
    made: dict[str, Any] = {"kind": kind.value, "is_excluded": out}
    if kind is ScopeKind.CATEGORY:
        return made | {"name": name}
    if kind is ScopeKind.GROUP:
        return made | {"name": _group(tx, name)}
    if kind is ScopeKind.CHANNEL:
        found = find_channel_id(tx, name)
        if found is None:
            raise UserError(N_("There is no channel “{name}”."), code="unknown_channel", name=name)
        return made | {"channel_id": found}
    if kind is ScopeKind.PRODUCT:
        found = tx.scalar(select(Product.product_id).where(func.lower(Product.title) == name.lower()))
        if found is None:
            raise UserError(N_("There is no product “{name}”."), code="unknown_product", name=name)
        return made | {"product_id": found}
    return made | _sku_row(tx, name)


def _group(tx: Tx, name: str) -> str:
    """A group of customers as customers have it, else as it is told: one that nobody is in yet may be planned for."""
    groups = select(Customer.group_name).where(func.lower(Customer.group_name) == name.lower()).distinct()
    found = sorted(group for group in tx.scalars(groups) if group)
    return name if name in found or not found else found[0]


def known_groups(tx: Tx) -> set[str]:
    """The groups that customers are in, and those that promotions and the price plan name, in small letters."""
    planned = select(PromotionScope.name).where(PromotionScope.kind == ScopeKind.GROUP)
    found = [*tx.scalars(select(Customer.group_name).distinct()), *tx.scalars(planned)]
    return {name.lower() for name in (*found, *tx.scalars(select(PricePlanRule.group_name))) if name}


def _sku_row(tx: Tx, name: str) -> dict[str, Any]:
    whole = tx.scalar(select(Sku.sku_id).where(Sku.code == name))
    if whole is not None:
        return {"sku_id": whole}
    of_set = _SET.fullmatch(name)
    if of_set is None or not int(of_set["pieces"]):
        raise UserError(N_("There is no SKU “{name}”."), code="unknown_sku", name=name)
    return {"sku_id": find_sku_id(tx, of_set["code"]), "pieces": Decimal(of_set["pieces"])}


def find_sku_id(tx: Tx, code: str) -> int:
    """The SKU with that code; UserError where there is none."""
    found = tx.scalar(select(Sku.sku_id).where(Sku.code == code))
    if found is None:
        raise UserError(N_("There is no SKU “{name}”."), code="unknown_sku", name=code)
    return int(found)


def is_code(text: str) -> bool:
    """Whether a coupon may be called so: then a cell can name it."""
    return re.fullmatch(_CODE, text) is not None


def coupon_rows(tx: Tx, text: str) -> list[dict[str, Any]]:
    """Codes with their limits as rows of `coupon`: TEA20*100/1 is for 100 uses, one by each customer.

    One with blanks has to be there already: where people type, blanks are likelier to stand between two codes.
    """
    made = []
    for part in named(text, titles=False):
        found = _COUPON.fullmatch(part)
        if found is None or (_BLANK.search(found["code"]) and not _is_there(tx, found["code"])):
            raise UserError(NO_CODE, code="coupon", part=part)
        limits = {"most_uses": found["uses"], "most_each": found["each"]}
        made.append({"code": found["code"], **{name: int(text) if text else None for name, text in limits.items()}})
    return made


def _is_there(tx: Tx, code: str) -> bool:
    return tx.scalar(select(Coupon.coupon_id).where(func.lower(Coupon.code) == code.lower())) is not None
