"""eBay transaction report: one row a transaction with each of its fees in a column, below lines of notes."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

FORMATS = (
    Format(
        code="ebay-transactions",
        title=N_("eBay transaction report"),
        kind="settlement",
        channel="ebay",
        grain=Grain.ITEM,
        grade="B",
        source=N_(
            "the names of 33 and 39 columns and rows of every type; an order of several items has a row of its own"
        ),
        signature=(
            ("Transaction creation date", "Datum der Transaktionserstellung"),
            ("Type", "Typ"),
            ("Net amount", "Betrag abzügl. Kosten"),
            ("Gross transaction amount", "Transaktionsbetrag (inkl. Kosten)"),
            ("Order number", "Bestellnummer"),
        ),
        fields=spelled(
            happened_at="Transaction creation date|Datum der Transaktionserstellung",
            order_no="Order number|Bestellnummer",
            sku="Custom label|Bestandseinheit",
            quantity="Quantity|Stückzahl",
            amount="Net amount|Betrag abzügl. Kosten",
            currency="Payout currency|Auszahlungswährung",
            told="Type|Typ",
            payout_no="Payout ID|Auszahlung Nr.",
            paid_on="Payout date|Auszahlungsdatum",
            note="Description|Beschreibung",
        ),
        split={
            "Gross transaction amount": "",
            "Transaktionsbetrag (inkl. Kosten)": "",
            **dict.fromkeys(
                (
                    "Final Value Fee - fixed",
                    "Final Value Fee - variable",
                    "Regulatory operating fee",
                    'Very high "item not as described" fee',
                    "Below standard performance fee",
                    "International fee",
                    "Fixer Anteil der Verkaufsprovision",
                    "Variabler Anteil der Verkaufsprovision",
                    "Gebühr für internationale Verkäufe",
                ),
                LineKind.COMMISSION.value,
            ),
            "Deposit processing fee": LineKind.PAYMENT_FEE.value,
            "Charity donation": LineKind.OTHER.value,
        },
        wording=Wording(
            kinds=(
                (r"^order|^bestellung", LineKind.SALE),
                (r"^refund|^claim|^payment dispute|^return|^rückerstattung|^zahlungsstreit", LineKind.REFUND),
                (r"^payout|^charge|^transfer|^auszahlung", LineKind.PAYOUT),
                (r"^hold|^release|reserve|einbehalt", LineKind.RESERVE),
                (r"^shipping label|^postage|^versandetikett", LineKind.FREIGHT),
                (r"^loan|seller capital", LineKind.LOAN),
                (r"promoted|ad fee|advertis|anzeige", LineKind.ADS),
                (r"fee|gebühr", LineKind.COMMISSION),
            ),
            said_in=("note", "told"),
            whole=True,
            rest=LineKind.COMMISSION,
            alike=("Transaction currency", "Payout currency", "Transaktionswährung", "Auszahlungswährung"),
        ),
        known=words("""
            Legacy order ID,Buyer username,Buyer name,Ship to city,Ship to province/region/state,Ship to zip,Ship to country,Payout method,Payout status
            Reason for hold,Item ID,Transaction ID,Item title,Item subtotal,Shipping and handling,Postage and packaging,Seller collected tax
            eBay collected tax,Transaction currency,Exchange rate,Reference ID,Seller specified VAT rate,Post to city,Post to postcode
            Post to province/region/state,Post to country,Alte Bestellnummer,Nutzername des Käufers,Name des Käufers,Zwischensumme Artikel
            Verpackung und Versand,Angebotstitel,Artikelnummer,Transaktionsnummer,Auszahlungsmethode,Auszahlungsstatus,Transaktionswährung,Wechselkurs
        """),
        personal=words(
            "Buyer username,Buyer name,Ship to zip,Post to postcode,Nutzername des Käufers,Name des Käufers"
        ),
        day_first=False,
    ),
)
