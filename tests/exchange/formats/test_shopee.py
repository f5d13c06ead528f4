"""Shopee: order money repeated on every row is taken once; the Indonesian export says the same in its own words."""

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.formats.shopee_orders import STATES
from shopdesk.shop.orders.rules import OrderState
from shopdesk.store.store import Store

HEADER = (
    "Order ID,Order Status,Cancel reason,Return / Refund Status,Tracking Number*,Shipping Option,Shipment Method,"
    "Estimated Ship Out Date,Ship Time,Order Creation Date,Order Paid Time,Parent SKU Reference No.,Product Name,"
    "SKU Reference No.,Variation Name,Original Price,Deal Price,Quantity,Returned quantity,Product Subtotal,Seller Rebate,"
    "Seller Discount,Shopee Rebate,SKU Total Weight,No of product in order,Order Total Weight,Voucher Code,Seller Voucher,"
    "Seller Absorbed Coin Cashback,Shopee Voucher,Bundle Deal Indicator,Shopee Bundle Discount,Seller Bundle Discount,"
    "Shopee Coins Offset,Credit Card Discount Total,Total Amount,Buyer Paid Shipping Fee,Shipping Rebate Estimate,"
    "Reverse Shipping Fee,Transaction Fee(Incl. GST),Commission Fee (Incl. GST),Service Fee (incl. GST),Grand Total,"
    "Estimated Shipping Fee,Username (Buyer),Receiver Name,Phone Number,Delivery Address,Town,District,City,Province,"
    "Country,Zip Code,Remark from buyer,Order Complete Time,Note"
)
OF_ORDER = {
    "Order ID": "260301ABCDE12F", "Order Status": "Completed", "Tracking Number*": "SPX0001", "Shipping Option": "Standard",
    "Ship Time": "2026-03-02 09:00", "Order Creation Date": "2026-03-01 10:00", "Order Paid Time": "2026-03-01 10:01",
    "Seller Voucher": "4.00", "Seller Absorbed Coin Cashback": "1.00", "Shopee Voucher": "2.00", "Seller Bundle Discount": "0",
    "Total Amount": "54.00", "Grand Total": "54.00", "Buyer Paid Shipping Fee": "3.00", "Transaction Fee(Incl. GST)": "1.10",
    "Commission Fee (Incl. GST)": "2.20", "Username (Buyer)": "tea_ann", "Receiver Name": "Ann Lee",
    "Phone Number": "6591230000", "Delivery Address": "1 Elm St", "Country": "SG", "Order Complete Time": "2026-03-08 10:00",
}  # fmt: skip
TEA = {**OF_ORDER, "Product Name": "Green tea", "SKU Reference No.": "TEA-1", "Variation Name": "250 g",
       "Original Price": "18.00", "Deal Price": "15.00", "Quantity": "2", "Product Subtotal": "30.00"}  # fmt: skip
CUP = {**OF_ORDER, "Product Name": "Cup", "SKU Reference No.": "CUP-1", "Original Price": "30.00", "Deal Price": "28.00",
       "Quantity": "1", "Product Subtotal": "28.00"}  # fmt: skip
BACK = {**TEA, "Order ID": "260301ABCDE999", "Order Status": "Return/Refund", "Seller Voucher": "", "Quantity": "1",
        "Seller Absorbed Coin Cashback": "", "Shopee Voucher": "", "Product Subtotal": "15.00"}  # fmt: skip
EXPORT = sample(HEADER, TEA, CUP, BACK, name="Order.all.20260301_20260331.xlsx")


def test_an_export(dollar_shop: Store) -> None:
    staged = read(dollar_shop, EXPORT)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("shopee-orders", "shopee", True, ())
    assert personal(staged) >= {"Username (Buyer)", "Receiver Name", "Phone Number", "Delivery Address", "Zip Code"}
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(4), D(73))
    take_in(dollar_shop, EXPORT)
    # 58 less the voucher's 4 and the coins' 1, 3 of shipping
    assert money(dollar_shop, "260301ABCDE12F") == {
        "goods": D(58), "discount": D(5), "shipping": D(3), "total": D(56)
    }  # fmt: skip
    assert lines(dollar_shop, "260301ABCDE12F") == [
        ("product", "TEA-1", D(2), D("2.5862"), D("27.4138")),
        ("product", "CUP-1", D(1), D("2.4138"), D("25.5862")),
        ("shipping", None, D(1), D(0), D(3)),
    ]
    found = order(dollar_shop, "260301ABCDE12F").order
    assert (found.state, found.platform_discount, found.waybill) == ("completed", D(2), "SPX0001")
    back = order(dollar_shop, "260301ABCDE999").order
    assert (back.state, back.refunded) == ("refunded", D(18))
    assert stock(dollar_shop) == {"TEA-1": D(-3), "CUP-1": D(-1)}, "money went back; whether goods did, a person says"
    assert read(dollar_shop, EXPORT).counts()["same"] == 3
    assert_sound(dollar_shop)


INDONESIAN = (
    "No. Pesanan,Status Pesanan,Alasan Pembatalan,Status Pembatalan/ Pengembalian,No. Resi,Opsi Pengiriman,"
    "Waktu Pengiriman Diatur,Waktu Pesanan Dibuat,Waktu Pembayaran Dilakukan,SKU Induk,Nama Produk,Nomor Referensi SKU,"
    "Nama Variasi,Harga Awal,Harga Setelah Diskon,Jumlah,Returned quantity,Total Harga Produk,Total Diskon,"
    "Diskon Dari Penjual,Diskon Dari Shopee,Berat Produk,Jumlah Produk di Pesan,Total Berat,Voucher Ditanggung Penjual,"
    "Cashback Koin,Voucher Ditanggung Shopee,Ongkos Kirim Dibayar oleh Pembeli,Estimasi Potongan Biaya Pengiriman,"
    "Total Pembayaran,Perkiraan Ongkos Kirim,Catatan dari Pembeli,Catatan,Username (Pembeli),Nama Penerima,No. Telepon,"
    "Alamat Pengiriman,Kota/Kabupaten,Provinsi,Waktu Pesanan Selesai"
)
INDONESIAN_ROW = {"No. Pesanan": "260301XYZ", "Status Pesanan": "Selesai", "Waktu Pesanan Dibuat": "2026-03-01 10:00",
       "Waktu Pembayaran Dilakukan": "2026-03-01 10:01", "Nama Produk": "Teh hijau", "Nomor Referensi SKU": "TEA-1",
       "Harga Awal": "1.250.000", "Harga Setelah Diskon": "1.150.000", "Jumlah": "2",
       "Total Harga Produk": "2.300.000", "Voucher Ditanggung Penjual": "Rp 100.000",
       "Ongkos Kirim Dibayar oleh Pembeli": "15.000", "Username (Pembeli)": "budi", "Nama Penerima": "Budi",
       "No. Telepon": "628120000", "Alamat Pengiriman": "Jl. Satu 1"}  # fmt: skip


def test_indonesia(dollar_shop: Store) -> None:
    staged = read(dollar_shop, sample(INDONESIAN, INDONESIAN_ROW))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("shopee-orders", True, ())
    assert personal(staged) >= {"Username (Pembeli)", "Nama Penerima", "No. Telepon", "Alamat Pengiriman"}
    assert staged.plan.decimal_comma is True, "1.250.000 can only be thousands"
    assert (staged.total_quantity, staged.total_amount) == (D(2), D(2_300_000))
    made = staged.orders[0]
    assert (made.state, made.fields["order_discount"], made.fields["shipping"]) == ("completed", 10**9, 150_000_000)


@pytest.mark.parametrize(("said", "expected"), STATES.items())
def test_every_status(dollar_shop: Store, said: str, expected: OrderState) -> None:
    assert read(dollar_shop, sample(HEADER, {**TEA, "Order Status": said})).orders[0].state == expected
