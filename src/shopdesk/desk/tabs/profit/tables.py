"""Profit in rows: by month, by channel, by SKU; reports make the rows, the grids are as any."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from shopdesk.desk.desk import Desk
from shopdesk.desk.figures import Figures as Formats
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.grid import Shown
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.spanned.span import Size, month_short
from shopdesk.desk.spanned.table_page import Row, TablePage
from shopdesk.shop.columns import Kind, Sheet, Tone
from shopdesk.shop.profit.figures import Figures
from shopdesk.shop.profit.orders import fetch_groups
from shopdesk.shop.profit.reports import channel_titles, fetch_buckets, fetch_channels, fetch_skus
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.profit.sheets import CHANNELS, GROUPS, MONTHS, SKUS
from shopdesk.text import N_, _

NO_SKU: Final = 0
NO_CHANNEL: Final = 0
"""Ids of the rows that belong to no SKU and to no channel."""
UNKNOWN: Final = (("untold_units", "!0"),)
_SKU_KEYS: Final = [column.key for column in SKUS.columns[2:]]
QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("unknown", N_("Cost unknown"), UNKNOWN, N_("Sent, and nobody has told what it cost")),
    Quick("loss", N_("At a loss"), (("contribution", "<0"),), N_("Costs more than it brings")),
)  # fmt: skip


class MonthsPage(TablePage):
    """Stands on the last month of the view."""

    def show_view(self, view: View, facts: Facts, figures: Formats) -> None:
        self.stands_on = month_id(view.span.months[1])
        super().show_view(view, facts, figures)


def months_page(desk: Desk) -> TablePage:
    """Profit month by month; ids are year * 12 + month."""
    return MonthsPage(
        desk, MONTHS, read_months, order=(("bucket", True),), search=("bucket",), formatters={"bucket": _month}
    )


def channels_page(desk: Desk) -> TablePage:
    """Profit channel by channel; ids are those of channels."""
    return TablePage(
        desk,
        CHANNELS,
        read_channels,
        order=(("net_sales", True),),
        search=("bucket",),
        spoken={"bucket": _channel},
    )


def skus_page(desk: Desk) -> TablePage:
    """Profit by SKU; ids are those of SKUs."""
    formats = Formats()

    def contribution(value: Any, _row: Sequence[Any]) -> Shown:
        return Shown(_("cost unknown"), Tone.PLAIN) if value is None else formats.show(Kind.MONEY, value)

    return TablePage(
        desk,
        SKUS,
        read_skus,
        order=(("net_sales", True),),
        search=("bucket", "title"),
        quick=QUICK,
        spoken={"title": _product},
        formatters={"contribution": contribution},
    )


def groups_page(desk: Desk) -> TablePage:
    """Profit by group of customers; ids count the groups."""
    return TablePage(
        desk, GROUPS, read_groups, order=(("net_sales", True),), search=("bucket",), spoken={"bucket": _group}
    )


def read_groups(tx: Any, view: View) -> list[Row]:
    """A row a group, and one of customers in none."""
    rows: list[Row] = []
    for number, one in enumerate(fetch_groups(tx, replace(view.scope, size=None))):
        told = {"bucket": one.group, "customers": one.customers, "left_out": one.left_out}
        keys = [column.key for column in GROUPS.columns]
        rows.append((number, [told[key] if key in told else getattr(one.figures, key) for key in keys]))
    return rows


def read_months(tx: Any, view: View) -> list[Row]:
    """A row a month, all channels of the view together; a month or a quarter stands among all the others."""
    is_short = view.span.size in {Size.MONTH, Size.QUARTER}
    made: dict[str, Figures] = {}
    for (month, _channel_id), figures in fetch_buckets(
        tx, Scope(channel_id=view.channel_id) if is_short else view.scope
    ).items():
        made.setdefault(month, Figures()).add(figures)
    return [(month_id(month), (month, *_values(MONTHS, figures))) for month, figures in made.items()]


def read_channels(tx: Any, view: View) -> list[Row]:
    """A row a channel, and one of what belongs to none."""
    titles = channel_titles(tx)
    made = fetch_channels(tx, view.span.scope())
    return [(key or NO_CHANNEL, (titles.get(key, ""), *_values(CHANNELS, figures))) for key, figures in made.items()]


def read_skus(tx: Any, view: View) -> list[Row]:
    """A row a SKU, and one of what belongs to none."""
    return [
        (row.sku_id or NO_SKU, (row.code, row.title, *_sku_values(row.figures))) for row in fetch_skus(tx, view.scope)
    ]


def _sku_values(figures: Figures) -> list[Any]:
    """As `_values`; where no part of the cost is known, cost and profit are unknown, and not nothing.

    A contribution below zero is told all the same: fees were taken of goods whose cost nobody knows.
    """
    values = _values(SKUS, figures)[1:]
    if figures.unknown_units and not figures.cogs and figures.unknown_sales == figures.net_sales:
        for key in ("cogs", "gross_profit", "contribution_margin", "margin"):
            values[_SKU_KEYS.index(key)] = None
        for key in ("contribution", "profit"):
            values[_SKU_KEYS.index(key)] = getattr(figures, key) or None
    if not figures.gross_sales and not figures.units:
        for key in ("contribution_margin", "margin"):
            values[_SKU_KEYS.index(key)] = None
    return values


def month_id(month: str) -> int:
    """The id of "2026-11"."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_of(row_id: int) -> date:
    """The first day of the month with that id."""
    return date(row_id // 12, row_id % 12 + 1, 1)


def _values(sheet: Sheet, figures: Figures) -> list[Any]:
    return [getattr(figures, column.key) for column in sheet.columns[1:]]


def _month(value: Any, _row: Sequence[Any]) -> Shown:
    return Shown(month_short(date(int(value[:4]), int(value[5:7]), 1)))


def _channel(value: Any, _row: Sequence[Any]) -> str:
    return value or _("No channel")


def _group(value: Any, _row: Sequence[Any]) -> str:
    return value or _("No group")


def _product(value: Any, row: Sequence[Any]) -> str:
    return str(value or "") if row[0] else _("Without SKU: shipping, fees, costs")
