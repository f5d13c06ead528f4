"""Amazon: a settlement as flat file V2, one row a component of an amount, and the transactions of a range of dates."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_FEES = (
    (r"cost of advertising|sponsored|refund for advertiser|^advertising", LineKind.ADS),
    (r"lending|\bloan\b|capital", LineKind.LOAN),
    (r"current reserve|previous reserve|reserve amount", LineKind.RESERVE),
    (r"reimbursement|safe-t|warehouse_(?:lost|damage)|clawback|free_replacement|compensat", LineKind.COMPENSATION),
    (r"return postage|returnpostage|return label|customer return.*fee|customerreturn", LineKind.RETURN_FREIGHT),
    (
        (
            r"fulfil|weighthandling|pick & ?pack|inbound|transportation|removal|disposal|shipping label|shippinglabel|shipping services|"
            r"shippingchargeback|shippinghb|postage|delivery services|easy ship|weight.?based|weight handling"
        ),
        LineKind.FREIGHT,
    ),
    (
        (
            r"commission|subscription|storage|closingfee|closing fee|digital ?services ?fee|coupon|deal |lightning|\bvine\b|\bepr\b|giftwrapchargeback|"
            r"referral|brokerage|high volume listing|placement|base fee|tax on fee|fee adjustment"
        ),
        LineKind.COMMISSION,
    ),
)
_TAX = (r"retrocharge|withheldtax|facilitator|lowvaluegoodstax|\btcs-|\btds\b|^tax withheld|withheld tax", LineKind.TAX)

FORMATS = (
    Format(
        code="amazon-settlement",
        title=N_("Amazon settlement (flat file V2)"),
        kind="settlement",
        channel="amazon",
        grain=Grain.ITEM,
        grade="B",
        source=N_("the description of its 24 columns and the words of settlements from several countries"),
        signature=(("settlement-id",), ("transaction-type",), ("amount-description",), ("amount-type",), ("amount",)),
        fields=spelled(
            happened_at="posted-date-time|posted-date",
            order_no="order-id",
            sku="sku",
            quantity="quantity-purchased",
            amount="amount",
            currency="currency",
            told="transaction-type",
            payout_no="settlement-id",
            paid_on="deposit-date",
            starts_on="settlement-start-date",
            ends_on="settlement-end-date",
            payout_amount="total-amount",
        ),
        further=spelled(told="amount-type|amount-description"),
        wording=Wording(
            kinds=(
                _TAX,
                (
                    r"^(?:refund|chargeback refund|a-to-z guarantee refund).* / (?:itemprice|promotion|itemdirectpayment) /",
                    LineKind.REFUND,
                ),
                (
                    r"^(?:order|liquidations|liquidations adjustments|self-?service refund) / (?:itemprice|promotion) /",
                    LineKind.SALE,
                ),
                (r"transfer of funds|successful charge|^transfer", LineKind.PAYOUT),
                *_FEES,
            ),
            carried=("currency",),
        ),
        known=words("""
            merchant-order-id,adjustment-id,shipment-id,marketplace-name,fulfillment-id,posted-date,order-item-code,merchant-order-item-id
            merchant-adjustment-item-id,promotion-id
        """),
        zone="UTC",
    ),
    Format(
        code="amazon-transactions",
        title=N_("Amazon transactions of a date range"),
        kind="settlement",
        channel="amazon",
        grain=Grain.ITEM,
        grade="B",
        source=N_("the names of its 29 columns below seven lines of notes, and the two that came in 2026"),
        signature=(("settlement id",), ("product sales",), ("selling fees",), ("fba fees",), ("total",)),
        fields=spelled(
            happened_at="date/time",
            order_no="order id",
            sku="sku",
            quantity="quantity",
            amount="total",
            told="type",
            payout_no="settlement id",
            note="description",
        ),
        further=spelled(told="Transaction Status"),
        split={
            **dict.fromkeys(
                words("""
                    product sales,product sales tax,shipping credits,shipping credits tax,gift wrap credits,giftwrap credits tax,promotional rebates
                    promotional rebates tax
                """),
                "",
            ),
            "Regulatory Fee": LineKind.COMMISSION.value,
            "marketplace withheld tax": LineKind.TAX.value,
            "selling fees": LineKind.COMMISSION.value,
            "fba fees": LineKind.FREIGHT.value,
            "other transaction fees": LineKind.COMMISSION.value,
            "other": LineKind.OTHER.value,
        },
        wording=Wording(
            kinds=(
                (r"/ deferred", ""),
                (r"retrocharge", LineKind.TAX),
                (r"^refund|^chargeback refund|^a-to-z guarantee", LineKind.REFUND),
                (r"^order(?: /| \+| -)|^liquidations", LineKind.SALE),
                (r"^transfer|successful charge", LineKind.PAYOUT),
                *_FEES,
            ),
            said_in=("told", "note"),
            whole=True,
        ),
        known=words("""
            marketplace,fulfillment,fulfilment,order city,order state,order postal,tax collection model,account type,Transaction Release Date
            TDS (Section 194-O),TCS-CGST,TCS-SGST,TCS-IGST
        """),
        personal=("order postal",),
        day_first=False,
    ),
)
