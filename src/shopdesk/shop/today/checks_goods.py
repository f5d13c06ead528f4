"""Checks of stock, money and files: what runs out, expires, costs more, was not paid out, or did not come."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any, Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from shopdesk.shop.buying.reports import late_rows
from shopdesk.shop.catalog.rules import Stage
from shopdesk.shop.history import KINDS
from shopdesk.shop.orders.rules import OrderKind
from shopdesk.shop.planning.rules import Why
from shopdesk.shop.profit.figures import money
from shopdesk.shop.settlement.reports import PAYOUT_ROWS, find_overdue_orders
from shopdesk.shop.stock.available import LEVEL
from shopdesk.shop.stock.reports import STOCK_ROWS
from shopdesk.shop.stock.trace import LOT_ROWS
from shopdesk.shop.today.looking import MOST, Check, Evidence, Found, Limit, Limits, Place, Said, judged, place
from shopdesk.store.filters import quoted
from shopdesk.store.rows import Query, RowSource, fetch_first
from shopdesk.store.tables import (
    AdSpend,
    Change,
    ChangeRow,
    Channel,
    ImportFile,
    Product,
    SalesOrder,
    Sku,
    SkuPlan,
    SkuPolicy,
    StockMove,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

_ALL: Final = 100_000
"""More rows than a shop has that would be listed: they are counted here, and cut where they are shown."""
_SILENT: Final = 7
"""A shop without a sale for so many days may lack a file, even if so few came that they have no rhythm."""
_RHYTHM: Final = 3
"""So many days with a file say how often one comes."""


def hero_stock(tx: Tx, limits: Limits) -> Found | None:
    """Heroes, else what sells best, whose stock lasts no longer than so many days, or is under its warning level.

    What is there is read now, how fast it goes from the plan of stock; a shelf that nobody records runs out of nothing.
    """
    is_told = tx.scalar(select(Product.product_id).where(Product.stage == Stage.HERO.value).limit(1)) is not None
    hero = Product.stage == Stage.HERO.value if is_told else SkuPlan.abc == "A"
    values = STOCK_ROWS.values
    wanted = [values[name].label(name) for name in ("sku", "title", "available", "incoming", "warning_level")]
    is_recorded = LEVEL.c.sku_id.is_not(None), SkuPlan.why.is_distinct_from(Why.UNTRACKED.value)
    rows = tx.rows(
        select(*wanted, SkuPlan.demand, SkuPolicy.lift, SkuPolicy.lift_until)
        .select_from(STOCK_ROWS.origin.outerjoin(SkuPlan.__table__, SkuPlan.sku_id == STOCK_ROWS.row_id))
        .where(hero, *is_recorded, *STOCK_ROWS.where)
    )  # fmt: skip
    if not rows:
        return None
    shelves = sorted(map(partial(_shelf, today=tx.today), rows), key=lambda one: one.days)
    low = [one for one in shelves if one.is_low(limits["days"])]
    bad = [_running_out(one) for one in low if not one.coming]
    warn = [_running_out(one) for one in low if one.coming]
    said = Said(
        N_("Heroes that run out: {count}, without a purchase order: {bad}"), {"count": len(low), "bad": len(bad)}
    )
    return judged(bad, warn, said, Said(N_("Heroes with enough stock: {count}"), {"count": len(rows)}))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Of a SKU what can be sold, what is sold a day (None: nobody knows), and what is on order."""

    code: str
    title: str
    free: Decimal
    demand: Decimal | None
    coming: Decimal
    warning: Decimal | None

    @property
    def days(self) -> Decimal:
        """How long it lasts; for ever where nothing is sold."""
        if self.free <= 0:
            return Decimal(0)
        return self.free / self.demand if self.demand else Decimal("Infinity")

    def is_low(self, days: Decimal) -> bool:
        """Whether it lasts no longer than so many days, or less is there than somebody wanted to be warned at."""
        return self.days <= days or (self.warning is not None and self.free < self.warning)


def _shelf(row: Any, today: date) -> _Shelf:
    lifted = row.lift is not None and (row.lift_until is None or row.lift_until >= today)
    demand = row.demand * row.lift if lifted and row.demand is not None else row.demand
    return _Shelf(row.sku, row.title, row.available, demand, Decimal(row.incoming), row.warning_level)


def _running_out(one: _Shelf) -> Evidence:
    values = {"free": one.free, "demand": one.demand, "coming": one.coming}
    said = Said(N_("{free} to sell, {demand} a day, {coming} on order"), values)
    return Evidence(one.title, said, place("planning", view="reorder", search=one.code, filters=()))


def lots(tx: Tx, limits: Limits) -> Found | None:
    """Lots on hand that have expired, or will within so many days."""
    rows = _rows(tx, LOT_ROWS, (("on_hand", ">0"), ("expires_on", "!=")))
    if not rows:
        return None
    soon = tx.today + timedelta(int(limits["days"]))
    told = [
        (row["expires_on"], Evidence(
            f"{row['title']} · {row['lot_no']}",
            Said(N_("{pieces} pieces until {day}"), {"pieces": row["on_hand"], "day": row["expires_on"]}),
            place("stock", view="lots", filters=[("lot_no", quoted(row["lot_no"]))]),
        ))
        for row in rows if row["expires_on"] <= soon
    ]  # fmt: skip
    bad = [one for day, one in told if day < tx.today]
    warn = [one for day, one in told if day >= tx.today]
    said = Said(N_("Lots that expire: {count}, of them already: {bad}"), {"count": len(told), "bad": len(bad)})
    return judged(bad, warn, said, Said(N_("No lot expires soon")))


def deliveries(tx: Tx, _limits: Limits) -> Found | None:
    """Purchase orders that should have come."""
    rows = _rows(tx, late_rows(tx.today), ())
    found = [
        Evidence(row["purchase_no"], Said(N_("{supplier}: expected on {day}"), {
            "supplier": row["supplier"] or "–", "day": row["expected_on"],
        }), place("buying", view="orders", filters=[("purchase_no", quoted(row["purchase_no"]))]))
        for row in rows
    ]  # fmt: skip
    said = Said(N_("Late deliveries: {count}"), {"count": len(found)})
    return judged((), found, said, Said(N_("No delivery is late")))


def payouts(tx: Tx, _limits: Limits) -> Found | None:
    """Payouts that have not arrived, and sales that the channel should have settled."""
    late = _rows(tx, PAYOUT_ROWS, (("state", "=overdue"),))
    bad = [
        Evidence(row["payout_no"], Said(N_("{amount} of {day}"), {"amount": row["amount"], "day": row["paid_on"]}),
                 place("settlement", segment="payouts", quick="overdue", search=row["payout_no"]))
        for row in late
    ]  # fmt: skip
    orders = find_overdue_orders(tx)
    warn = [
        Evidence(one.order_no, Said(N_("{amount} open; days since the sale: {days}"),
                                    {"amount": one.open, "days": one.days}),
                 place("orders", order_no=one.order_no))
        for one in orders[:MOST]
    ]  # fmt: skip
    said = Said(N_("Not settled in time: payouts {payouts}, orders {orders}"), {
        "payouts": len(bad), "orders": len(orders),
    })  # fmt: skip
    return judged(bad, warn, said, Said(N_("Payouts come in time")))


def ad_jumps(tx: Tx, limits: Limits) -> Found | None:
    """Campaigns whose last day cost much more than usual, or more than a day may cost."""
    rows = tx.rows(
        select(AdSpend.platform, AdSpend.campaign, AdSpend.spent_on, func.sum(AdSpend.amount).label("amount"))
        .where(AdSpend.spent_on >= tx.today - timedelta(30), AdSpend.spent_on <= tx.today)
        .group_by(AdSpend.platform, AdSpend.campaign, AdSpend.spent_on)
        .order_by(AdSpend.spent_on)
    )
    if not rows:
        return None
    last, by_campaign = rows[-1].spent_on, defaultdict[str, list[Any]](list)
    for row in rows:
        by_campaign[" · ".join(part for part in (row.platform, row.campaign) if part)].append(row)
    found = []
    for name, days in by_campaign.items():
        usual = median(day.amount for day in days[:-1]) if len(days) > _RHYTHM else None
        said = _overspent(days[-1].amount, usual, limits)
        if days[-1].spent_on == last and said is not None:
            found.append(Evidence(name, said, _ads(last, days[-1].campaign)))
    spent = sum((row.amount for row in rows if row.spent_on == last), Decimal(0))
    good = Said(N_("{amount} spent on {day}, as usual"), {"amount": spent, "day": last})
    return judged((), found, Said(N_("Campaigns that cost more than usual: {count}"), {"count": len(found)}), good)


def _ads(day: date, campaign: str | None) -> Place:
    """The days of a campaign's last month."""
    named = [("campaign", quoted(campaign))] if campaign else []
    return place("books", segment="ads", filters=[("spent_on", f"{day - timedelta(30)}..{day}"), *named])


def _overspent(amount: Decimal, usual: Decimal | None, limits: Limits) -> Said | None:
    if limits["budget"] and amount > limits["budget"]:
        return Said(N_("{amount}, above {budget} a day"), {"amount": amount, "budget": limits["budget"]})
    if usual and amount > usual * limits["times"]:
        return Said(N_("{amount}, usually {usual}"), {"amount": amount, "usual": usual})
    return None


def cost_up(tx: Tx, limits: Limits) -> Found | None:
    """SKUs whose last delivery, or whose stated cost, came to more than the one before it."""
    since = datetime.combine(tx.today - timedelta(int(limits["days"])), time(), tx.zone)
    told = {**_stated(tx, since), **_delivered(tx, since)}
    if not told:
        return None
    dearer = {
        sku_id: Said("{before} → {after}", {"before": before, "after": after})
        for sku_id, (before, after) in told.items()
        if after > before * (1 + limits["percent"] / 100)
    }
    named = select(Sku.sku_id, Sku.code, Product.title).join(Product, Product.product_id == Sku.product_id)
    rows = tx.rows(named.where(Sku.sku_id.in_(dearer)).order_by(Sku.code))
    found = [Evidence(row.title, dearer[row.sku_id], place("stock", sku=row.code)) for row in rows]
    said = Said(N_("SKUs that cost more than before: {count}"), {"count": len(found)})
    return judged((), found, said, Said(N_("No cost has gone up")))


def _delivered(tx: Tx, since: datetime) -> dict[int, tuple[Decimal, Decimal]]:
    """SKU → what the last delivery but one cost and what the last did, where one came since; none that was taken back.

    A SKU with one delivery is told as it is: nothing went up.
    """
    answer = aliased(StockMove)
    stands = StockMove.reverses_id.is_(None), ~exists().where(answer.reverses_id == StockMove.move_id)
    came = (StockMove.document_kind == "receipt", StockMove.unit_cost.is_not(None), *stands)
    lately = select(StockMove.sku_id).where(*came, StockMove.moved_at >= since)
    rows = tx.rows(
        select(StockMove.sku_id, StockMove.unit_cost)
        .where(*came, StockMove.sku_id.in_(lately))
        .order_by(StockMove.sku_id, StockMove.moved_at, StockMove.move_id)
    )
    costs = defaultdict[int, list[Decimal]](list)
    for row in rows:
        costs[row.sku_id].append(row.unit_cost)
    return {sku_id: (one[-2:][0], one[-1]) for sku_id, one in costs.items()}


def _stated(tx: Tx, since: datetime) -> dict[int, tuple[Decimal, Decimal]]:
    """SKU → its cost before a person or a file changed it lately, and now; as long as that still stands."""
    rows = tx.rows(
        select(ChangeRow.before, ChangeRow.after, Sku.sku_id, Sku.cost)
        .join(Change, Change.change_id == ChangeRow.change_id)
        .join(Sku, Sku.sku_id == ChangeRow.row_id)
        .where(Change.made_at >= since, ChangeRow.table_name == Sku.__tablename__)
        .where(ChangeRow.before.contains('"cost":'), ChangeRow.after.is_not(None), Sku.cost.is_not(None))
        .order_by(ChangeRow.change_row_id)
    )
    found = dict[int, tuple[Decimal, Decimal]]()
    for row in rows:
        before, after = (json.loads(image).get("cost") for image in (row.before, row.after))
        if before is not None and before != after and money(after or 0) == row.cost:
            found[row.sku_id] = money(before), row.cost
    return found


def files(tx: Tx, _limits: Limits) -> Found | None:
    """Kinds of files that a channel sent in a rhythm, and has not for longer than nearly always before."""
    rows = tx.rows(
        select(ImportFile.kind, Channel.title, ImportFile.imported_at)
        .outerjoin(Channel, Channel.channel_id == ImportFile.channel_id)
        .where(ImportFile.taken_back_at.is_(None), ImportFile.imported_at >= tx.now - timedelta(400))
    )
    days = defaultdict[tuple[str, str], set[Any]](set)
    for row in rows:
        days[row.title or "", row.kind].add(row.imported_at.astimezone(tx.zone).date())
    usual = {key: rhythm for key, told in days.items() if (rhythm := _rhythm(sorted(told))) is not None}
    found = [
        _missing(*key, max(days[key]), gap)
        for key, (gap, longest) in sorted(usual.items()) if (tx.today - max(days[key])).days > longest + gap // 4
    ]  # fmt: skip
    told = {channel for channel, kind in usual if kind == "orders"}
    sold = {channel: sales for channel, sales in _sales_days(tx).items() if channel not in told}
    for channel, sales in sorted(sold.items()):
        gap, longest = _rhythm(sales) or (0, 0)
        if gap and (tx.today - sales[-1]).days > max(_SILENT, _RHYTHM * longest):
            found.append(_missing(channel, "orders", sales[-1], gap))
    if not usual and not found:
        return None
    said = Said(N_("Files that did not come: {count}"), {"count": len(found)})
    return judged((), found, said, Said(N_("Files come as usual")))


def _sales_days(tx: Tx) -> dict[str, list[date]]:
    """Channel → the days on which it sold something, of a year; told only while the whole shop has been silent."""
    order = SalesOrder.__table__.c
    last = tx.scalar(select(func.max(order.sold_on)).where(order.sold_on <= tx.today))
    if last is None or (tx.today - last).days <= _SILENT:
        return {}
    found = defaultdict[str, list[date]](list)
    wanted = select(Channel.title, order.sold_on).join(Channel, Channel.channel_id == order.channel_id)
    known = order.sold_on.between(last - timedelta(365), last), order.kind == OrderKind.SALE.value
    for row in tx.rows(wanted.where(*known).distinct().order_by(order.sold_on)):
        found[row.title].append(row.sold_on)
    return found


def _rhythm(days: list[date]) -> tuple[float, int] | None:
    """The usual days between two files, and those that nine of ten were no longer apart; None while too few say."""
    if len(days) <= _RHYTHM:
        return None
    gaps = sorted((later - one).days for one, later in pairwise(days))
    return median(gaps), gaps[len(gaps) * 9 // 10]


def _missing(channel: str, kind: str, last: date, gap: float) -> Evidence:
    name = " · ".join(part for part in (_(channel), _(KINDS[kind].title) if kind in KINDS else kind) if part)
    said = Said(N_("last on {day}; days between two, usually: {days}"), {"day": last, "days": round(gap)})
    return Evidence(name, said, place("import"))


def _rows(tx: Tx, source: RowSource, filters: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    keys = [column.key for column in source.sheet.columns]
    query = Query(filters=filters, today=tx.today, zone=tx.zone)
    return [dict(zip(keys, values, strict=True)) for _id, values in fetch_first(tx, source, query, _ALL)]


_DAYS: Final = N_("Days")
GOODS: Final = (
    Check("hero_stock", N_("Stock of heroes"), N_("To the proposals"), place("planning", view="reorder"), hero_stock,
          (Limit("days", _DAYS, Decimal(7)),)),
    Check("lots", N_("Lots that expire"), N_("To the lots"), place("stock", view="lots", quick="soon"), lots,
          (Limit("days", _DAYS, Decimal(30)),), is_slow=True),
    Check("deliveries", N_("Late deliveries"), N_("To the orders"), place("buying", view="orders", quick="late"),
          deliveries),
    Check("cost_up", N_("Costs that went up"), N_("To the products"), place("stock", view="stock"), cost_up,
          (Limit("days", _DAYS, Decimal(14)), Limit("percent", N_("Per cent"), Decimal(5))), is_slow=True),
    Check("ad_jumps", N_("Advertising"), N_("To the ads"), place("books", segment="ads"), ad_jumps,
          (Limit("times", N_("Times the usual"), Decimal(2), Decimal(1)),
           Limit("budget", N_("Budget of a campaign per day; 0: none"), Decimal(0)))),
    Check("payouts", N_("Payouts"), N_("To the payouts"), place("settlement", segment="payouts"), payouts,
          is_slow=True),
    Check("files", N_("Files that are missing"), N_("Import…"), place("import"), files),
)  # fmt: skip
"""Checks of stock, money and files."""
