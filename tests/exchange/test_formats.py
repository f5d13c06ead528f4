"""Each known layout on a small sample made from its description, with every status it may say."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from shopdesk.exchange.formats import FORMATS, amazon_orders, shopify_orders, shopify_products, taobao_orders
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.match import find_plan
from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.table import SheetHead
from shopdesk.exchange.values import Bad, StateMemo, Value, state_memo
from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.columns import Kind
from shopdesk.shop.orders.rules import OrderState

TAOBAO_2018 = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,"
    "买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,"
    "运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,"
    "宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,"
    "发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,"
    "修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,"
    "是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,"
    "退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包"
)
TAOBAO_GENERATIONS = {
    "2018-A": TAOBAO_2018,
    "2018-B": TAOBAO_2018.replace("买家支付宝账号", "买家支付宝账号,支付单号,支付详情"),
    "2019": TAOBAO_2018.replace("买家支付宝账号", "买家支付宝账号,支付单号,支付详情")
    + ",是否信用购,体验期结束时间,前N有礼,配送类型,主订单编号",
    "2020": TAOBAO_2018.replace("买家支付宝账号", "买家支付宝账号,支付单号,支付详情").replace(
        "是否是O2O交易", "是否是O2O交易,满返红包金额"
    )
    + ",是否信用购,体验期结束时间,前N有礼,配送类型,直播返现状态,返现金额,新零售成交门店昵称,新零售成交门店id,"
    "新零售成交经销商id,主订单编号",
    "2022": TAOBAO_2018.replace("买家支付宝账号", "买家会员昵称,支付单号,支付详情")
    .replace("联系手机", "联系手机,虚拟号过期时间")
    .replace(" ,", ",")
    + ",延迟发货自动赔付金额,预售订单,发货时间,商家备忘,主订单编号",
    "cut by hand": "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额",
}
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,"
    "Shipping,Taxes,Total,"
    "Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,Billing Name,"
    "Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,"
    "Billing Country,"
    "Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,"
    "Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,"
    "Payment Reference,"
    "Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
    "Lineitem discount,Tax 1 Name,"
    "Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,"
    "Phone,Receipt Number,"
    "Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At"
)
AMAZON = (
    "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,fulfillment-channel,"
    "sales-channel,order-channel,"
    "url,ship-service-level,product-name,sku,asin,item-status,quantity,currency,item-price,item-tax,"
    "shipping-price,shipping-tax,"
    "gift-wrap-price,gift-wrap-tax,item-promotion-discount,ship-promotion-discount,ship-city,ship-state,"
    "ship-postal-code,"
    "ship-country,promotion-ids"
)
SALE_REPORT = (
    "index,Order ID,Date,Status,Fulfilment,Sales Channel ,ship-service-level,Style,SKU,Category,Size,ASIN,"
    "Courier Status,Qty,currency,"
    "Amount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids,B2B,fulfilled-by,Unnamed: 22"
)
SHOPIFY_PRODUCTS = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,"
    "Option2 Name,Option2 Value,"
    "Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Compare At Price,"
    "Variant Barcode,Image Src,Gift Card,Cost per item,Status"
)
SHOPIFY_PRODUCTS_NEW = (
    "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,"
    "Option1 name,"
    "Option1 value,Option1 Linked To,Price,Compare-at price,Cost per item,Charge tax,Inventory tracker,"
    "Inventory quantity,"
    "Weight value (grams),Weight unit for display,Requires shipping,Product image URL,Gift card,SEO title"
)


def plan_of(header: str, *rows: Mapping[str, str]) -> Plan:
    """The plan for a sheet with this header and rows that fill some of its columns."""
    names = header.split(",")
    lines = [tuple(row.get(name.strip(), "") for name in names) for row in rows]
    return find_plan([SheetHead(0, "Sheet1", False, (tuple(names), *lines))], {})


def mapped(plan: Plan) -> dict[str, str]:
    return {key: plan.headers[column] for key, column in plan.columns.items()}


def state(plan: Plan, **texts: str) -> Value:
    memo = state_memo(plan)
    assert isinstance(memo, StateMemo)
    assert memo, "a caller asks `if memo` before anything is in it"
    return memo[tuple(texts.get(field, "") for field in memo.fields)]


# The registry


@pytest.mark.parametrize("code", FORMATS)
def test_a_layout_declares_only_what_exists(code: str) -> None:
    layout = FORMATS[code]
    sheet = FILES[layout.kind]
    keys = {column.key for column in sheet.columns}
    assert layout.fields.keys() <= keys
    assert {*layout.summed, *layout.needs} <= layout.fields.keys()
    assert layout.given.keys() <= keys
    told = {*layout.fields, *layout.given}
    assert all(column.key in told for column in sheet.columns if column.required)
    if layout.states:
        allowed = {state for column in sheet.columns if column.kind is Kind.STATE for state in column.states}
        assert {*layout.states.values()} - {""} <= allowed
    if layout.rule:
        assert {*layout.rule.fields} <= keys


@pytest.mark.parametrize("code", FORMATS)
def test_a_layout_reads_no_header_for_two_fields(code: str) -> None:
    first = [clean_header(names[0]) for names in FORMATS[code].fields.values()]
    assert len(first) == len(set(first))


# Taobao and Tmall


@pytest.mark.parametrize("generation", TAOBAO_GENERATIONS)
def test_taobao_orders_of_every_year(generation: str) -> None:
    header = TAOBAO_GENERATIONS[generation]
    plan = plan_of(header, {"订单编号": "1", "总金额": "21.00", "订单创建时间": "2020-02-21 00:00:00"})
    assert (plan.format, plan.kind, plan.channel, plan.grain) == ("taobao-orders", "orders", "taobao", Grain.ORDER)
    assert (plan.certain, plan.missing, plan.new, plan.zone) == (True, (), (), "Asia/Shanghai")
    fields = mapped(plan)
    assert fields["order_no"] == "订单编号"
    assert fields["order_total"] == "总金额"
    assert fields["paid_amount"] == "买家实际支付金额"
    assert fields["refund_amount"] == "退款金额"
    assert fields["paid_at"] == "订单付款时间"
    assert fields["address"] == "收货地址"


def test_personal_columns_of_taobao_are_known_whether_read_or_not() -> None:
    plan = plan_of(TAOBAO_GENERATIONS["2018-A"], {"订单编号": "1"})
    assert {plan.headers[column] for column in plan.personal} == {
        "买家会员名",
        "买家支付宝账号",
        "买家留言",
        "收货人姓名",
        "收货地址",
        "联系电话",
        "联系手机",
        "修改后的收货地址",
        "发票抬头",
    }


@pytest.mark.parametrize(("status", "expected"), taobao_orders.STATES.items())
def test_every_status_of_taobao(status: str, expected: OrderState) -> None:
    plan = plan_of(TAOBAO_2018, {"订单编号": "1"})
    assert state(plan, state=f" {status}\t") == expected


@pytest.mark.parametrize(
    ("reason", "paid_at", "expected"),
    [
        ("买家未付款", "", OrderState.CANCELLED),
        ("退款", "2020-02-21 10:00:00", OrderState.REFUNDED),
        ("退款", "", OrderState.REFUNDED),
        ("订单未关闭", "2020-02-21 10:00:00", OrderState.REFUNDED),
        ("", "", OrderState.CANCELLED),
    ],
)
def test_a_closed_taobao_order_was_refunded_or_never_paid(reason: str, paid_at: str, expected: OrderState) -> None:
    plan = plan_of(TAOBAO_2018, {"订单编号": "1"})
    assert state(plan, state="交易关闭", closed_reason=reason, paid_at=paid_at) == expected


def test_a_cut_taobao_list_tells_its_states_by_times_and_money() -> None:
    plan = plan_of(TAOBAO_GENERATIONS["cut by hand"], {"订单编号": "1"})
    assert state(plan, paid_at="", paid_amount="0.0", refund_amount="0.0") == OrderState.UNPAID
    assert state(plan, paid_at="2020-02-21 0:00", paid_amount="21.0", refund_amount="0.0") == OrderState.COMPLETED
    assert state(plan, paid_at="2020-02-21 0:00", paid_amount="0.0", refund_amount="64.8") == OrderState.REFUNDED
    assert state(plan, paid_at="2020-02-21 0:00", paid_amount="148.9", refund_amount="178.8") == OrderState.COMPLETED


def test_an_unknown_status_is_refused_by_name() -> None:
    value = state(plan_of(TAOBAO_2018, {"订单编号": "1"}), state="等待外星人")
    assert isinstance(value, Bad)
    assert str(value) == "等待外星人 is not a known state"


@pytest.mark.parametrize(
    ("header", "order_no", "amount"),
    [
        ("订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码", "订单编号", None),
        (
            "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,创建时间",
            "订单编号",
            None,
        ),
        (
            (
                "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,"
                "支付单号,买家应付货款,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间"
            ),
            "主订单编号",
            "买家应付货款",
        ),
        (
            "子订单编号,主订单编号,买家实付金额,退款金额,退款状态,订单创建时间,订单付款时间,商品ID,物流单号",
            "主订单编号",
            "买家实付金额",
        ),
    ],
)
def test_taobao_items_of_every_year(header: str, order_no: str, amount: str | None) -> None:
    plan = plan_of(header, {"订单编号": "1", "主订单编号": "1", "购买数量": "1", "价格": "9.90"})
    assert (plan.format, plan.partial, plan.grain, plan.certain) == ("taobao-items", True, Grain.LINE, True)
    assert mapped(plan)["order_no"] == order_no
    assert mapped(plan).get("line_amount") == amount
    assert mapped(plan).get("sku", "商家编码") == "商家编码"
    assert plan.new == ()


# Shopify


def test_shopify_orders_whole_and_cut_to_a_third() -> None:
    row = {"Name": "#1001", "Financial Status": "paid", "Created at": "2026-03-01 10:15:00 -0500"}
    plan = plan_of(SHOPIFY, row)
    assert (plan.format, plan.channel, plan.grain, plan.certain) == ("shopify-orders", "shopify", Grain.FIRST_ROW, True)
    assert (plan.new, plan.missing) == ((), ())
    fields = mapped(plan)
    assert (fields["order_no"], fields["order_total"], fields["sku"]) == ("Name", "Total", "Lineitem sku")
    assert "goods_amount" not in fields, "Subtotal has the discount taken off already"
    personal = {plan.headers[column] for column in plan.personal}
    assert {
        "Email",
        "Billing Name",
        "Shipping Name",
        "Billing Phone",
        "Shipping Zip",
        "Notes",
        "Note Attributes",
    } <= personal
    assert not {"Lineitem name", "Name", "Total", "Vendor"} & personal
    cut = plan_of("Name,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem SKU,Canceled at", row)
    assert (cut.format, cut.certain) == ("shopify-orders", True)
    assert mapped(cut)["cancelled_at"] == "Canceled at"


@pytest.mark.parametrize(("status", "expected"), shopify_orders.STATES.items())
def test_every_financial_status_of_shopify(status: str, expected: OrderState) -> None:
    assert state(plan_of(SHOPIFY, {"Name": "#1"}), state=status.upper()) == expected


@pytest.mark.parametrize(
    ("money", "delivery", "cancelled", "expected"),
    [
        ("paid", "fulfilled", "", OrderState.SHIPPED),
        ("paid", "unfulfilled", "", OrderState.PAID),
        ("paid", "partial", "", OrderState.PAID),
        ("pending", "fulfilled", "", OrderState.SHIPPED),
        ("partially_refunded", "fulfilled", "", OrderState.SHIPPED),
        ("refunded", "fulfilled", "", OrderState.REFUNDED),
        ("refunded", "unfulfilled", "2026-03-01 10:15:00 -0500", OrderState.REFUNDED),
        ("paid", "unfulfilled", "2026-03-01 10:15:00 -0500", OrderState.CANCELLED),
        ("voided", "", "", OrderState.CANCELLED),
        ("", "", "", None),
    ],
)
def test_shopify_states_stand_in_three_columns(
    money: str, delivery: str, cancelled: str, expected: OrderState | None
) -> None:
    plan = plan_of(SHOPIFY, {"Name": "#1"})
    assert state(plan, state=money, fulfilment_state=delivery, cancelled_at=cancelled) == expected


@pytest.mark.parametrize(
    ("header", "code", "sku", "handle"),
    [
        (SHOPIFY_PRODUCTS, "shopify-products", "Variant SKU", "Handle"),
        (SHOPIFY_PRODUCTS_NEW, "shopify-products-2025", "SKU", "URL handle"),
    ],
)
def test_shopify_products_classic_and_new(header: str, code: str, sku: str, handle: str) -> None:
    plan = plan_of(header, {"Handle": "tea", "URL handle": "tea", "Title": "Tea"})
    assert (plan.format, plan.kind, plan.grain, plan.certain, plan.new) == (code, "products", Grain.FIRST_ROW, True, ())
    assert (mapped(plan)["sku"], mapped(plan)["handle"], mapped(plan)["cost"]) == (sku, handle, "Cost per item")
    assert plan.needs == ("sku", "price", "option", "title"), "rows with a picture alone are no products"
    assert plan.states["false"] == ProductState.DRAFT
    assert shopify_products.STATES["archived"] == ProductState.ARCHIVED


# Amazon


@pytest.mark.parametrize("header", [AMAZON, AMAZON + ",is-business-order,purchase-order-number,price-designation"])
def test_amazon_flat_file_of_29_and_32_columns(header: str) -> None:
    plan = plan_of(header, {"amazon-order-id": "405-8078784-5731545", "purchase-date": "2017-06-17T08:04:21+00:00"})
    assert (plan.format, plan.channel, plan.grain, plan.certain, plan.new) == (
        "amazon-orders",
        "amazon",
        Grain.LINE,
        True,
        (),
    )
    assert plan.summed == {"tax", "shipping"}, "each item carries its own share"
    assert plan.before_discount
    assert mapped(plan)["line_amount"] == "item-price"
    assert state_memo(plan) is None, "one column tells the state: no tuple is built per row"


@pytest.mark.parametrize(("status", "expected"), amazon_orders.STATES.items())
def test_every_status_of_amazon(status: str, expected: OrderState) -> None:
    assert plan_of(AMAZON, {"amazon-order-id": "1"}).states[status] == expected


def test_amazon_sale_report_with_and_without_a_sellers_own_columns() -> None:
    row = {"Order ID": "405-8078784-5731545", "Date": "04-30-22", "Qty": "1", "Amount": "406"}
    plan = plan_of(SALE_REPORT, row)
    assert (plan.format, plan.day_first, plan.certain, plan.new) == ("amazon-sale-report", False, True, ())
    assert mapped(plan)["sku"] == "SKU"
    more = plan_of(SALE_REPORT + ",New,totla price", {**row, "totla price": "68750"})
    assert (more.format, more.certain, more.new) == ("amazon-sale-report", True, ("New", "totla price"))


# Templates


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("dress", ["titles", "keys"])
def test_our_own_templates_by_titles_and_by_keys(kind: str, dress: str) -> None:
    sheet = FILES[kind]
    names = tuple(column.title if dress == "titles" else column.key for column in sheet.columns)
    plan = find_plan([SheetHead(0, "Sheet1", False, (names, ("",) * len(names)))], {})
    assert (plan.format, plan.certain, plan.new) == (f"template-{kind}", True, ())
    assert set(plan.columns) == {column.key for column in sheet.columns}
    assert list(plan.columns.values()) == list(range(len(sheet.columns)))


def test_a_template_says_states_by_key_or_title() -> None:
    plan = plan_of("Order no.,State,Placed,SKU,Qty", {"Order no.": "1"})
    assert plan.states["paid"] == plan.states["Paid"] == OrderState.PAID
    assert plan.states["refunded"] == OrderState.REFUNDED
    assert state_memo(plan) is None


def test_a_strangers_sku_and_quantity_is_no_receipt() -> None:
    plan = plan_of("sku,quantity", {"sku": "TEA-1", "quantity": "3"})
    assert plan.kind != "receipts"
    assert not plan.certain


def test_a_layout_whose_code_is_unknown_has_no_state_rule() -> None:
    plan = plan_of(SHOPIFY, {"Name": "#1"})
    assert state_memo(replace(plan, format="mapped")) is None
