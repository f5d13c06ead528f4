"""A small file of every layout, as its source writes it: header, wrappers, what stands above and below, people in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tests.exchange.formats import (
    test_ad_reports,
    test_alibaba,
    test_amazon,
    test_costs_and_freight,
    test_douyin,
    test_ebay,
    test_etsy,
    test_jd,
    test_lazada,
    test_listings,
    test_pinduoduo,
    test_refunds,
    test_shopee,
    test_side_sheets,
    test_taobao_items,
    test_taobao_package,
    test_tiktok,
    test_woocommerce_orders,
)
from tests.exchange.formats.statement_files import MADE
from tests.exchange.formats.statements import cells_of
from tests.exchange.made_files import AMAZON_SALES
from tests.exchange.test_formats import SHOPIFY, TAOBAO_GENERATIONS

from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.formats.format import words
from shopdesk.exchange.headers import clean_header
from shopdesk.exchange.kinds import FILES

Row = Mapping[str, str]


@dataclass(frozen=True)
class Sample:
    """The rows of a small file; cells that a row does not name are blank."""

    code: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    personal: tuple[str, ...] = ()
    """Headers under which people stand, said here by hand."""
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    empty: str = ""
    """How the source writes a blank."""

    def table(self) -> list[list[str]]:
        """All rows of the file."""
        body = [[row.get(name, self.empty) for name in self.header] for row in self.rows]
        return [*map(list, self.above), list(self.header), *body, *map(list, self.below)]

    def marked(self, mark: str) -> "Sample":
        """The same with a mark of its own in each personal cell."""
        rows = tuple(
            {**row, **{name: f"{mark}{number:02d}{place:03d}" for place, name in enumerate(self.personal)}}
            for number, row in enumerate(self.rows)
        )
        return replace(self, rows=rows)


def _sample(code: str, header: str | Sequence[str], *rows: Row, people: str = "", **more: object) -> Sample:
    names = tuple(header.split(",")) if isinstance(header, str) else tuple(header)
    personal = words(people)
    there = {name.strip() for name in names}
    assert set(personal) <= there, set(personal) - there
    kept = tuple({name: row[name] for name in names if name in row} for row in rows)
    return Sample(code, names, kept, tuple(name for name in names if name.strip() in personal), **more)  # type: ignore[arg-type]


_TAOBAO = {
    "订单编号": '="260301000000000001"\t', "买家应付货款": "190.00", "买家应付邮费": "8.00", "买家支付积分": "0", "总金额": "198.00", "返点积分": "99",
    "买家实际支付金额": "198.00", "订单状态": "卖家已发货，等待买家确认", "运送方式": "快递", "订单创建时间": "2026-03-01 09:58:00",
    "订单付款时间 ": "2026-03-01 10:00:00", "订单付款时间": "2026-03-01 10:00:00", "宝贝标题 ": "龙井，盖碗", "宝贝标题": "龙井，盖碗", "宝贝种类 ": "2",
    "物流单号 ": "YT0001\t", "物流单号": "YT0001\t", "物流公司": "圆通速递", "宝贝总数量": "3", "店铺Id": "0", "店铺名称": "茶店", "订单关闭原因": "订单未关闭",
    "卖家服务费": "0.00元", "天猫卡券抵扣": "3.00", "退款金额": "无退款申请", "打款商家金额": "198.00元", "发货时间": "2026-03-01 18:00:00",
}  # fmt: skip
_TAOBAO_PEOPLE: Final = (
    "买家会员名,买家支付宝账号,买家留言,收货人姓名,收货地址,联系电话,联系手机,修改后的收货地址,发票抬头"
)
_SHOPIFY = {
    "Name": "#1001", "Financial Status": "paid", "Paid at": "2026-03-01 10:15:00 -0500", "Fulfillment Status": "fulfilled",
    "Fulfilled at": "2026-03-02 09:00:00 -0500", "Currency": "USD", "Subtotal": "55.00", "Shipping": "5.00", "Taxes": "4.40",
    "Total": "64.40", "Discount Amount": "5.00", "Created at": "2026-03-01 10:14:00 -0500", "Lineitem quantity": "2",
    "Lineitem name": "Green tea", "Lineitem price": "15.00", "Lineitem sku": "TEA-1", "Refunded Amount": "0.00", "Id": "5501000000001",
}  # fmt: skip
_MORE = {"Name": "#1001", "Created at": "2026-03-01 10:14:00 -0500", "Lineitem quantity": "1", "Lineitem name": "Cup", "Lineitem price": "30.00",
         "Lineitem sku": "CUP-1"}  # fmt: skip
_SALE = {"index": "1", "Order ID": "405-8078784-5731545", "Date": "04-30-22", "Status": "Shipped", "Fulfilment": "Merchant", "SKU": "TEA-1",
         "Category": "Tea", "Qty": "2", "currency": "INR", "Amount": "647.62", "ship-country": "IN"}  # fmt: skip
_LISTED = {"item-name": "Green tea", "listing-id": "0107AB", "seller-sku": "TEA-1", "price": "15.50", "quantity": "12",
           "open-date": "2013-01-07 07:35:42 PST", "asin1": "B000000001", "fulfillment-channel": "DEFAULT"}  # fmt: skip
_LOADER = "sku,product-id,product-id-type,price,item-condition,quantity,add-delete,will-ship-internationally,expedited-shipping,item-note"
_FBA = "sku,fnsku,asin,product-name,condition,your-price,mfn-fulfillable-quantity,afn-warehouse-quantity,afn-fulfillable-quantity"
_VARIANT = {"Handle": "tea", "Title": "Green tea", "Vendor": "Loom", "Option1 Name": "Size", "Option1 Value": "250 g", "Variant SKU": "TEA-1",
            "Variant Price": "15.00", "Variant Inventory Qty": "4", "Status": "active"}  # fmt: skip
_NEW_VARIANT = {
    "URL handle": "tea",
    "Title": "Green tea",
    "SKU": "TEA-1",
    "Option1 value": "250 g",
    "Price": "15",
    "Inventory quantity": "4",
}
_COUNTED = {"Handle": "tea", "Title": "Green tea", "SKU": "TEA-1", "On hand (current)": "38", "On hand (new)": "40"}
_WOO = {
    "ID": "44",
    "Type": "simple",
    "SKU": "TEA-1",
    "Name": "Green tea",
    "Published": "1",
    "Stock": "6",
    "Regular price": "15",
}
_TEMPLATES: Final[Mapping[str, str]] = {
    "orders": "recipient,phone,address,buyer_note,customer_no",
    "suppliers": "contact,phone,email",
}
_OTHER_SIDES: Final[Mapping[str, Mapping[str, str]]] = {
    "journal": {"account": "4001", "debit": "", "credit": "500.00"},
}
"""By template, what a second row says, without which the first is refused."""


def _template(kind: str) -> Sample:
    row = {column.key: column.example for column in FILES[kind].columns if column.example}
    header = [column.key for column in FILES[kind].columns]
    rows = [row, {**row, **_OTHER_SIDES[kind]}] if kind in _OTHER_SIDES else [row]
    return _sample(f"template-{kind}", header, *rows, people=_TEMPLATES.get(kind, ""))


def _ebay_report(code: str, header: str, *rows: Row, people: str) -> Sample:
    width = len(header.split(","))
    blank = ("",) * width
    footer = (
        ("", *blank[1:]),
        ("3", "record(s) downloaded", "from Sep-01-25 to Sep-30-25", *blank[3:]),
        ("Seller ID : tea", *blank[1:]),
    )
    return _sample(code, header, *rows, people=people, above=(blank,), below=footer)


def _statement(made: str, people: str = "") -> Sample:
    """A made statement: its header is the first row that names the layout, its end what begins like a footer."""
    one, (first, rows) = MADE[made], cells_of(MADE[made])
    layout, table = FORMATS[one.code], [first, *rows]
    at = next(at for at, row in enumerate(table) if all(has_one(row, group) for group in layout.signature))
    end = next(
        (n for n in range(at + 1, len(table)) if layout.footers and table[n][0].startswith(layout.footers)), len(table)
    )
    header = tuple(filter(None, table[at]))
    body = [dict(zip(header, row, strict=False)) for row in table[at + 1 : end]]
    made_rows = _sample(one.code, header, *body, people=people)
    return replace(made_rows, above=tuple(map(tuple, table[:at])), below=tuple(map(tuple, table[end:])))


def has_one(row: Sequence[str], names: Sequence[str]) -> bool:
    return bool({clean_header(cell) for cell in row} & {clean_header(name) for name in names})


_EBAY_PEOPLE: Final = """
    Buyer Username,Buyer Name,Buyer Email,Buyer Note,Buyer Address 1,Buyer Address 2,Buyer Zip,Buyer Tax Identifier Value,Ship To Name,Ship To Phone
    Ship To Address 1,Ship To Address 2,Ship To Zip,Tax Zip
"""
_LAZADA_PEOPLE: Final = """
    customerName,customerEmail,nationalRegistrationNumber,shippingName,shippingAddress,shippingAddress2,shippingPhone,shippingPhone2
    shippingPostCode,billingName,billingAddr,billingAddr2,billingPhone,billingPhone2,billingPostCode,taxCode
"""
_SHOPIFY_PEOPLE: Final = """
    Email,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing Zip,Billing Phone,Shipping Name,Shipping Street
    Shipping Address1,Shipping Address2,Shipping Company,Shipping Zip,Shipping Phone,Notes,Note Attributes,Phone,Device ID
"""

SAMPLES: Final[Mapping[str, Sample]] = {
    **{
        f"taobao-orders {year}": _sample(
            "taobao-orders", header, _TAOBAO,
            people=",".join(name for name in _TAOBAO_PEOPLE.split(",") if name in {one.strip() for one in header.split(",")}),
            empty="null",
        )
        for year, header in TAOBAO_GENERATIONS.items()
    },
    **{
        f"taobao-items {year}": _sample("taobao-items", header, test_taobao_items.TEA, test_taobao_items.CUP)
        for year, header in test_taobao_items.GENERATIONS.items()
        if "twice" not in year
    },
    "taobao-refunds old": _sample("taobao-refunds", test_refunds.TAOBAO_OLD, test_refunds.GIVEN, test_refunds.OPEN,
                                  people="买家会员名称,卖家真实姓名,卖家退货地址,卖家邮编,卖家电话,卖家手机"),
    "taobao-refunds new": _sample("taobao-refunds", test_refunds.TAOBAO_NEW, test_refunds.GIVEN, test_refunds.OPEN),
    **{
        f"taobao-package {width}": Sample(
            "taobao-package", tuple(header),
            (dict(zip(header, test_taobao_package.TITLES, strict=False)), *test_taobao_package.ROWS),
            ("user_name",), (("version 1.00", *[""] * (len(header) - 1)),),
        )
        for width, header in test_taobao_package.GENERATIONS.items()
    },
    "jd-orders 2016": Sample("jd-orders", tuple(test_jd.OLD.split(",")),
                             (dict(zip(test_jd.OLD.split(","), map(str, test_jd.old("10000000001", "1500001.0", "TEA-1", 2, "30.00", "96.00", "已出库")),
                                       strict=True)),),
                             ("下单帐号", "客户姓名", "客户地址", "联系电话", "订单备注", "发票抬头")),
    "jd-orders 2026": Sample("jd-orders", tuple(test_jd.NEW.split(",")),
                             (dict(zip(test_jd.NEW.split(","), map(str, test_jd.new("3100000000000001", "10160070484512.0", "TEA-1", 2, "80.00", "完成",
                                                                                  "2026-03-02 09:05:00")), strict=True)),)),
    "pinduoduo-orders": _sample("pinduoduo-orders", [*test_pinduoduo.HEADER, "收货人", "手机", "街道"], *test_pinduoduo.ROWS, people="收货人,手机,街道"),
    "douyin-orders A": _sample("douyin-orders", test_douyin.A, *test_douyin.ROWS, people="收件人,收件人手机号,街道,详细地址,买家留言", empty="-"),
    "douyin-orders B": _sample("douyin-orders", test_douyin.B, *test_douyin.ROWS, people="收件人,收件人手机号,街道,详细地址,买家留言", empty="-"),
    "douyin-refunds": _sample("douyin-refunds", test_refunds.DOUYIN, test_refunds.DOUYIN_GIVEN),
    "alibaba-orders": _sample("alibaba-orders", test_alibaba.HEADER, test_alibaba.TEA, test_alibaba.CUP,
                              people="买家公司名,买家会员名,收货人姓名,收货地址,邮编,联系电话,联系手机"),
    "jushuitan-costs": _sample("jushuitan-costs", test_costs_and_freight.ERP,
                               {"内部订单号": "1", "线上订单号": "A-1", "商品编码": "TEA-1", "数量": "2", "成本价": "19.50", "下单时间": "2026-03-01 10:00:00"}),
    "cost-sheet": _sample("cost-sheet", "型号,成本价", {"型号": "TEA-1", "成本价": "21.50"}),
    "freight-bill": _sample("freight-bill", test_costs_and_freight.BILL, {"扫描时间": "2026-03-02 20:00:00", "运单号码": "YT01\t", "总金额": "6.50"}),
    "dropship-purchases": _sample("dropship-purchases", test_side_sheets.BOUGHT, test_side_sheets.PURCHASE, people="负责人"),
    "small-payments": _sample("small-payments", test_side_sheets.PAID, test_side_sheets.PAYMENT, people="收款人姓名,报销人"),
    "brushing-fees": _sample("brushing-fees", test_side_sheets.BRUSHED, test_side_sheets.BRUSH),
    **{code: _sample(code, *told) for code, told in test_ad_reports.REPORTS.items()},
    "shopify-orders": _sample("shopify-orders", SHOPIFY, _SHOPIFY, _MORE, people=_SHOPIFY_PEOPLE),
    "shopify-products": _sample("shopify-products", test_listings.CLASSIC, _VARIANT),
    "shopify-products-2025": _sample("shopify-products-2025", test_listings.NEW, _NEW_VARIANT),
    "shopify-inventory": _sample("shopify-inventory", test_listings.INVENTORY, _COUNTED),
    "amazon-orders 29": _sample("amazon-orders", test_amazon.OF_29, test_amazon.TEA, test_amazon.CUP, people="ship-postal-code"),
    "amazon-orders later": _sample("amazon-orders", test_amazon.LATER, test_amazon.TEA, people="ship-postal-code,buyer-company-name,licensee-name"),
    "amazon-new-orders": _sample("amazon-new-orders", test_amazon.NEW, test_amazon.NEW_TEA, test_amazon.NEW_CUP, people=test_amazon.REPORT_PEOPLE),
    "amazon-unshipped": _sample("amazon-unshipped", test_amazon.UNSHIPPED, test_amazon.TO_SHIP, people=test_amazon.REPORT_PEOPLE),
    "amazon-sale-report": _sample("amazon-sale-report", AMAZON_SALES, _SALE, people="ship-postal-code"),
    "amazon-listings": _sample("amazon-listings", test_listings.LISTINGS, _LISTED),
    "amazon-inventory-loader": _sample("amazon-inventory-loader", _LOADER, {"sku": "TEA-1", "price": "25.80", "quantity": "2", "add-delete": "a"}),
    "amazon-price-quantity": _sample("amazon-inventory-loader", "sku,price,minimum-seller-allowed-price,maximum-seller-allowed-price,quantity,leadtime-to-ship",
                                     {"sku": "TEA-1", "price": "15", "quantity": "4"}),
    "amazon-fba-inventory": _sample("amazon-fba-inventory", _FBA, {"sku": "TEA-1", "product-name": "Green tea", "afn-warehouse-quantity": "20"}),
    "etsy-orders": _sample("etsy-orders", test_etsy.ORDERS, test_etsy.FIRST, test_etsy.SECOND,
                           people="Buyer User ID,Full Name,First Name,Last Name,Street 1,Street 2,Ship Zipcode,Buyer"),
    "etsy-items": _sample("etsy-items", test_etsy.ITEMS, test_etsy.TEA, test_etsy.CUP, people="Buyer,Ship Name,Ship Address1,Ship Address2,Ship Zipcode"),
    "ebay-orders": _ebay_report("ebay-orders", test_ebay.HEADER, test_ebay.SINGLE, test_ebay.SUMS, test_ebay.TEA, test_ebay.CUP, people=_EBAY_PEOPLE),
    "ebay-orders german": _ebay_report("ebay-orders", test_ebay.GERMAN, test_ebay.GERMAN_ROW, people=test_ebay.GERMAN_PEOPLE),
    "ebay-orders-2019": _ebay_report("ebay-orders-2019", test_ebay.OLD, test_ebay.OLD_ROW,
                                     people="User Id,Buyer Fullname,Buyer Phone Number,Buyer Email,Buyer Address 1,Buyer Address 2,Buyer Zip"),
    "ebay-orders-2019 german": _ebay_report("ebay-orders-2019", test_ebay.GERMAN_OLD, test_ebay.GERMAN_OLD_ROW, people=test_ebay.GERMAN_OLD_PEOPLE),
    "tiktok-orders": _sample("tiktok-orders", test_tiktok.HEADER, test_tiktok.DESCRIBED, test_tiktok.TEA, test_tiktok.CUP,
                             people="Buyer Message,Buyer Username,Recipient,Phone #,Detail Address,Additional address information"),
    "shopee-orders": _sample("shopee-orders", test_shopee.HEADER, test_shopee.TEA, test_shopee.CUP,
                             people="Username (Buyer),Receiver Name,Phone Number,Delivery Address,Zip Code,Remark from buyer"),
    "shopee-orders indonesian": _sample("shopee-orders", test_shopee.INDONESIAN, test_shopee.INDONESIAN_ROW,
                                        people="Catatan dari Pembeli,Username (Pembeli),Nama Penerima,No. Telepon,Alamat Pengiriman"),
    "lazada-orders": _sample("lazada-orders", test_lazada.HEADER, *test_lazada.ROWS, people=_LAZADA_PEOPLE),
    "woocommerce-products": _sample("woocommerce-products", test_listings.WOO_BUT_BARCODES, _WOO),
    "woocommerce-orders": _sample("woocommerce-orders", test_woocommerce_orders.HEADER, *test_woocommerce_orders.ROWS, people=test_woocommerce_orders.PEOPLE),
    "alipay account": _statement("alipay 2026", "对方账号"),
    "alipay account of 2012": _statement("alipay 2012", "对方账号"),
    "alipay trades": _statement("alipay trades", "操作员,对方账户"),
    "wechat trades": _statement("wechat trades", "用户标识"),
    "wechat account": _statement("wechat account", "资金变更提交申请人"),
    "wechat of taobao": _statement("wechat of taobao"),
    "jd reconciliation": _statement("jd reconciliation"),
    "jd fees": _statement("jd fees"),
    "pinduoduo account": _statement("pinduoduo"),
    "douyin account": _statement("douyin account", "达人名称"),
    "douyin settlement": _statement("douyin settled orders"),
    "1688 received": _statement("1688 received"),
    "1688 paid": _statement("1688 paid"),
    "amazon settlement": _statement("amazon settlement"),
    "amazon transactions": _statement("amazon transactions", "order postal"),
    "shopify transactions": _statement("shopify transactions"),
    "paypal": _statement("paypal", "Name,From Email Address,To Email Address,Shipping Address,Address Line 1,Contact Phone Number,Note"),
    "stripe": _statement("stripe"),
    "etsy statement": _statement("etsy"),
    "ebay transactions": _statement("ebay", "Buyer username,Buyer name,Ship to zip"),
    **{f"template-{kind}": _template(kind) for kind in FILES},
}  # fmt: skip
"""Layout and generation → its file."""
