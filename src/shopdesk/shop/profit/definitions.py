"""What each figure of the shop is: one definition, read by reports, statement, help and export."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.ledger.rules import CHART, AccountKind, Role
from shopdesk.shop.profit.sheets import MONTHS, SKUS
from shopdesk.shop.stock.sheets import STOCK
from shopdesk.text import N_

BOOKED: Final = N_("by month of the books and channel")
NOW: Final = N_("now, all warehouses")
_POSTINGS: Final = ("posting", "journal_entry", "account")
_ORDERS: Final = ("sales_order",)
_GOODS: Final = ("sales_order", "order_line", "refund", "stock_move")


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure: its name and meaning are those of `column`; it is made of `parts`, or of `accounts`, or by a `rule`."""

    column: Column
    parts: tuple[tuple[int, str], ...] = ()
    """(sign, name) of the figures that it is the sum of."""
    accounts: tuple[Role, ...] = ()
    sign: int = 1
    """Of what was debited on the accounts: -1 where a credit makes the figure larger."""
    rule: str = ""
    """How it is worked out from `tables`, in the words of SQL."""
    tables: tuple[str, ...] = ()
    window: str = BOOKED

    @property
    def name(self) -> str:
        """The key by which reports, files and formulas call it."""
        return self.column.key

    @property
    def formula(self) -> str:
        """How it is worked out: in names of other figures, or in tables and columns of the store."""
        if self.parts:
            return " ".join(f"{'+' if sign > 0 else '-'} {name}" for sign, name in self.parts).removeprefix("+ ")
        if self.accounts:
            codes = ", ".join(f"'{role.value}'" for role in self.accounts)
            return f"{'-' if self.sign < 0 else ''}sum(posting.amount) where account.code in ({codes})"
        return self.rule


_GROSS_PROFIT: Final = Column(
    "gross_profit", N_("Gross profit"), Kind.MONEY,
    help=N_("Net sales less sales of unknown cost and the cost of goods sold."),
)  # fmt: skip
_FEES: Final = (Role.COMMISSION, Role.PAYMENT_FEE)
_OTHER: Final = tuple(
    spec.role for spec in CHART
    if spec.kind is AccountKind.EXPENSE and spec.role not in (*_FEES, Role.COGS, Role.BAD_DEBT)
)  # fmt: skip
_NET: Final = ((1, "gross_sales"), (-1, "discounts"), (-1, "refunds"), (1, "adjustments"), (1, "charges"))
_KNOWN: Final = ((1, "net_sales"), (-1, "unknown_sales"), (-1, "cogs"))


def _booked(key: str, sign: int, *accounts: Role) -> Definition:
    return Definition(MONTHS.column(key), accounts=accounts, sign=sign, tables=_POSTINGS)


def _made_of(column: Column, *parts: tuple[int, str]) -> Definition:
    return Definition(column, parts=parts)


def _ruled(column: Column, rule: str, *tables: str, window: str = BOOKED) -> Definition:
    return Definition(column, rule=rule, tables=tables, window=window)


_PROFIT: Final = (
    _ruled(MONTHS.column("orders"), "count(*) where sold_on is not null and kind = 'sale'", *_ORDERS),
    _ruled(MONTHS.column("units"), "sum(units) where sold_on is not null and kind <> 'adjustment'", *_ORDERS),
    _booked("gross_sales", -1, Role.SALES),
    _booked("discounts", 1, Role.DISCOUNT),
    _booked("refunds", 1, Role.RETURNS),
    _booked("adjustments", -1, Role.BAD_DEBT),
    _booked(
        "charges", -1, Role.SHIPPING, Role.CHARGES, Role.TAX_IN_PRICES, Role.BRUSHED, Role.SUBSIDY, Role.OTHER_INCOME
    ),
    _made_of(MONTHS.column("net_sales"), *_NET),
    _ruled(SKUS.column("unknown_units"), "sum(order_line.quantity) where a stock_move of it has no value", *_GOODS),
    _ruled(
        MONTHS.column("unknown_sales"),
        "sum(order_line.amount) less its share of refund.amount where a stock_move of it has no value",
        *_GOODS,
    ),
    _booked("cogs", 1, Role.COGS),
    _made_of(_GROSS_PROFIT, *_KNOWN),
    _booked("fees", 1, *_FEES),
    _booked("other_costs", 1, *_OTHER),
    _made_of(MONTHS.column("profit"), (1, "gross_profit"), (-1, "fees"), (-1, "other_costs")),
    _ruled(MONTHS.column("margin"), "profit / (net_sales - unknown_sales)"),
)
_STOCK: Final = (
    _ruled(STOCK.column("on_hand"), "sum(stock_move.quantity)", "stock_move", window=NOW),
    _ruled(
        STOCK.column("reserved"),
        "sum(order_line.quantity) where sales_order.state = 'paid' and sku_id is not null",
        "order_line",
        "sales_order",
        window=NOW,
    ),
    replace(_made_of(STOCK.column("available"), (1, "on_hand"), (-1, "reserved")), window=NOW),
    _ruled(
        replace(STOCK.column("value"), key="stock_value"),
        "sum(stock_move.value) where every stock_move of the sku has a value",
        "stock_move",
        window=NOW,
    ),
)
PROFIT_FIGURES: Final[Mapping[str, Definition]] = MappingProxyType({one.name: one for one in _PROFIT})
"""Name → figure of the profit statement, in its order; `Figures` has an attribute of each name."""
STOCK_FIGURES: Final[Mapping[str, Definition]] = MappingProxyType({one.name: one for one in _STOCK})
"""Name → figure of the stock."""


def sources_of(name: str) -> tuple[str, ...]:
    """The tables that a figure is worked out from, a sum's through its parts."""
    known = {**PROFIT_FIGURES, **STOCK_FIGURES}
    one = known[name]
    parts = [part for _sign, part in one.parts] or (["profit"] if name == "margin" else [])
    found = [*one.tables, *(table for part in parts for table in sources_of(part))]
    return tuple(dict.fromkeys(found))
