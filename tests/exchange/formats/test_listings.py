"""Products and stock of shops abroad: Amazon's listing files, Shopify's products and inventory, WooCommerce's products."""

from typing import Any

import pytest
from tests.exchange.counter import D, read, sku, stock, take_in
from tests.exchange.formats.sample import sample

from shopdesk.exchange.formats import woocommerce_products
from shopdesk.shop.stock.reports import find_sku_detail
from shopdesk.store.store import Store


def detail(shop: Store, code: str) -> Any:
    with shop.read() as tx:
        found = find_sku_detail(tx, sku(shop, code))
    assert found is not None
    return found


# Amazon

LISTINGS = (
    "item-name,item-description,listing-id,seller-sku,price,quantity,open-date,image-url,item-is-marketplace,"
    "product-id-type,zshop-shipping-fee,item-note,item-condition,zshop-category1,zshop-browse-path,"
    "zshop-storefront-feature,asin1,asin2,asin3,will-ship-internationally,expedited-shipping,zshop-boldface,product-id,"
    "bid-for-featured-placement,add-delete,pending-quantity,fulfillment-channel"
)


@pytest.mark.parametrize("more", ["", ",merchant-shipping-group", ",merchant-shipping-group,status"])
def test_amazon_listings(dollar_shop: Store, more: str) -> None:
    tea = {"item-name": "Green tea", "listing-id": "0107AB", "seller-sku": "TEA-1", "price": "15.50", "quantity": "12",
           "open-date": "2013-01-07 07:35:42 PST", "asin1": "B000000001", "product-id": "B000000001",
           "product-id-type": "1", "fulfillment-channel": "DEFAULT"}  # fmt: skip
    cup = {**tea, "item-name": "Cup", "seller-sku": "CUP-1", "price": "25", "quantity": "",
           "fulfillment-channel": "AMAZON_NA"}  # fmt: skip
    if "status" in more:
        tea, cup = tea | {"status": "Active"}, cup | {"status": "Inactive"}
    what = sample(LISTINGS + more, tea, cup, name="Active+Listings+Report.txt")
    plan = read(dollar_shop, what).plan
    assert (plan.format, plan.kind, plan.channel, plan.certain, plan.new) == (
        "amazon-listings",
        "products",
        "amazon",
        True,
        (),
    )
    take_in(dollar_shop, what)
    found = detail(dollar_shop, "TEA-1")
    assert (found.title, found.price, found.state) == ("Green tea", D("15.5"), "active")
    assert detail(dollar_shop, "CUP-1").state == ("draft" if "status" in more else "active")
    assert stock(dollar_shop) == {"TEA-1": D(12), "CUP-1": D(0)}, "what Amazon keeps is not told by this file"
    assert read(dollar_shop, what).counts()["same"] == 2


@pytest.mark.parametrize(
    "header",
    [
        (
            "sku,product-id,product-id-type,price,item-condition,quantity,add-delete,will-ship-internationally,"
            "expedited-shipping,item-note,fulfillment-center-id,merchant_shipping_group_name"
        ),
        (
            "sku,product-id,product-id-type,price,minimum-seller-allowed-price,maximum-seller-allowed-price,item-condition,"
            "quantity,add-delete,will-ship-internationally,expedited-shipping,standard-plus,item-note,"
            "fulfillment-center-id,product-tax-code,leadtime-to-ship,merchant_shipping_group_name"
        ),
    ],
)
def test_amazon_inventory_loader_leaves_out_what_it_deletes(dollar_shop: Store, header: str) -> None:
    tea = {"sku": "TEA-1", "product-id": "9780880880787", "product-id-type": "3", "price": "25.80", "quantity": "2",
           "add-delete": "a", "item-condition": "11"}  # fmt: skip
    what = sample(header, tea, {**tea, "sku": "OLD-1", "add-delete": "d"}, {**tea, "sku": "OLD-2", "add-delete": "X"})
    staged = read(dollar_shop, what)
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("amazon-inventory-loader", True, ())
    assert [item.values["sku"] for item in staged.items] == ["TEA-1"]
    assert staged.items[0].values["price"] == 258_000


def test_amazon_price_and_quantity(dollar_shop: Store) -> None:
    header = "sku,price,minimum-seller-allowed-price,maximum-seller-allowed-price,quantity,leadtime-to-ship"
    staged = read(dollar_shop, sample(header, {"sku": "TEA-1", "price": "15", "quantity": "4"}))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("amazon-inventory-loader", True, ())
    assert staged.items[0].values == {"sku": "TEA-1", "price": 150_000, "on_hand": 4_000}


def test_fba_inventory_is_what_amazon_keeps_and_what_the_shop_sends_itself(dollar_shop: Store) -> None:
    header = (
        "sku,fnsku,asin,product-name,condition,your-price,mfn-listing-exists,mfn-fulfillable-quantity,afn-listing-exists,"
        "afn-warehouse-quantity,afn-fulfillable-quantity,afn-unsellable-quantity,afn-reserved-quantity,afn-total-quantity,"
        "per-unit-volume,afn-inbound-working-quantity,afn-inbound-shipped-quantity,afn-inbound-receiving-quantity"
    )
    tea = {"sku": "TEA-1", "fnsku": "X0001", "product-name": "Green tea", "your-price": "15.50",
           "mfn-fulfillable-quantity": "3", "afn-warehouse-quantity": "20", "afn-fulfillable-quantity": "18",
           "afn-total-quantity": "40"}  # fmt: skip
    cup = {"sku": "CUP-1", "product-name": "Cup", "afn-warehouse-quantity": "7"}
    what = sample(header, tea, cup)
    staged = read(dollar_shop, what)
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("amazon-fba-inventory", True, ())
    take_in(dollar_shop, what)
    assert stock(dollar_shop) == {"TEA-1": D(23), "CUP-1": D(7)}


# Shopify

CLASSIC = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,"
    "Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,"
    "Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,"
    "Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,"
    "SEO Description,Google Shopping / Google Product Category,Google Shopping / Gender,Google Shopping / MPN,Variant Image,"
    "Variant Weight Unit,Variant Tax Code,Included / International,Price / International,"
    "Compare At Price / International,Status"
)
NEW = (
    "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,"
    "Option1 name,Option1 value,Option1 Linked To,Option2 name,Option2 value,Option2 Linked To,Option3 name,Option3 value,"
    "Option3 Linked To,Price,Compare-at price,Cost per item,Charge tax,Tax code,Unit price total measure,"
    "Unit price total measure unit,Unit price base measure,Unit price base measure unit,Inventory tracker,"
    "Inventory quantity,Continue selling when out of stock,Weight value (grams),Weight unit for display,"
    "Requires shipping,Fulfillment service,Product image URL,Image position,Image alt text,Variant image URL,Gift card,"
    "SEO title,SEO description"
)


def test_shopify_keeps_all_three_options_of_a_variant(dollar_shop: Store) -> None:
    first = {"Handle": "shirt", "Title": "Shirt", "Vendor": "Loom", "Option1 Name": "Size", "Option1 Value": "M",
             "Option2 Name": "Colour", "Option2 Value": "Red", "Option3 Name": "Fit", "Option3 Value": "Slim",
             "Variant SKU": "S-MRS", "Variant Price": "30.00", "Price / International": "28.00",
             "Variant Inventory Qty": "4", "Status": "active"}  # fmt: skip
    second = {"Handle": "shirt", "Option1 Value": "M", "Option2 Value": "Blue", "Option3 Value": "Slim",
              "Variant SKU": "S-MBS", "Variant Price": "31.00", "Variant Inventory Qty": "5"}  # fmt: skip
    nameless = {"Handle": "shirt", "Option1 Value": "L", "Option2 Value": "Blue", "Variant Price": "32.00"}
    other = {**nameless, "Option2 Value": "Green"}
    picture = {"Handle": "shirt", "Image Src": "https://example.com/1.jpg", "Image Position": "2"}
    what = sample(CLASSIC, first, second, nameless, other, picture)
    staged = read(dollar_shop, what)
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("shopify-products", True, ())
    assert (len(staged.items), staged.skipped) == (4, 1)
    take_in(dollar_shop, what)
    assert detail(dollar_shop, "S-MRS").option == "M / Red / Slim"
    found = detail(dollar_shop, "S-MBS")
    assert (found.option, found.title, found.price) == ("M / Blue / Slim", "Shirt", D(31))
    assert detail(dollar_shop, "shirt/L / Blue").option == "L / Blue", (
        "a variant without a SKU is called by its product"
    )
    assert detail(dollar_shop, "shirt/L / Green").price == D(32)
    assert stock(dollar_shop) == {"S-MRS": D(4), "S-MBS": D(5), "shirt/L / Blue": D(0), "shirt/L / Green": D(0)}


def test_shopify_of_2025_keeps_them_too(dollar_shop: Store) -> None:
    first = {"URL handle": "shirt", "Title": "Shirt", "SKU": "S-MR", "Option1 name": "Size", "Option1 value": "M",
             "Option2 name": "Colour", "Option2 value": "Red", "Price": "30", "Cost per item": "12",
             "Inventory quantity": "4"}  # fmt: skip
    plain = {"URL handle": "mug", "Title": "Mug", "SKU": "MUG-1", "Option1 name": "Title", "Option1 value": "Default Title",
             "Price": "9"}  # fmt: skip
    staged = read(dollar_shop, sample(NEW, first, plain))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("shopify-products-2025", True, ())
    assert [item.values.get("option") for item in staged.items] == ["M / Red", None]


INVENTORY = (
    "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,"
    "Location,Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),"
    "Available (not editable),On hand (current),On hand (new)"
)


def test_shopify_inventory_counts_what_was_entered_as_new(dollar_shop: Store) -> None:
    take_in(dollar_shop, sample("sku,title,price,on_hand", *(
        {"sku": code, "title": code, "price": "9", "on_hand": "10"} for code in ("TEA-1", "CUP-1", "POT-1"))))  # fmt: skip
    tea = {"Handle": "tea", "Title": "Tea", "SKU": "TEA-1", "Committed (not editable)": "2",
           "Available (not editable)": "36", "On hand (current)": "38", "On hand (new)": "40"}  # fmt: skip
    cup = {**tea, "Handle": "cup", "SKU": "CUP-1", "On hand (current)": "5", "On hand (new)": ""}
    pot = {**tea, "Handle": "pot", "SKU": "POT-1", "On hand (current)": "not stocked", "On hand (new)": "not stocked"}
    what = sample(INVENTORY, tea, cup, pot, name="inventory_export.csv")
    staged = read(dollar_shop, what)
    assert (staged.plan.format, staged.plan.kind, staged.plan.certain, staged.plan.new) == (
        "shopify-inventory", "counts", True, ()
    )  # fmt: skip
    assert (len(staged.items), staged.skipped, staged.total_quantity) == (1, 2, D(40))
    take_in(dollar_shop, what)
    assert stock(dollar_shop) == {"TEA-1": D(40), "CUP-1": D(10), "POT-1": D(10)}, (
        "blank is not counted, and never zero"
    )


def test_shopify_inventory_counts_each_location_by_itself(dollar_shop: Store) -> None:
    take_in(
        dollar_shop, sample("sku,title,price,on_hand", {"sku": "TEA-1", "title": "Tea", "price": "9", "on_hand": "10"})
    )
    tea = {"Handle": "tea", "SKU": "TEA-1", "Location": "Second shop", "On hand (new)": "40"}
    what = sample(INVENTORY, tea)
    assert list(read(dollar_shop, what).new_places.values()) == ["Second shop"], "said before it is made"
    take_in(dollar_shop, what)
    assert stock(dollar_shop) == {"TEA-1": D(50)}


def test_shopify_inventory_of_older_years(dollar_shop: Store) -> None:
    take_in(dollar_shop, sample("sku,title,price", {"sku": "TEA-1", "title": "Tea", "price": "9"}))
    header = (
        "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,"
        "Location,Incoming,Unavailable,Committed,Available,On hand"
    )
    staged = read(dollar_shop, sample(header, {"Handle": "tea", "SKU": "TEA-1", "Location": "Shop", "On hand": "38"}))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("shopify-inventory", True, ())
    assert staged.total_quantity == D(38)


# WooCommerce

WOO_BUT_BARCODES = (
    "ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Short description,Description,"
    "Date sale price starts,Date sale price ends,Tax status,Tax class,In stock?,Stock,Low stock amount,"
    "Backorders allowed?,Sold individually?,Weight (g),Length (cm),Width (cm),Height (cm),Allow customer reviews?,"
    "Purchase note,Sale price,Regular price,Categories,Tags,Shipping class,Images,Download limit,"
    "Download expiry days,Parent,Grouped products,Upsells,Cross-sells,External URL,Button text,Position,"
    "Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global,Attribute 2 name,"
    "Attribute 2 value(s),Attribute 2 visible,Attribute 2 global,Meta: _wpcom_is_markdown,Download 1 name,"
    "Download 1 URL,Attribute 1 default"
)
WOO = [*WOO_BUT_BARCODES.split(","), "GTIN, UPC, EAN, or ISBN"]


def test_woocommerce_products(dollar_shop: Store) -> None:
    group = {"ID": "44", "Type": "variable", "SKU": "hoodie", "Name": "Hoodie", "Attribute 1 value(s)": "Red, Blue"}
    red = {"ID": "45", "Type": "variation", "SKU": "hoodie-red", "Name": "Hoodie - Red, M", "Published": "1", "Stock": "6",
           "Weight (g)": "450", "Regular price": "45", "Sale price": "42", "Parent": "hoodie",
           "Attribute 1 name": "Colour", "Attribute 1 value(s)": "Red", "Attribute 2 value(s)": "M",
           "GTIN, UPC, EAN, or ISBN": "4006381333931"}  # fmt: skip
    nameless = {**red, "ID": "46", "SKU": "", "Parent": "id:44", "Attribute 1 value(s)": "Blue", "Stock": "",
                "GTIN, UPC, EAN, or ISBN": ""}  # fmt: skip
    album = {"ID": "47", "Type": "simple, downloadable, virtual", "SKU": "album", "Name": "Album", "Published": "-1",
             "Regular price": "15", "Categories": "Music > Albums"}  # fmt: skip
    bundle = {"ID": "48", "Type": "grouped", "SKU": "set", "Name": "Set"}
    what = sample(WOO, group, red, nameless, album, bundle, name="wc-product-export.csv")
    staged = read(dollar_shop, what)
    plan = staged.plan
    assert (plan.format, plan.kind, plan.certain, plan.new) == ("woocommerce-products", "products", True, ())
    assert [item.values["sku"] for item in staged.items] == ["hoodie-red", "id:44/Blue / M", "album"]
    take_in(dollar_shop, what)
    found = detail(dollar_shop, "hoodie-red")
    assert (found.title, found.option, found.price) == ("Hoodie - Red, M", "Red / M", D(45))  # its parent's only one
    assert (found.barcode, found.weight, found.state) == ("4006381333931", D(450), "active")
    assert (detail(dollar_shop, "album").state, detail(dollar_shop, "album").category) == ("draft", "Music > Albums")
    assert stock(dollar_shop) == {"hoodie-red": D(6), "id:44/Blue / M": D(0), "album": D(0)}
    assert read(dollar_shop, what).counts()["same"] == 3


def test_variations_of_woocommerce_are_one_product_with_the_name_they_share(dollar_shop: Store) -> None:
    names = {
        "h-1": "Hoodie - Blue, M",
        "h-2": "Hoodie - Black, M",
        "c-1": "卫衣 红色",
        "c-2": "卫衣 蓝色",
        "x-1": "Ab",
        "x-2": "Cd",
    }
    what = sample(WOO, *[{"Type": "variation", "SKU": sku, "Name": name, "Regular price": "9", "Parent": sku[0],
                          "Attribute 1 value(s)": sku} for sku, name in names.items()])  # fmt: skip
    take_in(dollar_shop, what)
    assert {sku: detail(dollar_shop, sku).title for sku in names} == {
        "h-1": "Hoodie", "h-2": "Hoodie", "c-1": "卫衣", "c-2": "卫衣", "x-1": "Ab", "x-2": "Ab"
    }  # fmt: skip
    assert read(dollar_shop, what).counts()["same"] == 6


@pytest.mark.parametrize(("said", "expected"), woocommerce_products.STATES.items())
def test_every_woocommerce_state(dollar_shop: Store, said: str, expected: str) -> None:
    row = {"Type": "simple", "SKU": "a", "Name": "A", "Regular price": "1", "Published": said}
    assert read(dollar_shop, sample(WOO, row)).items[0].values["state"] == expected
