"""What each figure of the shop is: one definition, read by reports, statement, help and export."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column
from shopdesk.shop.ledger.rules import AccountKind, Role, role_of
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
            added = f"{'-' if self.sign < 0 else ''}sum(posting.amount)"
            return f"{added} where split_part(account.code, '.', 1) in ({codes})"
        return self.rule


VARIABLE: Final = (
    ("commission", Role.COMMISSION),
    ("payment_fee", Role.PAYMENT_FEE),
    ("freight", Role.FREIGHT),
    ("return_freight", Role.RETURN_FREIGHT),
    ("packaging", Role.PACKAGING),
    ("advertising", Role.ADVERTISING),
    ("compensation", Role.COMPENSATION),
    ("returns_loss", Role.RETURNS_LOSS),
)
"""Costs that grow with the sales, between gross profit and contribution."""
INDIRECT: Final = (
    ("rent", Role.RENT),
    ("samples", Role.SAMPLES),
    ("brushing", Role.BRUSHING),
    ("interest", Role.INTEREST),
    ("exchange", Role.EXCHANGE),
    ("other_expenses", Role.OTHER),
    ("stock_differences", Role.SHRINKAGE),
    ("income_tax", Role.INCOME_TAX),
)
"""Costs that do not, between contribution and net profit."""
COSTS: Final = frozenset(name for name, _role in (*VARIABLE, *INDIRECT)) | {"indirect_costs"}
"""Names of all lines of costs but that of the goods."""
_NET: Final = (
    (1, "gross_sales"), (-1, "discounts"), (-1, "refunds"), (1, "adjustments"), (1, "charges"), (1, "subsidies"),
    (-1, "tax_in_prices"), (-1, "brushed"),
)  # fmt: skip
_KNOWN: Final = ((1, "net_sales"), (-1, "unknown_sales"), (-1, "cogs"))


def _booked(key: str, sign: int, *accounts: Role) -> Definition:
    return Definition(MONTHS.column(key), accounts=accounts, sign=sign, tables=_POSTINGS)


def _made_of(column: Column, *parts: tuple[int, str]) -> Definition:
    return Definition(column, parts=parts)


def _less(names: Iterable[tuple[str, Role]]) -> list[tuple[int, str]]:
    return [(-1, name) for name, _role in names]


def _ruled(column: Column, rule: str, *tables: str, window: str = BOOKED) -> Definition:
    return Definition(column, rule=rule, tables=tables, window=window)


_PROFIT: Final = (
    _ruled(MONTHS.column("orders"), "count(*) where sold_on is not null and kind = 'sale'", *_ORDERS),
    _ruled(MONTHS.column("units"), "sum(units) where sold_on is not null and kind <> 'adjustment'", *_ORDERS),
    _booked("gross_sales", -1, Role.SALES),
    _booked("discounts", 1, Role.DISCOUNT),
    _booked("refunds", 1, Role.RETURNS),
    _booked("adjustments", -1, Role.BAD_DEBT),
    _booked("charges", -1, Role.SHIPPING, Role.CHARGES, Role.OTHER_INCOME),
    _booked("subsidies", -1, Role.SUBSIDY),
    _booked("tax_in_prices", 1, Role.TAX_IN_PRICES),
    _booked("brushed", 1, Role.BRUSHED),
    _made_of(MONTHS.column("net_sales"), *_NET),
    _ruled(
        MONTHS.column("platform_discounts"),
        "sum(platform_discount) where sold_on is not null and kind <> 'adjustment'",
        *_ORDERS,
    ),
    _ruled(SKUS.column("unknown_units"), "sum(order_line.quantity) where a stock_move of it has no value", *_GOODS),
    _ruled(
        MONTHS.column("unknown_sales"),
        "sum(order_line.amount) less its share of refund.amount where a stock_move of it has no value",
        *_GOODS,
    ),
    _booked("cogs", 1, Role.COGS),
    _made_of(MONTHS.column("gross_profit"), *_KNOWN),
    _ruled(
        MONTHS.column("returned_goods"), "sum(stock_move.value) where reason = 'return'", "stock_move", "sales_order"
    ),
    *(_booked(name, 1, role) for name, role in VARIABLE),
    _made_of(MONTHS.column("resellable"), (1, "returned_goods"), (-1, "returns_loss")),
    _made_of(MONTHS.column("contribution"), (1, "gross_profit"), *_less(VARIABLE)),
    _ruled(MONTHS.column("contribution_margin"), "contribution / (net_sales - unknown_sales)"),
    *(_booked(name, 1, role) for name, role in INDIRECT),
    _made_of(MONTHS.column("indirect_costs"), *((1, name) for name, _role in INDIRECT)),
    _made_of(MONTHS.column("profit"), (1, "contribution"), (-1, "indirect_costs")),
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
SHARES_OF: Final = {"contribution_margin": "contribution", "margin": "profit"}
"""Share of the net sales whose cost is known → what it is the share of."""
STOCK_FIGURES: Final[Mapping[str, Definition]] = MappingProxyType({one.name: one for one in _STOCK})
"""Name → figure of the stock."""


LINES: Final = {role.value: (one.name, one.sign) for one in _PROFIT for role in one.accounts}
"""Account code → the line of the statement it counts to, and the sign of its debits."""
_OWN: Final = {AccountKind.INCOME: ("charges", -1), AccountKind.EXPENSE: ("other_expenses", 1)}
"""The line of accounts that the shop added to the chart."""


def line_of(code: str, kind: AccountKind) -> tuple[str, int] | None:
    """Name of the line that an account counts to, and the sign of its debits; None: it is none of the statement.

    One below another ("6605.wages") counts to the line of that one, one of the shop's own to that of its kind.
    """
    role = role_of(code)
    return LINES.get(role.value) if role is not None else _OWN.get(kind)


def leaves_of(name: str) -> list[tuple[int, str]]:
    """(sign, name) of the figures that a sum is made of in the end; of one that is no sum itself."""
    parts = PROFIT_FIGURES[name].parts
    return [(sign * one, leaf) for sign, part in parts for one, leaf in leaves_of(part)] if parts else [(1, name)]


def sources_of(name: str) -> tuple[str, ...]:
    """The tables that a figure is worked out from, a sum's through its parts."""
    known = {**PROFIT_FIGURES, **STOCK_FIGURES}
    one = known[name]
    parts = [part for _sign, part in one.parts] or [*SHARES_OF.get(name, "").split()]
    found = [*one.tables, *(table for part in parts for table in sources_of(part))]
    return tuple(dict.fromkeys(found))
