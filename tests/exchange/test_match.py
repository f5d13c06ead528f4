"""Which layout a sheet has: known anywhere in it, changed, remembered, proposed, or none."""

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from shopdesk.exchange import headers, likeness
from shopdesk.exchange.formats.states import state_words
from shopdesk.exchange.headers import is_personal
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.match import find_plan, plan_from_mapping, questions, remember, signature
from shopdesk.exchange.plan import Answer, Grain, Plan
from shopdesk.exchange.shapes import is_ean
from shopdesk.exchange.table import SheetHead
from shopdesk.shop import spoken
from shopdesk.text import UserError

DATA = Path(__file__).parents[2].parent / "shared/data"
CUT = "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额"
CUT_ROW = "1,178.8,0.0,上海,2020-02-21 00:00:00,,0.0"
RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
RETAIL_ROW = "536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom"


def head(*lines: str, number: int = 0, hidden: bool = False) -> SheetHead:
    return SheetHead(number, f"Sheet{number + 1}", hidden, tuple(map(tuple, csv.reader(lines))))


def mapped(plan: Plan) -> dict[str, str]:
    return {key: plan.headers[column] for key, column in plan.columns.items()}


# Known layouts


@pytest.mark.parametrize("above", [0, 1, 4, 24])
def test_a_known_header_is_found_wherever_it_stands(above: int) -> None:
    plan = find_plan([head(*["店铺导出,"] * above, CUT, CUT_ROW)], {})
    assert (plan.format, plan.certain) == ("taobao-orders", True)
    assert (plan.header_row, plan.first_row) == (above + 1, above + 2)


def test_blank_rows_and_an_empty_first_column_keep_true_addresses() -> None:
    plan = find_plan([head("", "", "," + CUT, "," + CUT_ROW)], {})
    assert plan.header_row == 3
    assert plan.columns["order_no"] == 1
    assert plan.headers[1] == "订单编号"


def test_the_first_of_two_columns_of_one_name_is_read() -> None:
    plan = find_plan([head(CUT + ",订单编号", CUT_ROW + ",99")], {})
    assert plan.columns["order_no"] == 0
    assert plan.new == ()


def test_hidden_sheets_wait_behind_visible_ones() -> None:
    hidden, visible = head(CUT, CUT_ROW, hidden=True), head(CUT, CUT_ROW, number=1)
    assert find_plan([hidden, visible], {}).sheet == 1
    assert find_plan([hidden], {}).sheet == 0


@pytest.mark.parametrize(
    ("header", "row"),
    [("Country,Clicks,Impressions", "China,12,300"), ("设备,点击次数", "手机,12"), ("Filter,Value", "Search type,Web")],
)
def test_a_part_of_a_search_report_that_tells_its_clicks_again_is_left(header: str, row: str) -> None:
    with pytest.raises(UserError, match="once more"):
        find_plan([head(header, row)], {})


def test_a_workbook_without_a_sheet_is_no_summary() -> None:
    with pytest.raises(UserError) as refused:
        find_plan([], {})
    assert refused.value.code == "no_layout"


def test_two_sheets_that_both_fit_are_a_question() -> None:
    plan = find_plan([head(CUT, CUT_ROW), head(CUT, CUT_ROW, number=1)], {})
    assert not plan.certain
    notes = head("说明,备注", "a,b", number=1)
    assert find_plan([head(CUT, CUT_ROW), notes], {}).certain


def test_a_kind_that_was_asked_for_rules_out_the_others() -> None:
    with pytest.raises(UserError, match="No known layout fits"):
        find_plan([head(CUT, CUT_ROW)], {}, kind="receipts")


def test_the_channel_that_was_named_outdoes_the_layouts_own() -> None:
    assert find_plan([head(CUT, CUT_ROW)], {}).channel == "taobao"
    assert find_plan([head(CUT, CUT_ROW)], {}, channel="tmall-2").channel == "tmall-2"


# Known but changed


def test_a_renamed_column_is_proposed_and_never_taken_in_silence() -> None:
    plan = find_plan([head(CUT.replace("总金额", "订单总金额"), CUT_ROW)], {})
    assert (plan.format, plan.certain) == ("taobao-orders", False)
    assert mapped(plan)["order_total"] == "订单总金额"
    assert plan.new == ("订单总金额",)
    assert "总金额" in plan.missing


def test_a_lost_telling_column_makes_a_proposal() -> None:
    whole = "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,订单状态,商家编码,买家应付货款,退款金额"
    plan = find_plan([head(whole.replace("主订单编号", "母单号"), "1,1,茶,9,1,,,交易成功,A,9,")], {})
    assert (plan.format, plan.certain) == ("taobao-items", False)
    assert "母单号" in plan.new
    assert "order_no" not in plan.columns


def test_an_unknown_figure_beside_a_missing_one_is_a_doubt() -> None:
    plan = find_plan([head(CUT.replace("退款金额", "逆向款项"), CUT_ROW)], {})
    assert not plan.certain
    assert "refund_amount" not in plan.columns
    assert plan.new == ("逆向款项",)


def test_a_note_that_someone_added_is_no_doubt() -> None:
    plan = find_plan([head(CUT + ",跟进人", CUT_ROW + ",小李")], {})
    assert (plan.certain, plan.new) == (True, ("跟进人",))


# Remembered mappings


def test_an_accepted_mapping_is_found_again_when_columns_have_moved() -> None:
    proposed = find_plan([head(RETAIL, RETAIL_ROW)], {})
    accepted = replace(proposed, channel="shop-uk", day_first=True, decimal_comma=False, zone="Europe/London")
    memory = {accepted.signature: json.loads(json.dumps(remember(accepted)))}
    turned = ",".join(reversed(RETAIL.split(",")))
    plan = find_plan([head("", turned, ",".join(reversed(RETAIL_ROW.split(","))))], memory)
    assert plan.certain
    assert mapped(plan) == mapped(proposed)
    assert (plan.columns["order_no"], plan.header_row) == (7, 2)
    assert (plan.channel, plan.day_first, plan.decimal_comma, plan.zone) == ("shop-uk", True, False, "Europe/London")
    assert find_plan([head(turned, RETAIL_ROW)], memory.get).certain, "a look-up function does as well"


def test_a_remembered_known_layout_keeps_its_quirks() -> None:
    changed = head(CUT.replace("总金额", "订单总金额"), CUT_ROW)
    proposed = find_plan([changed], {})
    plan = find_plan([changed], {proposed.signature: remember(proposed)})
    assert plan.certain
    assert (plan.format, plan.grain, plan.zone) == ("taobao-orders", Grain.ORDER, "Asia/Shanghai")
    assert mapped(plan)["order_total"] == "订单总金额"


def test_the_second_of_two_columns_of_one_name_is_remembered_as_such() -> None:
    sheet = head("单据,货号,数量,数量", "A-1,B,2,3", "A-2,B,2,4")
    plan = replace(plan_from_mapping([sheet], {"order_no": "单据", "quantity": "数量"}, "orders"), certain=True)
    plan = replace(plan, columns={**plan.columns, "quantity": 3})
    assert find_plan([sheet], {plan.signature: remember(plan)}).columns["quantity"] == 3


def test_a_signature_is_of_names_not_of_their_dress_or_order() -> None:
    assert signature(["收入金额（+元）", "备注 ", ""]) == signature(["备注", "收入金额(+元)"])
    assert signature(["a", "b"]) != signature(["ab"])
    assert signature(["a"]) != signature(["a", "a"])


# Proposals


def test_a_sheet_nobody_declared_is_proposed_whole() -> None:
    plan = find_plan([head(RETAIL, RETAIL_ROW)], {})
    assert (plan.kind, plan.format, plan.grain, plan.certain) == ("orders", "mapped", Grain.LINE, False)
    assert mapped(plan) == {
        "order_no": "InvoiceNo",
        "sku": "StockCode",
        "title": "Description",
        "quantity": "Quantity",
        "placed_at": "InvoiceDate",
        "unit_price": "UnitPrice",
        "customer_no": "CustomerID",
        "country": "Country",
    }


def test_a_header_below_a_title_and_with_traditional_characters() -> None:
    plan = find_plan(
        [
            head(
                "一月訂單,,,",
                "製表,小王,,",
                "訂單編號,訂單日期,商品名稱,數量,單價,電話",
                'T1,2026/01/05,茶,2,"1,200",0912345678',
                'T2,2026/01/06,茶,1,"1,200",0912345679',
            )
        ],
        {},
    )
    assert plan.header_row == 3
    assert mapped(plan)["title"] == "商品名稱"
    assert mapped(plan)["unit_price"] == "單價"
    assert plan.personal == {5}


@pytest.mark.parametrize(
    ("lines", "kind", "fields"),
    [
        (
            ["商品编码,商品名称,账面数量,实盘数量,差异数量", "A001,茶,10,9,-1"],
            "counts",
            {"sku": "商品编码", "counted": "实盘数量"},
        ),
        (
            ["入库单号,入库日期,供应商,商品编码,入库数量,单价", "RK1,2026-01-02,甲,A001,10,5.00"],
            "receipts",
            {"sku": "商品编码", "quantity": "入库数量", "unit_cost": "单价", "received_at": "入库日期"},
        ),
        (
            ["型号,成本,售价", "HSC25016,12.5,30", "HSC25017,13,31"],
            "products",
            {"sku": "型号", "cost": "成本", "price": "售价"},
        ),
        (["SKU,Qty", "A1,3"], "counts", {"sku": "SKU", "counted": "Qty"}),
    ],
)
def test_the_kind_of_sheet_is_told_by_its_telling_words(lines: list[str], kind: str, fields: dict[str, str]) -> None:
    plan = find_plan([head(*lines)], {})
    assert (plan.kind, plan.certain, plan.grain) == (kind, False, Grain.ITEM)
    assert fields.items() <= mapped(plan).items()


def test_words_are_not_believed_against_the_cells() -> None:
    rows = ["CA-1,Kentucky,11/8/2016,0.15,100 kg", "CA-2,Florida,11/13/2016,0,90 kg"]
    plan = find_plan([head("Order ID,State,Order Date,Discount,Quantity", *rows)], {})
    assert mapped(plan) == {"order_no": "Order ID", "placed_at": "Order Date", "region": "State"}


def test_a_near_miss_is_no_match_for_money_or_for_another_word() -> None:
    rows = ["1,2026-01-02,A,1,5.00,5.00,hello"]
    plan = find_plan([head("Order Number,Order Date,SKU,Quantity,Unit Prize,Order Totle,Customer Note", *rows)], {})
    assert not {"unit_price", "order_total", "customer_no"} & plan.columns.keys()


def test_weights_in_other_units_are_not_taken_for_grams() -> None:
    plan = find_plan([head("SKU,Title,Price,Weight (kg)", "A,Tea,5.00,1")], {}, kind="products")
    assert "weight" not in plan.columns


def test_barcodes_and_the_only_date_are_known_by_their_cells() -> None:
    codes = ["6921000100016", "4006381333931", "5901234123457"]
    assert all(map(is_ean, codes))
    assert not is_ean("6921000100018")
    lines = [f"X-{n},Tee,{n}.50,{code},2026-01-0{n}" for n, code in enumerate(codes, 1)]
    plan = find_plan([head("Order number,Item,Unit price,Strichcode,Wann", *lines)], {})
    assert mapped(plan)["barcode"] == "Strichcode"
    assert mapped(plan)["placed_at"] == "Wann"


def test_order_columns_on_the_first_row_only_are_seen() -> None:
    lines = ["Order number,Order date,SKU,Qty", "1,2026-01-02,A,1", "1,,B,1", "2,2026-01-03,A,1"]
    assert find_plan([head(*lines)], {}).grain is Grain.FIRST_ROW
    merged = [lines[0], "1,2026-01-02,A,1", ",,B,1"]
    assert find_plan([head(*merged)], {}).grain is Grain.FIRST_ROW
    assert find_plan([head("Order number,Order date,Order total", "1,2026-01-02,5.00")], {}).grain is Grain.ORDER


def test_a_sheet_of_something_else_is_refused_with_what_was_found() -> None:
    with pytest.raises(UserError) as refused:
        find_plan([head("contactName,address,city,phone", "Maria,Obere Str. 57,Berlin,030-0074321")], {})
    assert refused.value.code == "no_layout"
    assert str(refused.value) == (
        "No known layout fits this file. Columns found: contactName, address, city, phone. "
        "The nearest template is “Customers”."
    )
    with pytest.raises(UserError, match="Columns found: –"):
        find_plan([head("", "")], {})


# A mapping spelled out


def test_a_mapping_spelled_out_is_taken_as_it_is() -> None:
    sheet = head("Bericht,,", "Nummer,Artikel,Menge", "1,Tasse,2")
    plan = plan_from_mapping([sheet], {"order_no": "nummer", "title": "Artikel"}, "orders", "laden")
    assert (plan.header_row, plan.certain, plan.channel) == (2, True, "laden")
    assert plan.columns == {"order_no": 0, "title": 1}


@pytest.mark.parametrize(
    ("mapping", "kind", "sentence"),
    [
        ({"oder_no": "Nummer"}, "orders", "There is no field oder_no. Fields of this sheet: order_no, line_id"),
        ({"order_no": "Nr"}, "orders", "There is no column Nr. Columns found: Nummer, Artikel, Menge"),
        (
            {"order_no": "Nummer"},
            "wishes",
            "There is no kind of sheet called wishes. Kinds: orders, counts, receipts, products",
        ),
    ],
)
def test_a_mapping_to_nothing_is_refused_by_name(mapping: dict[str, str], kind: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        plan_from_mapping([head("Nummer,Artikel,Menge", "1,Tasse,2")], mapping, kind)
    assert str(refused.value).startswith(sentence)


# Questions


@pytest.mark.parametrize(
    ("cells", "day_first", "asked"),
    [
        (["01/02/2026", "03/04/2026"], None, (Answer.DAY_FIRST,)),
        (["01/02/2026", "17/04/2026"], True, ()),
        (["01/02/2026", "04/17/2026"], False, ()),
        (["17/04/2026", "04/17/2026"], None, (Answer.DAY_FIRST,)),
        (["2026-01-02", "05/05/2026", ""], None, ()),
    ],
)
def test_day_and_month_are_settled_by_the_cells_or_asked(
    cells: list[str], day_first: bool | None, asked: tuple[Answer, ...]
) -> None:
    plan = questions(find_plan([head(RETAIL, RETAIL_ROW)], {}), {"placed_at": cells})
    assert (plan.day_first, plan.questions) == (day_first, asked)


@pytest.mark.parametrize(
    ("cells", "comma", "asked"),
    [
        (["1.234", "5"], None, (Answer.DECIMAL_COMMA,)),
        (["1,234", "5"], None, (Answer.DECIMAL_COMMA,)),
        (["1.234", "2.55"], False, ()),
        (["1.234", "2,55"], True, ()),
        (["1,234.50"], False, ()),
        (["1.234,50 €"], True, ()),
        (["2.55", "2,55"], None, (Answer.DECIMAL_COMMA,)),
        (["5", "", "-", "x"], None, ()),
    ],
)
def test_the_decimal_sign_is_settled_by_the_cells_or_asked(
    cells: list[str], comma: bool | None, asked: tuple[Answer, ...]
) -> None:
    plan = questions(find_plan([head(RETAIL, RETAIL_ROW)], {}), {"unit_price": cells})
    assert (plan.decimal_comma, plan.questions) == (comma, asked)


def test_what_the_layout_says_is_not_asked_again() -> None:
    plan = find_plan([head(CUT, CUT_ROW)], {})
    assert questions(plan, {"order_total": ["1,234", "1.234"]}).questions == ()
    yen = find_plan([head("Order number,Order date,Order total", "1,2026-01-02,500")], {})
    assert questions(yen, {"order_total": ["1,234"]}, decimals=0).questions == ()
    assert questions(yen, {"order_total": ["1,234"]}).questions == (Answer.DECIMAL_COMMA,)


# Words


@pytest.mark.parametrize(
    "header",
    [
        *(
            "买家会员名",
            "买家支付宝账号",
            "收货人姓名",
            "收货地址 ",
            "联系电话",
            "修改后的收货地址",
            "發票抬頭",
            "買家姓名",
            "電話",
        ),
        *(
            "Email",
            "Email (Billing)",
            "Billing Name",
            "Ship To Phone",
            "Ship Zipcode",
            "buyer-phone-number",
            "ship-address-1",
        ),
        *("Full Name", "First Name", "shipName", "contactName", "Buyer Username", "对方账号", "身份证号"),
    ],
)
def test_personal_columns_give_themselves_away(header: str) -> None:
    assert is_personal(header)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "买家应付货款",
            "买家实际支付金额",
            "是否手机订单",
            "商品名称",
            "店铺名称",
            "确认收货时间",
            "物流单号",
            "收货数量",
        ),
        *("Name", "Lineitem name", "Product Name", "item-name", "Country", "ship-city", "Order Status"),
    ],
)
def test_other_columns_are_not_personal(header: str) -> None:
    assert not is_personal(header)


@pytest.fixture
def chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue that knows some of our titles and states in simplified Chinese."""
    folder = tmp_path / "locale/zh_CN/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog("zh_CN")
    for english, said in {
        "Order no.": "单据号",
        "Placed": "下单于",
        "SKU": "货品码",
        "Qty": "件数",
        "Paid": "钱到了",
    }.items():
        catalogue.add(english, said)
    with (folder / "shopdesk.mo").open("wb") as file:
        write_mo(file, catalogue)
    caches = (
        spoken.spellings,
        spoken._catalogue,
        headers._english,
        likeness._book,
        likeness.likenesses,
        likeness.known_headers,
        state_words,
    )
    monkeypatch.setattr(spoken, "resources", lambda: tmp_path)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("chinese")
def test_a_template_is_known_in_another_language_than_the_one_spoken() -> None:
    plan = find_plan([head("单据号,下单于,货品码,件数,State", "1,2026-01-02,A,1,钱到了")], {})
    assert (plan.format, plan.certain) == ("template-orders", True)
    assert list(plan.columns) == ["order_no", "state", "placed_at", "sku", "quantity"]
    assert plan.states["钱到了"] == "paid"


# Real files


def real(path: str, encoding: str = "utf-8-sig") -> SheetHead:
    file = DATA / path
    if not file.exists():
        pytest.skip(f"{path} is not at hand")
    with file.open(encoding=encoding, newline="") as lines:
        return SheetHead(0, "", False, tuple(tuple(row) for row, _ in zip(csv.reader(lines), range(60), strict=False)))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("tmall_orders/tmall_order_report.csv", "taobao-orders"),
        ("amazon_sale_report.csv", "amazon-sale-report"),
        ("shopify_products/apparel.csv", "shopify-products"),
        ("shopify_products/home-and-garden.csv", "shopify-products"),
        ("shopify_products/jewelery.csv", "shopify-products"),
        ("woocommerce_products/sample_products.csv", "woocommerce-products"),
        ("woocommerce_products/importer_unit_test_sample.csv", "woocommerce-products"),
    ],
)
def test_real_files_of_known_layouts_need_no_question(path: str, code: str) -> None:
    plan = find_plan([real(path)], {})
    assert (plan.format, plan.certain) == (code, True)


@pytest.mark.parametrize(
    ("path", "kind", "fields"),
    [
        (
            "northwind/orders.csv",
            "orders",
            {"order_no": "orderID", "placed_at": "orderDate", "shipped_at": "shippedDate"},
        ),
        (
            "northwind/order-details.csv",
            "orders",
            {"order_no": "orderID", "sku": "productID", "unit_price": "unitPrice"},
        ),
        ("northwind/products.csv", "products", {"sku": "productID", "price": "unitPrice", "on_hand": "unitsInStock"}),
        (
            "northwind/customers.csv",
            "customers",
            {"customer_no": "customerID", "name": "contactName", "company": "companyName"},
        ),
        ("northwind/suppliers.csv", "suppliers", {"code": "supplierID", "name": "companyName", "phone": "phone"}),
    ],
)
def test_real_files_nobody_declared_are_proposed(path: str, kind: str, fields: dict[str, str]) -> None:
    plan = find_plan([real(path)], {})
    assert (plan.kind, plan.certain) == (kind, False)
    assert fields.items() <= mapped(plan).items()
    assert not {"line_discount", "order_discount"} & plan.columns.keys(), "Northwind's discounts are shares"


@pytest.mark.parametrize(
    ("path", "encoding", "layout"),
    [
        ("wallet_bills/alipay_personal_masked_gbk.csv", "gb18030", "alipay-personal"),
        ("wallet_bills/wechat_personal_masked_utf8.csv", "utf-8-sig", "wechat-personal"),
    ],
)
def test_real_bills_of_wallets_are_known(path: str, encoding: str, layout: str) -> None:
    plan = find_plan([real(path, encoding)], {})
    assert (plan.format, plan.kind, plan.certain, plan.new) == (layout, "settlement", True, ())


def test_every_kind_is_a_sheet_that_names_itself() -> None:
    assert all(kind == sheet.name for kind, sheet in FILES.items())
