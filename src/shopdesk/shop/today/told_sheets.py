"""The pages of today as sheets: figures with their definitions, why sales moved, the forecast, and customers."""

from collections.abc import Iterable
from typing import Any, Final

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.orders.customers.segments import SEGMENTS
from shopdesk.shop.today.figures import Board
from shopdesk.shop.today.forecast import METHODS, Method
from shopdesk.shop.today.metrics import in_digits
from shopdesk.shop.today.moves import FACTORS, Moves
from shopdesk.shop.today.outlook import Outlook
from shopdesk.shop.today.paths import Path
from shopdesk.shop.today.retention import COHORTS, Retention
from shopdesk.text import N_, _

FIGURE_SHEET: Final = Sheet(
    name="figures_told",
    title=N_("All figures"),
    key="key",
    help=N_("Each figure with what it is compared with, and how it is worked out. Shares are parts of 1."),
    columns=(
        Column("key", N_("Name"), Kind.ID, width=14),
        Column("title", N_("Indicator"), Kind.TEXT, width=18),
        Column("since", N_("From"), Kind.DATE, width=12),
        Column("until", N_("To"), Kind.DATE, width=12),
        Column("value", N_("Comes to"), Kind.RATE, width=14),
        Column("before", N_("Period before"), Kind.RATE, width=14),
        Column("usual", N_("Usual on this weekday"), Kind.RATE, width=14),
        Column("target", N_("Target"), Kind.RATE, width=14),
        Column("note", N_("Note"), Kind.TEXT, width=12),
        Column("formula", N_("Formula"), Kind.LONG_TEXT, width=50),
        Column("tables", N_("Comes from"), Kind.TEXT, width=30),
    ),
)
MOVE_SHEET: Final = Sheet(
    name="moves_told",
    title=N_("Why sales moved"),
    key="factor",
    help=N_("The change by channel, product and factor; the channels' rows add up to the whole, and so do the products'."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=14),
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("product", N_("Product"), Kind.TEXT, width=30),
        Column("factor", N_("Factor"), Kind.TEXT, width=18),
        Column("amount", N_("Change"), Kind.MONEY, width=14),
    ),
)  # fmt: skip
OUTLOOK_SHEET: Final = Sheet(
    name="outlook_told",
    title=N_("Forecast"),
    key="sku",
    help=N_("Pieces of what sells most, and the sales of the shop in its first row; ± holds 9 of 10 weeks."),
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("product", N_("Product"), Kind.TEXT, width=30),
        Column("sold", N_("Last four weeks"), Kind.RATE, width=14),
        Column("total", N_("Next four weeks"), Kind.RATE, width=14),
        Column("margin", "±", Kind.RATE, width=12),
        Column("method", N_("Method"), Kind.TEXT, width=16),
        Column("miss", N_("Miss"), Kind.PERCENT, width=10),
        Column("naive", N_("Naive miss"), Kind.PERCENT, width=10),
    ),
)
SEGMENT_SHEET: Final = Sheet(
    name="segments_told",
    title=N_("Segments"),
    key="segment",
    columns=(
        Column("segment", N_("Segment"), Kind.TEXT, width=22),
        Column("customers", N_("Customers"), Kind.INTEGER, width=12, total=True),
        Column("orders", N_("Orders"), Kind.INTEGER, width=12, total=True),
        Column("value", N_("Value"), Kind.MONEY, width=14, total=True),
    ),
)
COHORT_SHEET: Final = Sheet(
    name="cohorts_told",
    title=N_("Cohorts"),
    key="month",
    help=N_("By month of the first sale: how many bought again so many months later."),
    columns=(
        Column("month", N_("Month"), Kind.TEXT, width=10),
        Column("customers", N_("Customers"), Kind.INTEGER, width=12),
        *(Column(f"later_{later}", f"+{later}", Kind.INTEGER, width=8) for later in range(1, COHORTS + 1)),
    ),
)

PATH_SHEET: Final = Sheet(
    name="paths_told",
    title=N_("From first to next product"),
    key="first",
    help=N_("What customers bought at their first purchase, and at the one after it."),
    columns=(
        Column("first", N_("First bought"), Kind.TEXT, width=30),
        Column("then", N_("Then bought"), Kind.TEXT, width=30),
        Column("customers", N_("Customers"), Kind.INTEGER, width=12),
        Column("share", N_("Of those who began so"), Kind.PERCENT, width=12),
        Column("days", N_("Days between"), Kind.INTEGER, width=12),
    ),
)

Rows = list[tuple[Any, ...]]


def figure_rows(board: Board) -> Rows:
    """The figures of a board."""
    return [
        (
            one.metric.key, _(one.metric.title), board.period.since, board.period.until,
            *map(in_digits, (one.value, one.before, one.usual, one.target)), _(one.remark) if one.remark else None,
            _(one.metric.formula), ", ".join(one.metric.tables),
        )
        for one in board.shown
    ]  # fmt: skip


def move_rows(moves: Moves) -> Rows:
    """What each factor did, by channel and then by product."""
    return [
        (
            moves.channel_titles.get(one.channel_id, ""), *moves.sku_titles.get(one.sku_id or 0, (None, None)),
            _(FACTORS[one.factor]), one.amount,
        )
        for one in (*moves.channels, *moves.products)
    ]  # fmt: skip


def outlook_rows(outlook: Outlook) -> Rows:
    """What comes, of the shop and of its products."""
    shop = (None, _("Sales of the shop"), sum(outlook.sales[-28:]), outlook.forecast)
    lines: Iterable[Any] = (shop, *((one.code, one.title, one.sold, one.forecast) for one in outlook.products))
    return [
        (code, title, in_digits(sold), *([None, None, _("few data"), None, None] if told is None else [
            in_digits(told.total), in_digits(told.total_margin), _(METHODS[told.method]),
            in_digits(told.errors[told.method]), in_digits(told.errors[Method.NAIVE]),
        ]))
        for code, title, sold, told in lines
    ]  # fmt: skip


def segment_rows(told: Retention) -> Rows:
    """The segments of the customers."""
    return [(_(SEGMENTS[one.segment]), one.customers, one.orders, one.value) for one in told.groups]


def cohort_rows(told: Retention) -> Rows:
    """The cohorts, with the months that are not over yet left blank."""
    return [
        (one.month, one.customers, *one.active[1:], *[None] * (COHORTS + 1 - len(one.active))) for one in told.cohorts
    ]


def path_rows(paths: Iterable[Path]) -> Rows:
    """The ways from a first product to the next."""
    return [(one.first, one.then, one.customers, in_digits(one.share), one.days) for one in paths]
