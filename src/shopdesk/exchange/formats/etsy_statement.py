"""Etsy statement: one row a movement; the order stands within a text, and so does the amount of a deposit."""

from shopdesk.exchange.formats.format import Format, Wording, spelled
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_ORDER = r"(?i)order\s*(?:no\.?|number)?\s*[:#]*\s*#?(\d{4,})"

FORMATS = (
    Format(
        code="etsy-statement",
        title=N_("Etsy statement"),
        kind="settlement",
        channel="etsy",
        grain=Grain.ITEM,
        grade="A",
        source=N_("statements of 9 columns in dollars and pounds, with three ways to write a day"),
        signature=(("Fees & Taxes",), ("Title",), ("Info",), ("Net",), ("Type",)),
        fields=spelled(happened_at="Date", amount="Net", currency="Currency", told="Type", note="Info"),
        further=spelled(told="Title"),
        wording=Wording(
            kinds=(
                (r"^deposit|sent to your bank|disburse", LineKind.PAYOUT),
                (r"offsite ads", LineKind.COMMISSION),
                (r"^marketing|etsy ads|promoted listing", LineKind.ADS),
                (r"^(?:vat|tax|sales tax|gst|hst|pst|qst)\b", LineKind.TAX),
                (r"processing fee", LineKind.PAYMENT_FEE),
                (r"shipping label|postage|^shipping|delivery label", LineKind.FREIGHT),
                (r"^sale|payment for order", LineKind.SALE),
                (r"^refund", LineKind.REFUND),
                (r"reserve", LineKind.RESERVE),
                (r"^fee|listing fee|transaction fee|regulatory operating|subscription|etsy plus", LineKind.COMMISSION),
            ),
            orders=(("Title", _ORDER), ("Info", _ORDER)),
            outward=r"^deposit",
            amounts=("Title", r"-?(?:[A-Z]{1,3})?[$€£¥]\s?\d[\d.,]*\d|\d[\d.,]*\d\s?[€£]"),
        ),
        known=("Amount", "Tax Details", "Status", "Availability Date"),
        day_first=False,
    ),
)
