"""Money: what was spent, settled and owed, and the books."""

from typing import Final

from shopdesk.exchange.kinds.kind import Saying, SheetKind
from shopdesk.shop.ledger.sheets import ACCOUNT_FILE, EXPENSE_FILE, JOURNAL_FILE, RATE_FILE
from shopdesk.shop.settlement.sheets import FEES, PAYOUT_FILE, SETTLEMENT_FILE
from shopdesk.shop.spending.sheets import AD_FILE, BILL_FILE, PAYMENT_FILE, SIDE_FILE
from shopdesk.text import N_

KINDS: Final = (
    SheetKind(
        EXPENSE_FILE,
        N_("ShopDesk expenses template"),
        ("spent_on", "account", "amount"),
        weights={"spent_on": 1, "account": 5, "amount": 1, "supplier": 1, "document_no": 1, "note": 1},
        shown=("spent_on", "amount", "currency", "supplier", "note"),
        with_amounts=True,
    ),
    SheetKind(
        RATE_FILE,
        N_("ShopDesk exchange rates template"),
        ("currency", "rate_on", "rate"),
        weights={"currency": 1, "rate_on": 2, "rate": 4},
        once=("currency",),
        shown=("rate_on", "rate"),
    ),
    SheetKind(
        SETTLEMENT_FILE,
        N_("ShopDesk settlement template"),
        ("happened_at", "kind", "amount|income|outgo"),
        weights={"line_no": 2, "kind": 3, "income": 3, "outgo": 3, "balance": 4, "payout_no": 3, "fee": 2},
        essence=("amount", "income", "outgo"),
        says=Saying(
            "balance|settle|payout|余额|结余|餘額|流水|结算|結算|动账|入账|账务|入帳",
            ("balance", "settle_date", "payout_no", "payout_date"),
        ),
        shown=("kind", "order_no", "amount", "told"),
        with_amounts=True,
        by_channel=True,
    ),
    SheetKind(
        PAYOUT_FILE,
        N_("ShopDesk payouts template"),
        ("paid_on", "amount", "payout_no|state"),
        weights={"payout_no": 4, "paid_on": 4},
        says=Saying("payout|deposit|disburse|提现|提領|打款|撥款", ("payout_no", "payout_date", "payout_amount")),
        shown=("paid_on", "amount"),
        by_channel=True,
    ),
    SheetKind(
        FEES,
        N_("ShopDesk fee table template"),
        ("channel", "kind", "rate", "since"),
        weights={"kind": 3, "rate": 2, "since": 3},
        says=Saying("fee|commission|费率|費率|佣金|扣点|手续费"),
        never_negative=("rate", "fixed"),
        shown=("kind", "category", "rate", "since"),
        by_channel=True,
    ),
    SheetKind(
        BILL_FILE,
        N_("ShopDesk bills template"),
        ("bill_no", "billed_on", "amount"),
        weights={"supplier": 1, "bill_no": 4, "billed_on": 1, "due_on": 4, "amount": 1, "account": 1, "note": 1},
        shown=("billed_on", "supplier", "account", "amount"),
        with_amounts=True,
    ),
    SheetKind(
        PAYMENT_FILE,
        N_("ShopDesk payments template"),
        ("bill_no", "paid_on", "amount"),
        weights={"supplier": 1, "bill_no": 3, "paid_on": 4, "amount": 1},
        never_negative=("amount",),
        shown=("paid_on", "supplier", "amount"),
        with_amounts=True,
    ),
    SheetKind(
        AD_FILE,
        N_("ShopDesk advertising template"),
        ("ran_on", "amount", "campaign|platform|clicks|impressions"),
        weights={"ran_on": 1, "campaign": 3, "impressions": 3, "clicks": 3},
        essence=("campaign", "impressions", "clicks"),
        never_negative=("impressions", "clicks", "orders"),
        shown=("ran_on", "target", "amount", "clicks"),
        with_amounts=True,
    ),
    SheetKind(
        SIDE_FILE,
        N_("ShopDesk costs of orders template"),
        ("kind", "order_no", "paid_on"),
        weights={"kind": 1, "order_no": 1, "paid_on": 1, "principal": 5, "fee": 1},
        essence=("fee", "principal"),
        never_negative=("principal", "fee"),
        shown=("kind", "paid_on", "principal", "fee"),
        with_amounts=True,
    ),
    SheetKind(
        JOURNAL_FILE,
        N_("ShopDesk journal template"),
        ("entry_on", "entry_no", "account"),
        weights={"entry_on": 1, "entry_no": 3, "account": 2, "debit": 4, "credit": 4},
        essence=("debit", "credit"),
        never_negative=("debit", "credit"),
        shown=("entry_on", "account", "debit", "credit", "memo"),
    ),
    SheetKind(
        ACCOUNT_FILE,
        N_("ShopDesk chart of accounts template"),
        ("code", "title", "kind"),
        weights={"code": 2, "title": 1, "kind": 2},
        once=("code",),
        shown=("title", "kind", "note"),
    ),
)
