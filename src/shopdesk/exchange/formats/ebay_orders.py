"""eBay orders, of Seller Hub and of the old File Exchange: an order of several items has a row of sums above its items."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

_LINE = ("line_id", "title")
_FOOTERS = ("record(s) downloaded", "Seller ID")

FORMATS = (
    Format(
        code="ebay-orders",
        title=N_("eBay orders"),
        kind="orders",
        channel="ebay",
        grain=Grain.FIRST_ROW,
        grade="A",
        source=N_("the orders report of Seller Hub (80 columns) with the words of the United States, Great Britain and Australia; those of Germany by their names"),
        signature=(
            ("Order Number", "Bestellnummer"),
            ("Sold For", "Sold Via Promoted Listings", "Verkauft für"),
            ("Item Number", "Item Title", "Buyer Username", "Angebotstitel", "Nutzername des Käufers"),
        ),
        fields=spelled(
            order_no="Order Number|Bestellnummer",
            placed_at="Sale Date|Verkauft am",
            paid_at="Paid On Date|Zahlungsdatum",
            shipped_at="Shipped On Date|Versandt am|Versanddatum",
            ship_by="Ship By Date|Post By Date|Dispatch By Date",
            line_id="Item Number|Artikelnummer",
            sku="Custom Label|Bestandseinheit",
            title="Item Title|Angebotstitel",
            option="Variation Details|Variationsdetails|Variantendetails",
            quantity="Quantity|Anzahl|Menge",
            unit_price="Sold For|Verkauft für",
            shipping="Shipping And Handling|Postage And Handling|Postage And Packaging|Verpackung und Versand",
            tax="Seller Collected Tax",
            paid_amount="Total Price|Gesamtbetrag|Gesamtpreis",
            customer_no="Buyer Username|Nutzername des Käufers",
            recipient="Ship To Name|Post To Name|Buyer Name|Name des Empfängers|Name des Käufers",
            phone="Ship To Phone|Post To Phone|Telefonnummer des Empfängers",
            address="Ship To Address 1|Post To Address 1|Buyer Address 1|Adresse 1 des Empfängers|Adresse 1 des Käufers",
            city="Ship To City|Post To City|Buyer City|Versand nach - Ort|Wohnort des Käufers",
            region="Ship To State|Post To State|Post To County|Buyer State|Buyer County",
            country="Ship To Country|Post To Country|Buyer Country|Versand nach - Land|Land des Käufers",
            carrier="Shipping Service|Postage Service|Delivery Service|Versandservice",
            waybill="Tracking Number|Sendungsnummer",
            buyer_note="Buyer Note|Käuferhinweis",
            seller_note="My Item Note",
        ),
        known=words("""
            Sales Record Number,Buyer Name,Buyer Email,Buyer Address 1,Buyer Address 2,Buyer City,Buyer State,Buyer Zip,Buyer County
            Buyer Postcode,Buyer Country,Buyer Tax Identifier Name,Buyer Tax Identifier Value,Ship To Address 2,Ship To Zip
            Post To Address 2,Post To Postcode,Post To Zip,Sold Via Promoted Listings,Item Location,Item Zip Code,Item Postcode,Item Country
            eBay Collect And Remit Tax Rate,eBay Collect And Remit Tax Type,eBay Reference Name,eBay Reference Value,Tax Status
            eBay Collected Tax,Electronic Waste Recycling Fee,Mattress Recycling Fee,Battery Recycling Fee,White Goods Disposal Tax
            Tire Recycling Fee,Additional Fee,Lumber Fee,eBay Collected Charges,eBay Collected Tax Included in Total,Payment Method
            Commitment Date,Minimum Estimated Delivery Date,Maximum Estimated Delivery Date
            Feedback Left,Feedback Received,PayPal Transaction ID,Transaction ID,Global Shipping Program,Global Shipping Reference ID
            Click And Collect,Click And Collect Reference Number,eBay Plus,Authenticity Verification Program
            Authenticity Verification Status,Authenticity Verification Outcome Reason,PSA Vault Program,eBay Vault Program
            Vault Fulfillment Type,eBay Fulfillment Program,Tax City,Tax State,Tax Zip,Tax Country,eBay International Shipping
            VAT Rate,Seller VAT Rate,Seller Collected VAT
            Verkaufsprotokollnummer,Name des Käufers,E-Mail des Käufers,Adresse 1 des Käufers,Adresse 2 des Käufers,Wohnort des Käufers,PLZ des Käufers
            Land des Käufers,Adresse 2 des Empfängers,Versand nach - PLZ,Transaktionsnummer,PayPal-Transaktions-ID,Zahlungsmethode
            Gesamtbetrag inkl. der von eBay eingezogenen Steuer und Gebühren
        """),
        personal=words("""
            Buyer Name,Buyer Email,Buyer Zip,Buyer Postcode,Buyer Tax Identifier Value,Ship To Zip,Post To Postcode,Post To Zip,Tax Zip
            eBay Reference Value,Nutzername des Käufers,Name des Käufers,E-Mail des Käufers,Adresse 1 des Käufers,Adresse 2 des Käufers,PLZ des Käufers
            Name des Empfängers,Telefonnummer des Empfängers,Adresse 1 des Empfängers,Adresse 2 des Empfängers,Versand nach - PLZ
        """),
        footers=_FOOTERS,
        needs=_LINE,
    ),
    Format(
        code="ebay-orders-2019",
        title=N_("eBay orders (File Exchange)"),
        kind="orders",
        channel="ebay",
        grain=Grain.FIRST_ROW,
        grade="A",
        source=N_("sold listings of File Exchange up to 2019 (35 columns); those of Germany (43) by their names"),
        signature=(
            ("Sales Record Number", "Verkaufsprotokollnummer"),
            ("Sale Price", "Verkaufspreis"),
            ("User Id", "Buyer Fullname", "Feedback left", "Checkout Date", "Cash on delivery fee", "Mitgliedsname", "Kaufabwicklungsdatum", "Bezahldatum"),
        ),
        fields=spelled(
            order_no="Sales Record Number|Verkaufsprotokollnummer",
            placed_at="Sale Date|Verkaufsdatum",
            paid_at="Paid on Date|Bezahldatum",
            shipped_at="Shipped on Date|Versanddatum",
            line_id="Item Number|Artikelnummer",
            sku="Custom Label|Bestandseinheit",
            title="Item Title|Artikelbezeichnung",
            option="Variation Details|Variantendetails",
            quantity="Quantity|Stückzahl",
            unit_price="Sale Price|Verkaufspreis",
            shipping="Shipping and Handling|Postage and Packing|Postage and Packaging|Verpackung und Versand",
            tax="US Tax",
            paid_amount="Total Price|Gesamtpreis",
            customer_no="User Id|Mitgliedsname",
            recipient="Buyer Fullname|Vollständiger Name des Käufers",
            phone="Buyer Phone Number|Telefonnummer des Käufers",
            address="Buyer Address 1|Käuferadresse 1",
            city="Buyer City|Ort des Käufers",
            region="Buyer State|Staat des Käufers",
            country="Buyer Country|Land des Käufers",
            carrier="Shipping Service|Versandservice",
            waybill="Tracking Number|Sendungsnummer",
        ),
        further=spelled(shipping="Insurance|Cash on delivery fee|Versicherung|Nachnahmegebühr"),
        known=words("""
            Buyer Email,Buyer Address 2,Buyer Zip,Buyer Postcode,Payment Method,Checkout Date,Feedback left,Feedback received
            Notes to yourself,Listed On,Sold On,PayPal Transaction ID,Transaction ID,Order ID,Global Shipping Program
            Global Shipping Reference ID,Click and Collect,eBay Plus
            E-Mail des Käufers,Käuferadresse 2,Postleitzahl des Käufers,Bestellnummer,Transaktions-ID,Inklusive Mehrwertsteuersatz,Zahlungsmethode
            PayPal Transaktions-ID,Rechnungsnummer,Rechnungsdatum,Kaufabwicklungsdatum,Abgegebene Bewertungen,Erhaltene Bewertungen,Notizzettel
            Private Notizen,Produktkennung-Typ,Produktkennung-Wert,Produktkennung-Wert 2,Produktreferenznummer,Verwendungszweck,Nebenkosten
        """),
        personal=words("""
            User Id,Buyer Fullname,Buyer Email,Buyer Zip,Buyer Postcode,Mitgliedsname,Vollständiger Name des Käufers,E-Mail des Käufers
            Telefonnummer des Käufers,Käuferadresse 1,Käuferadresse 2,Postleitzahl des Käufers
        """),
        footers=_FOOTERS,
        needs=_LINE,
    ),
)
