"""Listings of product files: what comes in of each marketplace goes out in its layout, and comes in the same again."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shopdesk.cli import choices as spoken
from shopdesk.desk.importing.outcome_rows import tell
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.load.take_back import take_back
from shopdesk.exchange.stage.staged import NO_NAME, SAME_AGAIN
from shopdesk.exchange.writing.market import MARKETS, write_market
from shopdesk.shop.catalog.actions import edit_skus
from shopdesk.shop.listings.actions import edit_listings
from shopdesk.shop.listings.market import fetch_market, listings_of
from shopdesk.shop.listings.pictures import set_attribute
from shopdesk.shop.listings.reports import ListingFacts, find_listing, listing_id_of
from shopdesk.shop.opening import open_shop
from shopdesk.shop.stock.rules import Costing
from shopdesk.store.check import check_store
from shopdesk.store.store import Store
from shopdesk.store.tables import Listing, Picture, Product, Sku

SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,"
    "Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Position,"
    "Image Alt Text,SEO Title,SEO Description,Cost per item,Status\n"
    'gaiwan,White gaiwan,"<p>Thin, white\nporcelain</p>",Kiln,Teaware,"tea, cup",true,Size,120 ml,GW-1,340,12,58,68,'
    "'4849000260870,https://x/1.jpg,1,From above,Gaiwan | Shop,Small and thin,19.5,active\n"
    "gaiwan,,,,,,,,150 ml,GW-2,380,4,66,68,,https://x/2.jpg,2,,,,22,\n"
    "gaiwan,,,,,,,,,,,,,,,https://x/3.jpg,3,Side,,,,\n"
    "strainer,Strainer,,Kiln,Teaware,,false,Title,Default Title,ST-1,60,9,19.9,,,,,,,,,draft\n"
)
WOO = (
    "ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,In stock?,Stock,Sale price,"
    "Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s)\n"
    '44,variable,woo-cup,Cup,1,visible,Short,"<b>Long</b>",1,,,,Teaware,cup,"https://x/a,b.jpg, https://x/2.jpg",,'
    'Colour,"Red, Blue"\n'
    "45,variation,CUP-R,Cup - Red,1,visible,,,1,5,16,20,,,,woo-cup,Colour,Red\n"
    "46,variation,CUP-B,Cup - Blue,1,visible,,,1,7,,20,,,,woo-cup,Colour,Blue\n"
    "47,simple,POT,Pot,0,visible,,,1,2,,90,Teaware,,,,,\n"
)
AMAZON = (
    "item-name\titem-description\tlisting-id\tseller-sku\tprice\tquantity\topen-date\timage-url\titem-is-marketplace\t"
    "asin1\tfulfillment-channel\tstatus\n"
    "Iron kettle 0.8 l\tCast iron.\t0101A\tKET\t58.00\t3\t2013-01-07 07:35:42 PST\thttps://x/k.jpg\ty\tB000KETTLE\t"
    "DEFAULT\tActive\n"
)
TAOBAO_KEYS = (
    "title\tcid\tprice\tnum\tapprove_status\tlist_time\tdescription\tpicture\tskuProps\touter_id\tpropAlias\tnum_id\t"
    "subtitle"
)
TAOBAO = (
    f"version 1.00\n{TAOBAO_KEYS}\n"
    "宝贝名称\t宝贝类目\t宝贝价格\t宝贝数量\t放入仓库\t开始时间\t宝贝描述\t新图片\t销售属性组合\t商家编码\t销售属性别名\t数字ID\t宝贝卖点\n"
    '西湖龙井 250g\t50050324\t98.00\t12\t1\t2026-03-02 10:00:00\t"<p>第一行</p>"\tabc:1:0:|https://x/t.jpg;def:1:1:|;\t\tTEA\t\t6201\t当日发货\n'
    "茶服\t50050325\t120.00\t9\t1\t\t\t\t120:5:CL-R:1627207:28320;130.5:4:CL-B:1627207:28341;\tCL\t"
    "1627207:28320:红色;1627207:28341:蓝色;\t6202\t\n"
)  # fmt: skip
FILES: dict[str, tuple[str, str, str, str]] = {
    "shopify": ("products.csv", SHOPIFY, "utf-8", "gaiwan"),
    "shopify-2025": ("products.csv", SHOPIFY, "utf-8", "gaiwan"),
    "woocommerce": ("woo.csv", WOO, "utf-8", "44"),
    "taobao": ("pack.csv", TAOBAO, "utf-16", "6201"),
    "amazon-prices": ("all.txt", AMAZON, "utf-8", "B000KETTLE"),
    "amazon-loader": ("all.txt", AMAZON, "utf-8", "B000KETTLE"),
    "amazon-flat": ("all.txt", AMAZON, "utf-8", "B000KETTLE"),
}


FLAT = (
    "TemplateType=fptcustom\tVersion=2021.0120\n"
    "Seller SKU\tProduct Name\tProduct ID\tProduct ID Type\tBrand\tDescription\tBullet\tBullet\tPrice\tQuantity\t"
    "Main Image\tOther Image\tParentage\tParent SKU\tColour\tSize\tWeight\tUnit\tUpdate Delete\n"
    "item_sku\titem_name\texternal_product_id\texternal_product_id_type\tbrand_name\tproduct_description\tbullet_point1\t"
    "bullet_point2\tstandard_price\tquantity\tmain_image_url\tother_image_url1\tparent_child\tparent_sku\tcolor_name\t"
    "size_name\twebsite_shipping_weight\twebsite_shipping_weight_unit_of_measure\tupdate_delete\n"
    "ROBE\tTea robe\t\t\tLoom\tLong\tSoft\tWarm\t\t\thttps://x/1.jpg\thttps://x/2.jpg\tParent\t\t\t\t\t\t\n"
    "R-M\tTea robe, red, M\t4006381333931\tEAN\tLoom\t\t\t\t39.9\t3\t\t\tChild\tROBE\tRed\tM\t2\tLB\t\n"
    "R-L\tTea robe, red, L\t\t\tLoom\t\t\t\t42\t4\t\t\tChild\tROBE\tRed\tL\t\t\t\n"
    "POT\tPot\tB000000POT\tASIN\tKiln\t\tSmall\t\t9\t1\t\t\t\t\t\t\t\t\t\n"
    "OLD\tOld pot\t\t\tKiln\t\t\t\t9\t1\t\t\t\t\t\t\t\t\tDelete\n"
)


@pytest.fixture
def shop(store: Store) -> Store:
    store.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    return store


def come(shop: Store, folder: Path, code: str) -> int:
    name, text, encoding, _number = FILES[code]
    (folder / name).write_text(text, encoding=encoding)
    staged = prepare(shop, folder / name, Choices())
    assert not staged.rejected_rows, staged.problems
    return run_import(shop, staged)


def facts(shop: Store, number: str) -> ListingFacts:
    with shop.read() as tx:
        found = find_listing(tx, listing_id_of(tx, number))
    assert found is not None
    return found


def told(shop: Store, number: str, *names: str) -> Sequence[Any]:
    row = facts(shop, number).row
    return [row[name] for name in names]


def test_the_rows_of_a_shopify_product_make_one_listing(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "shopify")
    assert told(shop, "gaiwan", "title", "price", "list_price", "search_terms", "seo_title", "category", "state") == [
        "White gaiwan", Decimal(58), Decimal(68), "tea, cup", "Gaiwan | Shop", "Teaware", "active"
    ]  # fmt: skip
    one = facts(shop, "gaiwan")
    assert [(p.position, p.url, p.alt) for p in one.pictures] == [
        (1, "https://x/1.jpg", "From above"), (2, "https://x/2.jpg", None), (3, "https://x/3.jpg", "Side")
    ]  # fmt: skip
    assert [(sku.code, sku.price, sku.channel_stock) for sku in one.skus] == [
        ("GW-1", Decimal(58), Decimal(12)), ("GW-2", Decimal(66), Decimal(4))
    ]  # fmt: skip
    assert told(shop, "strainer", "state", "pictures") == ["draft", 0]
    assert one.source_row == 2


def test_variations_belong_to_the_row_that_they_name(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "woocommerce")
    one = facts(shop, "44")
    assert [(sku.code, sku.price) for sku in one.skus] == [("CUP-B", Decimal(20)), ("CUP-R", Decimal(16))]
    assert told(shop, "44", "title", "subtitle", "price", "list_price") == ["Cup", "Short", Decimal(16), Decimal(20)]
    assert [p.url for p in one.pictures] == ["https://x/a,b.jpg", "https://x/2.jpg"]
    assert told(shop, "47", "title", "state") == ["Pot", "draft"]


def test_attributes_options_and_types_are_facts_of_the_product(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "woocommerce")
    assert facts(shop, "44").attributes == (("Colour", "Red, Blue"),)
    import_id = come(shop, tmp_path, "shopify")
    assert facts(shop, "gaiwan").attributes == (("Type", "Teaware"), ("Size", "120 ml, 150 ml"))
    meta = SHOPIFY.replace(",Status\n", ",Status,Glaze (product.metafields.custom.glaze)\n").replace(
        ",active\n", ",active,White\n"
    )
    (tmp_path / "meta.csv").write_text(meta.replace("Size", "Capacity"), encoding="utf-8")
    staged = prepare(shop, tmp_path / "meta.csv", Choices())
    assert staged.listings[0].changes == ("facts",)
    second = run_import(shop, staged)
    assert dict(facts(shop, "gaiwan").attributes) == {
        "Type": "Teaware", "Size": "120 ml, 150 ml", "Capacity": "120 ml, 150 ml", "Glaze": "White"
    }  # fmt: skip
    shop.do(take_back, second)
    assert dict(facts(shop, "gaiwan").attributes) == {"Type": "Teaware", "Size": "120 ml, 150 ml"}
    with shop.read() as tx:
        found = fetch_market(tx, [listing_id_of(tx, "gaiwan"), listing_id_of(tx, "44")])
    write_market(tmp_path / "s.csv", MARKETS["shopify"], found[:1])
    write_market(tmp_path / "w.csv", MARKETS["woocommerce"], found)
    assert ",Teaware," in (tmp_path / "s.csv").read_text(encoding="utf-8-sig")
    text = (tmp_path / "w.csv").read_text(encoding="utf-8-sig")
    assert 'Size,"120 ml, 150 ml",1,0,Type,Teaware,1,0' in text
    assert 'Colour,"Red, Blue",1,0' in text or 'Colour,"Blue, Red",1,0' in text
    shop.do(take_back, import_id)


def test_codes_of_items_and_variants_go_back_to_taobao_as_they_came(shop: Store, tmp_path: Path) -> None:
    bare = TAOBAO.replace("TEA\t", "\t").replace("CL-R", "").replace(":CL-B:", "::")
    (tmp_path / "bare.csv").write_text(bare, encoding="utf-16")
    run_import(shop, prepare(shop, tmp_path / "bare.csv", Choices()))
    with shop.read() as tx:
        found = fetch_market(tx, listings_of(tx, "taobao"))
    assert [[sku.code for sku in one.skus] for one in found] == [["6201"], ["CL/红色", "CL/蓝色"]]
    tea, robe = (next(iter(MARKETS["taobao"].rows(one))) for one in found)
    assert (tea["outer_id"], robe["outer_id"], robe["skuProps"]) == ("", "CL", "120:5::-1:-1;130.5:4::-1:-2;")
    write_market(tmp_path / "out.csv", MARKETS["taobao"], found)
    assert prepare(shop, tmp_path / "out.csv", Choices()).counts()["same"] == 3


def test_a_fact_that_a_person_said_stays(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "shopify")
    product_id = facts(shop, "gaiwan").product_id
    assert product_id is not None
    shop.do(set_attribute, product_id, "Type", "Gaiwans")
    (tmp_path / "again.csv").write_text(SHOPIFY.replace("150 ml", "160 ml"), encoding="utf-8")
    staged = prepare(shop, tmp_path / "again.csv", Choices())
    assert "facts" in staged.listings[0].changes
    run_import(shop, staged)
    assert dict(facts(shop, "gaiwan").attributes) == {"Type": "Gaiwans", "Size": "120 ml, 160 ml"}
    assert not any(told.changes for told in prepare(shop, tmp_path / "again.csv", Choices()).listings)


def test_items_of_taobao_and_amazon(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "taobao")
    come(shop, tmp_path, "amazon-loader")
    assert told(shop, "6201", "title", "subtitle", "category") == ["西湖龙井 250g", "当日发货", "50050324"]
    assert facts(shop, "6201").row["listed_at"].isoformat() == "2026-03-02T02:00:00+00:00"
    assert [p.url for p in facts(shop, "6201").pictures] == ["https://x/t.jpg", "def"]
    assert [(s.code, s.option, s.price) for s in facts(shop, "6202").skus] == [
        ("CL-B", "蓝色", Decimal("130.5")), ("CL-R", "红色", Decimal(120))
    ]  # fmt: skip
    assert told(shop, "B000KETTLE", "title", "price", "description") == ["Iron kettle 0.8 l", Decimal(58), "Cast iron."]


@pytest.mark.parametrize("code", MARKETS)
def test_what_goes_out_comes_in_the_same(shop: Store, tmp_path: Path, code: str) -> None:
    come(shop, tmp_path, code)
    market = MARKETS[code]
    out = tmp_path / f"out{market.suffix}"
    with shop.read() as tx:
        found = fetch_market(tx, listings_of(tx, market.channel))
    assert write_market(out, market, found) == len(found) > 0
    staged = prepare(shop, out, Choices(channel=market.channel))
    counts = staged.counts()
    assert (counts["new"], counts["changed"], counts["rejected"], counts["same"]) == (
        0, 0, 0, sum(len(one.skus) for one in found)
    ), [(item.values, item.changes) for item in staged.items if item.changes]  # fmt: skip


@pytest.mark.parametrize("code", MARKETS)
def test_what_was_edited_in_a_layout_comes_back(shop: Store, tmp_path: Path, code: str) -> None:
    come(shop, tmp_path, code)
    market, number = MARKETS[code], FILES[code][3]
    out = tmp_path / f"out{market.suffix}"
    with shop.read() as tx:
        write_market(out, market, fetch_market(tx, [listing_id_of(tx, number)]))
    title, price = told(shop, number, "title", "price")
    encoding = FILES[code][2]
    text = out.read_text(encoding=encoding)
    says_titles = title in text
    before, after = (title, f"{title} 2") if says_titles else (f"{price:f}", f"{price + 1:f}")
    out.write_text(text.replace(before, after), encoding=encoding)
    staged = prepare(shop, out, Choices(channel=market.channel))
    run_import(shop, staged)
    if says_titles:
        assert told(shop, number, "title", "price") == [after, price]
    else:  # a layout of prices by SKU
        assert [item.changes for item in staged.items] == [("price", "listing")]
        assert told(shop, number, "title", "price") == [title, price + 1]


@pytest.mark.parametrize("origin", ["shopify", "woocommerce", "taobao", "amazon-loader"])
def test_every_layout_says_the_same_of_every_channel(
    file_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    shop, channel = file_store, MARKETS[origin].channel
    shop.do(open_shop, "Tea", "CNY", "Asia/Shanghai", Costing.MOVING_AVERAGE)
    addressed = TAOBAO.replace("def:1:1:|;", "")  # no other marketplace knows what lies beside a package
    monkeypatch.setitem(FILES, "taobao", ("pack.csv", addressed, "utf-16", "6201"))
    come(shop, tmp_path, origin)
    with shop.read() as tx:
        first = listings_of(tx, channel)[0]
    shop.do(edit_listings, [(first, "price", Decimal(31)), (first, "state", "draft")])
    with shop.read() as tx:
        found = fetch_market(tx, listings_of(tx, channel))
    for code, market in MARKETS.items():
        out = tmp_path / f"{code}{market.suffix}"
        write_market(out, market, found)
        staged = prepare(shop, out, Choices(channel=channel))
        assert [(code, item.values["sku"], item.changes) for item in staged.items if item.changes] == []
        assert {sku.code for one in found for sku in one.skus} == {item.values["sku"] for item in staged.items}


def test_the_shops_own_price_and_state_stay_where_a_channel_says_otherwise(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "shopify")
    dear = AMAZON.replace("KET", "GW-1").replace("58.00", "71.00").replace("Active", "Inactive")
    (tmp_path / "dear.txt").write_text(dear, encoding="utf-8")
    run_import(shop, prepare(shop, tmp_path / "dear.txt", Choices()))
    with shop.read() as tx:
        assert tx.rows(select(Sku.price, Sku.state).where(Sku.code == "GW-1"))[0] == (Decimal(58), "active")
    assert told(shop, "B000GW-1TLE", "price", "state") == [Decimal(71), "draft"]


def test_a_flat_file_of_amazon_says_everything_by_sku(shop: Store, tmp_path: Path) -> None:
    (tmp_path / "flat.txt").write_text(FLAT, encoding="utf-8")
    staged = prepare(shop, tmp_path / "flat.txt", Choices())
    assert staged.plan.format == "amazon-flat-file"
    assert [(i.values["sku"], i.values.get("option"), i.values.get("barcode")) for i in staged.items] == [
        ("R-M", "Red / M", "4006381333931"), ("R-L", "Red / L", None), ("POT", None, None)
    ]  # fmt: skip
    assert staged.items[0].values["weight"] == 907_185
    run_import(shop, staged)
    assert told(shop, "ROBE", "title", "bullets", "description", "price", "pictures") == [
        "Tea robe", "Soft\nWarm", "Long", Decimal("39.9"), 2
    ]  # fmt: skip
    with shop.read() as tx:
        found = fetch_market(tx, listings_of(tx, "amazon"))
    market = MARKETS["amazon-flat"]
    rows = [row for one in found for row in market.rows(one)]
    assert [(row["item_sku"], row.get("parent_sku"), row.get("standard_price")) for row in rows] == [
        ("POT", None, "9"), ("ROBE", None, None), ("R-M", "ROBE", "39.9"), ("R-L", "ROBE", "42")
    ]  # fmt: skip
    assert (rows[1]["bullet_point2"], rows[1]["other_image_url1"], rows[2]["style_name"]) == (
        "Warm", "https://x/2.jpg", "Red / M"
    )  # fmt: skip
    write_market(tmp_path / "out.txt", market, found)
    assert prepare(shop, tmp_path / "out.txt", Choices()).counts()["same"] == 3


def test_a_variation_without_a_name_is_of_its_parents_product(shop: Store, tmp_path: Path) -> None:
    (tmp_path / "woo.csv").write_text(WOO.replace("Cup - Red", "").replace("Cup - Blue", ""), encoding="utf-8")
    run_import(shop, prepare(shop, tmp_path / "woo.csv", Choices()))
    with shop.read() as tx:
        named = tx.rows(select(Sku.code, Product.title, Product.category).join(Product).order_by(Sku.code))
    assert [tuple(row) for row in named] == [
        ("CUP-B", "Cup", "Teaware"), ("CUP-R", "Cup", "Teaware"), ("POT", "Pot", "Teaware")
    ]  # fmt: skip


def test_a_sku_may_be_sold_by_two_listings_of_a_file(shop: Store, tmp_path: Path) -> None:
    item = TAOBAO.splitlines()[3]
    again = item.replace("6201", "6209").replace("西湖龙井 250g", "明前龙井 250g").replace("98.00", "88.00")
    (tmp_path / "two.csv").write_text(f"{TAOBAO}{again}\n", encoding="utf-16")
    staged = prepare(shop, tmp_path / "two.csv", Choices())
    assert (staged.rejected_rows, staged.new_skus) == ({}, 3)
    with shop.read() as tx:
        assert any("明前龙井" in row.reason for row in tell(tx, staged).listed)
    run_import(shop, staged)
    assert [told(shop, number, "title", "price") for number in ("6201", "6209")] == [
        ["西湖龙井 250g", Decimal(98)], ["明前龙井 250g", Decimal(88)]
    ]  # fmt: skip
    assert prepare(shop, tmp_path / "two.csv", Choices()).counts()["same"] == 4
    with shop.read() as tx:
        write_market(tmp_path / "out.csv", MARKETS["taobao"], fetch_market(tx, listings_of(tx, "taobao")))
    assert prepare(shop, tmp_path / "out.csv", Choices()).counts()["same"] == 4
    (tmp_path / "dear.csv").write_text(f"{TAOBAO}{again}\n".replace("88.00", "89.00"), encoding="utf-16")
    run_import(shop, prepare(shop, tmp_path / "dear.csv", Choices()))
    assert told(shop, "6209", "price") == [Decimal(89)]


def test_a_sku_twice_in_one_listing_is_the_same_or_refused(shop: Store, tmp_path: Path) -> None:
    strainer = SHOPIFY.splitlines()[-1]
    (tmp_path / "same.csv").write_text(f"{SHOPIFY}{strainer}\n", encoding="utf-8")
    staged = prepare(shop, tmp_path / "same.csv", Choices())
    assert (len(staged.items), staged.rejected_rows, staged.aside[-1][1]) == (3, {}, SAME_AGAIN)
    (tmp_path / "other.csv").write_text(f"{SHOPIFY}{strainer}\n".replace("19.9,", "21.9,", 1), encoding="utf-8")
    assert len(prepare(shop, tmp_path / "other.csv", Choices()).rejected_rows) == 2


def test_nothing_is_crossed_out_by_a_price_of_zero(shop: Store, tmp_path: Path) -> None:
    (tmp_path / "zero.csv").write_text(SHOPIFY.replace(",58,68,", ",58,0.00,").replace(",66,68,", ",66,,"), "utf-8")
    staged = prepare(shop, tmp_path / "zero.csv", Choices())
    assert "list_price" not in staged.listings[0].values


def test_options_go_out_apart_as_they_came(shop: Store, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(
        "Handle,Title,Product Category,Type,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,"
        "Variant Price\nrobe,Robe,,Clothing,Colour,Red,Size,M,R-M,9\nrobe,,,,,Red,,L,R-L,9\n",
        encoding="utf-8",
    )
    run_import(shop, prepare(shop, tmp_path / "s.csv", Choices()))
    with shop.read() as tx:
        assert tx.scalars(select(Product.category)) == ["Clothing"]
        found = fetch_market(tx, listings_of(tx, "shopify"))
    (classic, *_rest), new, woo = (
        list(MARKETS[code].rows(found[0])) for code in ("shopify", "shopify-2025", "woocommerce")
    )
    names = ("Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value")
    assert [classic[name] for name in names] == ["Colour", "Red", "Size", "M"]
    assert [new[1][name] for name in ("Option1 value", "Option2 value")] == ["Red", "L"]
    assert [woo[0][f"Attribute {n} value(s)"] for n in (1, 2)] == ["Red", "M, L"]
    assert [woo[2][f"Attribute {n} value(s)"] for n in (1, 2)] == ["Red", "L"]
    for code in MARKETS:
        write_market(tmp_path / "out.txt", MARKETS[code], found)
        assert prepare(shop, tmp_path / "out.txt", Choices(channel="shopify")).counts()["changed"] == 0, code


def test_a_row_that_is_refused_changes_nothing_of_its_listing(shop: Store, tmp_path: Path) -> None:
    twice = SHOPIFY.replace("58,68,'4849000260870", "58,68,4849000260870").replace("66,68,,", "66,68,4849000260870,")
    (tmp_path / "twice.csv").write_text(twice, encoding="utf-8")
    run_import(shop, prepare(shop, tmp_path / "twice.csv", Choices()), good_rows=True)
    again = prepare(shop, tmp_path / "twice.csv", Choices())
    assert len(again.rejected_rows) == 1
    assert [told.changes for told in again.listings] == [(), ()]


def test_prices_by_sku_reach_the_listing_that_sells_it(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "shopify")
    (tmp_path / "prices.txt").write_text(
        "sku\tprice\tminimum-seller-allowed-price\tquantity\nGW-1\t59\t\t3\nGW-2\t67\t\t4\n", encoding="utf-8"
    )
    staged = prepare(shop, tmp_path / "prices.txt", Choices(channel="shopify"))
    assert [(one.number, one.changes, len(one.items)) for one in staged.listings] == [("GW-1", ("price", "stock"), 2)]
    run_import(shop, staged)
    assert [(sku.price, sku.channel_stock) for sku in facts(shop, "gaiwan").skus] == [
        (Decimal(59), Decimal(3)), (Decimal(67), Decimal(4))
    ]  # fmt: skip


def test_a_listing_that_gets_a_number_later_is_the_same_one(shop: Store, tmp_path: Path) -> None:
    rows = [line.split(",", 1)[1] for line in WOO.splitlines()]
    (tmp_path / "bare.csv").write_text("\n".join(rows), encoding="utf-8")
    run_import(shop, prepare(shop, tmp_path / "bare.csv", Choices()))
    (tmp_path / "full.csv").write_text(WOO, encoding="utf-8")
    staged = prepare(shop, tmp_path / "full.csv", Choices())
    assert [(told.number, bool(told.target), told.changes) for told in staged.listings] == [
        ("44", True, ()), ("47", True, ())
    ]  # fmt: skip


def test_woocommerce_says_weights_in_any_unit_and_skips_what_nothing_names(shop: Store, tmp_path: Path) -> None:
    (tmp_path / "woo.csv").write_text(
        "Type,SKU,Name,Published,In stock?,Weight (lbs),Regular price,Parent,Attribute 1 name,Attribute 1 value(s)\n"
        'simple,CUP,Cup,1,1,0.5,9,,Colour,"Red, Blue"\nexternal,,Voucher,1,1,,5,,,\n',
        encoding="utf-8",
    )
    staged = prepare(shop, tmp_path / "woo.csv", Choices())
    assert [(i.values["sku"], i.values.get("option"), i.values["weight"]) for i in staged.items] == [
        ("CUP", None, 226_796)
    ]  # fmt: skip
    assert staged.aside == [(3, NO_NAME)]
    assert not staged.problems


def test_a_title_that_looks_like_a_formula_comes_in_the_same(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "shopify")
    with shop.read() as tx:
        listing_id = listing_id_of(tx, "gaiwan")
    shop.do(edit_listings, [(listing_id, "title", "=SUM(A1)")])
    with shop.read() as tx:
        write_market(tmp_path / "out.csv", MARKETS["shopify"], fetch_market(tx, [listing_id]))
    assert "'=SUM(A1)" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    staged = prepare(shop, tmp_path / "out.csv", Choices())
    assert [told.values["title"] for told in staged.listings] == ["=SUM(A1)"]
    assert all("title" not in told.changes for told in staged.listings)


def test_a_changed_file_keeps_what_was_before_and_goes_back_whole(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "shopify")
    text = SHOPIFY.replace("White gaiwan", "White porcelain gaiwan").replace(",58,68,", ",55,68,")
    (tmp_path / "b.csv").write_text(text.replace("https://x/3.jpg", "https://x/9.jpg"), encoding="utf-8")
    staged = prepare(shop, tmp_path / "b.csv", Choices())
    assert [one.changes for one in staged.listings] == [("title", "pictures", "price"), ()]
    with shop.read() as tx:
        said = [
            row.reason for row in tell(tx, staged).listed if row.outcome == "changed" and row.reason.startswith("Its")
        ]
    assert said == [
        "Its listing changes: Price: 58.00 → 55.00",
        "Its listing changes: Title: White gaiwan → White porcelain gaiwan",
        "Its listing changes: Pictures",
    ]
    import_id = run_import(shop, staged)
    one = facts(shop, "gaiwan")
    assert {(v.field, v.before, v.after, v.sku) for v in one.versions} == {
        ("title", "White gaiwan", "White porcelain gaiwan", None), ("price", Decimal(58), Decimal(55), "GW-1"),
        ("price", Decimal(58), Decimal(55), None),
    }  # fmt: skip
    assert one.pictures[2].url == "https://x/9.jpg"
    shop.do(take_back, import_id)
    one = facts(shop, "gaiwan")
    assert (one.row["title"], one.row["price"], one.versions) == ("White gaiwan", Decimal(58), ())
    assert one.pictures[2].url == "https://x/3.jpg"
    assert check_store(shop) == []


def test_an_import_that_is_taken_back_withdraws_its_listings_and_may_come_again(shop: Store, tmp_path: Path) -> None:
    import_id = come(shop, tmp_path, "shopify")
    shop.do(take_back, import_id)
    with shop.read() as tx:
        assert listings_of(tx, "shopify") == []
        assert tx.scalars(select(Picture.picture_id)) == []
    come(shop, tmp_path, "shopify")
    with shop.read() as tx:
        assert len(listings_of(tx, "shopify")) == len(tx.scalars(select(Listing.listing_id))) == 2


def test_the_lowest_price_moves_its_variants_and_undo_gives_them_back(shop: Store, tmp_path: Path) -> None:
    come(shop, tmp_path, "shopify")
    shop.do(edit_listings, [(facts(shop, "gaiwan").listing_id, "price", Decimal(50))])
    assert [sku.price for sku in facts(shop, "gaiwan").skus] == [Decimal(50), Decimal(58)]
    shop.undo()
    assert [sku.price for sku in facts(shop, "gaiwan").skus] == [Decimal(58), Decimal(66)]


def test_every_layout_can_be_asked_for(shop: Store) -> None:
    assert set(spoken.MARKETS) == set(MARKETS)


def test_a_product_follows_its_channel_until_somebody_names_it_otherwise(shop: Store, tmp_path: Path) -> None:
    def again(title: str) -> Sequence[str]:
        """Come in with another title; what the dry run says of the first SKU."""
        (tmp_path / "again.csv").write_text(SHOPIFY.replace("White gaiwan", title), encoding="utf-8")
        staged = prepare(shop, tmp_path / "again.csv", Choices())
        run_import(shop, staged)
        return staged.items[0].changes

    def titles() -> tuple[Any, Any]:
        with shop.read() as tx:
            sku = tx.rows(select(Sku.sku_id, Product.title).join(Product).where(Sku.code == "GW-1"))[0]
        return sku.title, told(shop, "gaiwan", "title")[0]

    come(shop, tmp_path, "shopify")
    assert again("Thin gaiwan") == ("title", "listing")
    assert titles() == ("Thin gaiwan", "Thin gaiwan")
    with shop.read() as tx:
        sku_id = tx.scalar(select(Sku.sku_id).where(Sku.code == "GW-1"))
    shop.do(edit_skus, [(sku_id, "title", "My gaiwan")])
    assert again("Thinnest gaiwan") == ("listing",)
    assert titles() == ("My gaiwan", "Thinnest gaiwan")
    assert again("Thinnest gaiwan") == ()
