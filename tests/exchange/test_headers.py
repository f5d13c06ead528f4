"""Which columns hold people, by their words alone, in the languages of shops that our users buy from and sell to."""

from typing import Final

import pytest

from shopdesk.exchange.formats.format import words
from shopdesk.exchange.headers import is_personal

PEOPLE: Final = """
    Kundenname,Vorname,Nachname,Straße,Straße 2,PLZ,Telefonnummer,Lieferadresse
    Name des Käufers,Adresse 1 des Empfängers,E-Mail des Käufers
    Versand nach - PLZ,Nutzername des Käufers,Kunde,Ansprechpartner,Handynummer,PLZ des Käufers
    Nom du client,Prénom,Destinataire,Adresse de livraison,Code postal,Téléphone,Client
    Nombre del cliente,Apellidos,Dirección,Código postal,Teléfono,Correo electrónico,Cliente
    Cognome,Indirizzo,Telefono
    Nome do cliente,Endereço de entrega,CEP,Telefone,Nama Penerima,Nama Pembeli,Alamat Pengiriman,No. Telepon,Kode Pos
    Tên người nhận,Số điện thoại,Địa chỉ nhận hàng,ชื่อผู้รับ,ที่อยู่ในการจัดส่ง,เบอร์โทรศัพท์,รหัสไปรษณีย์
    氏名,お名前,住所,住所1,郵便番号,電話番号,フリガナ,メールアドレス,お届け先住所,注文者氏名,送付先氏名,購入者名前
    주문자명,수취인,수취인 연락처,휴대폰번호,배송지 주소,우편번호,이메일
    收货人姓名,收貨人電話,買家帳號,联系手机,Email,Buyer Username,Ship To Phone,First Name
"""
NOBODY: Final = """
    Name,Artikelname,Produktname,Bestellnummer,Kundennummer,Gesamtpreis,Menge,Nom
    Nom du produit,Nombre,Nombre del producto,Prix,Précio
    Nama Produk,No. Pesanan,商品名,注文番号,数量,상품명,주문번호,수량,店铺名称,订单编号,商品名称
    Order Number,Item Title,Client price,Status,Titel
    Adressierung,Telefonbuch Preis,Customer no.,Quantity,Tên sản phẩm,ชื่อสินค้า,是否修改过地址
"""


@pytest.mark.parametrize("header", words(PEOPLE))
def test_a_column_of_people(header: str) -> None:
    assert is_personal(header)


@pytest.mark.parametrize("header", words(NOBODY))
def test_a_column_of_goods_or_money(header: str) -> None:
    assert not is_personal(header)
