"""The columns of orders: what the grid shows, what goes out to Excel and what comes back from a file."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.orders.rules import Blocker, LineKind, OrderKind, OrderState, RefundState, Stage
from shopdesk.text import N_

STATES: Mapping[str, State] = MappingProxyType(
    {
        OrderState.UNPAID: State(N_("Unpaid"), Tone.WARN),
        OrderState.PAID: State(N_("Paid"), Tone.INFO),
        OrderState.SHIPPED: State(N_("Shipped"), Tone.GOOD),
        OrderState.DELIVERED: State(N_("Delivered"), Tone.GOOD),
        OrderState.COMPLETED: State(N_("Completed"), Tone.GOOD),
        OrderState.CANCELLED: State(N_("Cancelled"), Tone.PLAIN),
        OrderState.REFUNDED: State(N_("Refunded"), Tone.BAD),
    }
)
KINDS: Mapping[str, State] = MappingProxyType(
    {
        OrderKind.SALE: State(N_("Sale"), Tone.PLAIN),
        OrderKind.RETURN: State(N_("Return"), Tone.WARN),
        OrderKind.ADJUSTMENT: State(N_("Adjustment"), Tone.INFO),
    }
)
LINE_KINDS: Mapping[str, State] = MappingProxyType(
    {
        LineKind.PRODUCT: State(N_("Product")),
        LineKind.SHIPPING: State(N_("Shipping"), Tone.INFO),
        LineKind.DISCOUNT: State(N_("Discount"), Tone.WARN),
        LineKind.FEE: State(N_("Fee"), Tone.WARN),
        LineKind.MANUAL: State(N_("Manual charge"), Tone.INFO),
        LineKind.SAMPLE: State(N_("Samples"), Tone.INFO),
        LineKind.VOUCHER: State(N_("Gift voucher"), Tone.INFO),
        LineKind.DONATION: State(N_("Donation"), Tone.INFO),
        LineKind.BAD_DEBT: State(N_("Bad debt"), Tone.BAD),
    }
)

STAGES: Mapping[str, State] = MappingProxyType(
    {
        Stage.NEW: State(N_("To allocate"), Tone.PLAIN),
        Stage.ALLOCATED: State(N_("To pick"), Tone.INFO),
        Stage.PICKING: State(N_("Picking"), Tone.INFO),
        Stage.PICKED: State(N_("To pack"), Tone.INFO),
        Stage.PACKED: State(N_("To ship"), Tone.INFO),
    }
)
BLOCKERS: Mapping[str, State] = MappingProxyType(
    {
        Blocker.HOLD: State(N_("On hold"), Tone.WARN),
        Blocker.UNKNOWN_SKU: State(N_("Unknown SKU"), Tone.BAD),
        Blocker.NO_STOCK: State(N_("No stock"), Tone.BAD),
        Blocker.NO_ADDRESS: State(N_("No address"), Tone.WARN),
        Blocker.NOTE: State(N_("Note to read"), Tone.INFO),
        Blocker.RISK: State(N_("Unusual order"), Tone.WARN),
    }
)
FLAGS: Mapping[str, State] = MappingProxyType(
    {
        "red": State(N_("Red"), Tone.BAD),
        "amber": State(N_("Amber"), Tone.WARN),
        "green": State(N_("Green"), Tone.GOOD),
        "blue": State(N_("Blue"), Tone.INFO),
    }
)
"""Marks that a shop gives orders as it likes."""

REFUND_STATES: Mapping[str, State] = MappingProxyType(
    {
        RefundState.PENDING: State(N_("Pending"), Tone.WARN),
        RefundState.GIVEN: State(N_("Given back"), Tone.BAD),
        RefundState.CLOSED: State(N_("Closed"), Tone.PLAIN),
    }
)

ORDER_FILE = Sheet(
    name="orders",
    title=N_("Orders"),
    key="order_no",
    help=N_("Orders and their lines: one row a line, the order's own columns repeated or on its first row."),
    columns=(
        Column("order_no", N_("Order no."), Kind.ID, required=True, example="260101-0001",
               help=N_("The channel's own number of the order."),
               words=("订单编号", "订单号", "主订单编号", "订单号码", "訂單編號", "訂單號", "order number", "order id", "order no",
                      "invoice no", "invoiceno", "invoice number", "invoice", "bill no", "name", "amazon-order-id", "order", "单号",
                      "单据编号", "receipt number", "sales order")),
        Column("line_id", N_("Line no."), Kind.ID, help=N_("The channel's own number of the line, where it has one."),
               words=("子订单编号", "线上子订单号", "order item id", "order-item-id", "line id", "line number", "transaction id", "明细编号")),
        Column("state", N_("State"), Kind.STATE, states=STATES, example="paid",
               help=N_("How far the order has come; left out, rows count as completed sales."),
               words=("订单状态", "交易状态", "状态", "訂單狀態", "order status", "order-status", "status", "financial status", "state")),
        Column("placed_at", N_("Placed"), Kind.TIME, example="2026-01-15 10:30",
               help=N_("When the buyer placed the order; the shop's time zone unless the value says another."),
               words=("订单创建时间", "下单时间", "订单提交时间", "买家下单时间", "订单成交时间", "成交时间", "訂單成立時間", "下單時間",
                      "created at", "purchase-date", "order date", "invoice date", "invoicedate", "date", "sale date", "日期", "时间",
                      "order creation date", "created time", "transaction date", "datetime", "timestamp")),
        Column("paid_at", N_("Paid at"), Kind.TIME, help=N_("When the buyer paid; blank means unpaid."),
               words=("订单付款时间", "付款时间", "支付完成时间", "支付时间", "买家付款时间", "付款确认时间", "付款時間", "paid at", "paid time",
                      "date paid", "paid on date", "payment date", "order paid time")),
        Column("shipped_at", N_("Shipped at"), Kind.TIME, help=N_("When the parcel left."),
               words=("发货时间", "出货时间", "出貨時間", "fulfilled at", "shipped time", "date shipped", "shipped on date", "ship time", "ship date")),
        Column("ship_by", N_("Ship by"), Kind.TIME, help=N_("Until when the parcel has to leave, as the channel promised the buyer."),
               words=("承诺发货时间", "最晚发货时间", "应发货时间", "预计发货时间", "最晚出貨時間", "承諾發貨時間", "應出貨時間", "promise-date", "promise date",
                      "ship by", "ship by date", "latest ship date", "latest-ship-date", "estimated ship out date", "ship-by date", "dispatch by")),
        Column("completed_at", N_("Completed at"), Kind.TIME, help=N_("When the order was completed."),
               words=("确认收货时间", "订单完成时间", "完成时间", "完成時間", "delivered time", "order complete time", "completed at")),
        Column("sku", N_("SKU"), Kind.ID, example="TEA-001", help=N_("The shop's own code of the product variant."),
               words=("商家编码", "外部系统编号", "商家编码-规格维度", "货号", "商品编码", "商品代码", "商家SKUID", "貨號", "商品編號", "sku",
                      "lineitem sku", "seller sku", "stock code", "stockcode", "item code", "product code", "item no", "custom label",
                      "型号", "编码", "sku reference no.", "sellersku", "product id", "part number", "item sku")),
        Column("barcode", N_("Barcode"), Kind.ID, help=N_("EAN, UPC or the shop's own barcode."),
               words=("条码", "商品条码", "商品69码", "國際條碼", "barcode", "ean", "upc", "gtin")),
        Column("title", N_("Product"), Kind.TEXT, example=N_("Longjing gift box 250 g"), help=N_("The product's title in the order."),
               words=("宝贝标题", "标题", "商品名称", "选购商品", "商品", "货品标题", "商品標題", "品名", "description", "product name", "product-name",
                      "lineitem name", "item name", "item title", "product", "title", "name of product", "itemname", "item description", "item")),
        Column("option", N_("Option"), Kind.TEXT, help=N_("Colour, size and the like."),
               words=("商品属性", "商品规格", "宝贝规格", "规格", "規格", "variation", "variations", "variant", "option", "size", "variation name", "variation details")),
        Column("quantity", N_("Qty"), Kind.QUANTITY, example="2", help=N_("Pieces of the line; below zero for a return."),
               words=("购买数量", "数量", "商品数量", "宝贝总数量", "商品数量(件)", "订购数量", "數量", "quantity", "qty", "lineitem quantity",
                      "number of items", "units", "quantity-purchased", "pieces", "件数", "pcs", "unit sold")),
        Column("unit_price", N_("Unit price"), Kind.PRICE, example="128.00", help=N_("Price of one piece before discounts."),
               words=("价格", "单价", "商品单价", "商品價格", "單價", "京东价", "unit price", "unitprice", "price", "lineitem price", "sale price",
                      "sold for", "sku unit original price", "original price", "售价", "selling price", "rate")),
        Column("line_discount", N_("Line discount"), Kind.MONEY, help=N_("Discount given on this line."),
               words=("商家优惠", "优惠金额", "lineitem discount", "item-promotion-discount", "sku seller discount", "discount", "折扣")),
        Column("line_amount", N_("Line amount"), Kind.MONEY, help=N_("What the line comes to after its discount."),
               words=("商品金额", "小计", "金额", "小計", "金額", "item total", "amount", "line total", "subtotal", "sku subtotal after discount",
                      "product subtotal", "total amount", "sales", "销售额", "totla price", "total price", "sales amount", "revenue")),
        Column("line_refund", N_("Line refund"), Kind.MONEY, help=N_("Money given back for this line."), words=("子订单退款金额",)),
        Column("goods_amount", N_("Goods"), Kind.MONEY, help=N_("Goods of the whole order before discounts and shipping."),
               words=("买家应付货款", "货品总价(元)", "商品总价(元)", "subtotal", "order value", "订单金额")),
        Column("order_discount", N_("Discount"), Kind.MONEY, help=N_("Discount on the whole order that the shop bears."),
               words=("店铺优惠折扣(元)", "discount amount", "seller voucher", "涨价或折扣(元)")),
        Column("platform_discount", N_("Platform discount"), Kind.MONEY, help=N_("Discount that the platform bears and pays to the shop."),
               words=("平台优惠折扣(元)", "平台优惠", "平台实际承担优惠金额", "shopee voucher", "天猫卡券抵扣")),
        Column("coupon_code", N_("Coupon codes"), Kind.TEXT, help=N_("Discount codes that the buyer named, with ; between; their uses are noted with the promotions that have them."),
               words=("discount code", "coupon code", "coupon codes", "voucher code", "promo code", "优惠码", "优惠券码", "優惠碼")),
        Column("coupon_amount", N_("Coupon discount"), Kind.MONEY, help=N_("What the codes of the row took off, as part of the discount; blank: they share the discount of the order."),
               words=("coupon amount", "coupon discount", "优惠券金额", "優惠券金額")),
        Column("shipping", N_("Shipping"), Kind.MONEY, help=N_("Shipping that the buyer pays."),
               words=("买家应付邮费", "邮费(元)", "运费", "运费金额", "運費", "shipping", "shipping-price", "order shipping", "shipping and handling",
                      "shipping fee after discount", "shippingfee")),
        Column("tax", N_("Tax"), Kind.MONEY, help=N_("Tax on top of the prices."),
               words=("taxes", "item-tax", "sales tax", "tax", "税额", "稅額", "order sales tax")),
        Column("order_total", N_("Order total"), Kind.MONEY, help=N_("What the whole order comes to for the shop."),
               words=("总金额", "订单应付金额", "应付金额", "商家实收金额(元)", "商家应收", "订单总金额", "訂單總額", "total", "order total", "order amount", "grand total", "总计")),
        Column("paid_amount", N_("Buyer paid"), Kind.MONEY, help=N_("What the buyer paid in the end."),
               words=("买家实际支付金额", "用户实付金额(元)", "实付款(元)", "买家实付金额", "實付金額", "paid", "amount paid", "paidprice")),
        Column("refund_amount", N_("Refund"), Kind.MONEY, help=N_("Money given back for the whole order."),
               words=("退款金额", "退款金額", "refunded amount", "order refund amount", "refund", "refund amount")),
        Column("currency", N_("Currency"), Kind.ID, help=N_("ISO code; left out, the channel's currency."), words=("币种", "货币种类", "幣別", "currency", "currency code")),
        Column("channel", N_("Channel"), Kind.TEXT, help=N_("The sales channel, where one file holds several."), words=("渠道", "平台", "店铺名称", "通路", "sales channel", "sales-channel", "channel", "store")),
        Column("customer_no", N_("Customer no."), Kind.ID, personal=True, help=N_("The channel's number or name of the buyer."),
               words=("买家会员名", "买家会员昵称", "客户编号", "會員帳號", "customer id", "customerid", "buyer username", "user id", "buyer", "customer", "buyer user id", "username (buyer)", "下单帐号")),
        Column("recipient", N_("Recipient"), Kind.TEXT, personal=True, words=("收货人姓名", "收件人", "收件人姓名", "客户姓名", "shipping name", "ship name", "recipient-name", "buyer name", "customername", "receiver name", "ship to name", "full name", "buyer fullname", "recipient", "customer name")),
        Column("phone", N_("Phone"), Kind.ID, personal=True, words=("联系手机", "联系电话", "收件人手机号", "收件人電話", "shipping phone", "phone", "buyer phone number", "phone number", "ship to phone", "mobile")),
        Column("address", N_("Address"), Kind.TEXT, personal=True, words=("收货地址", "详细地址", "客户地址", "收件地址", "shipping address1", "shipping street", "ship address1", "ship-address-1", "address", "ship to address 1", "buyer address 1", "delivery address")),
        Column("region", N_("Region"), Kind.TEXT, words=("省", "省份", "ship-state", "shipping province", "ship state", "state/province", "province", "region", "buyer state")),
        Column("city", N_("City"), Kind.TEXT, words=("市", "城市", "ship-city", "shipping city", "ship city", "city", "buyer city")),
        Column("country", N_("Country"), Kind.TEXT, words=("国家", "國家", "country", "ship-country", "shipping country", "ship country", "buyer country")),
        Column("carrier", N_("Carrier"), Kind.TEXT, words=("物流公司", "快递公司", "物流商", "carrier", "shipping provider name", "shipping carrier", "courier")),
        Column("waybill", N_("Waybill"), Kind.ID, words=("物流单号", "快递单号", "运单号", "物流單號", "tracking number", "tracking id", "waybill", "tracking no")),
        Column("buyer_note", N_("Buyer's note"), Kind.LONG_TEXT, personal=True, words=("买家留言", "買家備註", "notes", "buyer note", "note from buyer")),
        Column("seller_note", N_("Note"), Kind.LONG_TEXT, words=("订单备注", "商家备注", "卖家备注", "賣家備註", "seller note", "note", "remark", "备注")),
        Column("closed_reason", N_("Closed because"), Kind.TEXT, words=("订单关闭原因", "取消原因", "cancel reason", "cancelled reason")),
        Column("cancelled_at", N_("Cancelled at"), Kind.TIME, words=("cancelled at", "canceled at", "cancelled time")),
        Column("after_sale", N_("After-sale state"), Kind.TEXT, help=N_("Where a claim of the buyer stands, in the channel's words."),
               words=("售后状态", "退款状态", "after-sale status", "return status")),
        Column("fulfilment_state", N_("Delivery state"), Kind.TEXT, words=("fulfillment status", "item-status", "发货状态")),
    ),
)
"""The fields of an order file (import and template)."""

ORDERS = Sheet(
    name="order_list",
    title=N_("Orders"),
    key="order_no",
    help=N_("Every document of every channel: sales, returns and adjustments."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=10, help=N_("Where the order was placed.")),
        Column("order_no", N_("Order no."), Kind.ID, width=20, help=N_("The channel's own number of the order.")),
        Column("kind", N_("Kind"), Kind.STATE, width=10, states=KINDS, help=N_("A sale, a return, or a correction of the books.")),
        Column("placed_at", N_("Placed"), Kind.TIME, help=N_("When the buyer placed the order.")),
        Column("summary", N_("Products"), Kind.TEXT, width=24, help=N_("What was ordered; +n stands for n further products.")),
        Column("units", N_("Qty"), Kind.QUANTITY, total=True, help=N_("Pieces of goods.")),
        Column("total", N_("Total"), Kind.MONEY, total=True, help=N_("Goods less discounts, with shipping, charges and tax.")),
        Column("refunded", N_("Refunded"), Kind.MONEY, total=True, help=N_("Money given back.")),
        Column("profit", N_("Profit"), Kind.MONEY, help=N_("Total less tax, refunds and cost of goods; blank where a cost is unknown.")),
        Column("state", N_("State"), Kind.STATE, width=11, states=STATES, help=N_("How far the order has come.")),
        Column("stage", N_("Stage"), Kind.STATE, width=10, states=STAGES, shown=False, help=N_("How far the shop is with an order that is paid and has not left.")),
        Column("promise", N_("Ship by"), Kind.TIME, shown=False, help=N_("Until when the parcel has to leave: as the channel's file says, else by the channel's hours from payment on.")),
        Column("left", N_("Time left"), Kind.INTEGER, width=12, help=N_("Minutes until the parcel has to leave; below zero where it is late.")),
        Column("exception", N_("Exception"), Kind.STATE, width=12, states=BLOCKERS, help=N_("What keeps a paid order from leaving.")),
        Column("flag", N_("Flag"), Kind.STATE, width=8, states=FLAGS, editable=True, shown=False, help=N_("A mark that the shop gives an order as it likes.")),
        Column("hold", N_("Held because"), Kind.TEXT, width=16, shown=False, help=N_("Why the order may not go on, as a person said.")),
        Column("parcel_no", N_("Parcel"), Kind.ID, width=10, shown=False, help=N_("Orders with one parcel number go in one parcel.")),
        Column("returned", N_("Goods come back"), Kind.BOOL, shown=False, help=N_("Whether goods of the order come back or have come back.")),
        Column("customer_no", N_("Customer no."), Kind.ID, width=12, personal=True, shown=False, help=N_("The channel's number or name of the buyer.")),
        Column("country", N_("Country"), Kind.TEXT, width=12, shown=False),
        Column("goods", N_("Goods"), Kind.MONEY, total=True, shown=False, help=N_("Prices of the goods before discounts.")),
        Column("discount", N_("Discount"), Kind.MONEY, total=True, shown=False, help=N_("Discounts that the shop bears.")),
        Column("shipping", N_("Shipping"), Kind.MONEY, total=True, shown=False, help=N_("Shipping that the buyer pays.")),
        Column("charge", N_("Other charges"), Kind.MONEY, total=True, shown=False, help=N_("Charges that are neither goods nor shipping.")),
        Column("tax", N_("Tax"), Kind.MONEY, total=True, shown=False),
        Column("currency", N_("Currency"), Kind.ID, width=8, shown=False, help=N_("The currency in which the channel told the order; all other amounts are in the shop's.")),
        Column("own_total", N_("Total, own currency"), Kind.MONEY, shown=False, help=N_("The total in the order's own currency; blank where that is the shop's.")),
        Column("rate", N_("Rate"), Kind.RATE, shown=False, help=N_("What one unit of that currency was worth on the day of the sale.")),
        Column("paid_at", N_("Paid at"), Kind.TIME, shown=False),
        Column("shipped_at", N_("Shipped at"), Kind.TIME, shown=False),
        Column("sold_on", N_("Booked on"), Kind.DATE, shown=False, help=N_("The day on which it entered the books.")),
        Column("carrier", N_("Carrier"), Kind.TEXT, width=10, editable=True, shown=False),
        Column("waybill", N_("Waybill"), Kind.ID, width=16, editable=True, shown=False),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=20, editable=True, help=N_("The shop's own note on the order.")),
        Column("import_id", N_("Import"), Kind.INTEGER, width=6, shown=False, help=N_("No. of the import that brought the order.")),
    ),
)
"""The list of orders on screen and in Excel."""

LINES = Sheet(
    name="order_lines",
    title=N_("Order lines"),
    key="line_id",
    columns=(
        Column("kind", N_("Kind"), Kind.STATE, states=LINE_KINDS),
        Column("sku", N_("SKU"), Kind.ID),
        Column("title", N_("Product"), Kind.TEXT, width=28),
        Column("quantity", N_("Qty"), Kind.QUANTITY, total=True),
        Column("unit_price", N_("Unit price"), Kind.PRICE),
        Column("discount", N_("Discount"), Kind.MONEY, total=True),
        Column("amount", N_("Amount"), Kind.MONEY, total=True),
        Column("cost", N_("Cost"), Kind.MONEY, total=True, help=N_("Cost of the goods of this line; blank where it is unknown.")),
        Column("source_row", N_("Row"), Kind.INTEGER, help=N_("The row of the file that the line came from.")),
    ),
)
"""The lines of one order."""

REFUND_FILE = Sheet(
    name="refunds",
    title=N_("Refunds"),
    key="refund_no",
    help=N_("Claims of buyers, one row each: only what was given back is booked, on its order and its own day."),
    columns=(
        Column("refund_no", N_("Refund no."), Kind.ID, required=True, example="RF-0001", help=N_("The channel's own number of the refund."),
               words=("退款编号", "售后单号", "售后编号", "退款单号", "退款單號", "refund no", "refund id", "refund number", "return id", "after-sale no")),
        Column("order_no", N_("Order no."), Kind.ID, required=True, example="260101-0001", help=N_("The order that it belongs to; until that is known, the refund waits."),
               words=("订单编号", "订单号", "主订单编号", "訂單編號", "order number", "order id", "order no")),
        Column("state", N_("Refund state"), Kind.STATE, states=REFUND_STATES, example="given",
               help=N_("Only a refund that was given back is money; left out, every row counts as that."),
               words=("退款状态", "售后状态", "refund status", "return status", "refund state")),
        Column("amount", N_("Amount given back"), Kind.MONEY, example="25.00", help=N_("What the buyer got back for goods."),
               words=("退款总额", "买家退款金额", "退款金额", "退商品金额(元)", "refund amount", "amount refunded", "refunded amount")),
        Column("refunded_at", N_("Given back at"), Kind.TIME, example="2026-01-20 15:00", help=N_("When the money went back: the day of the books."),
               words=("退款完结时间", "退款成功时间", "商家退款时间", "售后完结时间", "退款时间", "refunded at", "refund date", "refund time")),
        Column("claimed_at", N_("Claimed at"), Kind.TIME, help=N_("When the buyer asked; it stands for the day where no other is told."),
               words=("退款申请时间", "退款的申请时间", "售后申请时间", "申请时间", "return requested", "claimed at", "request date")),
        Column("claim", N_("Claim"), Kind.TEXT, help=N_("Money alone, or goods back as well, in the channel's words."),
               words=("售后类型", "是否需要退货", "退款类型", "return type", "refund type", "claim")),
        Column("reason", N_("Reason"), Kind.TEXT, words=("买家退款原因", "售后原因", "退款原因", "return reason", "refund reason", "reason")),
        Column("decide_by", N_("Channel wants by"), Kind.TIME, lenient=True, help=N_("Until when the channel wants it answered or decided, by the clock on the wall."),
               words=("超时时间", "最晚处理时间", "处理截止时间", "處理截止時間", "respond by", "decide by")),
        Column("channel", N_("Channel"), Kind.TEXT, help=N_("The sales channel, where one file holds several."), words=("渠道", "平台", "通路", "channel")),
    ),
)
"""The fields of a list of refunds (import and template)."""

REFUNDS = Sheet(
    name="refund_list",
    title=N_("Refunds"),
    key="refund_no",
    help=N_("What the channels' lists of refunds say; a refund whose order the shop does not have yet waits."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        Column("refund_no", N_("Refund no."), Kind.ID, width=20),
        Column("order_no", N_("Order no."), Kind.ID, width=20),
        Column("state", N_("Refund state"), Kind.STATE, width=11, states=REFUND_STATES),
        Column("amount", N_("Amount given back"), Kind.MONEY, total=True),
        Column("booked", N_("In the books"), Kind.MONEY, total=True, help=N_("What of it stands on an order; blank while it waits or is not given.")),
        Column("waits", N_("Waits for its order"), Kind.BOOL, help=N_("It was given back, and no order that is sold bears it yet.")),
        Column("ended_on", N_("Given back at"), Kind.DATE),
        Column("with_goods", N_("With goods"), Kind.BOOL, help=N_("Whether the buyer sends the goods back.")),
        Column("claimed_at", N_("Claimed at"), Kind.TIME, shown=False, help=N_("When the buyer asked; blank where the list tells no time.")),
        Column("reason", N_("Reason"), Kind.TEXT, width=20),
        Column("decide_by", N_("Channel wants by"), Kind.TIME, shown=False, help=N_("Until when the channel wants it answered or decided, by the clock on the wall.")),
        Column("import_id", N_("Import"), Kind.INTEGER, width=6, shown=False),
    ),
)
"""The list of refunds."""
