"""Shopee: order money repeated on every row is taken once; the Indonesian export says the same in its own words."""

from pathlib import Path

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.formats.shopee_orders import STATES
from shopdesk.exchange.imports import Choices, prepare, run_import
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


LOCAL = {
    "Chinese": (
        ("訂單編號,訂單狀態,退貨 / 退款狀態,買家帳號,訂單成立日期,商品總價,買家支付運費,蝦皮補助運費,買家總支付金額,賣場優惠券,商品名稱,"
        "商品ID,商品選項名稱,商品活動價格,商品選項貨號,數量,收件地址,收件者電話,收件者姓名,買家付款時間,買家備註"),
        ("2603051AB,完成,,amy,2026-03-05 10:11,500,60,0,550,10,杯子,1,藍,150,CUP-B,2,台北,886912345678,王,2026-03-05 10:12,",
         "2603051AB,完成,,amy,2026-03-05 10:11,500,60,0,550,10,盤,2,,200,PLT,1,台北,886912345678,王,2026-03-05 10:12,"),
        {"goods": D(500), "discount": D(10), "shipping": D(60), "total": D(550)}, "收件者電話",
    ),
    "Vietnamese": (
        ("Mã đơn hàng,Ngày đặt hàng,Trạng Thái Đơn Hàng,Tên sản phẩm,SKU phân loại hàng,Giá gốc,Giá ưu đãi,Số lượng,Tổng giá bán (sản phẩm),"
        "Tổng giá trị đơn hàng (VND),Mã giảm giá của Shop,Mã giảm giá của Shopee,Phí vận chuyển mà người mua trả,"
        "Tổng số tiền người mua thanh toán,Người Mua,Số điện thoại"),
        ("2603051AB,2026-03-05 10:11,Hoàn thành,Áo,AO,150000,140000,2,280000,329000,0,9000,15000,335000,bob,84900000001",
         "2603051AB,2026-03-05 10:11,Hoàn thành,Mũ,MU,49000,49000,1,49000,329000,0,9000,15000,335000,bob,84900000001"),
        {"goods": D(329000), "shipping": D(15000), "total": D(344000)}, "Số điện thoại",
    ),
    "Thai": (
        ("หมายเลขคำสั่งซื้อ,สถานะการสั่งซื้อ,วันที่ทำการสั่งซื้อ,ชื่อสินค้า,เลขอ้างอิง SKU (SKU Reference No.),ราคาขาย,จำนวน,ราคาขายสุทธิ,ส่วนลดจาก Shopee,"
        "โค้ดส่วนลดชำระโดยผู้ขาย,ค่าจัดส่งที่ชำระโดยผู้ซื้อ,จำนวนเงินทั้งหมด,ชื่อผู้รับ,หมายเลขโทรศัพท์"),
        ("2603051AB,สำเร็จแล้ว,2026-03-05 10:11,แก้ว,CUP,100,3,300,0,20,35,315,สมชาย,66800000001",),
        {"goods": D(300), "discount": D(20), "shipping": D(35), "total": D(315)}, "หมายเลขโทรศัพท์",
    ),
    "Portuguese": (
        ("ID do pedido,Status do pedido,Data de criação do pedido,Nome do Produto,Número de referência SKU,Preço acordado,Quantidade,"
        "Subtotal do produto,Desconto do vendedor,Desconto do vendedor,Cupom do vendedor,Cupom Shopee,Taxa de envio pagas pelo comprador,"
        "Total global,Nome do destinatário,Telefone,CPF do Comprador"),
        ("2603051AB,Concluído,2026-03-05 10:11,Caneca,CUP,25.90,2,51.80,0,0,1.80,0,9.90,59.90,Ana,5511900000001,12345678909",),
        {"goods": D("51.8"), "discount": D("1.8"), "shipping": D("9.9"), "total": D("59.9")}, "CPF do Comprador",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LOCAL)
def test_a_market_says_it_in_its_own_language(dollar_shop: Store, tmp_path: Path, language: str) -> None:
    header, rows, wanted, person = LOCAL[language]
    path = tmp_path / "Order.all.20260301_20260331.csv"
    path.write_text("\n".join((header, *rows)), "utf-8-sig")
    staged = prepare(dollar_shop, path, Choices())
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("shopee-orders", True, ())
    assert header.split(",").index(person) in staged.plan.personal
    run_import(dollar_shop, staged)
    assert money(dollar_shop, "2603051AB") == wanted
    assert order(dollar_shop, "2603051AB").order.state == "completed"
