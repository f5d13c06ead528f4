"""Sheets of many trades and countries that no layout declares: what each column is proposed as, and what is asked."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from tests.exchange.counter import money

from shopdesk.exchange.imports import Choices, NeedsAnswer, NeedsMapping, NeedsRate, prepare, run_import
from shopdesk.exchange.likeness import likenesses, names_a_person, tokens
from shopdesk.exchange.match import find_plan
from shopdesk.exchange.plan import Answer, Plan
from shopdesk.exchange.table import SheetHead
from shopdesk.store.store import Store
from shopdesk.text import UserError

D = Decimal


@dataclass(frozen=True)
class Sheet:
    """A sheet as a shop keeps it, its kind, and its fields in the order of its columns (– for none)."""

    kind: str
    header: str
    fields: str
    rows: tuple[str, ...]
    mark: str = ","
    amount: str = ""
    """What its lines come to, worked out by hand."""
    said: Mapping[str, bool] = field(default_factory=dict)
    """What a person has to say about it: its two-way readings."""
    currency: str = ""
    """What its money is marked with."""


SHEETS = {
    "German": Sheet(
        "orders", "Bestellnr.;Bestelldatum;Kunde;Artikel-Nr.;Bezeichnung;Menge;Einzelpreis;Gesamtpreis;Versandkosten;Status",
        "order_no placed_at customer_no sku title quantity unit_price line_amount shipping state",
        ("B1;31.12.2025;Meier;T1;Tee;2;12,50;25,00;4,90;Versendet", "B2;02.01.2026;Kunz;T2;Kanne;1;1.234,56;1.234,56;0,00;Bezahlt"),
        ";", "1259.56",
    ),
    "Swiss": Sheet(
        "orders", "Auftragsnummer;Datum;Artikel;Anzahl;Preis CHF;Total CHF", "order_no placed_at title quantity unit_price line_amount",
        ("A1;05.01.2026;Uhr;2;1'234.50;2'469.00", "A2;06.01.2026;Band;1;89.00;89.00"), ";", "2558.00", currency="CHF",
    ),
    "French, gross total of the order": Sheet(
        "orders", "N° de facture;Date de facturation;Client;Désignation;Qté;P.U. HT;Montant HT;TVA;Montant TTC",
        "order_no placed_at customer_no title quantity unit_price line_amount tax order_total",
        ("F1;15/01/2026;Paul;Farine;4;18,50;74,00;4,07;78,07", "F2;29/01/2026;Ti;Sucre;2;11,20;22,40;1,23;23,63"), ";", "96.40",
    ),
    "Spanish": Sheet(
        "orders", "Nº de pedido;Fecha del pedido;Código;Descripción;Cantidad;Precio unitario;Importe;Estado",
        "order_no placed_at sku title quantity unit_price line_amount state",
        ("P1;01/02/2026;Z1;Zapato;1;49,95;49,95;Enviado", "P2;02/03/2026;Z2;Bolso;2;79,00;158,00;Entregado"), ";", "207.95",
        {"day_first": True},
    ),
    "Dutch, total with shipping": Sheet(
        "orders", "Bestelnummer;Besteldatum;Artikelcode;Aantal;Stukprijs;Totaalbedrag;Verzendkosten",
        "order_no placed_at sku quantity unit_price order_total shipping",
        ("1;14-01-2026;F1;2;17,50;38,95;3,95", "2;15-01-2026;F2;1;6,25;10,20;3,95"), ";", "41.25",
    ),
    "Brazilian": Sheet(
        "orders", "Número do pedido;Data do pedido;Produto;Qtde;Preço unitário;Desconto;Valor total;Frete;Situação",
        "order_no placed_at title quantity unit_price line_discount line_amount shipping state",
        ("1;25/01/2026;Camisa;2;R$ 39,90;R$ 0,00;R$ 79,80;R$ 15,00;Enviado", "2;26/01/2026;Tênis;1;R$ 1.299,90;R$ 5,00;R$ 1.294,90;R$ 0,00;Entregue"),
        ";", "1374.70", currency="BRL",
    ),
    "Polish": Sheet(
        "orders", "Numer zamówienia;Data zamówienia;Nazwa produktu;Ilość;Cena jednostkowa;Wartość;Koszt dostawy",
        "order_no placed_at title quantity unit_price line_amount shipping",
        ("Z1;2026-01-10;Kubek;2;24,99;49,98;9,99", "Z2;2026-01-11;Talerz;1;1 234,00;1 234,00;0,00"), ";", "1283.98",
    ),
    "Russian, by weight": Sheet(
        "orders", "№ чека;Дата продажи;Товар;Кол-во;Цена;Сумма", "order_no placed_at title quantity unit_price line_amount",
        ("15;10.01.2026;Хлеб;2;45,00;90,00", "15;10.01.2026;Сыр;0,350;720,00;252,00"), ";", "342.00",
    ),
    "Turkish": Sheet(
        "orders", "Sipariş No;Sipariş Tarihi;Ürün Adı;Adet;Birim Fiyatı;Satış Tutarı;Sipariş Statüsü",
        "order_no placed_at title quantity unit_price line_amount state",
        ("9;20.01.2026 14:22;Elbise;1;299,90;299,90;Teslim Edildi", "8;21.01.2026 09:05;Ceket;2;1.450,00;2.900,00;İptal Edildi"), ";", "3199.90",
    ),
    "Japanese": Sheet(
        "orders", "注文番号,注文日時,商品コード,商品名,数量,単価,小計,送料", "order_no placed_at sku title quantity unit_price line_amount shipping",
        ('1-20260110-1,2026/01/10 10:00,C1,湯のみ,2,"1,200","2,400",600', '1-20260110-2,2026/01/10 11:30,P1,急須,1,"12,800","12,800",0'),
        ",", "15200", {"decimal_comma": False},
    ),
    "Korean": Sheet(
        "orders", "주문번호,주문일,상품명,구매수(수량),판매단가,상품금액", "order_no placed_at title quantity unit_price line_amount",
        ("31,2026-01-10 10:11:12,머그컵,2,12000,24000", "32,2026-01-11 12:00:00,접시,4,9000,36000"), ",", "60000",
    ),
    "Taiwanese": Sheet(
        "orders", "單號,日期,貨品編號,貨品名稱,數量,單價,金額,備註", "order_no placed_at sku title quantity unit_price line_amount seller_note",
        ("I1,2026/01/15,A1,燈泡,10,NT$25.00,NT$250.00,", "I1,2026/01/15,A2,燈座,2,NT$88.50,NT$177.00,送貨"), ",", "427.00", currency="TWD",
    ),
    "Arabic": Sheet(
        "orders", "رقم الطلب,تاريخ الطلب,رمز المنتج,اسم المنتج,الكمية,سعر الوحدة,الإجمالي",
        "order_no placed_at sku title quantity unit_price line_amount",
        ("1,2026-01-03,P1,عطر,2,120.00,240.00", "2,2026-01-04,P2,بخور,1,45.50,45.50"), ",", "285.50",
    ),
    "Vietnamese": Sheet(
        "orders", "Mã đơn hàng,Ngày đặt hàng,Tên sản phẩm,Số lượng,Đơn giá,Thành tiền", "order_no placed_at title quantity unit_price line_amount",
        ("D1,2026-01-10,Áo,2,150.000,300.000", "D2,2026-01-12,Quần,1,1.250.000,1.250.000"), ",", "1550000",
    ),
    "Indian, in lakhs": Sheet(
        "orders", "Bill No,Bill Date,Party Name,Item Name,Qty,Rate,Taxable Amount,GST Amount,Bill Amount",
        "order_no placed_at customer_no title quantity unit_price line_amount tax order_total",
        ('1,15-01-2026,Sharma,Ring,2,"61,728.00","1,23,456.00","3,703.68","1,27,159.68"', '2,18-01-2026,Patel,Chain,1,"2,500.00","2,500.00",75.00,"2,575.00"'),
        ",", "125956.00",
    ),
    "a till's items, tax line by line": Sheet(
        "orders", "Date,Category,Item,Qty,SKU,Gross Sales,Discounts,Net Sales,Tax,Transaction ID",
        "placed_at – title quantity sku – line_discount line_amount tax order_no",
        ("2026-01-15,Hot,Latte,2,L1,$9.00,$0.00,$9.00,$0.72,TX1", "2026-01-15,Sweet,Muffin,1,M1,$3.50,-$0.50,$3.00,$0.24,TX1"), ",", "12.00",
    ),
    "a data set, rates of discount": Sheet(
        "orders", "Order ID,Order Date,Ship Date,Customer ID,State,Product ID,Product Name,Sales,Quantity,Discount,Profit",
        "order_no placed_at shipped_at customer_no region sku title line_amount quantity – –",
        ("C1,11/18/2016,11/21/2016,K1,Kentucky,P1,Bookcase,261.96,2,0,41.91", "C1,11/18/2016,11/21/2016,K1,Kentucky,P2,Chair,731.94,3,0.2,219.58"),
        ",", "993.90",
    ),
    "a bookshop's stock": Sheet(
        "products", "ISBN,Title,Author,Publisher,RRP,Trade Price,Qty in stock", "barcode title – brand price cost on_hand",
        ("9780141036144,1984,Orwell,Penguin,8.99,5.39,12", "9780747532699,Potter,Rowling,Bloomsbury,16.99,10.19,3"),
    ),
    "car parts": Sheet(
        "products", "Part Number,OEM,Description,Manufacturer,List Price,Net Cost,Qty On Hand", "sku – title brand price cost on_hand",
        ("BP1,0446,Pad,TRW,64.00,31.20,14", "OF3,9091,Filter,Toyota,9.50,4.10,80"),
    ),
    "a pharmacy's deliveries": Sheet(
        "receipts", "GRN No,GRN Date,Supplier,Item Code,Batch No,Expiry Date,Received Qty,Purchase Rate",
        "document_no received_at supplier sku lot_no expires_on quantity unit_cost",
        ("G1,2026-01-12,Medi,PARA,B1,2027-06-30,100,1.20", "G1,2026-01-12,Medi,IBU,B2,2027-09-30,50,1.80"),
    ),
    "a German count": Sheet(
        "counts", "EAN;Artikel;Soll;Ist;Bemerkung", "sku – – counted note", ("4006381333931;Stift;12;11;", "4006381333948;Block;30;30;"), ";",
    ),
    "French costs of running": Sheet(
        "expenses", "Date;Catégorie;Fournisseur;Libellé;Montant TTC", "spent_on account supplier note amount",
        ("17/01/2026;Publicité;Meta;Campagne;120,00", "23/01/2026;Affranchissement;La Poste;Colissimo;45,20"), ";",
    ),
    "suppliers in German": Sheet(
        "suppliers", "Lieferantennummer;Lieferant;Ansprechpartner;Telefon;E-Mail;Lieferzeit (Tage)", "code name contact phone email lead_days",
        ("L1;Nordtee;Frau P.;+49 40 1234567;a@b.example;5", "L2;Keramik;Herr H.;+49 89 7654321;c@d.example;14"), ";",
    ),
}  # fmt: skip


def head(header: str, *rows: str, mark: str = ",") -> SheetHead:
    return SheetHead(0, "Sheet1", False, tuple(map(tuple, csv.reader([header, *rows], delimiter=mark))))


def told(plan: Plan) -> dict[str, str]:
    return {key: plan.headers[place] for key, place in plan.columns.items()}


@pytest.fixture(params=SHEETS, ids=str)
def sheet(request: pytest.FixtureRequest) -> Sheet:
    return SHEETS[request.param]


def test_every_column_is_proposed_as_what_it_is(sheet: Sheet) -> None:
    plan = find_plan([head(sheet.header, *sheet.rows, mark=sheet.mark)], {})
    wanted = dict(zip(sheet.fields.split(), sheet.header.split(sheet.mark), strict=True))
    wanted.pop("–", None)
    assert (plan.kind, plan.certain, dict(plan.doubts)) == (sheet.kind, False, {})
    assert wanted.items() <= told(plan).items()
    assert set(told(plan).values()) == set(wanted.values()), "no other column is read"


def test_its_lines_come_to_what_a_person_works_out(sheet: Sheet, shop: Store, tmp_path: Path) -> None:
    if not sheet.amount:
        pytest.skip("not a sheet of orders")
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join([sheet.header, *sheet.rows]), "utf-8")
    with pytest.raises(NeedsMapping):
        prepare(shop, path, Choices())
    if sheet.said:
        with pytest.raises(NeedsAnswer) as asked:
            prepare(shop, path, Choices(accept_proposal=True))
        assert {str(one) for one in asked.value.plan.questions} == set(sheet.said)
    day_first, comma = sheet.said.get("day_first"), sheet.said.get("decimal_comma")
    rates = {sheet.currency: D(1)} if sheet.currency else {}
    staged = prepare(shop, path, Choices(accept_proposal=True, day_first=day_first, decimal_comma=comma, rates=rates))
    assert not staged.problems
    assert staged.plan.given == ({"currency": sheet.currency} if sheet.currency else {})
    assert staged.total_amount == D(sheet.amount)


# --------------------------------------------------------------------------------------------------- money is not guessed


@pytest.mark.parametrize(
    ("header", "rows", "field", "claimants"),
    [
        ("Order No,Order Date,Total,Grand Total", ["1,2026-01-15,18.50,20.00", "2,2026-01-16,44.00,60.00"],
         "order_total", ("Total", "Grand Total")),
        ("Order ID,Order Date,Order Total (inc tax),Order Total (ex tax)", ["1,2026-01-15,121.00,110.00", "2,2026-01-16,55.00,50.00"],
         "order_total", ("Order Total (inc tax)", "Order Total (ex tax)")),
        ("Order No,Order Date,Item,Qty,Price,Shipping,Total", ["1,2026-01-15,Lamp,1,20.00,5.00,23.17", "2,2026-01-16,Rug,2,30.00,5.00,61.80"],
         "order_total", ("Total",)),
        ("Order No,Order Date,Item,Qty,Price,Subtotal", ["1,2026-01-15,Lamp,1,20.00,20.00", "2,2026-01-16,Rug,2,60.00,60.00"],
         "unit_price", ("Price",)),
        ("Rechnungsnr.;Rechnungsdatum;Artikel;Menge;Einzelpreis;MwSt".replace(";", ","), ["1,2026-01-15,Lampe,1,20.00,3.19", "2,2026-01-16,Tuch,2,30.00,9.58"],
         "tax", ("MwSt",)),
        ("Order No,Order Date,Item,Qty,Price,Tax", ["1,2026-01-15,Lamp,1,20.00,0.2", "2,2026-01-16,Rug,2,30.00,0.2"], "tax", ("Tax",)),
        ("Order No,Order Date,Item,Qty,Price,Discount", ["1,2026-01-15,Lamp,1,20.00,0.1", "2,2026-01-16,Rug,2,30.00,0"],
         "line_discount", ("Discount",)),
    ],
)  # fmt: skip
def test_money_that_several_columns_claim_or_that_does_not_add_up_is_left_open(
    header: str, rows: list[str], field: str, claimants: tuple[str, ...]
) -> None:
    plan = find_plan([head(header, *rows)], {})
    assert plan.doubts == {field: claimants}
    assert field not in plan.columns


def test_a_total_before_the_discount_is_not_what_the_order_comes_to(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(
        "Sipariş No;Sipariş Tarihi;Ürün Adı;Adet;Birim Fiyatı;Satış Tutarı;İndirim Tutarı;Vade\n"
        "9001;2026-03-15;Kupa;2;149,90;299,80;29,98;x\n9002;2026-03-16;Tabak;1;1249,90;1249,90;0;x\n",
        "utf-8",
    )
    staged = prepare(shop, path, Choices(accept_proposal=True))
    assert {"order_total", "line_amount"}.isdisjoint(staged.plan.columns)
    run_import(shop, staged)
    assert money(shop, "9001") == {"goods": D("299.8"), "discount": D("29.98"), "total": D("269.82")}


def test_goods_beside_what_was_paid_are_not_the_whole_order(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(
        "Order No,Order Date,Item,Qty,Price,Shipping,Total,Buyer Paid\n"
        "1,2026-01-15,Lamp,1,20.00,5.00,20.00,25.00\n2,2026-01-16,Rug,2,30.00,0,60.00,60.00\n",
        "utf-8",
    )
    staged = prepare(shop, path, Choices(accept_proposal=True))
    run_import(shop, staged)
    assert money(shop, "1") == {"goods": D(20), "shipping": D(5), "total": D(25)}


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Qty", ("2 pcs", "3 pcs", "1 pc")), ("数量", ("2件", "3 个", "1件")), ("Menge", ("2 Stk.", "3 St", "x1"))],
)
def test_quantities_that_say_what_they_count_are_counted(
    shop: Store, tmp_path: Path, header: str, cells: tuple[str, ...]
) -> None:
    rows = [f"{at},2026-01-{14 + at},Lamp,{cell},20.00" for at, cell in enumerate(cells, 1)]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([f"Order No,Order Date,Item,{header},Unit Price", *rows]), "utf-8")
    staged = prepare(shop, path, Choices(accept_proposal=True))
    assert (staged.total_quantity, staged.total_amount, staged.problems) == (D(6), D(120), [])


def test_a_quantity_that_is_no_number_is_not_one_piece(shop: Store, tmp_path: Path) -> None:
    """Boxes may be of more than one piece: the cell is refused, and no line counts as one instead."""
    path = tmp_path / "sales.csv"
    path.write_text(
        "Order No,Order Date,Item,Qty,Unit Price\n1,2026-01-15,Lamp,2 boxes,20\n2,2026-01-16,Rug,3,9\n", "utf-8"
    )
    staged = prepare(shop, path, Choices(accept_proposal=True))
    assert [(problem.row, problem.header, problem.value) for problem in staged.problems] == [(2, "Qty", "2 boxes")]
    assert staged.total_quantity == D(3)


def test_equal_columns_are_no_doubt() -> None:
    plan = find_plan([head("Order No,Order Date,Total,Grand Total", "1,2026-01-15,20.00,20.00")], {})
    assert (plan.doubts, told(plan)["order_total"]) == ({}, "Total")


def test_what_differs_within_an_order_is_the_lines(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "till.csv"
    path.write_text(
        "Ticket,Date,Product,Total,Tax\n1,2026-01-05,Comté,11.65,1.64\n1,2026-01-05,Jambon,5.39,0.30\n", "utf-8"
    )
    staged = prepare(shop, path, Choices(accept_proposal=True))
    assert (told(staged.plan)["line_amount"], staged.plan.summed) == ("Total", {"tax"})
    run_import(shop, staged)
    assert staged.orders[0].tax == 19400


BLIND = "Order No,Order Date,Total,Grand Total\n1,2026-01-15,18.50,20.00\n2,2026-01-16,44.00,60.00\n"


def test_a_doubt_outlasts_accepting_unseen_until_somebody_says_which(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "blind.csv"
    path.write_text(BLIND, "utf-8")
    with pytest.raises(NeedsMapping, match="some of its money is not certain"):
        prepare(shop, path, Choices(accept_proposal=True))
    staged = prepare(shop, path, Choices(accept_proposal=True, mapping={"order_total": "Grand Total"}))
    assert staged.total_amount == D(80)
    with pytest.raises(UserError, match="There is no column Sum"):
        prepare(shop, path, Choices(accept_proposal=True, mapping={"order_total": "Sum"}))
    left_out = prepare(shop, path, Choices(accept_proposal=True, mapping={"order_total": ""}))
    assert "order_total" not in left_out.plan.columns


def test_a_proposal_without_what_its_kind_needs_is_not_accepted_unseen(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Date,Product,Qty,Price\n2026-01-05,Tea,2,4.00\n2026-01-06,Pot,1,9.00\n", "utf-8")
    with pytest.raises(NeedsMapping):
        prepare(shop, path, Choices(accept_proposal=True))


def test_answers_and_shares_of_lines_are_remembered_with_the_columns(shop: Store, tmp_path: Path) -> None:
    path, later = tmp_path / "may.csv", tmp_path / "june.csv"
    path.write_text(
        "Order No;Order Date;Item;Price;Tax\n1;01/02/2026;Tea;1.234;1.100\n1;01/02/2026;Pot;2.500;1.200\n", "utf-8"
    )
    later.write_text(
        "Order No;Order Date;Item;Price;Tax\n2;03/04/2026;Tea;1.500;1.100\n2;03/04/2026;Pot;2.500;1.100\n", "utf-8"
    )
    said = Choices(accept_proposal=True, day_first=True, decimal_comma=True)
    run_import(shop, prepare(shop, path, said))
    staged = prepare(shop, later, Choices())
    assert (staged.plan.day_first, staged.plan.decimal_comma, staged.plan.summed) == (True, True, {"tax"})
    assert (staged.total_amount, staged.orders[0].tax) == (D(4000), 22_000_000)


@pytest.mark.parametrize(
    ("header", "row", "currency"),
    [
        ("Order No,Order Date,Total (EUR)", "1,2026-01-15,20.00", "EUR"),
        ("Order No,Order Date,Total", "1,2026-01-15,£20.00", "GBP"),
        ("Order No;Order Date;Total", "1;2026-01-15;20,00 zł", "PLN"),
        ("Order No,Order Date,Total", "1,2026-01-15,$20.00", ""),
        ("Order No,Order Date,Total (EUR)", "1,2026-01-15,$20.00", "EUR"),
        ("Order No,Order Date,Total (EUR),Shipping (GBP)", "1,2026-01-15,20.00,3.00", ""),
        ("Order No,Order Date,Total (EUR),Currency", "1,2026-01-15,20.00,USD", ""),
    ],
)
def test_a_currency_that_marks_the_money_is_that_of_the_orders(header: str, row: str, currency: str) -> None:
    plan = find_plan([head(header, row, mark=";" if ";" in header else ",")], {})
    assert dict(plan.given) == ({"currency": currency} if currency else {})


def test_orders_in_a_marked_currency_wait_for_its_rate(shop: Store, tmp_path: Path) -> None:
    path = tmp_path / "euro.csv"
    path.write_text("Order No,Order Date,Item,Total (EUR)\n1,2026-01-15,Tea,20.00\n", "utf-8")
    with pytest.raises(NeedsRate) as asked:
        prepare(shop, path, Choices(accept_proposal=True))
    assert [one.currency for one in asked.value.missing] == ["EUR"]
    staged = prepare(shop, path, Choices(accept_proposal=True, rates={"EUR": D("7.5")}))
    run_import(shop, staged)
    assert money(shop, "1")["total"] == D(150)


# -------------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("QUANTITYORDERED", "quantity"), ("ｑｕａｎｔｉｔｙ", "quantity"), ("Quantités", "quantity"), ("Qté.", "quantity"),
        ("Unit Price (USD)", "unit_price"), ("Preis in EUR je Stück", ""), ("単価（円）", "unit_price"), ("Order #", "order_no"),
        ("# de venta", "order_no"), ("Nº pedido", "order_no"), ("order_line/unit_price", "unit_price"), ("Tax 5%", "tax"),
        ("Shipping City", "city"), ("Order Status", "state"), ("Prix unitaires", "unit_price"), ("Unit Prize", ""),
    ],
)  # fmt: skip
def test_a_header_is_known_in_any_dress(header: str, field: str) -> None:
    found = likenesses(header, "orders")
    assert (max(found, key=lambda key: found[key]) if found else "") == field


def test_a_header_is_its_words() -> None:
    assert tokens("Prix unitaire HT (€)") == ("prix", "unitaire", "ht")
    assert tokens("№ заказа") == tokens("no. заказа")


@pytest.mark.parametrize(
    "header", ["Téléphone", "Kundenname", "電話番号", "연락처", "Direccion", "العنوان", "Nome do destinatário"]
)
def test_people_are_recognised_in_other_languages(header: str) -> None:
    assert names_a_person(header)


@pytest.mark.parametrize("header", ["Name", "Nombre", "Bezeichnung", "Menge", "Ort"])
def test_what_may_be_a_product_or_a_place_is_no_person(header: str) -> None:
    assert not names_a_person(header)


def test_an_order_number_is_no_phone() -> None:
    plan = find_plan(
        [head("Ref X,Order Date,SKU,Qty,Price", *(f"2026-01{n}-000{n},2026-01-0{n},A,1,2.00" for n in (1, 2, 3)))], {}
    )
    assert "phone" not in plan.columns


def test_a_deadline_is_not_the_day_of_an_order() -> None:
    plan = find_plan([head("order_id,shipping_limit_date,price", "a1,2017-09-19 09:45:35,58.90")], {})
    assert told(plan) == {"order_no": "order_id", "unit_price": "price"}
    assert Answer.DAY_FIRST not in plan.questions
