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
            ("Transaction creation date",),
            ("Type",),
            ("Net amount",),
            ("Gross transaction amount",),
            ("Order number",),
        ),
        fields=spelled(
            happened_at="Transaction creation date",
            order_no="Order number",
            sku="Custom label",
            quantity="Quantity",
            amount="Net amount",
            currency="Payout currency",
            told="Type",
            payout_no="Payout ID",
            paid_on="Payout date",
            note="Description",
        ),
        split={
            "Gross transaction amount": "",
            **dict.fromkeys(
                (
                    "Final Value Fee - fixed",
                    "Final Value Fee - variable",
                    "Regulatory operating fee",
                    'Very high "item not as described" fee',
                    "Below standard performance fee",
                    "International fee",
                ),
                LineKind.COMMISSION.value,
            ),
            "Deposit processing fee": LineKind.PAYMENT_FEE.value,
            "Charity donation": LineKind.OTHER.value,
        },
        wording=Wording(
            kinds=(
                (r"^order", LineKind.SALE),
                (r"^refund|^claim|^payment dispute|^return", LineKind.REFUND),
                (r"^payout|^charge|^transfer", LineKind.PAYOUT),
                (r"^hold|^release|reserve", LineKind.RESERVE),
                (r"^shipping label|^postage", LineKind.FREIGHT),
                (r"^loan|seller capital", LineKind.LOAN),
                (r"promoted|ad fee|advertis", LineKind.ADS),
                (r"fee", LineKind.COMMISSION),
            ),
            said_in=("note", "told"),
            whole=True,
            rest=LineKind.COMMISSION,
            alike=("Transaction currency", "Payout currency"),
        ),
        known=words("""
            Legacy order ID,Buyer username,Buyer name,Ship to city,Ship to province/region/state,Ship to zip,Ship to country,Payout method,Payout status
            Reason for hold,Item ID,Transaction ID,Item title,Item subtotal,Shipping and handling,Postage and packaging,Seller collected tax
            eBay collected tax,Transaction currency,Exchange rate,Reference ID,Seller specified VAT rate,Post to city,Post to postcode
            Post to province/region/state,Post to country
        """),
        personal=words("Buyer username,Buyer name,Ship to zip,Post to postcode"),
        day_first=False,
    ),
)
