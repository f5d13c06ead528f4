"""Stripe: itemised changes of the balance, and the balance history of its dashboard; both go by one number."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_KINDS = (
    (r"^(?:payout|transfer(?: |$).*bank|topup|top-up|payout_reversal|payout_failure|payout_cancel)", LineKind.PAYOUT),
    (r"refund|^dispute|partial_capture_reversal|chargeback|^adjustment / .*(?:dispute|chargeback)", LineKind.REFUND),
    (r"^(?:charge|payment)(?: |$|/)", LineKind.SALE),
    (
        r"^(?:stripe_?|network_|application_?)?(?:fee|cost)s?(?:_refund)?\b|^stripe_fee|^network_cost|^contribution",
        LineKind.PAYMENT_FEE,
    ),
    (r"reserve|risk_reserved", LineKind.RESERVE),
    (r"financing|capital|anticipation_repayment|advance", LineKind.LOAN),
    (r"^tax\b|^tax_", LineKind.TAX),
)
_ORDER = r"(?:[Oo]rder|[Bb]estellung|订单)(?: ?(?:no\.?|number|ID))?[ :#№]*#?(\w*\d[\w-]*)|#(\d[\w-]*)"

FORMATS = (
    Format(
        code="stripe-balance",
        title=N_("Stripe balance changes, itemised"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_("itemised reports of 12 columns and more, with the shop's own columns behind them"),
        signature=(("balance_transaction_id",), ("reporting_category",), ("gross",), ("net",)),
        fields=spelled(
            line_no="balance_transaction_id",
            happened_at="created_utc|created",
            amount="gross",
            fee="fee",
            currency="currency",
            told="reporting_category",
            note="description",
            order_no="payment_metadata[order_id]",
            payout_no="automatic_payout_id",
            paid_on="automatic_payout_effective_at_utc|automatic_payout_effective_at",
        ),
        wording=Wording(
            kinds=_KINDS,
            orders=(
                ("payment_metadata[order_number]", r".+"),
                ("payment_metadata[order_id]", r".+"),
                ("invoice_number", r".+"),
                ("description", _ORDER),
            ),
        ),
        known=words("""
            created,available_on_utc,available_on,net,source_id,automatic_payout_effective_at,customer_facing_amount,customer_facing_currency
            customer_id,customer_email,customer_name,customer_description,charge_id,payment_intent_id,charge_created_utc,charge_created,invoice_id
            invoice_number,subscription_id,payment_method_type,is_link,card_brand,card_funding,card_country,statement_descriptor,dispute_reason
            connected_account_id,connected_account_name,payment_metadata…,refund_metadata…,transfer_metadata…,customer_…,trace_id…,shipping_…,card_…
            application_fee_id,regulatory_tag,destination_payment_id,transfer_group
        """),
        personal=words(
            "customer_email,customer_name,customer_description,customer_shipping_name,customer_phone,shipping_name"
        ),
        zone="UTC",
        decimal_comma=False,
    ),
    Format(
        code="stripe-history",
        title=N_("Stripe balance history"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="B",
        source=N_("the columns of the dashboard's export"),
        signature=(("id",), ("Type",), ("Source",), ("Net",), ("Created (UTC)", "Available On (UTC)")),
        fields=spelled(
            line_no="id",
            happened_at="Created (UTC)",
            amount="Amount",
            fee="Fee",
            currency="Currency",
            told="Type",
            note="Description",
            order_no="order_id (metadata)",
            payout_no="Transfer",
            paid_on="Transfer Date (UTC)",
        ),
        wording=Wording(
            kinds=_KINDS,
            orders=(
                ("order_number (metadata)", r".+"),
                ("order_id (metadata)", r".+"),
                ("Description", _ORDER),
            ),
        ),
        known=words(
            "Source,Net,Available On (UTC),Transfer Group,Customer Facing Amount,Customer Facing Currency,order_number (metadata)"
        ),
        zone="UTC",
        decimal_comma=False,
    ),
)
