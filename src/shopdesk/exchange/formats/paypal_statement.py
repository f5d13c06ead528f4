"""PayPal activity (Download.CSV): one row a movement; a memo, or what is still pending, moves no money."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

FORMATS = (
    Format(
        code="paypal-activity",
        title=N_("PayPal activity"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "activity downloads of the United States and of Europe, with and without addresses; the names of the German ones"
        ),
        signature=(
            ("Transaction ID", "Transaktionscode"),
            ("Gross", "Brutto"),
            ("Net", "Netto"),
            ("TimeZone", "Time Zone", "Zeitzone"),
            ("Type", "Typ", "Description", "Beschreibung"),
        ),
        fields=spelled(
            line_no="Transaction ID|Transaktionscode",
            happened_at="Date|Datum",
            order_no="Invoice Number|Invoice ID|Rechnungsnummer",
            amount="Gross|Brutto",
            currency="Currency|Währung",
            told="Type|Description|Typ|Beschreibung",
            note="Item Title|Subject|Artikelbezeichnung|Betreff",
        ),
        joined=spelled(happened_at="Time|Uhrzeit|TimeZone|Time Zone|Zeitzone"),
        further=spelled(told="Status|Balance Impact|Auswirkung auf Guthaben"),
        split={"Fee": LineKind.PAYMENT_FEE.value, "Gebühr": LineKind.PAYMENT_FEE.value},
        wording=Wording(
            kinds=(
                (r"/ memo\b", ""),
                (
                    r"/ (?:pending|denied|canceled|cancelled|unclaimed|expired|failed|declined|ausstehend|abgelehnt|storniert|abgebrochen|nicht eingelöst)\b",
                    "",
                ),
                (r"^(?:authorization|order|void|autorisierung)\b", ""),
                (r"\bhold\b|payment release|reserve|einbehaltung|zurückgehalten|rücklage", LineKind.RESERVE),
                (r"currency conversion|währungsumrechnung", LineKind.OTHER),
                (r"working capital|\bloan\b|pay later.*repay", LineKind.LOAN),
                (
                    r"withdraw|auto-sweep|transfer to bank|bank payout|abbuchung auf bank|abbuchung auf das bankkonto|von nutzer eingeleitete abbuchung",
                    LineKind.PAYOUT,
                ),
                (r"chargeback fee|dispute fee|\bfees?\b|gebühr", LineKind.PAYMENT_FEE),
                (r"(?:refund|chargeback|payment reversal|rückzahlung|rückbuchung).* -$", LineKind.REFUND),
                (r"chargeback reversal|dispute.*reversal", LineKind.REFUND),
                (r"postage|shipping label|\bshipping\b", LineKind.FREIGHT),
                (r"tax collected|sales tax", LineKind.TAX),
                (r"interest|zinsen", LineKind.INTEREST),
                (
                    (
                        r"^(?:express checkout|website|general|mobile|ebay auction|subscription|preapproved|virtual terminal|direct credit card|"
                        r"pos|point of sale|qr code|invoice|payment|web accept|checkout|paypal checkout|paypal-express|paypal express|zahlung|"
                        r"allgemeine zahlung|handyzahlung|ebay-zahlung)\b.* \+$"
                    ),
                    LineKind.SALE,
                ),
            )
        ),
        known=words("""
            Time,Uhrzeit,Name,Net,Netto,From Email Address,To Email Address,Absender E-Mail-Adresse,Empfänger E-Mail-Adresse,Shipping Address,Lieferadresse
            Address Status,Adress-Status,Item ID,Artikelnummer,Shipping and Handling Amount,Versand- und Bearbeitungsgebühr,Insurance Amount
            Versicherungsbetrag,Sales Tax,Umsatzsteuer,Option 1 Name,Option 1 Value,Option 2 Name,Option 2 Value,Option 1 Wert,Option 2 Wert
            Reference Txn ID,Zugehöriger Transaktionscode,Custom Number,Zollnummer,Quantity,Anzahl,Receipt ID,Empfangsnummer,Balance,Guthaben
            Address Line 1,Address Line 2/District/Neighborhood,Address Line 2,Town/City,State/Province/Region/County/Territory/Prefecture/Republic
            Zip/Postal Code,Country,Contact Phone Number,Subject,Note,Hinweis,Country Code,Item Title,Buyer ID,Bank Name,Bank Account
            Adresszeile 1,Adresszusatz,Ort,Bundesland,PLZ,Land,Telefon,Betreff,Ländervorwahl
            Transaction Event Code,Payment Tracking ID,Bank Reference ID,Item Details,Coupons,Special Offers,Loyalty Card Number,Authorization Review Status
            Protection Eligibility
        """),
        personal=words(
            "Name,From Email Address,To Email Address,Absender E-Mail-Adresse,Empfänger E-Mail-Adresse,Shipping Address,Lieferadresse,Adresszeile 1,Note,Hinweis,Address Line 1,PLZ,Telefon"
        ),
    ),
)
