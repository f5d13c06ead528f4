"""The dictionary of figures: what each is, in words and in code; board, command line, targets and help read it here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Kind
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.service.ratings.rules import Tally
from shopdesk.shop.service.staff.rules import Staff, Worked, staff_of
from shopdesk.shop.today.looking import Place
from shopdesk.shop.today.visits import Visits
from shopdesk.text import N_

FEW: Final = 30
"""A share of fewer than so many is told with "few data"."""
DIGITS: Final = 6
"""Decimals that are told: a spreadsheet would round 28 of them in silence."""


@dataclass(slots=True)
class Facts:
    """What is known of one period: the profit statement, its buyers, and visitors where a report tells of them."""

    figures: Figures = field(default_factory=Figures)
    visits: Visits = field(default_factory=Visits)
    visited_orders: int = 0
    """Orders of the channels whose visitors are known."""
    buyers: int = 0
    returning: int = 0
    """Buyers of the period who had bought before it."""
    worked: list[Worked] = field(default_factory=list)
    """Cases that were opened in the period."""
    stars: Tally = field(default_factory=Tally)
    """What buyers gave in reviews of the period for "as described", or where the channel has one rating only."""
    counted: int = 0
    """Lines that counts of the period booked."""
    right: int = 0
    """Those of them that were as expected."""

    @property
    def service(self) -> Staff:
        """The figures of those cases, whoever saw to them."""
        return staff_of(None, self.worked)


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure; `of` gives its value, None where it cannot be said, and `basis` of how many a share is."""

    key: str
    title: str
    formula: str
    tables: tuple[str, ...]
    of: Callable[[Facts], Decimal | None]
    kind: Kind = Kind.INTEGER
    better: int = 1
    """1: more is better; -1: less is; 0: neither."""
    basis: Callable[[Facts], Decimal | int | None] | None = None
    place: Place = ("orders", MappingProxyType({"filters": (("kind", "=sale"),)}))
    """Where its rows are."""
    day: str = "sold_on"
    """The column of its rows that holds the days of the period; "": they cannot be told apart by it."""
    line: str = ""
    """Of figures of the books the line of the profit statement whose postings are its rows."""
    sums: bool = True
    """Whether days add up to months."""
    needs_costs: bool = False
    """Whether it says nothing while the cost of most of what was sold is unknown."""

    def lacks_costs(self, facts: Facts) -> bool:
        """Whether something was sold, and its costs are not known well enough to say it."""
        return self.needs_costs and facts.figures.net_sales > 0 and self.of(facts) is None

    def is_few(self, facts: Facts) -> bool:
        """Whether it is a share of too few to be believed."""
        return self.basis is not None and (self.basis(facts) or 0) < FEW


_BOOKS: Final = ("account_day", "posting", "account")
_ORDERS: Final = ("sales_order",)
_TRAFFIC: Final = ("traffic",)
_PROFIT: Final[Place] = ("profit", MappingProxyType({"segment": "summary"}))
_CASES: Final = ("service_case", "case_event")
_COUNTS: Final = ("stock_count", "stock_count_line")
_SERVICE: Final[Place] = ("service", MappingProxyType({"segment": "cases"}))
_SOLD_AND_RETURNED: Final[Place] = ("orders", MappingProxyType({"filters": (("kind", "=sale, =return"),)}))
_STOCK: Final[Place] = ("stock", MappingProxyType({"view": "counts"}))
_RATINGS: Final[Place] = ("service", MappingProxyType({"segment": "reviews", "filters": (("described", "!="),)}))
_LISTINGS: Final[Place] = ("listings", MappingProxyType({"segment": "funnel"}))


def _share(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if part is not None and whole else None


def _known(facts: Facts) -> Decimal:
    return facts.figures.net_sales - facts.figures.unknown_sales


def _is_known(facts: Facts) -> bool:
    """Whether the cost of most of what was sold is known; a result of the rest alone would mislead."""
    return _known(facts) * 2 >= facts.figures.net_sales


def _money(key: str, title: str, formula: str, line: str, better: int = 1, *, is_result: bool = False) -> Metric:
    def told(facts: Facts) -> Decimal | None:
        return _of_line(facts, line) if not is_result or _is_known(facts) else None

    return Metric(key, title, formula, _BOOKS, told, Kind.MONEY, better, None, _PROFIT, "", line, needs_costs=is_result)


def _of_line(facts: Facts, line: str) -> Decimal:
    amount: Decimal = getattr(facts.figures, line)
    return amount


def _part(
    key: str, title: str, formula: str, line: str, whole: Callable[[Facts], Decimal], better: int = 1
) -> Metric:  # fmt: skip
    def of(facts: Facts) -> Decimal | None:
        told = whole is not _known or _is_known(facts)
        return _share(_of_line(facts, line), whole(facts)) if told else None

    return Metric(
        key, title, formula, _BOOKS, of, Kind.PERCENT, better, lambda facts: facts.figures.orders, _PROFIT, "", line,
        sums=False, needs_costs=whole is _known,
    )  # fmt: skip


def _visited(key: str, title: str, formula: str) -> Metric:
    return Metric(
        key, title, formula, _TRAFFIC, lambda facts: _count(getattr(facts.visits, key)), place=_LISTINGS, day=""
    )


def _count(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


METRICS: Final = {
    one.key: one
    for one in (
        _money("revenue", N_("Revenue"), N_("net sales: goods and charges less discounts, refunds and tax in prices"),
               "net_sales"),
        Metric("orders", N_("Orders"), N_("sales by the day on which they entered the books"), _ORDERS,
               lambda facts: Decimal(facts.figures.orders)),
        Metric("units", N_("Pieces sold"), N_("pieces of those sales less pieces of returns"), _ORDERS,
               lambda facts: facts.figures.units, Kind.QUANTITY, place=_SOLD_AND_RETURNED),
        Metric("aov", N_("Order value"), N_("revenue ÷ orders"), (*_BOOKS, *_ORDERS),
               lambda facts: _share(facts.figures.net_sales, facts.figures.orders), Kind.MONEY, line="net_sales",
               sums=False),
        _part("gross_margin", N_("Gross margin"), N_("gross profit ÷ revenue whose cost is known"),
              "gross_profit", _known),
        _money("gross_profit", N_("Gross profit"), N_("revenue whose cost is known − cost of the goods"),
               "gross_profit", is_result=True),
        _money("profit", N_("Net profit"), N_("gross profit − costs that grow with sales − all others"),
               "profit", is_result=True),
        _part("profit_share", N_("Net margin"), N_("net profit ÷ revenue whose cost is known"),
              "profit", _known),
        _money("ad_spend", N_("Ad spend"), N_("advertising as incurred"), "advertising", 0),
        _part("ad_share", N_("Ad share"), N_("advertising ÷ revenue"),
              "advertising", lambda facts: facts.figures.net_sales, -1),
        _money("refunds", N_("Refunds"), N_("money given back, by the day of the refund"), "refunds", -1),
        _part("refund_share", N_("Refund share"), N_("refunds ÷ prices of goods sold"),
              "refunds", lambda facts: facts.figures.gross_sales, -1),
        _part("discount_share", N_("Discount share"), N_("discounts ÷ prices of goods sold"),
              "discounts", lambda facts: facts.figures.gross_sales, 0),
        Metric("buyers", N_("Buyers"), N_("different customers with a sale in the period"), ("sales_order", "customer"),
               lambda facts: Decimal(facts.buyers) if facts.buyers or not facts.figures.orders else None,
               sums=False),
        Metric("repurchase", N_("Repurchase rate"), N_("buyers who had bought before the period ÷ buyers"),
               ("sales_order", "customer"), lambda facts: _share(facts.returning, facts.buyers), Kind.PERCENT, 1,
               lambda facts: facts.buyers, sums=False),
        Metric("first_reply", N_("First reply"),
               N_("the median of business minutes to the first answer, of cases opened in the period"),
               _CASES, lambda facts: facts.service.first_reply.value, Kind.INTEGER, -1,
               lambda facts: facts.service.first_reply.of, _SERVICE, "opened_at", sums=False),
        Metric("solved_in_time", N_("Solved in time"),
               N_("solved cases within their promise ÷ solved cases with one, of those opened in the period"),
               _CASES, lambda facts: facts.service.in_time.value, Kind.PERCENT, 1,
               lambda facts: facts.service.in_time.of, _SERVICE, "opened_at", sums=False),
        Metric("satisfaction", N_("Satisfaction"),
               N_("the mean of what buyers answered, 1 to 5, of cases opened in the period"),
               _CASES, lambda facts: facts.service.satisfaction.value, Kind.RATE, 1,
               lambda facts: facts.service.satisfaction.of, _SERVICE, "opened_at", sums=False),
        Metric("rating", N_("Rating"), N_("the mean of the stars that reviews of the period gave"), ("review",),
               lambda facts: facts.stars.mean, Kind.RATE, 1, lambda facts: facts.stars.count, _RATINGS, "written_at",
               sums=False),
        Metric("count_accuracy", N_("Count accuracy"),
               N_("lines that were as expected ÷ lines counted, of counts booked in the period"),
               _COUNTS, lambda facts: _share(facts.right, facts.counted), Kind.PERCENT, 1,
               lambda facts: facts.counted, _STOCK, "", sums=False),
        _visited("impressions", N_("Impressions"), N_("how often listings were shown, as the channels report it")),
        _visited("visitors", N_("Visitors"), N_("people who came, as the channels report it")),
        _visited("page_views", N_("Page views"), N_("pages that were opened, as the channels report it")),
        Metric("ctr", N_("Click rate"), N_("clicks ÷ impressions"), _TRAFFIC,
               lambda facts: _share(facts.visits.clicks, facts.visits.impressions), Kind.PERCENT, 1,
               lambda facts: facts.visits.impressions, _LISTINGS, "", sums=False),
        Metric("conversion", N_("Conversion"), N_("orders of the channels whose visitors are known ÷ visitors"),
               (*_TRAFFIC, *_ORDERS), lambda facts: _share(facts.visited_orders, facts.visits.visitors), Kind.PERCENT,
               1, lambda facts: facts.visits.visitors, _LISTINGS, "", sums=False),
    )
}  # fmt: skip
"""Every figure by its key."""
USUAL: Final = ("revenue", "orders", "conversion", "aov", "gross_margin")
"""What a board shows that nobody has laid out."""


def in_digits(value: Decimal | float | None) -> Decimal | None:
    """A figure with as many decimals as are told."""
    return None if value is None else round(Decimal(value), DIGITS)
