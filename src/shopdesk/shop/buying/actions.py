"""What a person can do in buying: suppliers and their prices, purchase orders by hand; every edit can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Select, func, select, type_coerce

from shopdesk.shop.buying.rules import PurchaseState
from shopdesk.shop.catalog.actions import find_supplier
from shopdesk.shop.stock.incoming import RECEIVED
from shopdesk.store.action import action, follows
from shopdesk.store.tables import GoodsReceipt, PurchaseLine, PurchaseOrder, Sku, StockMove, Supplier, SupplierSku
from shopdesk.store.tx import Tx
from shopdesk.store.types import WHOLE
from shopdesk.text import N_, UserError

_SUPPLIER_FIELDS: Final = frozenset({"name", "code", "contact", "phone", "email", "lead_days", "terms_days", "note"})
_PRICE_FIELDS: Final = frozenset({"supplier_code", "price", "pack", "minimum", "lead_days", "preferred"})
CAME: Final = N_("{pieces} pieces of {sku} have come already; the order cannot ask for fewer.")


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One SKU to order; `unit_cost` None is unknown, `line_id` 0 a new line."""

    sku_id: int
    quantity: Decimal
    unit_cost: Decimal | None = None
    expected_on: date | None = None
    note: str | None = None
    line_id: int = 0


# ----------------------------------------------------------------------------------------------------------- suppliers


@action("buying.edit", N_("Add a supplier"), undoable=True)
def add_supplier(tx: Tx, /, name: str, **values: Any) -> int:
    """A supplier with its fields (code, contact, phone, email, lead_days, terms_days, note); returns its id."""
    name = " ".join(name.split())
    if not name:
        raise UserError(N_("A supplier needs a name."), code="required")
    _free_name(tx, name)
    _supplier_values(values)
    tx.say(N_("Add supplier {name}"), name=name)
    return tx.insert(Supplier, name=name, **values)


@action("buying.edit", N_("Edit suppliers"), undoable=True)
def edit_suppliers(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of suppliers as one step of undo: (supplier_id, field, value). Returns how many became different."""
    changed = 0
    for supplier_id, field, typed in edits:
        value = typed
        if field == "name":
            value = " ".join(str(typed or "").split())
            if not value:
                raise UserError(N_("A supplier needs a name."), code="required")
            _free_name(tx, value, supplier_id)
        _supplier_values({field: value})
        changed += tx.update(Supplier, supplier_id, **{field: value})
    tx.say(N_("Edit {count} cells of suppliers"), count=len(edits))
    return changed


def _free_name(tx: Tx, name: str, own: int = 0) -> None:
    there = (func.lower(Supplier.name) == name.lower()) & (Supplier.supplier_id != own)
    if tx.scalar(select(Supplier.supplier_id).where(there)) is not None:
        raise UserError(N_("There is a supplier {name} already."), code="exists", name=name)


def _supplier_values(values: dict[str, Any]) -> None:
    for field, value in values.items():
        if field not in _SUPPLIER_FIELDS:
            raise ValueError(f"suppliers have no {field}")
        if field == "lead_days" and value is not None and value < 0:
            raise UserError(N_("A lead time cannot be below zero."), code="negative")
        if field == "terms_days" and value is not None and value < 0:
            raise UserError(N_("Payment terms cannot be below zero."), code="negative")


# -------------------------------------------------------------------------------------------------------------- prices


def set_supplier_sku(tx: Tx, supplier_id: int, sku_id: int, **values: Any) -> bool:
    """Set what a supplier asks for a SKU, made on first use; `preferred` is true for one supplier of a SKU alone."""
    _check_price(values)
    here = (SupplierSku.supplier_id == supplier_id) & (SupplierSku.sku_id == sku_id)
    found = tx.scalar(select(SupplierSku.supplier_sku_id).where(here))
    if values.get("preferred"):
        others = (SupplierSku.sku_id == sku_id) & (SupplierSku.supplier_id != supplier_id)
        is_preferred = type_coerce(SupplierSku.preferred, WHOLE) == 1
        for other in tx.scalars(select(SupplierSku.supplier_sku_id).where(others, is_preferred)):
            tx.update(SupplierSku, other, preferred=False)
    if found is not None:
        return tx.update(SupplierSku, int(found), **values)
    tx.insert(SupplierSku, supplier_id=supplier_id, sku_id=sku_id, import_id=tx.import_id, **values)
    return True


@action("buying.edit", N_("Set a supplier's price"), undoable=True)
def set_price(tx: Tx, /, supplier: str, sku_id: int, **values: Any) -> None:
    """What a supplier asks for a SKU: price, pack, minimum, lead_days, supplier_code, preferred."""
    if not supplier.strip():
        raise UserError(N_("Name the supplier."), code="required")
    code = tx.scalar(select(Sku.code).where(Sku.sku_id == sku_id))
    tx.say(N_("Price of {sku} at {name}"), sku=code, name=supplier.strip())
    set_supplier_sku(tx, find_supplier(tx, supplier), sku_id, **values)


@action("buying.edit", N_("Edit suppliers' prices"), undoable=True)
def edit_prices(tx: Tx, edits: Sequence[tuple[int, str, object]]) -> int:
    """Cells of prices as one step of undo: (supplier_sku_id, field, value). Returns how many became different."""
    changed = 0
    for row_id, field, value in edits:
        found = tx.rows(
            select(SupplierSku.supplier_id, SupplierSku.sku_id).where(SupplierSku.supplier_sku_id == row_id)
        )
        if found:
            changed += set_supplier_sku(tx, found[0].supplier_id, found[0].sku_id, **{field: value})
    tx.say(N_("Edit {count} cells of suppliers' prices"), count=len(edits))
    return changed


@action("buying.edit", N_("Remove a supplier's price"), undoable=True)
def remove_price(tx: Tx, supplier_sku_id: int) -> None:
    """Take out what a supplier asked for a SKU."""
    tx.delete(SupplierSku, supplier_sku_id)


def _check_price(values: dict[str, Any]) -> None:
    for field, value in values.items():
        if field not in _PRICE_FIELDS:
            raise ValueError(f"prices have no {field}")
        if field in {"price", "lead_days"} and value is not None and value < 0:
            raise UserError(N_("Prices and lead times cannot be below zero."), code="negative")
        if field in {"pack", "minimum"} and value is not None and value <= 0:
            raise UserError(N_("A pack and a minimum order are more than zero, or blank."), code="quantity")


# ----------------------------------------------------------------------------------------------------- purchase orders


@action("buying.order", N_("Save a purchase order"), undoable=True)
def save_purchase(
    tx: Tx,
    lines: Sequence[OrderedLine],
    *,
    purchase_id: int = 0,
    number: str = "",
    supplier: str = "",
    expected_on: date | None = None,
    warehouse_id: int | None = None,
    note: str | None = None,
) -> int:
    """Make a purchase order (a draft), or set one to these lines: those it had and are not among them are taken out.

    Returns its id. What has come cannot be ordered away.
    """
    if not lines:
        raise UserError(N_("A purchase order needs at least one line."), code="required")
    _check_lines(tx, lines)
    told = {
        "supplier_id": find_supplier(tx, supplier) if supplier.strip() else None, "expected_on": expected_on,
        "warehouse_id": warehouse_id, "note": note or None,
    }  # fmt: skip
    if purchase_id:
        number = number.strip() or _open_number(tx, purchase_id)
        tx.say(N_("Edit purchase order {number}"), number=number)
        tx.update(PurchaseOrder, purchase_id, purchase_no=_free_number(tx, number, purchase_id), **told)
    else:
        number = number.strip() or next_number(tx)
        tx.say(N_("Purchase order {number}"), number=number)
        draft = PurchaseState.DRAFT.value
        purchase_id = tx.insert(PurchaseOrder, purchase_no=_free_number(tx, number), state=draft, **told)
    _set_lines(tx, purchase_id, lines)
    return purchase_id


def _check_lines(tx: Tx, lines: Sequence[OrderedLine]) -> None:
    if any(line.quantity <= 0 for line in lines):
        raise UserError(N_("An ordered quantity must be more than zero."), code="quantity")
    if any(line.unit_cost is not None and line.unit_cost < 0 for line in lines):
        raise UserError(N_("A cost cannot be below zero."), code="negative")
    named = [line.sku_id for line in lines]
    if len(set(named)) < len(named):
        twice = next(sku for sku in named if named.count(sku) > 1)
        code = tx.scalar(select(Sku.code).where(Sku.sku_id == twice))
        raise UserError(N_("{sku} stands in the order twice. Make one line of it."), code="twice", sku=code)
    for start in range(0, len(named), 400):
        part = named[start : start + 400]
        if len(tx.scalars(select(Sku.sku_id).where(Sku.sku_id.in_(part)))) < len(part):
            raise UserError(N_("A SKU of these lines no longer exists. Choose its product again."), code="gone")


def _set_lines(tx: Tx, purchase_id: int, lines: Sequence[OrderedLine]) -> None:
    there = {
        row.purchase_line_id: row
        for row in tx.rows(
            select(
                PurchaseLine.purchase_line_id, PurchaseLine.quantity, Sku.code, RECEIVED.c.pieces.label("received"),
                PurchaseLine.sku_id,
            )
            .join(Sku, Sku.sku_id == PurchaseLine.sku_id)
            .outerjoin(RECEIVED, RECEIVED.c.line_id == PurchaseLine.purchase_line_id)
            .where(PurchaseLine.purchase_id == purchase_id)
        )
    }  # fmt: skip
    by_sku = {row.sku_id: line_id for line_id, row in there.items()}
    kept = set()
    for line in lines:
        line_id = line.line_id or by_sku.get(line.sku_id, 0)
        told = {
            "sku_id": line.sku_id, "quantity": line.quantity, "unit_cost": line.unit_cost,
            "expected_on": line.expected_on, "note": line.note or None,
        }  # fmt: skip
        row = there.get(line_id)
        if row is None:
            tx.insert(PurchaseLine, purchase_id=purchase_id, **told)
            continue
        kept.add(line_id)
        received = row.received or Decimal(0)
        if (line.quantity < received and line.quantity < row.quantity) or (received and line.sku_id != row.sku_id):
            raise UserError(CAME, code="received", sku=row.code, pieces=f"{received.normalize():f}")
        tx.update(PurchaseLine, line_id, **told)
    for line_id, row in there.items():
        if line_id not in kept:
            if row.received:
                raise UserError(CAME, code="received", sku=row.code, pieces=f"{row.received.normalize():f}")
            tx.delete(PurchaseLine, line_id)


@action("buying.order", N_("Order from a supplier"), undoable=True)
def order_purchase(tx: Tx, purchase_id: int, on: date | None = None, expected_on: date | None = None) -> None:
    """A draft is ordered: from now on its pieces are on their way."""
    order = _order(tx, purchase_id)
    if order.state != PurchaseState.DRAFT:
        raise _wrong(order)
    day = on or tx.today
    expected = expected_on or order.expected_on or _usual_day(tx, order.supplier_id, day)
    if expected is not None and expected < day:
        raise UserError(N_("It cannot be expected before it is ordered."), code="range")
    tx.say(N_("Order {number} from the supplier"), number=order.purchase_no)
    tx.update(
        PurchaseOrder, purchase_id, state=PurchaseState.ORDERED.value, ordered_on=day, expected_on=expected
    )  # fmt: skip


def _usual_day(tx: Tx, supplier_id: int | None, day: date) -> date | None:
    """The day by which the supplier usually delivers; None where it has not said how long it takes."""
    days = tx.scalar(select(Supplier.lead_days).where(Supplier.supplier_id == supplier_id))
    return None if days is None else date.fromordinal(day.toordinal() + int(days))


@action("buying.order", N_("Close a purchase order"), undoable=True)
def close_purchase(tx: Tx, purchase_id: int) -> None:
    """Nothing more is expected of it, whatever has come."""
    order = _order(tx, purchase_id)
    if order.state != PurchaseState.ORDERED:
        raise _wrong(order)
    tx.say(N_("Close purchase order {number}"), number=order.purchase_no)
    tx.update(PurchaseOrder, purchase_id, state=PurchaseState.CLOSED.value)


@action("buying.order", N_("Cancel a purchase order"), undoable=True)
def cancel_purchase(tx: Tx, purchase_id: int) -> None:
    """Call it off; refused once anything of it has come, which is closed instead."""
    order = _order(tx, purchase_id)
    if order.state not in (PurchaseState.DRAFT, PurchaseState.ORDERED):
        raise _wrong(order)
    if tx.scalar(select(GoodsReceipt.receipt_id).where(GoodsReceipt.purchase_id == purchase_id)) is not None:
        raise UserError(N_("Part of {number} has come. Close it instead."), code="received", number=order.purchase_no)
    tx.say(N_("Cancel purchase order {number}"), number=order.purchase_no)
    tx.update(PurchaseOrder, purchase_id, state=PurchaseState.CANCELLED.value)


@action("buying.order", N_("Reopen a purchase order"), undoable=True)
def reopen_purchase(tx: Tx, purchase_id: int) -> None:
    """Expect it again, or make a draft of one that was never ordered."""
    order = _order(tx, purchase_id)
    if order.state not in (PurchaseState.CLOSED, PurchaseState.CANCELLED):
        raise _wrong(order)
    state = PurchaseState.ORDERED if order.ordered_on else PurchaseState.DRAFT
    tx.say(N_("Reopen purchase order {number}"), number=order.purchase_no)
    tx.update(PurchaseOrder, purchase_id, state=state.value)


@follows("purchase_order")
def keep_received_orders(tx: Tx, purchase_ids: tuple[int, ...]) -> None:
    """UserError where an undo or a redo would call an order off, or make a draft of it, of which pieces have come."""
    changes = tx.touched.get("change")
    if not changes:
        return
    came = select(GoodsReceipt.receipt_id).where(GoodsReceipt.purchase_id == PurchaseOrder.purchase_id).exists()
    gone = PurchaseOrder.state.in_([PurchaseState.DRAFT.value, PurchaseState.CANCELLED.value])
    for purchase_id in purchase_ids:
        one = PurchaseOrder.purchase_id == purchase_id
        number = tx.scalar(select(PurchaseOrder.purchase_no).where(one, gone, came))
        if number is not None:
            said: Any = {"code": "received", "number": number, "change": max(changes)}
            raise UserError(N_("Part of {number} has come. Close it instead."), **said)


@follows("purchase_line")
def keep_received_lines(tx: Tx, line_ids: tuple[int, ...]) -> None:
    """UserError where an undo would take out a line of which pieces have come: they would answer nothing."""
    for line_id in line_ids:
        if tx.image(PurchaseLine.__tablename__, line_id) is None:
            code = tx.scalar(_came_of(line_id))
            if code is not None:
                raise UserError(N_("Pieces of {sku} have come on this line, so it stays."), code="received", sku=code)


def _came_of(line_id: int) -> Select[Any]:
    """SQL: the SKU of what came on a line."""
    return (
        select(Sku.code)
        .join_from(GoodsReceipt, StockMove, StockMove.document_id == GoodsReceipt.receipt_id)
        .join(Sku, Sku.sku_id == StockMove.sku_id)
        .where(
            GoodsReceipt.purchase_id.is_not(None), StockMove.document_kind == "receipt", StockMove.line_id == line_id
        )
    )  # fmt: skip


def next_number(tx: Tx) -> str:
    """A number for the next order: PO-00001 and on."""
    last = int(tx.scalar(select(func.coalesce(func.max(PurchaseOrder.purchase_id), 0))))
    return f"PO-{last + 1:05d}"


def _free_number(tx: Tx, number: str, own: int = 0) -> str:
    there = (PurchaseOrder.purchase_no == number) & (PurchaseOrder.purchase_id != own)
    if tx.scalar(select(PurchaseOrder.purchase_id).where(there)) is not None:
        raise UserError(N_("There is a purchase order {number} already."), code="exists", number=number)
    return number


def _open_number(tx: Tx, purchase_id: int) -> str:
    """The number of an order that may still be edited."""
    order = _order(tx, purchase_id)
    if order.state not in (PurchaseState.DRAFT, PurchaseState.ORDERED):
        raise _wrong(order)
    return str(order.purchase_no)


def _order(tx: Tx, purchase_id: int) -> Any:
    found = tx.rows(select(PurchaseOrder.__table__).where(PurchaseOrder.purchase_id == purchase_id))
    if not found:
        raise UserError(N_("This purchase order no longer exists."), code="gone")
    return found[0]


def _wrong(order: Any) -> UserError:
    message = _WRONG[order.state]
    return UserError(message, code="state", number=order.purchase_no)


_WRONG: Final = {
    PurchaseState.DRAFT: N_("Purchase order {number} is a draft. Order it first."),
    PurchaseState.ORDERED: N_("Purchase order {number} is ordered already."),
    PurchaseState.CLOSED: N_("Purchase order {number} is closed. Reopen it first."),
    PurchaseState.CANCELLED: N_("Purchase order {number} is cancelled. Reopen it first."),
}
