"""Profit by promotion: what the orders brought that had one, with all that was ever booked on them."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, func, select

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.shop.orders.reports import between
from shopdesk.shop.profit.orders import fetch_groups
from shopdesk.shop.profit.scope import Scope
from shopdesk.shop.profit.sheets import GROUPS
from shopdesk.shop.promotions.outcome.spent import USES
from shopdesk.store.tables import Promotion, SalesOrder
from shopdesk.store.tx import Tx
from shopdesk.store.types import MONEY_SCALE
from shopdesk.text import N_, _

_O: Final = SalesOrder.__table__.c
_BOOKED: Final = tuple(column for column in GROUPS.columns if column.key not in {"bucket", "customers", "orders"})
PROFIT_BY: Final = Sheet(
    name="profit_promotions",
    title=N_("Profit by promotion"),
    key="promotion_no",
    help=N_("What the orders of each promotion brought. An order that had several counts with the one that took most "
            "off it, so that all rows together are the orders of these days."),
    columns=(
        Column("promotion_no", N_("Promotion no."), Kind.ID, width=12),
        Column("promotion", N_("Promotion"), Kind.TEXT, width=26),
        Column("orders", N_("Orders"), Kind.INTEGER, width=8, total=True, help=N_("Orders sold on these days.")),
        Column("taken_off", N_("Taken off"), Kind.MONEY, total=True,
               help=N_("What the promotion took off orders of these days, those among them that count with another.")),
        *_BOOKED,
    ),
)  # fmt: skip


def fetch_by_promotion(tx: Tx, since: date | None = None, until: date | None = None) -> list[tuple[object, ...]]:
    """Rows of PROFIT_BY, those of most sales first; the orders without any promotion last."""
    names = {
        str(row.promotion_id): (row.promotion_no, row.title)
        for row in tx.rows(select(Promotion.promotion_id, Promotion.promotion_no, Promotion.title))
    }
    taken = _taken_off(tx, since, until)
    groups = fetch_groups(tx, Scope(since, until, None), _promotion_of_order())
    rows = []
    for one in sorted(groups, key=lambda group: (not group.group, -group.figures.net_sales, group.group)):
        number, title = names.get(one.group, ("", _("No promotion")))
        booked = [one.left_out if column.key == "left_out" else getattr(one.figures, column.key) for column in _BOOKED]
        rows.append((number, title, one.figures.orders, taken.get(one.group, Decimal(0)), *booked))
    return rows


def _promotion_of_order() -> ColumnElement[str]:
    """SQL: of an order's promotions the one that took most off it; of equals the first. "" where it had none."""
    most = select(cast(USES.c.promotion_id, String)).where(USES.c.order_id == _O.order_id)
    most = most.order_by(USES.c.amount.desc(), USES.c.promotion_id).limit(1)
    return func.coalesce(most.correlate(SalesOrder.__table__).scalar_subquery(), "")


def _taken_off(tx: Tx, since: date | None, until: date | None) -> dict[str, Decimal]:
    wanted: Any = select(USES.c.promotion_id, func.sum(USES.c.amount)).join_from(
        USES, SalesOrder.__table__, USES.c.order_id == _O.order_id
    )
    found = tx.rows(wanted.where(*between(_O.sold_on, since, until)).group_by(USES.c.promotion_id))
    return {str(promotion_id): Decimal(int(amount)) / MONEY_SCALE for promotion_id, amount in found}
