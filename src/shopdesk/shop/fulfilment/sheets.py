"""The columns of fulfilment: pick list, waybills out and in, returns, and the promises of channels."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.fulfilment.rules import ReturnState, Verdict
from shopdesk.text import N_

RETURN_STATES: Mapping[str, State] = MappingProxyType(
    {
        ReturnState.EXPECTED: State(N_("On its way back"), Tone.INFO),
        ReturnState.ARRIVED: State(N_("To inspect"), Tone.WARN),
        ReturnState.INSPECTED: State(N_("Inspected"), Tone.GOOD),
        ReturnState.CALLED_OFF: State(N_("Called off"), Tone.PLAIN),
    }
)
VERDICTS: Mapping[str, State] = MappingProxyType(
    {
        Verdict.RESELL: State(N_("Resell"), Tone.GOOD),
        Verdict.REPAIR: State(N_("Repair"), Tone.INFO),
        Verdict.SCRAP: State(N_("Scrap"), Tone.BAD),
        Verdict.LOST: State(N_("Never came"), Tone.BAD),
        Verdict.WRONG: State(N_("Wrong item"), Tone.WARN),
    }
)
VERDICT_HELP: Mapping[str, str] = MappingProxyType(
    {
        Verdict.RESELL: N_("Back on its shelf, at cost."),
        Verdict.REPAIR: N_("Kept apart; on hand, not for sale."),
        Verdict.SCRAP: N_("Came in and is written off."),
        Verdict.LOST: N_("Nothing came; nothing moves."),
        Verdict.WRONG: N_("Something else came; nothing moves."),
    }
)

PICKS = Sheet(
    name="pick_list",
    title=N_("Pick list"),
    key="sku",
    help=N_("What orders keep on the shelves, in the order of a walk along them."),
    columns=(
        Column("place", N_("Shelf"), Kind.TEXT, width=16, help=N_("Where the pieces lie.")),
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("barcode", N_("Barcode"), Kind.ID, width=15),
        Column("title", N_("Product"), Kind.TEXT, width=30),
        Column("option", N_("Option"), Kind.TEXT, width=14),
        Column("pieces", N_("To pick"), Kind.QUANTITY, total=True, help=N_("Pieces that the orders keep there.")),
        Column("picked", N_("Picked"), Kind.QUANTITY, total=True),
        Column("orders", N_("Orders"), Kind.TEXT, width=32, help=N_("Which orders want them, and how many of more than one.")),
    ),
)
"""What to take from which shelf, for one order or many."""

WAYBILL_FILE = Sheet(
    name="waybills",
    title=N_("Waybills"),
    key="order_no",
    help=N_("Parcels that left, one row an order: the order is shipped with that waybill."),
    columns=(
        Column("order_no", N_("Order no."), Kind.ID, required=True, example="260101-0001", help=N_("The channel's own number of the order."),
               words=("订单编号", "订单号", "主订单编号", "商家订单号", "客户订单号", "訂單編號", "訂單號", "order number", "order id", "order no", "order", "reference", "reference no")),
        Column("waybill", N_("Waybill"), Kind.ID, required=True, example="SF1000000000001", help=N_("The carrier's number of the parcel."),
               words=("物流单号", "快递单号", "运单号", "运单号码", "物流單號", "托運單號", "包裹號", "tracking number", "tracking no", "tracking id", "waybill", "waybill no", "shipment number")),
        Column("carrier", N_("Carrier"), Kind.TEXT, example="SF Express", help=N_("Who carries it; left out, the carrier of the order stays."),
               words=("物流公司", "快递公司", "承运商", "物流商", "物流業者", "carrier", "shipping carrier", "courier", "logistics company")),
        Column("shipped_at", N_("Shipped at"), Kind.TIME, example="2026-01-20 15:00", help=N_("When the parcel left; left out, the moment of the import."),
               words=("发货时间", "出库时间", "揽收时间", "出貨時間", "shipped at", "ship date", "shipped time", "dispatch date")),
        Column("channel", N_("Channel"), Kind.TEXT, help=N_("The sales channel, where two channels use the same order number."), words=("渠道", "平台", "通路", "channel", "sales channel")),
    ),
)
"""The fields of a file of waybills (import and template)."""

WAYBILLS = Sheet(
    name="waybill_list",
    title=N_("Waybills to fill in"),
    key="order_no",
    help=N_("Orders that wait for a waybill, with what a carrier asks for; filled in, the file comes back as waybills."),
    columns=(
        Column("order_no", N_("Order no."), Kind.ID, width=20),
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("promise", N_("Ship by"), Kind.TIME),
        Column("parcel_no", N_("Parcel"), Kind.ID, width=10),
        Column("recipient", N_("Recipient"), Kind.TEXT, width=14, personal=True),
        Column("phone", N_("Phone"), Kind.ID, width=14, personal=True),
        Column("region", N_("Region"), Kind.TEXT, width=10),
        Column("city", N_("City"), Kind.TEXT, width=10),
        Column("address", N_("Address"), Kind.TEXT, width=36, personal=True),
        Column("country", N_("Country"), Kind.TEXT, width=8),
        Column("summary", N_("Products"), Kind.TEXT, width=30),
        Column("units", N_("Qty"), Kind.QUANTITY, total=True),
        Column("carrier", N_("Carrier"), Kind.TEXT, width=12),
        Column("waybill", N_("Waybill"), Kind.ID, width=18),
    ),
)
"""What goes out to a carrier and comes back with numbers."""

RETURNS = Sheet(
    name="return_list",
    title=N_("Returns"),
    key="return_no",
    help=N_("Goods that come back, and what became of them; what buyers got back in money stands under Refunds."),
    columns=(
        Column("return_no", N_("Return no."), Kind.ID, width=10),
        Column("state", N_("State"), Kind.STATE, width=14, states=RETURN_STATES),
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("order_no", N_("Order no."), Kind.ID, width=20, help=N_("The order whose goods they are; blank while nobody knows.")),
        Column("goods", N_("Products"), Kind.TEXT, width=26, help=N_("What is to come back; +n stands for n further products.")),
        Column("pieces", N_("Qty"), Kind.QUANTITY, total=True),
        Column("waybill", N_("Waybill"), Kind.ID, width=16, help=N_("The carrier's number of the parcel that comes back.")),
        Column("expected_at", N_("Expected since"), Kind.TIME),
        Column("arrived_at", N_("Arrived"), Kind.TIME),
        Column("inspected_at", N_("Inspected"), Kind.TIME, shown=False),
        Column("refund_no", N_("Refund no."), Kind.ID, width=16, shown=False, help=N_("The refund that told of the goods.")),
        Column("refunded", N_("Refunded"), Kind.MONEY, total=True, help=N_("Money given back on the order, a fact of its own.")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20, shown=False),
    ),
)
"""The list of returns."""

PROMISES = Sheet(
    name="promises",
    title=N_("Promises of channels"),
    key="channel",
    help=N_("Within how many hours of payment a parcel has to leave, where the channel's file does not say."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=16),
        Column("ship_hours", N_("Ship within, hours"), Kind.INTEGER, editable=True, help=N_("Hours from payment to the parcel's leaving.")),
        Column("unpaid_hours", N_("Unpaid orders keep pieces, hours"), Kind.INTEGER, editable=True, help=N_("So long does an order that is not paid keep its pieces; blank: it keeps none.")),
    ),
)
"""The hours of each channel."""
