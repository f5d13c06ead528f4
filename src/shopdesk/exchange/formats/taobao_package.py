"""Taobao's data package (淘宝助理数据包, .csv): one row an item under English keys and Chinese titles, its variants in one cell."""

import re
from collections.abc import Mapping
from typing import Final

from shopdesk.exchange.celltext import unwrap
from shopdesk.exchange.formats.format import Format, Shows, Unfolded, spelled, words
from shopdesk.text import N_

_VARIANT: Final = re.compile(r"(?P<price>\d+(?:\.\d+)?):(?P<pieces>\d*):(?P<code>[^;]*?):(?P<first>-?\d+:-?\d+)")
"""The opening of a variant, price:pieces:code:property:value; its further properties follow, each between semicolons."""
_PROPERTY: Final = re.compile(r"-?\d+:-?\d+")
_ALIAS: Final = re.compile(r"(-?\d+:-?\d+):([^;]*)")


def variants(row: Mapping[str, str]) -> list[dict[str, str]]:
    """The SKUs of an item: each has a price, pieces and a code of its own, and is called by what the seller named it.

    An item without a code goes by the number that the marketplace gave it, and its variants by that.
    """
    number, told = unwrap(row.get("num_id", "")).strip(), unwrap(row.get("skuProps", ""))
    item = unwrap(row.get("outer_id", "")).strip() or ("" if number == "0" else number)
    named = dict(_ALIAS.findall(unwrap(row.get("propAlias", ""))))
    found: list[dict[str, str]] = []
    properties: list[list[str]] = []
    for part in told.split(";"):
        if opening := _VARIANT.fullmatch(part):
            found.append({"price": opening["price"], "on_hand": opening["pieces"], "sku": opening["code"].strip()})
            properties.append([opening["first"]])
        elif found and _PROPERTY.fullmatch(part):
            properties[-1].append(part)
        elif part:
            return [{"sku": item}]  # another notation: the item as a whole is all that is certain
    for variant, pairs in zip(found, properties, strict=True):
        option = " / ".join(named[pair] for pair in pairs if named.get(pair))
        variant |= {"option": option, "handle": item or unwrap(row.get("title", "")), "barcode": ""}
        if not variant["sku"] and item:
            variant["sku"] = f"{item}/{option or ';'.join(pairs)}"
    return found or [{"sku": item}]


def pictures(text: str) -> list[str]:
    """The main pictures of an item: name:1:place:|address, each with a semicolon behind it.

    The name stands for a picture that lies beside the package; pictures of single properties are left out.
    """
    found: list[tuple[int, str]] = []
    for part in unwrap(text).split(";"):
        named, _bar, address = part.partition("|")
        name, kind, place = ([*named.split(":"), "", ""])[:3]
        if name.strip() and kind in {"1", ""}:
            found.append((int(place) if place.isdecimal() else len(found), address.strip() or name.strip()))
    return [address for _place, address in sorted(found, key=lambda one: one[0])]


KEYS = words("""
    title,cid,seller_cids,stuff_status,location_state,location_city,item_type,price,auction_increment,num,valid_thru,freight_payer,post_fee,ems_fee
    express_fee,has_invoice,has_warranty,approve_status,has_showcase,list_time,description,cateProps,postage_id,has_discount,modified,upload_fail_msg
    picture_status,auction_point,picture,video,skuProps,inputPids,inputValues,outer_id,propAlias,auto_fill,num_id,local_cid,navigation_type,user_name
    syncStatus,is_lighting_consigment,is_xinpin,foodparame,features,buyareatype,global_stock_type,global_stock_country,sub_stock_type,item_size
    item_weight,sell_promise,custom_design_flag,wireless_desc,barcode,sku_barcode,newprepay,subtitle,cpv_memo,input_custom_cpv,qualification
    add_qualification,o2o_bind_service,tmall_extend,product_combine,tmall_item_prop_combine,taoschema_extend
""")
TITLES = words("""
    宝贝名称,宝贝类目,店铺类目,新旧程度,省,城市,出售方式,宝贝价格,加价幅度,宝贝数量,有效期,运费承担,平邮,EMS,快递,发票,保修,放入仓库,橱窗推荐,开始时间,宝贝描述
    宝贝属性,邮费模版ID,会员打折,修改时间,上传状态,图片状态,返点比例,新图片,视频,销售属性组合,用户输入ID串,用户输入名-值对,商家编码,销售属性别名,代充类型,数字ID
    本地ID,宝贝分类,用户名称,宝贝状态,闪电发货,新品,食品专项,尺码库,采购地,库存类型,国家地区,库存计数,物流体积,物流重量,退换货承诺,定制工具,无线详情
    商品条形码,sku 条形码,7天退货,宝贝卖点,属性值备注,自定义属性值,商品资质,增加商品资质,关联线下服务,tmall扩展字段,产品组合,tmall属性组合,taoschema扩展字段
""")

FORMATS = (
    Format(
        code="taobao-package",
        title=N_("Taobao data package"),
        kind="products",
        channel="taobao",
        grade="B",
        source=N_("packages of 47, 58, 63 and 67 columns, in UTF-16 and GBK, by the keys and titles above their items"),
        signature=(
            ("title", "宝贝名称"),
            ("cid", "宝贝类目"),
            ("num", "宝贝数量"),
            ("approve_status", "skuProps", "outer_id", "放入仓库", "销售属性组合"),
        ),
        fields=spelled(
            sku="outer_id|商家编码",
            title="title|宝贝名称",
            price="price|宝贝价格",
            on_hand="num|宝贝数量",
            barcode="barcode|商品条形码",
        ),
        unfolded=Unfolded(("skuProps|销售属性组合", "propAlias|销售属性别名", "outer_id|商家编码", "title|宝贝名称", "num_id|数字ID"), variants),
        shows=Shows(
            spelled(
                listing_no="num_id|数字ID", called="outer_id|商家编码|title|宝贝名称", title="title|宝贝名称", subtitle="subtitle|宝贝卖点",
                description="description|宝贝描述", category="cid|宝贝类目", listed_at="list_time|开始时间", pictures="picture|新图片",
            ),
            pictures,
        ),
        known=KEYS + TITLES + ("账户名称",),
        personal=("user_name", "用户名称", "账户名称"),
        skip_rows=1,
        zone="Asia/Shanghai",
        decimal_comma=False,
        needs=("sku",),
    ),
)
