"""From typed rows to items: products, receipts and counts, whose rows stand alone."""

import hashlib
import marshal
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.kinds import KINDS
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.stage.again import refuse_twice
from shopdesk.exchange.stage.listed import shows_listings
from shopdesk.exchange.stage.rows_in import MOST_MONEY, MOST_PIECES, REQUIRED, TOO_LARGE, Typed, problem
from shopdesk.exchange.stage.staged import NO_NAME, NO_PART, NOT_COUNTED, SAME_AGAIN, Item, Staged
from shopdesk.exchange.values import is_masked, mask
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.shop.orders.rules import RefundState
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE, RATE_SCALE
from shopdesk.text import N_

NEGATIVE = N_("Below zero.")
NOTHING_GIVEN = N_("Given back, and no amount.")
NOTHING_SPENT = N_("An expense of nothing.")
NOTHING_WORTH = N_("An exchange rate must be more than zero.")
NOTHING_PAID = N_("A cost of nothing.")
NOTHING_ASKED = N_("An ordered quantity must be more than zero.")
NOBODY = N_("Nothing names this customer: give a number, a phone or an e-mail.")
MASKED = N_("This is masked. Export the list with names and numbers whole to bring it back.")
NOTHING_CAME = N_("A received quantity must be more than zero.")

_NAMING: Final = ("customer_no", "phone", "email")
"""Fields by which a row finds its customer."""
_CARRIED: Final = ("title", "category", "brand", "supplier", "state")
"""Product fields that stand on the first row of a product only (Shopify) and hold for its further SKUs."""
_SHARED: Final = ("title", "category", "brand", "supplier")
"""Fields of the product; the others are of each SKU."""


def stage_items(typed: Iterable[Typed], plan: Plan, sheet: Sheet, staged: Staged) -> None:
    """Put each data row that can go in into `staged.items`; blank counts are not counted, picture rows are skipped."""
    carried: dict[str, Any] = {}
    seen: dict[str, Item] = {}
    for part in typed:
        names = list(part.fields)
        for row, values in zip(part.rows, zip(*part.fields.values(), strict=True), strict=True):
            found = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            if row in staged.mends.left_out:
                staged.leave_out([row])
                continue
            if row in staged.rejected_rows:
                continue
            if plan.needs and not any(name in found for name in plan.needs):
                staged.skip(row, NO_NAME if found.get("title") else NO_PART)
                continue
            if sheet.name == "products" and "handle" in plan.columns:
                carried = _carry(found, carried)
            item = _item(row, found, plan, sheet, staged)
            if item is not None:
                _keep(item, sheet, plan, staged, seen)
    staged.items[:] = [item for item in staged.items if item.row not in staged.rejected_rows]
    if sheet.name == "products":
        _share(staged.items)
    staged.content = _content(staged.items)


def _share(items: Iterable[Item]) -> None:
    """Variants that each carry a name of their own (WooCommerce) make one product: it has what their names share."""
    products: dict[str, list[Item]] = {}
    for item in items:
        if item.values.get("handle"):
            products.setdefault(item.values["handle"], []).append(item)
    for variants in products.values():
        for name in _SHARED:
            said = [item.values[name] for item in variants if name in item.values]
            if len(set(said)) > 1:
                one = (name == "title" and _common(said)) or said[0]
                for item in variants:
                    item.values[name] = one


def _common(titles: Sequence[str]) -> str:
    """How all of these begin, up to the end of a word; "" where that is next to nothing."""
    start = titles[0]
    while not all(title.startswith(start) for title in titles):
        start = start[:-1]
    if start[-1:].isascii() and start[-1:].isalnum() and any(title[len(start) :][:1].isalnum() for title in titles):
        start = start.rpartition(" ")[0]
    start = start.rstrip(" -–—,:/·(")
    return start if len(start) > 1 else ""


def _content(items: Iterable[Item]) -> str:
    said = sorted(marshal.dumps(sorted(item.values.items()), 2) for item in items)
    return hashlib.blake2b(b"".join(said), digest_size=16).hexdigest()


def _carry(found: dict[str, Any], carried: dict[str, Any]) -> dict[str, Any]:
    """Complete a variant row from its product's first row; returns what holds for the rows below."""
    if found.get("handle") is not None and found["handle"] == carried.get("handle"):
        for name in _CARRIED:
            if name in carried:
                found.setdefault(name, carried[name])
        return carried
    return {name: found[name] for name in ("handle", *_CARRIED) if name in found}


def _item(row: int, found: dict[str, Any], plan: Plan, sheet: Sheet, staged: Staged) -> Item | None:
    if sheet.name == "products" and "handle" in plan.columns:
        if "sku" not in found and found.get("handle"):
            option = found.get("option")
            plain = option in (None, "Default Title")
            found["sku"] = found["handle"] if plain else f"{found['handle']}/{option}"
        if found.get("option") == "Default Title":
            del found["option"]
    for column in sheet.columns:
        if column.required and column.key not in found:
            staged.report(problem(plan, sheet, column.key, row, "", REQUIRED, {"column": column.title}))
            return None
    if sheet.name == "counts" and "counted" not in found:
        staged.skip(row, NOT_COUNTED)
        return None
    fault = _fault(found, sheet)
    if fault:
        key, message = fault
        staged.report(problem(plan, sheet, key, row, _shown(sheet, key, found.get(key, 0)), message, {}))
        return None
    return Item(row, found)


def _fault(found: dict[str, Any], sheet: Sheet) -> tuple[str, str] | None:
    """The first amount that cannot be, and why."""
    for key in KINDS[sheet.name].never_negative:
        if found.get(key, 0) < 0:
            return key, NEGATIVE
    if sheet.name == "receipts" and not found["quantity"]:
        return "quantity", NOTHING_CAME
    if sheet.name == "purchase_orders" and not found["quantity"]:
        return "quantity", NOTHING_ASKED
    if sheet.name == "customers":
        return _unnamed(found)
    if sheet.name == "rates" and found["rate"] <= 0:
        return "rate", NOTHING_WORTH
    if sheet.name == "side_costs" and not (found.get("fee") or found.get("principal")):
        return "fee", NOTHING_PAID
    if sheet.name in {"expenses", "bill_payments"} and not found["amount"]:
        return "amount", NOTHING_SPENT
    given = sheet.name == "refunds" and found.get("state", RefundState.GIVEN) == RefundState.GIVEN
    if given and not found.get("amount"):
        return "amount", NOTHING_GIVEN
    for column in sheet.columns:
        most = {Kind.QUANTITY: MOST_PIECES, Kind.PRICE: MOST_MONEY, Kind.MONEY: MOST_MONEY}.get(column.kind)
        if most is not None and abs(found.get(column.key) or 0) > most:
            return column.key, TOO_LARGE
    return None


def _unnamed(found: dict[str, Any]) -> tuple[str, str] | None:
    """What is wrong with how a row names its customer."""
    if not any(found.get(key) for key in KINDS["customers"].once):
        return "customer_no", NOBODY
    masked = next((key for key in _NAMING if is_masked(str(found.get(key) or ""))), None)
    return None if masked is None else (masked, MASKED)


def _shown(sheet: Sheet, key: str, value: int | str) -> str:
    if sheet.column(key).personal:
        return mask(sheet.column(key), str(value or ""))
    scales = {Kind.QUANTITY: QUANTITY_SCALE, Kind.RATE: RATE_SCALE, Kind.INTEGER: 1}
    scale = scales.get(sheet.column(key).kind, MONEY_SCALE)
    return f"{(Decimal(value) / scale).normalize():f}"


def _keep(item: Item, sheet: Sheet, plan: Plan, staged: Staged, seen: dict[str, Item]) -> None:
    """Take an item in; the same SKU or refund twice in a list is one, unless the rows disagree."""
    once = KINDS[sheet.name].once
    if once:
        key = next(key for key in once if item.values.get(key))
        named = item.values[key]
        first = seen.setdefault(f"{named}\n{item.values.get('channel', '')}\n{item.values.get('rate_on', '')}", item)
        if first is not item:
            if sheet.name == "products" and shows_listings(plan):
                item.is_again = True
                staged.items.append(item)
            elif first.values == item.values:
                staged.skip(item.row, SAME_AGAIN)
            else:
                refuse_twice(staged, plan, sheet, key, first, item)
            return
    staged.items.append(item)
    if sheet.name == "refunds" and item.values.get("state", RefundState.GIVEN) == RefundState.GIVEN:
        staged.amount += abs(item.values["amount"])
    elif sheet.name in {"freight", "expenses", "bills", "bill_payments", "ads"}:
        staged.amount += item.values["amount"]
    elif sheet.name == "side_costs":
        staged.amount += (item.values.get("fee") or 0) + (item.values.get("principal") or 0)
    staged.quantity += item.values.get("quantity") or item.values.get("counted") or 0
