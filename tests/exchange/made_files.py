"""Small files as marketplaces write them (formats.md), with their quirks, made on the spot."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

TAOBAO_2018 = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,"
    "买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,"
    "宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,"
    "发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,"
    "修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,"
    "新零售导购门店id,新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,"
    "含应开票给个人的个人红包"
)
TAOBAO_ITEMS_2016 = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码"
TAOBAO_ITEMS_2022 = (
    "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,"
    "买家应付货款,买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间"
)
SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,Billing Name,Shipping Name,Shipping Street,Shipping City,Shipping Country,"
    "Shipping Phone,Notes,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Lineitem discount,"
    "Tax 1 Name,Tax 1 Value"
)
AMAZON = (
    "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,fulfillment-channel,sales-channel,"
    "order-channel,url,ship-service-level,product-name,sku,asin,item-status,quantity,currency,item-price,item-tax,"
    "shipping-price,shipping-tax,gift-wrap-price,gift-wrap-tax,item-promotion-discount,ship-promotion-discount,"
    "ship-city,ship-state,ship-postal-code,ship-country,promotion-ids"
)
AMAZON_SALES = (
    "index,Order ID,Date,Status,Fulfilment,Sales Channel,ship-service-level,Style,SKU,Category,Size,ASIN,"
    "Courier Status,Qty,currency,Amount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids,B2B,"
    "fulfilled-by"
)
SHOPIFY_PRODUCTS = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,"
    "Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,"
    "SEO Title,SEO Description,Variant Image,Variant Weight Unit,Variant Tax Code,Cost per item,Status"
)

WAITING, SENT, DONE, CLOSED = (
    "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭"
)  # fmt: skip

Rows = Sequence[Mapping[str, object]]


def write(
    path: Path, header: str, rows: Rows, *, encoding: str = "utf-8", separator: str = ",", end: str = "\r\n"
) -> Path:
    """A text table; `header` names its columns with commas between, each row says what it has."""
    names = header.split(",")
    unknown = {key for row in rows for key in row} - set(names)
    assert not unknown, unknown
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator, lineterminator=end)
        writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] for row in rows)
    return path


def guarded(number: str) -> str:
    """An id as 千牛 protects it from Excel, with the TAB that comes along."""
    return f'="{number}"\t'


def taobao(path: Path, rows: Rows) -> Path:
    """An order list of 2018: GBK, guarded numbers, headers that end in a blank, null for nothing."""
    made = []
    for row in rows:
        number = guarded(str(row["订单编号"]))
        made.append({"联系手机": "'13800001111", "运送方式": "null", **row, "订单编号": number})
    return write(path, TAOBAO_2018, made, encoding="gbk")


def taobao_items(path: Path, rows: Rows, header: str = TAOBAO_ITEMS_2016) -> Path:
    """An item list: GBK, guarded numbers."""
    ids = {"订单编号", "主订单编号", "子订单编号", "外部系统编号"}
    made = [{key: guarded(str(value)) if key in ids and value else value for key, value in row.items()} for row in rows]
    return write(path, header, made, encoding="gbk")
