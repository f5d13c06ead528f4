"""eBay: header on line 2, a row of sums above the items of an order, and a footer that counts records."""

import pytest
from tests.exchange.counter import D, assert_sound, lines, money, order, read, stock, take_in
from tests.exchange.formats.sample import personal, sample

from shopdesk.exchange.demo.tables import Memory
from shopdesk.store.store import Store

HEADER = (
    "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,Buyer Address 1,Buyer Address 2,"
    "Buyer City,Buyer State,Buyer Zip,Buyer Country,Buyer Tax Identifier Name,Buyer Tax Identifier Value,Ship To Name,"
    "Ship To Phone,Ship To Address 1,Ship To Address 2,Ship To City,Ship To State,Ship To Zip,Ship To Country,Item Number,"
    "Item Title,Custom Label,Sold Via Promoted Listings,Quantity,Sold For,Shipping And Handling,Item Location,"
    "Item Zip Code,Item Country,eBay Collect And Remit Tax Rate,eBay Collect And Remit Tax Type,eBay Reference Name,"
    "eBay Reference Value,Tax Status,Seller Collected Tax,eBay Collected Tax,Electronic Waste Recycling Fee,"
    "Mattress Recycling Fee,Battery Recycling Fee,White Goods Disposal Tax,Tire Recycling Fee,Additional Fee,"
    "eBay Collected Charges,Total Price,eBay Collected Tax Included in Total,Payment Method,Commitment Date,Sale Date,"
    "Paid On Date,Ship By Date,Minimum Estimated Delivery Date,Maximum Estimated Delivery Date,Shipped On Date,"
    "Feedback Left,Feedback Received,My Item Note,PayPal Transaction ID,Shipping Service,Tracking Number,Transaction ID,"
    "Variation Details,Global Shipping Program,Global Shipping Reference ID,Click And Collect,"
    "Click And Collect Reference Number,eBay Plus,Authenticity Verification Program,Authenticity Verification Status,"
    "Authenticity Verification Outcome Reason,eBay Vault Program,Vault Fulfillment Type,eBay Fulfillment Program,Tax City,"
    "Tax State,Tax Zip,Tax Country,eBay International Shipping"
)
SINGLE = {
    "Sales Record Number": "101", "Order Number": "05-14001-10001", "Buyer Username": "tea_ann", "Buyer Name": "Ann Lee",
    "Buyer Email": "ann@example.com", "Ship To Name": "Ann Lee", "Ship To Phone": "212 555 0100",
    "Ship To Address 1": "1 Elm St", "Ship To City": "Troy", "Ship To State": "NY", "Ship To Zip": "12180",
    "Ship To Country": "United States", "Item Number": "316000000001", "Item Title": "Green tea", "Custom Label": "TEA-1",
    "Quantity": "2", "Sold For": "$15.00", "Shipping And Handling": "$4.00", "Seller Collected Tax": "$0.00",
    "eBay Collected Tax": "$2.40", "Total Price": "$36.40", "eBay Collected Tax Included in Total": "Yes",
    "Sale Date": "Sep-30-25", "Paid On Date": "Sep-30-25", "Shipped On Date": "Oct-02-25", "Tracking Number": "9400",
}  # fmt: skip
SUMS = {
    **SINGLE, "Sales Record Number": "102", "Order Number": "05-14001-10002", "Item Number": "", "Item Title": "",
    "Custom Label": "", "Quantity": "3", "Sold For": "$55.00", "Shipping And Handling": "$6.00",
    "Seller Collected Tax": "$1.00", "eBay Collected Tax": "", "Total Price": "$62.00", "Shipped On Date": "",
    "Tracking Number": "",
}  # fmt: skip
OF_IT = {"Sales Record Number": "102", "Order Number": "05-14001-10002", "Sale Date": "Sep-30-25"}
TEA = {**OF_IT, "Item Number": "316000000001", "Item Title": "Green tea", "Custom Label": "TEA-1", "Quantity": "2",
       "Sold For": "$15.00", "Shipping And Handling": "$2.00"}  # fmt: skip
CUP = {**OF_IT, "Item Number": "316000000002", "Item Title": "Cup", "Custom Label": "CUP-1", "Quantity": "1",
       "Sold For": "$25.00", "Shipping And Handling": "$4.00", "Variation Details": "[Colour:Red]"}  # fmt: skip
UNPAID = {**SINGLE, "Sales Record Number": "103", "Order Number": "05-14001-10003", "Paid On Date": "",
          "Shipped On Date": "", "Quantity": "1", "Tracking Number": ""}  # fmt: skip


def report(header: str, *rows: dict[str, str]) -> Memory:
    """The report as it comes: a line of commas, the header, a line of nothing, the rows, nothing, two lines of footer."""
    plain = sample(header, *rows).heads[0].rows
    blank = ("",) * len(plain[0])
    footer = ("3", "record(s) downloaded", "from Sep-01-25 to Sep-30-25"), ("Seller ID : tea_and_ware",)
    table = [plain[0], blank, *plain[1:], blank, *(row + blank[len(row) :] for row in footer)]
    return Memory("eBay-OrdersReport.csv", blank, table)


def test_an_orders_report(dollar_shop: Store) -> None:
    what = report(HEADER, SINGLE, SUMS, TEA, CUP, UNPAID)
    staged = read(dollar_shop, what)
    plan = staged.plan
    assert (plan.format, plan.channel, plan.certain, plan.new) == ("ebay-orders", "ebay", True, ())
    assert (plan.header_row, plan.missing) == (2, ())
    assert personal(staged) >= {
        "Buyer Username", "Buyer Name", "Buyer Email", "Buyer Note", "Buyer Address 1", "Buyer Zip", "Ship To Name",
        "Ship To Phone", "Ship To Address 1", "Ship To Zip", "Buyer Tax Identifier Value",
    }  # fmt: skip
    assert not personal(staged) & {"Item Title", "Quantity", "Order Number", "Total Price"}
    # 2 x 15; 2 x 15 + 25 and not the sums as well; 15
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (5, D(6), D(100))
    assert [(one.order_no, one.state) for one in staged.orders] == [
        ("05-14001-10001", "shipped"), ("05-14001-10002", "paid"), ("05-14001-10003", "unpaid")
    ]  # fmt: skip
    take_in(dollar_shop, what)
    assert money(dollar_shop, "05-14001-10001") == {"goods": D(30), "shipping": D(4), "total": D(34)}
    assert money(dollar_shop, "05-14001-10002") == {"goods": D(55), "shipping": D(6), "tax": D(1), "total": D(62)}
    assert lines(dollar_shop, "05-14001-10002") == [
        ("product", "TEA-1", D(2), D(0), D(30)),
        ("product", "CUP-1", D(1), D(0), D(25)),
        ("shipping", None, D(1), D(0), D(6)),
    ]
    found = order(dollar_shop, "05-14001-10001")
    assert (found.order.waybill, found.customer_no, found.sources[0].rows) == ("9400", "tea_ann", (4,))
    assert order(dollar_shop, "05-14001-10002").sources[0].rows == (5, 6, 7)
    assert stock(dollar_shop) == {"TEA-1": D(-2), "CUP-1": D(0)}, "what was paid waits for its parcel"
    assert read(dollar_shop, what).counts()["same"] == 5
    assert_sound(dollar_shop)


def test_british_and_german_ways(dollar_shop: Store) -> None:
    british = HEADER.replace("Ship To", "Post To").replace("Shipping And Handling", "Postage and packaging")
    british = british.replace("Ship By Date", "Post by date").replace("Zip", "postcode")
    row = {"Order Number": "05-1", "Item Number": "1", "Item Title": "Cup", "Quantity": "1", "Sold For": "116,99 €",
           "Postage and packaging": "4,90 €", "Sale Date": "10-Dez-25", "Paid On Date": "10-Dez-25"}  # fmt: skip
    staged = read(dollar_shop, sample(british, row))
    assert (staged.plan.format, staged.plan.certain) == ("ebay-orders", True)
    assert personal(staged) >= {"Post To Name", "Post To Phone", "Post To Address 1", "Buyer postcode"}
    assert (staged.total_amount, staged.orders[0].state) == (D("116.99"), "paid")
    assert staged.orders[0].fields["shipping"] == 49_000


OLD = (
    "Sales Record Number,User Id,Buyer Fullname,Buyer Phone Number,Buyer Email,Buyer Address 1,Buyer Address 2,Buyer City,"
    "Buyer State,Buyer Zip,Buyer Country,Item Number,Item Title,Custom Label,Quantity,Sale Price,Shipping and Handling,"
    "US Tax,Insurance,Cash on delivery fee,Total Price,Payment Method,Sale Date,Checkout Date,Paid on Date,Shipped on Date,"
    "Feedback left,Feedback received,Notes to yourself,Listed On,Sold On,PayPal Transaction ID,Transaction ID,Order ID,"
    "Variation Details"
)


OLD_ROW = {"Sales Record Number": "56", "User Id": "tea_ann", "Item Number": "1", "Item Title": "Tea", "Custom Label": "TEA-1",
           "Quantity": "2", "Sale Price": "$15.00", "Shipping and Handling": "$5.00", "Total Price": "$35.00",
           "Sale Date": "Sep-30-18", "Paid on Date": "Oct-01-18"}  # fmt: skip


@pytest.mark.parametrize("order_id", ["", "110000-220000"])
def test_file_exchange_of_2019(dollar_shop: Store, order_id: str) -> None:
    sums = {"Sales Record Number": "55", "User Id": "tea_ann", "Buyer Fullname": "Ann Lee", "Quantity": "3",
            "Sale Price": "$40.00", "Shipping and Handling": "$5.00", "US Tax": "$1.00", "Insurance": "$2.00",
            "Total Price": "$63.00", "Sale Date": "Sep-30-18", "Paid on Date": "Oct-01-18",
            "Shipped on Date": "Oct-02-18", "Order ID": order_id}  # fmt: skip
    tea = {"Sales Record Number": "55", "User Id": "tea_ann", "Item Number": "1", "Item Title": "Tea",
           "Custom Label": "TEA-1", "Quantity": "2", "Sale Price": "$15.00", "Sale Date": "Sep-30-18"}  # fmt: skip
    cup = {
        **tea,
        "Item Number": "2",
        "Item Title": "Cup",
        "Custom Label": "CUP-1",
        "Quantity": "1",
        "Sale Price": "$25.00",
    }
    staged = read(dollar_shop, report(OLD, sums, tea, cup))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("ebay-orders-2019", True, ())
    assert personal(staged) >= {"User Id", "Buyer Fullname", "Buyer Phone Number", "Buyer Email", "Buyer Zip"}
    assert (staged.rows, staged.total_quantity, staged.total_amount) == (3, D(3), D(55))
    take_in(dollar_shop, report(OLD, sums, tea, cup))
    assert money(dollar_shop, "55") == {"goods": D(55), "shipping": D(7), "tax": D(1), "total": D(63)}


GERMAN = (
    "Verkaufsprotokollnummer,Bestellnummer,Nutzername des Käufers,Name des Käufers,E-Mail des Käufers,Adresse 1 des Käufers,"
    "Adresse 2 des Käufers,Wohnort des Käufers,PLZ des Käufers,Land des Käufers,Name des Empfängers,"
    "Telefonnummer des Empfängers,Adresse 1 des Empfängers,Adresse 2 des Empfängers,Versand nach - Ort,Versand nach - PLZ,"
    "Versand nach - Land,Artikelnummer,Angebotstitel,Bestandseinheit,Anzahl,Verkauft für,Verpackung und Versand,"
    "Gesamtbetrag,Verkauft am,Zahlungsdatum,Versandservice,Sendungsnummer,Transaktionsnummer"
)
GERMAN_PEOPLE = """
    Nutzername des Käufers,Name des Käufers,E-Mail des Käufers,Adresse 1 des Käufers,Adresse 2 des Käufers,PLZ des Käufers,Name des Empfängers
    Telefonnummer des Empfängers,Adresse 1 des Empfängers,Adresse 2 des Empfängers,Versand nach - PLZ
"""
GERMAN_ROW = {
    "Verkaufsprotokollnummer": "7", "Bestellnummer": "23-12345-12345", "Nutzername des Käufers": "tee_anna",
    "Name des Käufers": "Anna Klein", "Name des Empfängers": "Anna Klein", "Adresse 1 des Empfängers": "Ulmenweg 1",
    "Versand nach - Ort": "Ulm", "Versand nach - Land": "Deutschland", "Artikelnummer": "316000000001",
    "Angebotstitel": "Grüner Tee", "Bestandseinheit": "TEA-1", "Anzahl": "2", "Verkauft für": "15,00 €",
    "Verpackung und Versand": "4,90 €", "Gesamtbetrag": "34,90 €", "Verkauft am": "10-Dez-25", "Zahlungsdatum": "11-Dez-25",
}  # fmt: skip


def test_a_german_report(dollar_shop: Store) -> None:
    staged = read(
        dollar_shop, report(GERMAN, GERMAN_ROW, {**GERMAN_ROW, "Bestellnummer": "23-2", "Zahlungsdatum": "--"})
    )
    plan = staged.plan
    assert (plan.format, plan.certain, plan.new, plan.decimal_comma) == ("ebay-orders", True, (), True)
    assert personal(staged) >= {
        "Name des Käufers",
        "PLZ des Käufers",
        "Telefonnummer des Empfängers",
        "Versand nach - PLZ",
    }
    assert [(one.order_no, one.state, one.fields["shipping"]) for one in staged.orders] == [
        ("23-12345-12345", "paid", 49_000), ("23-2", "unpaid", 49_000)
    ]  # fmt: skip
    assert (staged.total_quantity, staged.total_amount) == (D(4), D(60))


def test_a_german_report_may_call_its_total_a_price(dollar_shop: Store) -> None:
    header = GERMAN.replace("Gesamtbetrag", "Gesamtpreis")
    row = {("Gesamtpreis" if key == "Gesamtbetrag" else key): cell for key, cell in GERMAN_ROW.items()}
    staged = read(dollar_shop, report(header, row))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("ebay-orders", True, ())
    assert staged.orders[0].fields["paid_amount"] == 349_000


GERMAN_OLD = (
    "Verkaufsprotokollnummer,Mitgliedsname,Vollständiger Name des Käufers,E-Mail des Käufers,Käuferadresse 1,Käuferadresse 2,"
    "Ort des Käufers,Staat des Käufers,Postleitzahl des Käufers,Land des Käufers,Bestellnummer,Artikelnummer,Transaktions-ID,"
    "Artikelbezeichnung,Stückzahl,Verkaufspreis,Inklusive Mehrwertsteuersatz,Verpackung und Versand,Versicherung,Gesamtpreis,"
    "Zahlungsmethode,PayPal Transaktions-ID,Rechnungsnummer,Rechnungsdatum,Verkaufsdatum,Kaufabwicklungsdatum,Bezahldatum,"
    "Versanddatum,Versandservice,Abgegebene Bewertungen,Erhaltene Bewertungen,Notizzettel,Bestandseinheit,Private Notizen,"
    "Produktkennung-Typ,Produktkennung-Wert,Produktkennung-Wert 2,Variantendetails,Produktreferenznummer,Verwendungszweck,"
    "Sendungsnummer,eBay Plus,Nebenkosten"
)
GERMAN_OLD_PEOPLE = "Mitgliedsname,Vollständiger Name des Käufers,E-Mail des Käufers,Käuferadresse 1,Käuferadresse 2,Postleitzahl des Käufers"
GERMAN_OLD_ROW = {
    "Verkaufsprotokollnummer": "58", "Mitgliedsname": "tee_anna", "Vollständiger Name des Käufers": "Anna Klein",
    "Artikelnummer": "1", "Artikelbezeichnung": "Tee", "Bestandseinheit": "TEA-1", "Stückzahl": "2", "Verkaufspreis": "EUR 15,00",
    "Verpackung und Versand": "EUR 4,90", "Versicherung": "EUR 0,00", "Gesamtpreis": "EUR 34,90", "Verkaufsdatum": "30.09.18",
    "Bezahldatum": "01.10.18", "Versanddatum": "02.10.18", "eBay Plus": "Nein",
}  # fmt: skip


def test_a_german_file_exchange(dollar_shop: Store) -> None:
    staged = read(dollar_shop, report(GERMAN_OLD, GERMAN_OLD_ROW))
    assert (staged.plan.format, staged.plan.certain, staged.plan.new) == ("ebay-orders-2019", True, ())
    assert personal(staged) >= set(GERMAN_OLD_PEOPLE.split(","))
    made = staged.orders[0]
    assert (made.order_no, made.state, made.fields["shipping"], staged.total_amount) == ("58", "shipped", 49_000, D(30))
