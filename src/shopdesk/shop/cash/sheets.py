"""The columns of the bridge and of the cash forecast, on screen and in Excel."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from shopdesk.shop.cash.rules import BARS
from shopdesk.shop.columns import Column, Kind, Sheet
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
        Column("accounts", N_("Accounts"), Kind.TEXT, width=20, shown=False, help=N_("The accounts whose postings make it.")),
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
