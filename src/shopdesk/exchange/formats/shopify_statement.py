"""Shopify Payments: its transactions, of 12 to 19 columns over the years, and the payouts that they went into."""

from types import MappingProxyType

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

STATES = MappingProxyType(
    {
        "paid": "paid",
        "in_transit": "paid",
        "in transit": "paid",
        "deposited": "paid",
        "scheduled": "pending",
        "pending": "pending",
        "failed": "failed",
        "canceled": "failed",
    }
)

FORMATS = (
    Format(
        code="shopify-transactions",
        title=N_("Shopify Payments transactions"),
        kind="settlement",
        channel="shopify",
        grain=Grain.ITEM,
        grade="A",
        source=N_("payment_transactions_export of 12, 17 and 19 columns, and one that a spreadsheet program had saved"),
        signature=(("Transaction Date",), ("Type",), ("Order",), ("Payout Status",), ("Net",)),
        fields=spelled(
            happened_at="Transaction Date",
            order_no="Order",
            amount="Amount",
            fee="Fee",
            currency="Currency",
            told="Type",
            payout_no="Payout ID",
            paid_on="Payout Date",
        ),
        wording=Wording(
            kinds=(
                (r"(?:chargeback|dispute).?fee", LineKind.PAYMENT_FEE),
                (r"^charge(?!back)|^sale|^payment(?! refund)|shop_?cash", LineKind.SALE),
                (r"^refund|^chargeback|^dispute|refund_failure|payment_refund", LineKind.REFUND),
                (r"^payout|^transfer", LineKind.PAYOUT),
                (r"reserve", LineKind.RESERVE),
                (r"shipping_label|shipping label", LineKind.FREIGHT),
                (r"tax", LineKind.TAX),
                (r"capital|\bloan", LineKind.LOAN),
                (r"fee", LineKind.PAYMENT_FEE),
            )
        ),
        known=words("""
            Card Brand,Card Source,Payout Status,Available On,Net,Checkout,Payment Method Name,Presentment Amount,Presentment Currency,VAT
            Business Entity Name,Business Entity ID
        """),
        decimal_comma=False,
    ),
    Format(
        code="shopify-payouts",
        title=N_("Shopify payouts"),
        kind="payouts",
        channel="shopify",
        grain=Grain.ITEM,
        grade="A",
        source=N_("payouts of 10 columns: they have no number but their day"),
        signature=(("Payout Date",), ("Status",), ("Charges",), ("Total",), ("Reserved Funds", "Retried Amount")),
        fields=spelled(
            paid_on="Payout Date", state="Status", amount="Total", currency="Currency", payout_no="Payout ID"
        ),
        states=STATES,
        known=words("Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Bank Reference"),
        decimal_comma=False,
    ),
)
