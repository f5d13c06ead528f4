"""What fulfilment knows of orders that an import brought, for when that import is taken back."""

from typing import Any

from sqlalchemy import delete, or_, select, update

from shopdesk.shop.fulfilment.allocation import forget_pieces
from shopdesk.store.tables import (
    Allocation,
    Change,
    ChangeRow,
    CustomerReturn,
    OrderWork,
    ReturnLine,
    SalesOrder,
    Shipment,
    ShipmentLine,
)
from shopdesk.store.tx import Tx


def stands_on(tx: Tx, import_id: int) -> list[str]:
    """Parcels of the orders of an import, and returns of what it brought or sent, by the numbers that people know."""
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)

    def elsewhere(column: Any) -> Any:
        return or_(column.is_(None), column != import_id)

    brought = _added(import_id)
    sent_lines = select(ShipmentLine.shipment_id).where(ShipmentLine.line_id.in_(brought))
    parcels = (
        select(SalesOrder.order_no)
        .join(Shipment, Shipment.order_id == SalesOrder.order_id)
        .where(or_(Shipment.order_id.in_(mine), Shipment.shipment_id.in_(sent_lines)), elsewhere(Shipment.import_id))
        .distinct()
    )
    told = select(ReturnLine.return_id).where(ReturnLine.line_id.in_(brought))
    sent = select(Shipment.order_id).where(Shipment.import_id == import_id)
    returns = select(CustomerReturn.return_no).where(
        or_(CustomerReturn.order_id.in_(mine), CustomerReturn.order_id.in_(sent), CustomerReturn.return_id.in_(told)),
        elsewhere(CustomerReturn.import_id),
        CustomerReturn.state != "called_off",
    )
    return [*tx.scalars(parcels.order_by(SalesOrder.order_no)), *tx.scalars(returns.order_by(CustomerReturn.return_no))]


def forget_import(tx: Tx, import_id: int) -> None:
    """Remove the parcels that an import booked, and all work on the orders that it brought."""
    mine = select(SalesOrder.order_id).where(SalesOrder.import_id == import_id)
    gone = select(Shipment.shipment_id).where(or_(Shipment.import_id == import_id, Shipment.order_id.in_(mine)))
    off = select(CustomerReturn.return_id).where(CustomerReturn.order_id.in_(mine))
    tx.run_sql(ShipmentLine, delete(ShipmentLine).where(ShipmentLine.shipment_id.in_(gone)))
    tx.run_sql(Shipment, delete(Shipment).where(Shipment.shipment_id.in_(gone)))
    tx.run_sql(ReturnLine, delete(ReturnLine).where(ReturnLine.return_id.in_(off)))
    tx.run_sql(CustomerReturn, delete(CustomerReturn).where(CustomerReturn.return_id.in_(off)))
    brought = _added(import_id)
    tx.run_sql(ReturnLine, update(ReturnLine).where(ReturnLine.line_id.in_(brought)).values(line_id=None))
    for order_id in tx.scalars(select(Allocation.order_id).where(Allocation.line_id.in_(brought)).distinct()):
        forget_pieces(tx, order_id)
    for model in (Allocation, OrderWork):
        tx.run_sql(model, delete(model).where(model.order_id.in_(mine)))


def _added(import_id: int) -> Any:
    """SQL: the lines that an import added to orders which were there."""
    return (
        select(ChangeRow.row_id)
        .join(Change, Change.change_id == ChangeRow.change_id)
        .where(Change.import_id == import_id, ChangeRow.table_name == "order_line", ChangeRow.before.is_(None))
    )
