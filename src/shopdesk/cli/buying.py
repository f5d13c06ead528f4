"""Commands of buying: a delivery received from a file, and how suppliers deliver."""

from argparse import Namespace
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import select

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.stage.late import told_late
from shopdesk.exchange.stage.staged import Item, Staged
from shopdesk.shop.buying.receiving import Arrived, receive_purchase
from shopdesk.shop.buying.reports import PurchaseDetail, find_purchase, same_delivery
from shopdesk.shop.buying.scorecard import fetch_scores
from shopdesk.store.store import Store
from shopdesk.store.tables import PurchaseOrder
from shopdesk.store.types import MONEY_SCALE, QUANTITY_SCALE
from shopdesk.text import N_, UserError, _

TITLES: Final = {
    "supplier": N_("Supplier"), "orders": N_("Orders"), "open": N_("Outstanding"), "receipts": N_("Receipts"),
    "lead_mean": N_("Measured, days"), "lead_spread": N_("Spread, days"), "on_time": N_("On time"),
    "fill": N_("Fill rate"), "defects": N_("Defects"), "price_change": N_("Price change"),
    "single": N_("Single source"), "late": N_("Late orders"),
}  # fmt: skip


def report(options: Namespace, output: Output) -> int:
    """Report suppliers: the scorecard of each; shares are ratios, what was not measured is null."""
    with opened(options) as store, store.read() as tx:
        rows = [asdict(score) for score in fetch_scores(tx)]
    output.data([numbers(row) for row in rows])
    if not rows:
        output.say(_("There is nothing to report yet."))
        return 0
    cells = [["" if row[name] is None else row[name] for name in TITLES] for row in rows]
    output.table([_(title) for title in TITLES.values()], cells, range(1, len(TITLES)))
    return 0


def receive(options: Namespace, output: Output) -> int:
    """Receive FILE: a list of receipts, against the order that --order names, or as an import where it names none."""
    with opened(options) as store:
        choices = Choices("receipts", accept_proposal=options.accept_proposal)
        staged = prepare(store, options.file, choices)
        for found in staged.problems:
            output.note(f"{options.file.name} {found.column}{found.row}: {found.reason}")
        if staged.rejected_rows:
            said = N_("{count} rows of {file} cannot go in, so nothing was received.")
            raise UserError(said, code="rejected", count=len(staged.rejected_rows), file=options.file.name)
        with store.read() as tx:
            for sentence in told_late(tx, staged):
                output.note(sentence)
        if options.order:
            return _against_order(store, staged, options, output)
        if options.dry_run:
            return _tell(output, staged, 0)
        return _tell(output, staged, run_import(store, staged))


def _tell(output: Output, staged: Staged, import_id: int) -> int:
    counts = staged.counts()
    output.data({"import_id": import_id, **counts})
    output.say(_("{new} new, {same} the same, {conflict} in conflict").format(**counts))
    return 0


def _against_order(store: Store, staged: Staged, options: Namespace, output: Output) -> int:
    with store.read() as tx:
        key = tx.scalar(select(PurchaseOrder.purchase_id).where(PurchaseOrder.purchase_no == options.order))
        order = find_purchase(tx, key) if key is not None else None
    if order is None:
        raise UserError(N_("There is no purchase order {number}."), code="not_found", number=options.order)
    document = _document(staged.items, options)
    arrived = _arrived(staged.items, order)
    if not (document.number or options.again):
        _refuse_twice(store, order, arrived, document)
    told = {"order": options.order, "lines": len(arrived), "pieces": sum((one.quantity for one in arrived), Decimal(0))}
    if not options.dry_run:
        told["receipt_id"] = store.do(
            receive_purchase, order.purchase_id, arrived, document_no=document.number,
            received_at=document.received_at, note=document.note, over_reason=options.reason,
            close_short=options.close_short,
        ).value  # fmt: skip
    output.data(numbers(told))
    said = _("{pieces} pieces on {lines} lines of {order}").format(**told)
    output.say(said if options.dry_run else _("Received: {what}").format(what=said))
    return 0


def _refuse_twice(store: Store, order: PurchaseDetail, arrived: list[Arrived], document: "_Document") -> None:
    """A delivery note without a number would be added each time that it is read."""
    pieces: dict[int, Decimal] = {}
    for one in arrived:
        pieces[one.sku_id] = pieces.get(one.sku_id, Decimal(0)) + one.quantity
    with store.read() as tx:
        number = same_delivery(tx, order.purchase_id, pieces, document.received_at)
    if number is not None:
        said = N_("Receipt {number} of {order} has brought the same pieces. If they came once more, add --again.")
        raise UserError(said, code="exists", number=number, order=order.order.purchase_no)


class _Document(NamedTuple):
    """What a file says of its whole delivery."""

    number: str
    received_at: datetime | None
    note: str


def _document(items: list[Item], options: Namespace) -> _Document:
    """UserError where the rows are not of one delivery, or of another order than the one that is named."""
    other = next((item for item in items if item.values.get("purchase_no") not in (None, "", options.order)), None)
    if other is not None:
        said = N_("Row {row} of {file} is of purchase order {number}, not of {order}.")
        told = {"row": other.row, "number": other.values["purchase_no"], "order": options.order}
        raise UserError(said, code="other_order", file=options.file.name, **told)
    numbers = list(dict.fromkeys(number for item in items if (number := item.values.get("document_no"))))
    if len(numbers) > 1:
        said = N_("{file} has several receipts: {numbers}. Receive each from a file of its own.")
        raise UserError(said, code="several", file=options.file.name, numbers=", ".join(numbers))
    moment = next((item.values["received_at"] for item in items if item.values.get("received_at")), None)
    return _Document(
        options.number or "".join(numbers),
        None if moment is None else datetime.fromtimestamp(moment, UTC),
        next((item.values["note"] for item in items if item.values.get("note")), ""),
    )


def _arrived(items: list[Item], order: PurchaseDetail) -> list[Arrived]:
    """What the file says came, on the line of its SKU; what was not ordered has none.

    Rows of one SKU are one line of the receipt, unless they are of several lots, places or costs.
    """
    lines = {line.sku_id: line.line_id for line in order.lines}
    made: dict[Arrived, Decimal] = {}
    for item in items:
        cost: Any = item.values.get("unit_cost")
        until: Any = item.values.get("expires_on")
        one = Arrived(
            item.target, Decimal(0), lines.get(item.target, 0), None if cost is None else Decimal(cost) / MONEY_SCALE,
            item.values.get("lot_no") or "", None if not until else date.fromisoformat(until),
            place_id=_place(item),
        )  # fmt: skip
        made[one] = made.get(one, Decimal(0)) + Decimal(item.values["quantity"]) / QUANTITY_SCALE
    return [replace(one, quantity=pieces) for one, pieces in made.items()]


def _place(item: Item) -> int | None:
    """The place that a row names."""
    said = item.values.get("warehouse")
    if said and not item.place:
        raise UserError(N_("No warehouse or shelf is called {name}."), code="no_place", name=said)
    return item.place if said else None
