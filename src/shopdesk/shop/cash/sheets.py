"""The columns of the bridge and of the cash forecast, on screen and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.cash.outlook import Flow
from shopdesk.shop.cash.rules import BARS
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.text import N_

BAR_TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "order_profit": N_("Profit of orders"),
        "refunds": N_("Returns and refunds"),
        "fees": N_("Fees of channels"),
        "freight": N_("Freight and packaging"),
        "advertising": N_("Advertising"),
        "other_costs": N_("Other costs"),
        "unknown_left_out": N_("Sales of unknown cost, left out"),
        "profit": N_("Net profit"),
        "unknown_put_back": N_("Sales of unknown cost, put back"),
        "stock_out": N_("Goods taken from stock"),
        "stock_in": N_("Goods put into stock"),
        "goods_in": N_("Received, not invoiced"),
        "payable": N_("Payables"),
        "clearing": N_("Orders not settled yet"),
        "unmatched": N_("To be explained"),
        "reserve": N_("Held back by channels"),
        "loan": N_("Loans"),
        "tax": N_("Sales tax"),
        "ad_account": N_("Advertising accounts"),
        "wallet": N_("Held in wallets"),
        "bank": N_("Paid from the bank otherwise"),
        "owner": N_("Owner"),
        "other": N_("Other accounts"),
        "deposits": N_("Deposits of payouts"),
    }
)
BAR_SHORT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "order_profit": N_("Orders"),
        "refunds": N_("Refunds"),
        "fees": N_("Fees"),
        "freight": N_("Freight"),
        "advertising": N_("Ads"),
        "other_costs": N_("Costs"),
        "unknown_left_out": N_("No cost"),
        "profit": N_("Profit"),
        "unknown_put_back": N_("Put back"),
        "stock_out": N_("From stock"),
        "stock_in": N_("To stock"),
        "goods_in": N_("Not billed"),
        "payable": N_("Payables"),
        "clearing": N_("Not settled"),
        "unmatched": N_("To explain"),
        "reserve": N_("Held back"),
        "loan": N_("Loans"),
        "tax": N_("Tax"),
        "ad_account": N_("Ad funds"),
        "wallet": N_("Wallets"),
        "bank": N_("Bank"),
        "owner": N_("Owner"),
        "other": N_("Others"),
        "deposits": N_("Deposits"),
    }
)
"""What a bar is called under a chart."""
BAR_HELP: Final[Mapping[str, str]] = MappingProxyType(
    {
        "order_profit": N_("Sales with what belongs to them, less the cost of their goods."),
        "unknown_left_out": N_("Goods sold whose cost nobody has told: the profit does not count their sales."),
        "profit": N_("As the profit report says it."),
        "unknown_put_back": N_("They were sold, so their money comes in."),
        "stock_out": N_("A cost in the profit, but no money went out when they were sold."),
        "stock_in": N_("Bought or come back: no cost in the profit yet."),
        "goods_in": N_("Goods that came and that no bill has asked for."),
        "payable": N_("Bills that wait to be paid; below zero, older ones were paid."),
        "clearing": N_("Sold, but not in a statement yet; above zero, sales of before were settled."),
        "unmatched": N_("What moved in wallets and belongs to nothing yet."),
        "wallet": N_("Settled, but not paid out yet."),
        "bank": N_("Expenses, bills and the like that went straight through the bank, not out of payouts."),
        "deposits": N_("What payouts brought to the bank accounts."),
    }
)

BRIDGE = Sheet(
    name="bridge",
    title=N_("From profit to the bank"),
    key="bar",
    help=N_(
        "How the profit of some days becomes the deposits of their payouts; every posting of the days is in one bar."
    ),
    columns=(
        Column("number", N_("No."), Kind.INTEGER, width=5, shown=False),
        Column("bar", N_("Bar"), Kind.TEXT, width=30),
        Column("amount", N_("Amount"), Kind.MONEY, help=N_("What it adds; of profit and deposits what they are.")),
        Column(
            "running", N_("Running total"), Kind.MONEY, help=N_("The profit of orders with all bars up to this one.")
        ),
        Column(
            "opening",
            N_("Held before"),
            Kind.MONEY,
            help=N_("What its accounts held before the first day, debit above zero: from before."),
        ),
        Column(
            "closing", N_("Held after"), Kind.MONEY, help=N_("What they hold after the last day: it comes in later.")
        ),
        Column("why", N_("Meaning"), Kind.TEXT, width=52),
        Column("key", N_("Key"), Kind.ID, width=16, shown=False, help=N_("The name of the bar for the command line.")),
        Column(
            "accounts",
            N_("Accounts"),
            Kind.TEXT,
            width=20,
            shown=False,
            help=N_("The accounts whose postings make it."),
        ),
    ),
)
"""The bridge, a row a bar."""

BRIDGE_MONTHS = Sheet(
    name="bridge_months",
    title=N_("Bridge by month"),
    key="month",
    help=N_("The bridge month by month; the bars of each month add up to its deposits."),
    columns=(
        Column("month", N_("Month"), Kind.TEXT, width=10),
        *(Column(bar, BAR_TITLES[bar], Kind.MONEY, total=True, help=BAR_HELP.get(bar, "")) for bar in BARS),
    ),
)
"""The bridge, a row a month."""

FLOWS: Final[Mapping[str, State]] = MappingProxyType(
    {
        Flow.SOLD: State(N_("Sold already"), Tone.GOOD),
        Flow.EXPECTED: State(N_("Sales to come"), Tone.INFO),
        Flow.BILLS: State(N_("Bills"), Tone.WARN),
        Flow.RECURRING: State(N_("Recurring"), Tone.WARN),
        Flow.GOODS: State(N_("On order"), Tone.WARN),
        Flow.AGAIN: State(N_("Goods to reorder")),
        Flow.TAX: State(N_("Tax")),
        Flow.OTHER: State(N_("Other expenses")),
    }
)
FLOW_RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        Flow.SOLD: N_("Sold and not settled yet: after the usual days of the channel, less what it keeps."),
        Flow.EXPECTED: N_("The mean of the same weekday in the last 8 weeks, after the same days and less the same."),
        Flow.BILLS: N_("What is open of a bill, on the day on which it is due."),
        Flow.RECURRING: N_("What recurs on that day; of a bill, on the day on which it will be due."),
        Flow.GOODS: N_(
            "Goods on order, on the day expected and the supplier's terms; what came unbilled, after 30 days."
        ),
        Flow.AGAIN: N_("As much a week as came in the last 8 weeks, beyond what is on order, paid after 30 days."),
        Flow.TAX: N_("The sales tax that is owed now, on the 15th of the next month."),
        Flow.OTHER: N_("As much a week as expenses took from the bank in the last 8 weeks."),
    }
)
"""By which rule an amount of the forecast is there."""

CASH = Sheet(
    name="cash_weeks",
    title=N_("Cash of 13 weeks"),
    key="first",
    help=N_("What bank accounts and wallets hold at the end of each week to come, by what is known now."),
    columns=(
        Column("first", N_("From"), Kind.DATE, width=11),
        Column("last", N_("To"), Kind.DATE, width=11),
        Column("opening", N_("Opening"), Kind.MONEY),
        *(Column(flow.value, FLOWS[flow].title, Kind.MONEY, total=True, help=FLOW_RULES[flow]) for flow in Flow),
        Column("closing", N_("Closing"), Kind.MONEY),
        Column("lowest", N_("Lowest"), Kind.BOOL, width=8, help=N_("The week with the least cash at its end.")),
    ),
)
"""The forecast, a row a week."""

DUES = Sheet(
    name="cash_dues",
    title=N_("What is due"),
    key="week",
    help=N_("Every amount of the cash forecast: when it comes or goes, and by which rule."),
    columns=(
        Column("week", N_("Week"), Kind.INTEGER, width=6, help=N_("From 1 to 13; what is overdue is in the first.")),
        Column("day", N_("Date"), Kind.DATE, width=11),
        Column("flow", N_("Kind"), Kind.STATE, width=16, states=FLOWS),
        Column("title", N_("Of"), Kind.TEXT, width=20, help=N_("The channel, the bill, the order or what recurs.")),
        Column("amount", N_("Amount"), Kind.MONEY, total=True, help=N_("Above zero it comes in.")),
        Column("rule", N_("Rule"), Kind.TEXT, width=60),
    ),
)
"""What the forecast is made of, a row an amount."""

CASH_TEST = Sheet(
    name="cash_test",
    title=N_("Back-test of the forecast"),
    key="first",
    help=N_("The forecast that could have been made 13 weeks ago, by what was booked until then, beside what came."),
    columns=(
        Column("first", N_("From"), Kind.DATE, width=11),
        Column("last", N_("To"), Kind.DATE, width=11),
        Column("forecast", N_("Change forecast"), Kind.MONEY, total=True, help=N_("What cash should have changed by.")),
        Column("came", N_("Change that came"), Kind.MONEY, total=True),
        Column("error", N_("Error"), Kind.MONEY, total=True, help=N_("Above zero more was forecast than came.")),
        Column("closing_forecast", N_("Closing forecast"), Kind.MONEY),
        Column("closing", N_("Closing"), Kind.MONEY),
    ),
)
"""The forecast of thirteen weeks ago, a row a week."""
