"""Shopee orders (.xlsx): one row a line of an order, the order's own money repeated on each, in the market's language."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.shop.orders.rules import OrderState
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "Unpaid": OrderState.UNPAID,
        "To ship": OrderState.PAID,
        "Ready to ship": OrderState.PAID,
        "Processed": OrderState.PAID,
        "Shipping": OrderState.SHIPPED,
        "Shipped": OrderState.SHIPPED,
        "To receive": OrderState.SHIPPED,
        "To confirm receive": OrderState.DELIVERED,
        "Delivered": OrderState.DELIVERED,
        "Completed": OrderState.COMPLETED,
        "Cancelled": OrderState.CANCELLED,
        "Canceled": OrderState.CANCELLED,
        "Return/Refund": OrderState.REFUNDED,
        "Belum Bayar": OrderState.UNPAID,
        "Perlu Dikirim": OrderState.PAID,
        "Sedang Dikirim": OrderState.SHIPPED,
        "Telah Dikirim": OrderState.SHIPPED,
        "Dikirim": OrderState.SHIPPED,
        "Selesai": OrderState.COMPLETED,
        "Batal": OrderState.CANCELLED,
        "Dibatalkan": OrderState.CANCELLED,
    }
)

FORMATS = (
    Format(
        code="shopee-orders",
        title=N_("Shopee orders"),
        kind="orders",
        channel="shopee",
        grade="B",
        source=N_("names of the columns in English (45 to 68) and Indonesian; their order is not certain"),
        signature=(
            ("Order ID", "No. Pesanan"),
            ("Shopee Rebate", "Shopee Voucher", "Deal Price", "Diskon Dari Shopee", "Voucher Ditanggung Shopee", "Harga Setelah Diskon"),
            ("SKU Reference No.", "Nomor Referensi SKU", "Product Name", "Nama Produk"),
            ("Order Status", "Order Creation Date", "Status Pesanan", "Waktu Pesanan Dibuat"),
        ),
        fields=spelled(
            order_no="Order ID|No. Pesanan",
            state="Order Status|Status Pesanan",
            placed_at="Order Creation Date|Waktu Pesanan Dibuat",
            paid_at="Order Paid Time|Waktu Pembayaran Dilakukan",
            shipped_at="Ship Time|Waktu Pengiriman Diatur",
            ship_by="Estimated Ship Out Date",
            completed_at="Order Complete Time|Waktu Pesanan Selesai",
            sku="SKU Reference No.|Nomor Referensi SKU|Parent SKU Reference No.|SKU Induk",
            title="Product Name|Nama Produk",
            option="Variation Name|Nama Variasi",
            quantity="Quantity|Jumlah",
            unit_price="Deal Price|Harga Setelah Diskon",
            line_amount="Product Subtotal|Total Harga Produk",
            order_discount="Seller Voucher|Voucher Ditanggung Penjual",
            platform_discount="Shopee Voucher|Voucher Ditanggung Shopee",
            shipping="Buyer Paid Shipping Fee|Ongkos Kirim Dibayar oleh Pembeli",
            paid_amount="Grand Total|Total Amount|Total Pembayaran",
            closed_reason="Cancel reason|Alasan Pembatalan",
            customer_no="Username (Buyer)|Username (Pembeli)",
            recipient="Receiver Name|Nama Penerima",
            phone="Phone Number|No. Telepon",
            address="Delivery Address|Alamat Pengiriman",
            region="Province|State|Provinsi",
            city="City|Town|Kota/Kabupaten",
            country="Country",
            carrier="Shipping Option|Opsi Pengiriman",
            waybill="Tracking Number|No. Resi",
            buyer_note="Remark from buyer|Catatan dari Pembeli",
            seller_note="Note|Catatan",
        ),
        states=STATES,
        further=spelled(order_discount="Seller Absorbed Coin Cashback|Seller Bundle Discount"),
        known=words("""
            Parent SKU Reference No.,SKU Induk,Return / Refund Status,Status Pembatalan/ Pengembalian,Shipment Method
            Original Price,Harga Awal,Returned quantity,Returned Quantity,Seller Rebate,Seller Discount
            Shopee Rebate,Total Diskon,Diskon Dari Penjual,Diskon Dari Shopee,SKU Total Weight,No of product in order
            Jumlah Produk di Pesan,Order Total Weight,Voucher Code,Bundle Deal Indicator,Shopee Bundle Discount,Shopee Coins Offset
            Credit Card Discount Total,Total Amount,Shipping Rebate Estimate,Estimasi Potongan Biaya Pengiriman,Reverse Shipping Fee
            Transaction Fee(Incl. GST),Commission Fee (Incl. GST),Service Fee (incl. GST),Grand Total,Estimated Shipping Fee
            Perkiraan Ongkos Kirim,District,Town,Zip Code,Hot Listing,Order Type,Buyer Paid Shipping Fee,Payment Method
            Antar ke counter/ pick-up,Pesanan Harus Dikirimkan Sebelum (Menghindari keterlambatan),Metode Pembayaran,Berat Produk
            Total Berat,Cashback Koin,Paket Diskon,Paket Diskon (Diskon dari Shopee),Paket Diskon (Diskon dari Penjual)
            Potongan Koin Shopee,Diskon Kartu Kredit,Ongkos Kirim Pengembalian Barang
        """),
        personal=words("Username (Pembeli),Nama Penerima,No. Telepon,Alamat Pengiriman,Zip Code,Town,District,Catatan dari Pembeli,Remark from buyer"),
    ),
)
