"""Taobao's data package: three lines above the items, HTML with line breaks in its cells, variants in one of them."""

from pathlib import Path

import pytest
from tests.exchange.counter import D, assert_sound, read, sku, stock, take_in
from tests.exchange.formats.sample import sample

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.formats.format import words
from shopdesk.exchange.formats.taobao_package import variants
from shopdesk.exchange.imports import Choices, prepare, run_import
from shopdesk.exchange.stage.staged import NO_NAME
from shopdesk.shop.stock.reports import find_sku_detail
from shopdesk.store.store import Store

KEYS = words("""
    title,cid,seller_cids,stuff_status,location_state,location_city,item_type,price,auction_increment,num,valid_thru
    freight_payer,post_fee,ems_fee,express_fee,has_invoice,has_warranty,approve_status,has_showcase,list_time,description
    cateProps,postage_id,has_discount,modified,upload_fail_msg,picture_status,auction_point,picture,video,skuProps,inputPids
    inputValues,outer_id,propAlias,auto_fill,num_id,local_cid,navigation_type,user_name,syncStatus,is_lighting_consigment
    is_xinpin,foodparame,features,buyareatype,global_stock_type,global_stock_country,sub_stock_type,item_size,item_weight
    sell_promise,custom_design_flag,wireless_desc,barcode,sku_barcode,newprepay,subtitle,cpv_memo,input_custom_cpv
    qualification,add_qualification,o2o_bind_service,tmall_extend,product_combine,tmall_item_prop_combine,taoschema_extend
""")
TITLES = words("""
    宝贝名称,宝贝类目,店铺类目,新旧程度,省,城市,出售方式,宝贝价格,加价幅度,宝贝数量,有效期,运费承担,平邮,EMS,快递,发票,保修,放入仓库,橱窗推荐,开始时间,宝贝描述,宝贝属性,邮费模版ID,会员打折,修改时间,上传状态,图片状态
    返点比例,新图片,视频,销售属性组合,用户输入ID串,用户输入名-值对,商家编码,销售属性别名,代充类型,数字ID,本地ID,宝贝分类,用户名称,宝贝状态,闪电发货,新品,食品专项,尺码库,采购地,库存类型,国家地区,库存计数,物流体积
    物流重量,退换货承诺,定制工具,无线详情,商品条形码,sku条形码,7天退货,宝贝卖点
""")
_OF_47 = tuple(name for name in KEYS[:49] if name not in {"buyareatype", "global_stock_country"})
GENERATIONS = {"47": _OF_47, "58": KEYS[:58], "63": KEYS[:63], "67": KEYS}
PLAIN = {
    "title": "龙井 250g", "cid": "50050324", "stuff_status": "1", "location_state": "浙江", "price": "98.00", "num": "12",
    "approve_status": "1", "description": '<p>第一行\n第二行 "茶"</p>', "outer_id": "TEA-1", "num_id": "520810592067",
    "modified": "2026-03-01 10:00:00", "barcode": "6921000100018", "user_name": "tea_shop",
}  # fmt: skip
SHIRT = {
    **PLAIN, "title": "茶服", "price": "120.00", "num": "9", "outer_id": "CLOTH", "num_id": "520810592068", "barcode": "",
    "skuProps": "120:5:CLOTH-R:1627207:28320;20509:28383;130.50:4::1627207:28341;20509:28383;",
    "propAlias": "1627207:28320:红色;1627207:28341:蓝色;20509:28383:均码;",
}  # fmt: skip
ROWS = (PLAIN, SHIRT)


def package(header: tuple[str, ...], *rows: dict[str, str]) -> Memory:
    """The package's lines: a version, the keys, their Chinese titles, the items."""
    plain = sample(header, *({key: row[key] for key in header if key in row} for row in rows))
    told = plain.heads[0].rows
    blank = ("",) * (len(header) - 1)
    return Memory(
        "pack.csv", ("version 1.00", *blank), [told[0], (TITLES + ("",) * len(header))[: len(header)], *told[1:]]
    )


@pytest.mark.parametrize("header", GENERATIONS.values(), ids=GENERATIONS)
def test_every_width(shop: Store, header: tuple[str, ...]) -> None:
    assert len(header) in {47, 58, 63, 67}
    staged = read(shop, package(header, *ROWS))
    plan = staged.plan
    assert (plan.format, plan.kind, plan.channel, plan.certain, plan.new) == (
        "taobao-package",
        "products",
        "taobao",
        True,
        (),
    )
    assert (plan.header_row, plan.first_row, staged.rows) == (2, 4, 2)


def test_items_and_their_variants(shop: Store) -> None:
    what = package(KEYS, *ROWS)
    staged = read(shop, what)
    assert [(item.row, item.values["sku"], item.values["price"], item.values["on_hand"]) for item in staged.items] == [
        (4, "TEA-1", 980_000, 12_000), (5, "CLOTH-R", 1_200_000, 5_000), (5, "CLOTH/蓝色 / 均码", 1_305_000, 4_000),
    ]  # fmt: skip
    take_in(shop, what)
    with shop.read() as tx:
        red, tea = find_sku_detail(tx, sku(shop, "CLOTH-R")), find_sku_detail(tx, sku(shop, "TEA-1"))
    assert red is not None
    assert tea is not None
    assert (red.title, red.option, tea.barcode, tea.price) == ("茶服", "红色 / 均码", "6921000100018", D(98))
    assert stock(shop) == {"TEA-1": D(12), "CLOTH-R": D(5), "CLOTH/蓝色 / 均码": D(4)}
    assert read(shop, what).counts()["same"] == 3
    assert_sound(shop)


def test_an_item_without_a_code_goes_by_its_number(shop: Store) -> None:
    bare = {**SHIRT, "outer_id": "", "num_id": "520810592069", "skuProps": "9:1::1:2;"}
    nameless = {**PLAIN, "outer_id": "", "num_id": "0", "barcode": ""}
    staged = read(shop, package(KEYS, {**PLAIN, "outer_id": ""}, bare, nameless))
    assert [item.values["sku"] for item in staged.items] == ["520810592067", "520810592069/1:2"]
    assert (staged.aside, staged.problems) == ([(6, NO_NAME)], [])


def test_what_a_cell_of_variants_may_say() -> None:
    assert variants({"outer_id": "A", "skuProps": ""}) == [{"sku": "A"}]
    assert variants({"outer_id": "A", "skuProps": "something else"}) == [{"sku": "A"}]
    assert [one["sku"] for one in variants({"outer_id": "A", "skuProps": "9:1::1:2;3:4"})] == ["A/1:2;3:4"]
    assert variants({"outer_id": "", "title": "T", "skuProps": "9:1::1:2;"})[0]["handle"] == "T"


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_a_file_of_tabs(file_shop: Store, tmp_path: Path, encoding: str) -> None:
    lines = ["version 1.00", "\t".join(KEYS), "\t".join(TITLES)]
    for row in ROWS:
        cells = [row.get(key, "") for key in KEYS]
        lines.append("\t".join('"' + cell.replace('"', '""') + '"' if key in {"title", "description"} else cell
                               for key, cell in zip(KEYS, cells, strict=True)))  # fmt: skip
    path = tmp_path / "数据包.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    staged = prepare(file_shop, path, Choices())
    assert (staged.plan.format, staged.plan.certain, [item.values["title"] for item in staged.items]) == (
        "taobao-package", True, ["龙井 250g", "茶服", "茶服"]
    )  # fmt: skip
    run_import(file_shop, staged)
    assert stock(file_shop)["TEA-1"] == D(12)
