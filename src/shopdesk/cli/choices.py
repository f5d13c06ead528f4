"""What options of the command line may be; spelt out here, so that to read a command loads nothing heavy."""

from typing import Final

KINDS = (
    "orders", "products", "receipts", "counts", "refunds", "costs", "freight", "expenses", "suppliers", "rates",
    "purchase_orders", "supplier_prices", "customers", "waybills", "settlement", "payouts", "fees",
    "bills", "bill_payments", "ads", "side_costs", "journal", "accounts", "promotions", "days",
    "listings", "keywords", "cases", "traffic", "search_words", "traffic_hours", "candidates", "targets",
    "experiment_days", "competitors",
    "claims", "law_words", "points", "consents", "reviews", "ratings", "care", "surveys",
)  # fmt: skip
"""What the rows of a file may be, as in `exchange.kinds.KINDS`."""
SHEETS = (
    "accounts", "ads", "bills", "campaigns", "contacts", "coupons", "customers", "expenses", "fees", "imports",
    "journal", "keywords", "listings", "lots", "moves", "orders", "payouts", "places", "price-journal", "price-rules",
    "prices", "pricing-rules", "products", "promotions", "purchases", "rates", "ratings", "recall", "receipts",
    "recurring", "refunds", "reviews", "settlement-lines", "side-costs", "stock", "supplier-prices", "suppliers",
    "transfers", "unmatched",
)  # fmt: skip
"""What `export` can take out, as in `files.GRIDS`."""
MARKETS = ("shopify", "shopify-2025", "woocommerce", "taobao", "amazon-prices", "amazon-loader", "amazon-flat")
"""Layouts of marketplaces, as in `exchange.writing.market.MARKETS`."""
LEDGERS = ("beancount", "hledger")
"""Ledgers that `export` writes text for, as in `exchange.journal_text.JOURNALS`."""
REPORTS: Final = {
    **dict.fromkeys(("sales", "profit", "stock"), "figures:report"),
    **dict.fromkeys(("reorder", "abc", "ageing", "health", "lots"), "planned:report"),
    **dict.fromkeys(("shrinkage", "count-accuracy", "counts-due"), "counting:report"),
    "suppliers": "buying:report",
    **dict.fromkeys(("tax", "currencies"), "owed:report"),
    **dict.fromkeys(("places", "transfers", "stock-value"), "placed:report"),
    **dict.fromkeys(("trial-balance", "pnl", "balance-sheet", "cash-flow", "account"), "booked:report"),
    **dict.fromkeys(("receivables", "payables"), "booked:aged"),
    "unmatched": "settling:unmatched",
    "bridge": "cash:bridge",
    "promotions": "promos:report",
    "priceplan": "priced:report",
    "cash": "cash:cash",
    **dict.fromkeys(("figures", "why", "rfm", "cohorts", "paths", "forecast", "targets"), "today:report"),
    "pairs": "together:report",
    "listings": "listed:report",
    "keywords": "listed:keywords",
    **dict.fromkeys(("experiments", "competitors", "prices", "new-prices", "price-journal"), "tried:report"),
    "funnel": "listed:funnel",
    "mix": "listed:mix",
    "law": "lawful:report",
    "cases": "serving:report",
    **dict.fromkeys(("ratings", "reviews", "care", "satisfaction"), "rated:report"),
    **dict.fromkeys(("customers", "duplicates"), "knowing:report"),
    **dict.fromkeys(("reasons", "tasks", "staff"), "reasoned:report"),
}
"""What `report` can say → the command that says it."""
NO_FILE: Final = frozenset(
    (
        "sales", "profit", "stock", "reorder", "abc", "ageing", "health", "lots", "shrinkage", "count-accuracy",
        "counts-due", "suppliers", "tax", "currencies", "places", "transfers", "stock-value", "promotions", "cases",
        "ratings", "reviews", "care", "satisfaction", "customers", "duplicates",
    )
)  # fmt: skip
"""Those that write no workbook: `export` does, or the window."""
_DAYS: Final = ("since", "until")
HEEDED: Final = {
    **dict.fromkeys(("sales", "profit"), ("by", *_DAYS)),
    **dict.fromkeys(("count-accuracy", "tax", "promotions", "reviews", "staff"), _DAYS),
    **dict.fromkeys(("trial-balance", "pnl", "balance-sheet", "cash-flow", "bridge", "funnel", "mix"),
                    ("channel", *_DAYS)),
    "currencies": ("until",),
    "account": ("code", *_DAYS),
    "receivables": ("channel",),
    "figures": ("code", "channel", "by", "until"),
    "why": ("by", *_DAYS),
    "reasons": ("by", *_DAYS),
}  # fmt: skip
"""By which of its options a report goes; one that is not named goes by none of them."""
NARROWING: Final = {
    "code": "CODE", "channel": "--channel", "by": "--by", "since": "--from", "until": "--to"
}  # fmt: skip
"""Options of `report` that choose or break down what it says → as a person writes them."""
BY: Final = ("day", "week", "month", "quarter", "year", "sku", "channel", "promotion")
"""By what a report is broken down."""
USUAL_BY: Final = "month"
PROMO: Final = {
    "price": "promos:price",
    "preflight": "promoting:preflight",
    "replay": "promoting:replay",
    "monitor": "promoting:monitor",
    "result": "promoting:result",
}
"""What `promo` can say of a basket or a promotion → the command that says it."""
CAUSES = (
    "miscount", "unbooked_sale", "unbooked_receipt", "mixed_up", "damaged", "expired", "theft", "unknown",
)  # fmt: skip
"""Why a count differs, as in `shop.counting.rules.Cause`."""
PACK_PARTS = (
    "profit", "pnl", "balance_sheet", "cash_flow", "trial_balance", "journal", "unmatched", "expenses", "bills", "tax",
    "currencies", "stock", "unknown", "changes", "checklist", "certificate",
    "beancount",
)  # fmt: skip
"""The files of a month pack, as in `shop.closing.rules.PackPart`."""
LAYERS = ("raw", "facts", "daily", "figures")
"""The layers of the store, as in `shop.layers.layer.Layer`."""
