"""The columns of the books on screen and in Excel: the journal and the trial balance."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.ledger.rules import CHART, EXPENSES, AccountKind, EntryKind
from shopdesk.text import N_

ENTRY_KINDS: Mapping[str, State] = MappingProxyType(
    {
        EntryKind.SALE: State(N_("Sale"), Tone.GOOD),
        EntryKind.RETURN: State(N_("Return"), Tone.WARN),
        EntryKind.ADJUSTMENT: State(N_("Adjustment"), Tone.INFO),
        EntryKind.REFUND: State(N_("Refund"), Tone.WARN),
        EntryKind.COGS: State(N_("Cost of goods")),
        EntryKind.RECEIPT: State(N_("Receipt")),
        EntryKind.STOCK: State(N_("Stock change")),
        EntryKind.EXPENSE: State(N_("Expense"), Tone.BAD),
        EntryKind.LANDED: State(N_("Landed cost")),
        EntryKind.MANUAL: State(N_("By hand"), Tone.INFO),
        EntryKind.RECURRING: State(N_("Recurring"), Tone.INFO),
        EntryKind.BILL: State(N_("Bill"), Tone.BAD),
        EntryKind.PAYMENT: State(N_("Payment")),
        EntryKind.ADS: State(N_("Advertising"), Tone.BAD),
        EntryKind.SIDE: State(N_("Order cost"), Tone.BAD),
        EntryKind.SETTLEMENT: State(N_("Settlement")),
        EntryKind.PAYOUT: State(N_("Payout"), Tone.GOOD),
        EntryKind.TAX: State(N_("Tax")),
        EntryKind.REVALUATION: State(N_("Revaluation")),
        EntryKind.REVERSAL: State(N_("Reversal"), Tone.WARN),
    }
)
ACCOUNT_KINDS: Mapping[str, State] = MappingProxyType(
    {
        AccountKind.ASSET: State(N_("Asset")),
        AccountKind.LIABILITY: State(N_("Liability")),
        AccountKind.EQUITY: State(N_("Equity")),
        AccountKind.INCOME: State(N_("Income"), Tone.GOOD),
        AccountKind.EXPENSE: State(N_("Expense"), Tone.WARN),
    }
)

JOURNAL = Sheet(
    name="ledger",
    title=N_("Journal"),
    key="posting_id",
    help=N_("Every posting of the books; the entries of a document add up to zero."),
    columns=(
        Column("entry_on", N_("Date"), Kind.DATE),
        Column("entry_id", N_("Entry"), Kind.INTEGER, width=11),
        Column("kind", N_("Kind"), Kind.STATE, states=ENTRY_KINDS),
        Column("document", N_("Document"), Kind.TEXT, width=18, help=N_("The order or receipt that the entry belongs to.")),
        Column("account_code", N_("Account"), Kind.ID, width=10),
        Column("account_title", N_("Account name"), Kind.TEXT, width=18),
        Column("debit", N_("Debit"), Kind.MONEY, total=True),
        Column("credit", N_("Credit"), Kind.MONEY, total=True),
        Column("channel", N_("Channel"), Kind.TEXT, width=10, shown=False),
        Column("memo", N_("Memo"), Kind.TEXT, width=20),
        Column("source_row", N_("Row"), Kind.INTEGER, shown=False, help=N_("The row of the file that the entry came from.")),
        Column("moves_cash", N_("Moves cash"), Kind.BOOL, shown=False, help=N_("Whether the entry has a posting on a bank account.")),
    ),
)
"""The journal of postings on screen and in Excel."""

RATES = Sheet(
    name="rate_list",
    title=N_("Exchange rates"),
    key="rate_id",
    help=N_("What one unit of a currency is worth in the shop's own, from a day on until a later rate says otherwise."),
    columns=(
        Column("currency", N_("Currency"), Kind.ID, width=10, required=True, example="USD", help=N_("ISO code."),
               words=("币种", "幣別", "货币", "貨幣", "currency", "currency code")),
        Column("rate_on", N_("From day"), Kind.DATE, width=12, required=True, example="2026-01-05", help=N_("The first day on which the rate holds."),
               words=("日期", "生效日期", "date", "day", "from day", "valid from")),
        Column("rate", N_("Rate"), Kind.RATE, width=14, required=True, editable=True, example="7.12",
               help=N_("One unit of the currency in the shop's own currency."), words=("汇率", "匯率", "rate", "exchange rate")),
    ),
)
"""Exchange rates on screen and in Excel."""

RATE_FILE = Sheet(
    name="rates",
    title=N_("Exchange rates"),
    key="currency",
    help=N_("What one unit of a foreign currency is worth from a day on: a day that has a rate gets that of the file."),
    columns=RATES.columns,
)
"""The fields of a list of exchange rates (import and template)."""

_ACCOUNT = Column("code", N_("Account"), Kind.ID, width=14, required=True, editable=True, example="6605.wages",
                  help=N_("Letters and digits; below another account: its code, a dot, and a code of your own."),
                  words=("科目编码", "科目代码", "科目编号", "科目編號", "科目代碼", "account code", "account no", "account number", "code"))
_OWN_FIELDS = (
    Column("title", N_("Account name"), Kind.TEXT, width=28, required=True, editable=True, example=N_("Wages"),
           words=("科目名称", "科目", "科目名稱", "account name", "account", "name", "title")),
    Column("kind", N_("Kind"), Kind.STATE, width=11, editable=True, states=ACCOUNT_KINDS, example="expense",
           help=N_("Where it stands in the reports; an account below another is of its kind."), words=("类别", "科目类别", "類別", "科目類別", "type", "kind", "account type")),
    Column("currency", N_("Currency"), Kind.ID, width=8, editable=True, help=N_("Of a bank account that is kept in another currency; blank is the shop's own."),
           words=("币种", "幣別", "货币", "貨幣", "currency")),
    Column("note", N_("Note"), Kind.LONG_TEXT, width=24, editable=True, words=("备注", "備註", "说明", "說明", "note", "notes", "description")),
    Column("is_closed", N_("Closed"), Kind.BOOL, width=8, editable=True, help=N_("Nothing is booked on it by hand any more; what it holds stays."),
           words=("停用", "已停用", "closed", "inactive")),
)

ACCOUNTS = Sheet(
    name="account_list",
    title=N_("Chart of accounts"),
    key="code",
    help=N_("Every account of the books, its balance, and the line of the reports that it counts to."),
    columns=(
        _ACCOUNT, *_OWN_FIELDS[:2],
        Column("line", N_("Counts to"), Kind.ID, width=10, help=N_("The account whose line it is part of in the reports.")),
        Column("balance", N_("Balance"), Kind.MONEY, total=True, help=N_("Debit is above zero.")),
        *_OWN_FIELDS[2:],
        Column("channel", N_("Channel"), Kind.TEXT, width=12, shown=False, help=N_("The channel that it was made for.")),
    ),
)
"""The chart of accounts on screen and in Excel."""

ACCOUNT_FILE = Sheet(
    name="accounts",
    title=N_("Chart of accounts"),
    key="code",
    help=N_("Accounts of your own: new ones are added, those that are there get the name, note and currency of the file."),
    columns=(_ACCOUNT, *_OWN_FIELDS),
)
"""The fields of a chart of accounts (import and template)."""

JOURNAL_FILE = Sheet(
    name="journal",
    title=N_("Journal"),
    key="entry_no",
    help=N_("Entries made by hand: rows of one number and day are one entry, whose debit and credit must be the same. The same file again books nothing."),
    columns=(
        Column("entry_on", N_("Date"), Kind.DATE, required=True, example="2026-01-31", help=N_("The day of the books."),
               words=("日期", "记账日期", "凭证日期", "記帳日期", "傳票日期", "date", "entry date", "posting date", "journal date")),
        Column("entry_no", N_("Entry"), Kind.ID, width=11, required=True, example="1", help=N_("Rows of one number and day are one entry."),
               words=("凭证号", "凭证字号", "凭证编号", "傳票號碼", "傳票編號", "分录号", "entry", "entry no", "entry number", "journal no", "voucher no")),
        Column("account", N_("Account"), Kind.ID, width=14, required=True, example="1002", help=N_("The account's code, or its name."),
               words=("科目编码", "科目代码", "会计科目", "科目", "科目編號", "會計科目", "account", "account code", "account no")),
        Column("debit", N_("Debit"), Kind.MONEY, total=True, example="500.00", words=("借方", "借方金额", "借方金額", "debit", "debit amount", "dr")),
        Column("credit", N_("Credit"), Kind.MONEY, total=True, words=("贷方", "贷方金额", "貸方", "貸方金額", "credit", "credit amount", "cr")),
        Column("memo", N_("Memo"), Kind.TEXT, width=26, example=N_("Opening balances"), words=("摘要", "备注", "備註", "memo", "description", "narration", "note")),
        Column("channel", N_("Channel"), Kind.TEXT, width=10, help=N_("The sales channel that bears it; blank for the whole shop."),
               words=("渠道", "店铺", "平台", "通路", "賣場", "channel", "shop", "store", "sales channel")),
        Column("own_amount", N_("Amount in the account's currency"), Kind.MONEY, help=N_("Only of an account that is kept in another currency."),
               words=("原币金额", "外币金额", "原幣金額", "外幣金額", "amount in currency", "foreign amount")),
    ),
)
"""The fields of a journal (import and template)."""

BALANCE = Sheet(
    name="trial_balance",
    title=N_("Trial balance"),
    key="code",
    help=N_("Every account of the books: what it held before, what went in and out, what it holds now. Debit is above zero."),
    columns=(
        Column("code", N_("Account"), Kind.ID, width=12),
        Column("title", N_("Account name"), Kind.TEXT, width=26),
        Column("kind", N_("Kind"), Kind.STATE, states=ACCOUNT_KINDS),
        Column("opening", N_("Opening"), Kind.MONEY, total=True, help=N_("Balance before the first day; debit is above zero.")),
        Column("debit", N_("Debit"), Kind.MONEY, total=True, help=N_("What was debited in the range.")),
        Column("credit", N_("Credit"), Kind.MONEY, total=True, help=N_("What was credited in the range.")),
        Column("closing", N_("Closing"), Kind.MONEY, total=True, help=N_("Opening plus debit less credit.")),
    ),
)
"""The trial balance on screen and in Excel."""

_STATEMENT = (
    Column("number", N_("No."), Kind.INTEGER, width=6, shown=False, help=N_("The place of the line in the statement.")),
    Column("title", N_("Line"), Kind.TEXT, width=40),
    Column("now", N_("Amount"), Kind.MONEY, width=16),
    Column("before", N_("Period before"), Kind.MONEY, width=16, help=N_("The same of the span before; of a balance sheet, at its end.")),
    Column("change", N_("Change"), Kind.MONEY, width=16),
    Column("level", N_("Level"), Kind.INTEGER, width=6, shown=False, help=N_("0 a sum, 1 a line, 2 a part of the line above it.")),
    Column("accounts", N_("Accounts"), Kind.TEXT, width=20, shown=False, help=N_("The accounts whose postings make the line.")),
)
PNL = Sheet("pnl", N_("Profit and loss"), _STATEMENT, "number", help=N_("What was earned, above zero, and what it cost, below zero, line by line."))
BALANCE_SHEET = Sheet("balance_sheet", N_("Balance sheet"), _STATEMENT, "number", help=N_("What the shop has and whose it is at the end of the last day; the last line must be zero."))
CASH_FLOW = Sheet("cash_flow", N_("Cash flow"), _STATEMENT, "number", help=N_("What came into bank accounts and went out, by the account on the other side."))
STATEMENTS: Mapping[str, Sheet] = MappingProxyType({sheet.name: sheet for sheet in (PNL, BALANCE_SHEET, CASH_FLOW)})
"""The statements by name."""

ACCOUNT_SHEET = Sheet(
    name="account_sheet",
    title=N_("Account sheet"),
    key="posting_id",
    help=N_("Every posting of an account, with what the account held after it."),
    columns=(
        Column("entry_on", N_("Date"), Kind.DATE),
        Column("entry_id", N_("Entry"), Kind.INTEGER, width=11),
        Column("kind", N_("Kind"), Kind.STATE, states=ENTRY_KINDS),
        Column("document", N_("Document"), Kind.TEXT, width=18, help=N_("The order or receipt that the entry belongs to.")),
        Column("memo", N_("Memo"), Kind.TEXT, width=26),
        Column("channel", N_("Channel"), Kind.TEXT, width=10, shown=False),
        Column("debit", N_("Debit"), Kind.MONEY, total=True),
        Column("credit", N_("Credit"), Kind.MONEY, total=True),
        Column("balance", N_("Balance"), Kind.MONEY, help=N_("What the account held after the posting; debit is above zero.")),
        Column("account_code", N_("Account"), Kind.ID, width=12, shown=False),
    ),
)
"""The postings of an account on screen and in Excel."""

EXPENSE_ACCOUNTS: Mapping[str, State] = MappingProxyType(
    {spec.role.value: State(spec.title) for spec in CHART if spec.role in EXPENSES}
)
"""Code of each account that an expense may go to → its title."""

EXPENSE_FILE = Sheet(
    name="expenses",
    title=N_("Expenses"),
    key="account",
    help=N_("Money spent that no order or delivery tells: each row is booked against the bank. The same file again books nothing."),
    columns=(
        Column("spent_on", N_("Date"), Kind.DATE, required=True, example="2026-01-31", help=N_("The day of the books."),
               words=("日期", "支出日期", "费用日期", "付款日期", "发生日期", "開支日期", "費用日期", "支出日", "date", "day", "expense date", "payment date", "paid on", "spent on")),
        Column("account", N_("Expense account"), Kind.STATE, width=18, required=True, states=EXPENSE_ACCOUNTS, example="6602", help=N_("What the money was spent for."),
               words=("费用类型", "费用类别", "费用科目", "支出类别", "支出类型", "科目", "費用類別", "費用科目", "支出類別", "expense account", "account", "category", "expense category", "expense type")),
        Column("amount", N_("Amount"), Kind.MONEY, required=True, total=True, example="200.00", help=N_("What was paid; below zero where something was given back."),
               words=("金额", "支出金额", "费用金额", "付款金额", "金額", "支出金額", "amount", "expense amount", "total", "paid")),
        Column("currency", N_("Currency"), Kind.ID, width=8, example="CNY", help=N_("ISO code; blank is the shop's own currency."),
               words=("币种", "货币", "幣別", "貨幣", "currency", "currency code")),
        Column("channel", N_("Channel"), Kind.TEXT, width=10, help=N_("The sales channel that bears it; blank for the whole shop."),
               words=("渠道", "店铺", "平台", "通路", "賣場", "channel", "shop", "store", "sales channel")),
        Column("supplier", N_("Paid to"), Kind.TEXT, width=18, example=N_("Sunshine Print Shop"), help=N_("Who was paid; made a supplier on first use."),
               words=("收款方", "收款人", "供应商", "供應商", "supplier", "vendor", "payee", "paid to", "merchant")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=24, example=N_("Leaflets for the spring promotion"),
               words=("备注", "说明", "摘要", "用途", "事由", "備註", "說明", "note", "notes", "memo", "description", "purpose")),
        Column("document_no", N_("Bill no."), Kind.ID, width=16, example="INV-2026-014", help=N_("The number of the bill, by which its rows are known again."),
               words=("单据号", "单号", "凭证号", "发票号", "发票号码", "單據號", "單號", "發票號碼", "document no", "document number", "invoice", "invoice no", "invoice number", "receipt no", "reference")),
    ),
)
"""The fields of a list of expenses (import and template)."""

EXPENSE_STATES: Mapping[str, State] = MappingProxyType(
    {"booked": State(N_("Booked"), Tone.GOOD), "reversed": State(N_("Reversed"), Tone.WARN)}
)
SPENT = Sheet(
    name="expense_list",
    title=N_("Expenses"),
    key="expense_id",
    help=N_("Money spent that no order or delivery tells: typed in by hand, or brought by a file."),
    columns=(
        Column("spent_on", N_("Date"), Kind.DATE, help=N_("The day of the books.")),
        Column("account", N_("Expense account"), Kind.TEXT, width=18),
        Column("account_code", N_("Account"), Kind.ID, width=12, shown=False),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, help=N_("In the shop's currency; below zero where something was given back.")),
        Column("own_amount", N_("Amount paid"), Kind.MONEY, shown=False, help=N_("In the currency it was paid in, where that is another.")),
        Column("currency", N_("Currency"), Kind.ID, width=8, shown=False),
        Column("state", N_("State"), Kind.STATE, width=11, states=EXPENSE_STATES, help=N_("A reversed expense is answered by an entry, and counts no more.")),
        Column("channel", N_("Channel"), Kind.TEXT, width=12, help=N_("The sales channel that bears it; blank for the whole shop.")),
        Column("supplier", N_("Paid to"), Kind.TEXT, width=18),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=24),
        Column("document_no", N_("Bill no."), Kind.ID, width=16),
        Column("entry_id", N_("Entry"), Kind.INTEGER, width=10, shown=False, help=N_("The entry of the books that it became.")),
        Column("import_id", N_("Import"), Kind.INTEGER, shown=False, help=N_("The import that brought it.")),
        Column("source_row", N_("Row"), Kind.INTEGER, shown=False, help=N_("The row of the file that it came from.")),
    ),
)
"""Expenses on screen and in Excel."""

FREIGHT_FILE = Sheet(
    name="freight",
    title=N_("Freight bill"),
    key="waybill",
    help=N_("What the carrier charged for each parcel: an expense of the order that went with that waybill."),
    columns=(
        Column("waybill", N_("Waybill"), Kind.ID, required=True, example="SF1000000000001", help=N_("The parcel's number, by which its order is found."),
               words=("运单号码", "运单号", "快递单号", "物流单号", "運單號", "waybill", "tracking number", "tracking no", "awb")),
        Column("amount", N_("Freight"), Kind.MONEY, required=True, example="6.50", help=N_("What the carrier charged; below zero where it gave something back."),
               words=("总金额", "运费", "快递费", "结算金额", "運費", "freight", "charge", "shipping cost", "amount")),
        Column("charged_at", N_("Scanned at"), Kind.TIME, example="2026-01-16 18:00", help=N_("When the parcel was taken over: the day of the books. The same waybill and moment again says same."),
               words=("扫描时间", "揽收时间", "寄件时间", "发货日期", "寄件日期", "scan time", "ship date", "shipped on", "pickup date")),
    ),
)
"""The fields of a carrier's bill (import and template)."""
