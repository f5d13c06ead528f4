"""The grids whose exports come back: their rows, what names a row, and the action that a typed cell goes through."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from shopdesk.exchange.kinds import FILES
from shopdesk.shop.catalog.actions import add_product
from shopdesk.shop.columns import Column, Sheet
from shopdesk.shop.fulfilment.care import edit_promises
from shopdesk.shop.fulfilment.reports import PROMISE_ROWS
from shopdesk.shop.ledger.actions import edit_rates
from shopdesk.shop.ledger.chart import add_account, edit_accounts
from shopdesk.shop.ledger.reports import ACCOUNT_ROWS, RATE_ROWS
from shopdesk.shop.listings.by_hand import edit_by_hand
from shopdesk.shop.listings.prices.listed import PRICE_LIST_ROWS, edit_price_list
from shopdesk.shop.listings.prices.ruling import PRICING_RULE_ROWS, add_price_rule, edit_price_rules
from shopdesk.shop.listings.reports import LISTING_ROWS
from shopdesk.shop.orders.actions import edit_orders
from shopdesk.shop.orders.customers.actions import edit_customers
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.promotions.actions import add_promotion, edit_promotions
from shopdesk.shop.promotions.calendar.own_days import DAY_ROWS, add_day_row, edit_days
from shopdesk.shop.promotions.named_sides import (
    add_combination_row,
    add_coupon_row,
    edit_combinations,
    edit_coupon_rows,
)
from shopdesk.shop.promotions.price_plan.plan import PLAN_RULE_ROWS, add_plan_rule, edit_plan_rules
from shopdesk.shop.promotions.reports import COMBINATION_ROWS, COUPON_ROWS, PROMOTION_ROWS
from shopdesk.shop.promotions.scopes import COLUMNS as SCOPES
from shopdesk.shop.service.actions import add_reply_row, edit_cases, edit_replies
from shopdesk.shop.service.customers.reports import CUSTOMER_ROWS
from shopdesk.shop.service.reasons.tasks import TASK_ROWS, edit_tasks, open_task
from shopdesk.shop.service.reports import CASE_ROWS, REPLY_ROWS
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.shelving import edit_stock
from shopdesk.shop.tax.actions import add_tax_rule, edit_tax_rules
from shopdesk.shop.tax.reports import RULE_ROWS
from shopdesk.store.rows import RowSource
from shopdesk.store.tx import Tx
from shopdesk.text import N_

NO_ORDERS: Final = N_("An added row: orders come in with an order file, not here.")
NO_CHANNELS: Final = N_("An added row: a channel is made by the first file that comes from it.")
NO_CUSTOMERS: Final = N_("An added row: new customers come in with a list of customers, not here.")
NO_LISTINGS: Final = N_("An added row: listings come in with a file of products or of listings, not here.")
NO_CASES: Final = N_("An added row: cases are opened in the program, or come in with a file of cases.")
NO_RATES: Final = N_("An added row: new rates are entered in the settings, or come in with a file of rates.")

Edit = tuple[int, str, object]
"""(row id, column key, Python value as `Kind` says)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid with columns that a person may edit."""

    source: RowSource
    edit: Callable[[Tx, list[Edit]], int]
    """What typing into the grid does: one cell or many."""
    names: tuple[str, ...]
    """Columns that together say which row it is, to people, and to a shop that was restored since."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Column → the field of `edit`, where that has another name."""
    add: Callable[[Tx, Mapping[str, Any]], int] | None = None
    """Makes a row of the values of a row that was added to the sheet: column key → Python value; returns its id."""
    no_more: str = ""
    """Why rows cannot be added in the sheet, where `add` is None (a msgid)."""
    reworded: frozenset[str] = frozenset()
    """Columns whose texts the store gives back in words of its own."""

    @property
    def sheet(self) -> Sheet:
        """Its columns."""
        return self.source.sheet

    def name_of(self, row: Sequence[Any]) -> str:
        """What people call the row with these values, in the order of the sheet's columns."""
        told = [value for column, value in zip(self.sheet.columns, row, strict=True) if column.key in self.names]
        return " · ".join(str(value) for value in told if value is not None)

    def cell(self, key: str, row: tuple[Any, ...]) -> Any:
        """A cell of the row with these values as people read it."""
        place = next(n for n, column in enumerate(self.sheet.columns) if column.key == key)
        speak = self.source.spoken.get(key)
        return row[place] if speak is None or row[place] is None else speak(row[place], row)


def add_account_row(tx: Tx, values: Mapping[str, Any]) -> int:
    """An account that was added as a row of the chart; returns its id."""
    code, title, kind = (str(values.get(key) or "") for key in ("code", "title", "kind"))
    note, currency = (str(values.get(key) or "") for key in ("note", "currency"))
    account_id = add_account(tx, code, title, kind, currency=currency, note=note)
    if values.get("is_closed"):
        edit_accounts(tx, [(account_id, "is_closed", True)])
    return account_id


def add_sku(tx: Tx, values: Mapping[str, Any]) -> int:
    """A product that was added as a row of the sheet of products; returns its sku_id."""
    told = {name: values.get(name) for name in ("option", "price", "cost", "category", "brand", "barcode")}
    sku_id = add_product(tx, values.get("sku") or "", values.get("title") or "", **told)
    rest = [
        (sku_id, name, values[name])
        for name in ("state", "weight", "shelf", "warning_level")
        if values.get(name) is not None
    ]
    if rest:
        edit_stock(tx, rest)
    return sku_id


GRIDS: Final[Mapping[str, Grid]] = MappingProxyType(
    {
        grid.sheet.name: grid
        for grid in (
            Grid(ORDER_ROWS, edit_orders, ("order_no",), no_more=NO_ORDERS),
            Grid(STOCK_ROWS, edit_stock, ("sku",), {"sku": "code"}, add_sku),
            Grid(ACCOUNT_ROWS, edit_accounts, ("code",), add=add_account_row),
            Grid(RATE_ROWS, edit_rates, ("currency", "rate_on"), no_more=NO_RATES),
            Grid(RULE_ROWS, edit_tax_rules, ("title", "since"), add=add_tax_rule),
            Grid(
                PROMOTION_ROWS,
                edit_promotions,
                ("promotion_no",),
                add=add_promotion,
                reworded=frozenset({"tiers", "coupons", *SCOPES}),
            ),
            Grid(COUPON_ROWS, edit_coupon_rows, ("code",), add=add_coupon_row, reworded=frozenset({"promotion"})),
            Grid(
                COMBINATION_ROWS,
                edit_combinations,
                ("one", "other"),
                add=add_combination_row,
                reworded=frozenset({"one", "other"}),
            ),
            Grid(DAY_ROWS, edit_days, ("title", "first_on"), add=add_day_row),
            Grid(PLAN_RULE_ROWS, edit_plan_rules, ("title",), add=add_plan_rule),
            Grid(PRICE_LIST_ROWS, edit_price_list, ("channel", "listing_no", "sku"), no_more=NO_LISTINGS),
            Grid(PRICING_RULE_ROWS, edit_price_rules, ("title",), add=add_price_rule),
            Grid(LISTING_ROWS, edit_by_hand, ("channel", "listing_no"), no_more=NO_LISTINGS),
            Grid(CUSTOMER_ROWS, edit_customers, ("customer_no",), no_more=NO_CUSTOMERS),
            Grid(CASE_ROWS, edit_cases, ("case_no",), no_more=NO_CASES),
            Grid(REPLY_ROWS, edit_replies, ("title", "language"), add=add_reply_row),
            Grid(TASK_ROWS, edit_tasks, ("title",), add=open_task),
            Grid(PROMISE_ROWS, edit_promises, ("channel",), no_more=NO_CHANNELS),
        )
    }
)
"""Kind of rows, which is the name of the grid's sheet → the grid."""


def columns_of(kind: str) -> Sheet:
    """The columns that rows of a kind have: of a kind of file, or of a grid that comes back."""
    return FILES[kind] if kind in FILES else GRIDS[kind].sheet


def editable(columns: Sequence[Column]) -> list[Column]:
    """Those that a person may edit."""
    return [column for column in columns if column.editable]
