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
        "尚未付款": OrderState.UNPAID,
        "待出貨": OrderState.PAID,
        "運送中": OrderState.SHIPPED,
        "待收貨": OrderState.SHIPPED,
        "完成": OrderState.COMPLETED,
        "已完成": OrderState.COMPLETED,
        "不成立": OrderState.CANCELLED,
        "已取消": OrderState.CANCELLED,
        "退貨/退款": OrderState.REFUNDED,
        "Chưa thanh toán": OrderState.UNPAID,
        "Chờ xác nhận": OrderState.PAID,
        "Chờ lấy hàng": OrderState.PAID,
        "Đang giao": OrderState.SHIPPED,
        "Chờ giao hàng": OrderState.SHIPPED,
        "Đã giao": OrderState.DELIVERED,
        "Hoàn thành": OrderState.COMPLETED,
        "Đã hủy": OrderState.CANCELLED,
        "ยังไม่ชำระ": OrderState.UNPAID,
        "ที่ต้องจัดส่ง": OrderState.PAID,
        "การจัดส่ง": OrderState.SHIPPED,
        "กำลังจัดส่ง": OrderState.SHIPPED,
        "จัดส่งสำเร็จแล้ว": OrderState.DELIVERED,
        "สำเร็จแล้ว": OrderState.COMPLETED,
        "ยกเลิกแล้ว": OrderState.CANCELLED,
        "Não pago": OrderState.UNPAID,
        "A Enviar": OrderState.PAID,
        "Enviado": OrderState.SHIPPED,
        "Entregue": OrderState.DELIVERED,
        "Concluído": OrderState.COMPLETED,
        "Cancelado": OrderState.CANCELLED,
    }
)

FORMATS = (
    Format(
        code="shopee-orders",
        title=N_("Shopee orders"),
        kind="orders",
        channel="shopee",
        grade="B",
        source=N_("names of the columns in English (45 to 68), Indonesian, Chinese, Vietnamese, Thai and Portuguese; their order is not certain"),
        signature=(
            ("Order ID", "No. Pesanan", "訂單編號", "Mã đơn hàng", "หมายเลขคำสั่งซื้อ", "ID do pedido"),
            (
                "Shopee Rebate", "Shopee Voucher", "Deal Price", "Diskon Dari Shopee", "Voucher Ditanggung Shopee",
                "Harga Setelah Diskon", "蝦皮補助運費", "蝦皮補貼金額", "蝦幣折抵", "商品選項貨號", "Mã giảm giá của Shopee",
                "Được Shopee trợ giá", "ส่วนลดจาก Shopee", "โค้ดส่วนลดชำระโดย Shopee", "Reembolso Shopee", "Cupom Shopee",
            ),
            ("SKU Reference No.", "Nomor Referensi SKU", "Product Name", "Nama Produk", "商品名稱", "Tên sản phẩm", "ชื่อสินค้า", "Nome do Produto"),
            (
                "Order Status", "Order Creation Date", "Status Pesanan", "Waktu Pesanan Dibuat", "訂單狀態", "訂單成立日期",
                "Trạng Thái Đơn Hàng", "Ngày đặt hàng", "สถานะการสั่งซื้อ", "วันที่ทำการสั่งซื้อ", "Status do pedido", "Data de criação do pedido",
            ),
        ),
        fields=spelled(
            order_no="Order ID|No. Pesanan|訂單編號|Mã đơn hàng|หมายเลขคำสั่งซื้อ|ID do pedido",
            state="Order Status|Status Pesanan|訂單狀態|Trạng Thái Đơn Hàng|สถานะการสั่งซื้อ|Status do pedido",
            placed_at="Order Creation Date|Waktu Pesanan Dibuat"
            "|訂單成立日期|Ngày đặt hàng|วันที่ทำการสั่งซื้อ|Data de criação do pedido",
            paid_at="Order Paid Time|Waktu Pembayaran Dilakukan"
            "|買家付款時間|Thời gian đơn hàng được thanh toán|เวลาการชำระสินค้า|Hora do pagamento do pedido",
            shipped_at="Ship Time|Waktu Pengiriman Diatur|實際出貨時間|Thời gian giao hàng|เวลาส่งสินค้า|Tempo de Envio",
            ship_by="Estimated Ship Out Date",
            completed_at="Order Complete Time|Waktu Pesanan Selesai"
            "|訂單完成時間|Thời gian hoàn thành đơn hàng|เวลาที่ทำการสั่งซื้อสำเร็จ|Hora completa do pedido",
            sku="SKU Reference No.|Nomor Referensi SKU|Parent SKU Reference No.|SKU Induk"
            "|商品選項貨號|主商品貨號|SKU phân loại hàng|SKU sản phẩm|เลขอ้างอิง SKU (SKU Reference No.)|เลขอ้างอิง Parent SKU|Número de referência SKU|Nº de referência do SKU principal",
            title="Product Name|Nama Produk|商品名稱|Tên sản phẩm|ชื่อสินค้า|Nome do Produto",
            option="Variation Name|Nama Variasi|商品選項名稱|Tên phân loại hàng|ชื่อตัวเลือก|Nome da variação",
            quantity="Quantity|Jumlah|數量|Số lượng|จำนวน|Quantidade",
            unit_price="Deal Price|Harga Setelah Diskon|商品活動價格|Giá ưu đãi|ราคาขาย|Preço acordado",
            line_amount="Product Subtotal|Total Harga Produk|Tổng giá bán (sản phẩm)|ราคาขายสุทธิ|Subtotal do produto",
            order_discount="Seller Voucher|Voucher Ditanggung Penjual"
            "|賣場優惠券|Mã giảm giá của Shop|โค้ดส่วนลดชำระโดยผู้ขาย|Cupom do vendedor",
            platform_discount="Shopee Voucher|Voucher Ditanggung Shopee"
            "|優惠券|Mã giảm giá của Shopee|โค้ดส่วนลดชำระโดย Shopee|Cupom Shopee",
            shipping="Buyer Paid Shipping Fee|Ongkos Kirim Dibayar oleh Pembeli"
            "|買家支付運費|Phí vận chuyển mà người mua trả|ค่าจัดส่งที่ชำระโดยผู้ซื้อ|Taxa de envio pagas pelo comprador",
            paid_amount="Grand Total|Total Amount|Total Pembayaran"
            "|買家總支付金額|Tổng số tiền người mua thanh toán|จำนวนเงินทั้งหมด|Total global|Valor Total",
            closed_reason="Cancel reason|Alasan Pembatalan|不成立原因|Lý do hủy|เหตุผลในการยกเลิกคำสั่งซื้อ|Cancelar Motivo",
            customer_no="Username (Buyer)|Username (Pembeli)"
            "|買家帳號|Người Mua|ชื่อผู้ใช้ (ผู้ซื้อ)|Nome de usuário (comprador)",
            recipient="Receiver Name|Nama Penerima|收件者姓名|Tên Người nhận|ชื่อผู้รับ|Nome do destinatário",
            phone="Phone Number|No. Telepon|收件者電話|Số điện thoại|หมายเลขโทรศัพท์|Telefone",
            address="Delivery Address|Alamat Pengiriman|收件地址|Địa chỉ nhận hàng|ที่อยู่ในการจัดส่ง|Endereço de entrega",
            region="Province|State|Provinsi|Tỉnh/Thành phố|จังหวัด|UF",
            city="City|Town|Kota/Kabupaten|城市|TP / Quận / Huyện|เขต/อำเภอ|Cidade",
            country="Country|Quốc gia|ประเทศ|País",
            carrier="Shipping Option|Opsi Pengiriman|寄送方式|Đơn Vị Vận Chuyển|ตัวเลือกการจัดส่ง|Opção de envio",
            waybill="Tracking Number|No. Resi|包裹查詢號碼|Mã vận đơn|หมายเลขติดตามพัสดุ|Número de rastreamento",
            buyer_note="Remark from buyer|Catatan dari Pembeli"
            "|買家備註|Nhận xét từ Người mua|หมายเหตุจากผู้ซื้อ|Observação do comprador",
            seller_note="Note|Catatan|備註|Ghi chú|บันทึก|Nota",
        ),
        states=STATES,
        further=spelled(order_discount="Seller Absorbed Coin Cashback|Seller Bundle Discount|賣家蝦幣回饋券"),
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
            退貨 / 退款狀態,商品總價,蝦皮補助運費,退貨運費,蝦皮補貼金額,蝦幣折抵,銀行信用卡活動折抵,優惠券代碼,優惠組合折抵標示,優惠組合折抵金額
            成交手續費,其他服務費,金流與系統處理費,分期付款期數,商品ID,商品選項ID,商品選項原價,主商品貨號,退貨數量,組合促銷包組序號
            蝦皮促銷組合折扣:促銷組合標籤,取件門市店號,行政區,郵遞區號,出貨方式,付款方式,最晚出貨日期
            Mã Kiện Hàng,Sản Phẩm Bán Chạy,Phương thức giao hàng,Loại đơn hàng,Ngày giao hàng dự kiến,Ngày gửi hàng
            Trạng thái Trả hàng/Hoàn tiền,SKU sản phẩm,Cân nặng sản phẩm,Tổng cân nặng,Kho hàng,Giá gốc,Người bán trợ giá
            Được Shopee trợ giá,Tổng số tiền được người bán trợ giá,Tổng giá trị đơn hàng (VND),Hoàn Xu,Phí vận chuyển (dự kiến)
            Phí vận chuyển tài trợ bởi Shopee (dự kiến),Phí trả hàng,Phương thức thanh toán,Phí cố định,Phí Dịch Vụ,Phí thanh toán
            Tiền ký quỹ,Quận,สถานะการคืนเงินหรือคืนสินค้า,ช่องทางการชำระเงิน,วิธีการจัดส่ง,วันที่คาดว่าจะทำการจัดส่งสินค้า
            เลขอ้างอิง Parent SKU,ราคาตั้งต้น,จำนวนที่ส่งคืน,ส่วนลดจาก Shopee,รหัสไปรษณีย์,ประเภทคำสั่งซื้อ
            Status da Devolução / Reembolso,Método de envio,Data prevista de envio,Nº de referência do SKU principal,Preço original
            Desconto do vendedor,Reembolso Shopee,Peso total SKU,Número de produtos pedidos,Peso total do pedido,Código do Cupom
            Compensar Moedas Shopee,Total descontado Cartão de Crédito,Valor Total,Desconto de Frete Aproximado,Taxa de Envio Reversa
            Taxa de transação,Taxa de comissão,Taxa de serviço,Valor estimado do frete,CPF do Comprador,Bairro,CEP
        """),
        personal=words("""
            Username (Pembeli),Nama Penerima,No. Telepon,Alamat Pengiriman,Zip Code,Town,District,Catatan dari Pembeli,Remark from buyer
            買家帳號,收件者姓名,收件者電話,收件地址,買家備註,郵遞區號,行政區,取件門市店號,Người Mua,Tên Người nhận,Số điện thoại,Địa chỉ nhận hàng
            Nhận xét từ Người mua,ชื่อผู้ใช้ (ผู้ซื้อ),ชื่อผู้รับ,หมายเลขโทรศัพท์,ที่อยู่ในการจัดส่ง,หมายเหตุจากผู้ซื้อ,รหัสไปรษณีย์
            Nome de usuário (comprador),Nome do destinatário,Telefone,Endereço de entrega,Observação do comprador,CPF do Comprador,Bairro,CEP
        """),
        twice=True,
    ),
)
