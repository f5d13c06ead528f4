"""Checks of what is sold: orders that wait, promotions, listings, claims, refunds, and odd days."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import exists, func, or_, select

from shopdesk.shop.columns import Kind
from shopdesk.shop.listings.rules import ListingState
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import RefundState
from shopdesk.shop.orders.sheets import BLOCKERS
from shopdesk.shop.promotions.calendar.tasks import Due, fetch_tasks
from shopdesk.shop.promotions.preflight.certificate import Finding, Point, Verdict, check_promotion
from shopdesk.shop.promotions.rules import State
from shopdesk.shop.promotions.told_codes import find_unknown
from shopdesk.shop.service.reports import fetch_queue
from shopdesk.shop.service.sheets import QUEUE
from shopdesk.shop.today.figures import fetch_board
from shopdesk.shop.today.looking import MOST, Check, Evidence, Found, Limit, Limits, Said, Word, judged, place
from shopdesk.shop.today.metrics import Metric
from shopdesk.store.filters import quoted
from shopdesk.store.rows import Query, count, fetch_first
from shopdesk.store.tables import (
    AfterSale,
    Claim,
    Listing,
    ListingScore,
    ListingSku,
    Picture,
    Promotion,
    SalesOrder,
    ServiceCase,
    StockLevel,
)
from shopdesk.store.tx import Tx
from shopdesk.text import N_

_L: Final = Listing.__table__.c
_LATE: Final = (("kind", "=sale"), ("state", "=paid"), ("left", "<0"))
_PROMOTIONS: Final = 8
"""So many promotions are looked at closely."""


def late_orders(tx: Tx, _limits: Limits) -> Found:
    """Orders past their promise, by what keeps them; of very many those that wait longest are named."""
    keys = [column.key for column in ORDER_ROWS.sheet.columns]
    number, what = keys.index("order_no"), keys.index("summary")
    query = Query(filters=_LATE, sort=(("left", False),), today=tx.today, zone=tx.zone)
    rows = [values for _id, values in fetch_first(tx, ORDER_ROWS, query, MOST)]
    late = [
        Evidence(row[number], Said("{what}", {"what": row[what]}), place("orders", order_no=row[number]))
        for row in rows
    ]
    is_cut = len(rows) == MOST
    reasons = _reasons(tx, query) if is_cut else Counter(row[keys.index("exception")] or "" for row in rows)
    detail = [
        Said("{count} × {why}", {"count": count, "why": Word(BLOCKERS[why].title if why else N_("Could have left"))})
        for why, count in reasons.most_common()
    ]
    said = Said(N_("Orders past their promise: {count}"), {"count": reasons.total()})
    return judged(late, (), said, Said(N_("Every order is within its promise")), detail)


def _reasons(tx: Tx, query: Query) -> Counter[str]:
    """How many orders of a query each blocker keeps; "": nothing does."""
    asked = {why: replace(query, filters=(*query.filters, ("exception", f"={why}"))) for why in ("", *BLOCKERS)}
    return Counter({why: found for why, one in asked.items() if (found := count(tx, ORDER_ROWS, one))})


def promotion_tasks(tx: Tx, limits: Limits) -> Found | None:
    """Tasks of promotions that are overdue, or due within so many days."""
    tasks = fetch_tasks(tx, within=int(limits["days"]))
    if not tasks and not _promotions(tx, 60):
        return None
    told = [
        (task, Evidence(task.title, Said(N_("{title}: by {day}"), {"title": task.promotion, "day": task.due_on}),
                        place("promotions", promotion_id=task.promotion_id)))
        for task in tasks
    ]  # fmt: skip
    bad = [one for task, one in told if task.state is Due.LATE]
    warn = [one for task, one in told if task.state is not Due.LATE]
    said = Said(N_("Tasks of promotions that are due: {count}"), {"count": len(bad) + len(warn)})
    return judged(bad, warn, said, Said(N_("Promotions are prepared as planned")))


def unknown_codes(tx: Tx, _limits: Limits) -> Found | None:
    """Codes that orders name and no promotion has, so that nobody sees what they cost."""
    if tx.scalar(select(SalesOrder.order_id).where(SalesOrder.coupon_codes.is_not(None)).limit(1)) is None:
        return None
    there = place("promotions", segment="coupons")
    found = [
        Evidence(one.code, Said(N_("Orders that name it: {count}"), {"count": one.orders}), there)
        for one in find_unknown(tx)[:MOST]
    ]
    said = Said(N_("Codes of orders that no promotion has: {count}"), {"count": len(found)})
    return judged((), found, said, Said(N_("Every code of an order belongs to a promotion")))


def promotion_dates(tx: Tx, limits: Limits) -> Found | None:
    """Promotions that run or begin soon, and what their pre-flight finds wrong; goods that run out now are worst."""
    listed = _promotions(tx, int(limits["days"]))
    coming, rest = listed[:_PROMOTIONS], len(listed) - _PROMOTIONS
    if not coming:
        return None
    wrong, bad, warn = 0, list[Evidence](), list[Evidence]()
    for row in coming:
        failed = [one for one in check_promotion(tx, row.promotion_id).findings if one.verdict is Verdict.FAIL]
        wrong += bool(failed)
        for one in failed:
            is_out = one.point is Point.STOCK and row.starts_at <= tx.now and one.values["day"] == f"{tx.today}"
            (bad if is_out else warn).append(_failing(row, one))
    if rest > 0:
        later = Said(N_("They begin later and were not looked at."))
        warn.append(Evidence(f"+{rest}", later, place("promotions", segment="promotions")))
    said = Said(N_("Promotions with something to put right: {count}"), {"count": wrong})
    good = Said(N_("Promotions that run or begin soon, all of them right: {count}"), {"count": len(coming)})
    return judged(bad, warn, said, good)


def _failing(promotion: Any, one: Finding) -> Evidence:
    """What a pre-flight finds: stock is mended where it is ordered, everything else in the promotion."""
    name = " · ".join(part for part in (promotion.title, one.subject) if part)
    there = place("promotions", segment="preflight", promotion_id=promotion.promotion_id)
    if one.point is Point.STOCK:
        there = place("planning", view="reorder", search=one.subject, filters=())
    return Evidence(name, Said(one.said, one.values), there)


def _promotions(tx: Tx, days: int) -> list[Any]:
    """Promotions that are planned, not over, and begin within so many days."""
    until = datetime.combine(tx.today + timedelta(days + 1), time(), tx.zone)
    open_end = or_(Promotion.ends_at.is_(None), Promotion.ends_at > tx.now)
    wanted = select(Promotion.promotion_id, Promotion.title, Promotion.starts_at)
    planned = Promotion.state == State.PLANNED.value
    return list(tx.rows(wanted.where(planned, open_end, Promotion.starts_at < until).order_by(Promotion.starts_at)))


def listing_pages(tx: Tx, _limits: Limits) -> Found | None:
    """Active listings without a picture, without a price, or without anything to sell."""
    active = _L.state == ListingState.ACTIVE.value
    whole = tx.scalar(select(func.count()).select_from(Listing).where(active))
    if not whole:
        return None
    pictured = exists().where(or_(Picture.listing_id == _L.listing_id, Picture.product_id == _L.product_id))
    stocked = exists().where(
        ListingSku.listing_id == _L.listing_id, StockLevel.sku_id == ListingSku.sku_id, StockLevel.on_hand > 0
    )
    tied = exists().where(ListingSku.listing_id == _L.listing_id)
    lacks = ((~pictured, N_("No picture")), (_L.price.is_(None), N_("No price")), (tied & ~stocked, N_("No stock")))
    found, counted, ids = list[Evidence](), list[Said](), set[int]()
    for lacking, word in lacks:
        wanted = select(_L.listing_id, _L.listing_no, _L.title).where(active, lacking)
        rows = tx.rows(wanted.order_by(_L.listing_id))
        ids.update(row.listing_id for row in rows)
        found += [_listing(row, Said(word)) for row in rows[:MOST]]
        counted += [Said("{count} × {why}", {"count": len(rows), "why": Word(word)})] if rows else []
    said = Said(N_("Listings without picture, price or stock: {count}"), {"count": len(ids)})
    good = Said(N_("Active listings, all with picture, price and stock: {count}"), {"count": whole})
    return judged((), found, said, good, counted)


def _listing(row: Any, said: Said) -> Evidence:
    where = [("listing_no", quoted(row.listing_no))]
    there = place("listings", segment="list", filters=where, row_id=row.listing_id)
    return Evidence(row.title or row.listing_no, said, there)


def law_hits(tx: Tx, _limits: Limits) -> Found | None:
    """Active listings whose texts use words that the advertising law forbids."""
    if tx.scalar(select(ListingScore.listing_id).limit(1)) is None:
        return None
    rows = tx.rows(
        select(_L.listing_id, _L.listing_no, _L.title, ListingScore.law_hits)
        .join(ListingScore, ListingScore.listing_id == _L.listing_id)
        .where(_L.state == ListingState.ACTIVE.value, ListingScore.law_hits > 0)
    )
    found = [_listing(row, Said(N_("Places to look at: {count}"), {"count": row.law_hits})) for row in rows]
    said = Said(N_("Listings whose texts may break the advertising law: {count}"), {"count": len(found)})
    return judged((), found, said, Said(N_("No text uses a forbidden word")))


def claims(tx: Tx, limits: Limits) -> Found | None:
    """Claims whose proof runs out."""
    rows = tx.rows(select(Claim.phrase, Claim.expires_on).where(Claim.expires_on.is_not(None)))
    if not rows:
        return None
    soon = tx.today + timedelta(int(limits["days"]))
    told = [
        (row.expires_on, Evidence(row.phrase, Said(N_("proved until {day}"), {"day": row.expires_on}),
                                  place("listings", segment="claims", search=row.phrase)))
        for row in rows if row.expires_on <= soon
    ]  # fmt: skip
    bad = [one for day, one in told if day < tx.today]
    warn = [one for day, one in told if day >= tx.today]
    said = Said(N_("Claims whose proof runs out: {count}"), {"count": len(told)})
    return judged(bad, warn, said, Said(N_("Every claim is proved")))


def refunds(tx: Tx, limits: Limits) -> Found | None:
    """Claims for money back that nobody has decided for so many days."""
    if tx.scalar(select(AfterSale.after_sale_id).limit(1)) is None:
        return None
    since = tx.today - timedelta(int(limits["days"]))
    rows = tx.rows(
        select(AfterSale.refund_no, AfterSale.order_no, AfterSale.amount, AfterSale.ended_on)
        .where(AfterSale.state == RefundState.PENDING.value, AfterSale.ended_on <= since)
        .order_by(AfterSale.ended_on)
    )
    found = [
        Evidence(row.refund_no, Said(N_("{amount} since {day}"), {"amount": row.amount, "day": row.ended_on}),
                 place("orders", view="refunds", quick="pending", search=row.refund_no))
        for row in rows
    ]  # fmt: skip
    said = Said(N_("Refunds that wait for an answer: {count}"), {"count": len(found)})
    return judged(found, (), said, Said(N_("Every refund is answered")))


def cases(tx: Tx, _limits: Limits) -> Found | None:
    """Cases of buyers whose promise is broken, or breaks today."""
    if tx.scalar(select(ServiceCase.case_id).limit(1)) is None:
        return None
    keys = [column.key for column in QUEUE.columns]
    rows = [(case_id, dict(zip(keys, cells, strict=True))) for case_id, cells in fetch_queue(tx)]
    end = datetime.combine(tx.today + timedelta(1), time(), tx.zone)
    due = [(case_id, row) for case_id, row in rows if row["due_at"] is not None and row["due_at"] < end]
    told = [(row["late"], _case(case_id, row)) for case_id, row in due]
    bad = [one for is_late, one in told if is_late]
    warn = [one for is_late, one in told if not is_late]
    values = {"count": len(told), "late": len(bad)}
    said = Said(N_("Cases to answer or solve today: {count}, of them late: {late}"), values)
    return judged(bad, warn, said, Said(N_("No promise to a buyer breaks today")))


def _case(case_id: int, row: dict[str, Any]) -> Evidence:
    return Evidence(
        row["case_no"], Said("{what}", {"what": row["title"]}), place("service", segment="queue", row_id=case_id)
    )


def odd_day(tx: Tx, _limits: Limits) -> Found | None:
    """Figures of the last day that are far from what is usual on that weekday."""
    board = fetch_board(tx)
    known = [one for one in board.shown if one.z is not None and not one.is_few]
    if not known:
        return None
    found = [
        Evidence(
            Word(one.metric.title), Said(N_("{value}, usually {usual}"), {
                "value": _as_told(one.metric, one.value), "usual": _as_told(one.metric, one.usual),
            }),
            place("today", segment="figures", metric=one.metric.key),
        )
        for one in known if one.is_odd
    ]  # fmt: skip
    said = Said(N_("Unusual figures of {day}: {count}"), {"count": len(found), "day": board.period.until})
    return judged((), found, said, Said(N_("The figures of {day} are as usual"), {"day": board.period.until}))


def _as_told(metric: Metric, value: Decimal | None) -> Decimal | str | None:
    """A share in per cent: 0.02 would say little."""
    return f"{value:.2%}" if value is not None and metric.kind is Kind.PERCENT else value


_DAYS: Final = N_("Days")
TRADE: Final = (
    Check("late_orders", N_("Orders past their promise"), N_("To the orders"), place("orders", quick="late"),
          late_orders),
    Check("cases", N_("Promises to buyers"), N_("To the queue"), place("service", segment="queue"), cases),
    Check("refunds", N_("Refunds to answer"), N_("To the refunds"), place("orders", view="refunds", quick="pending"),
          refunds, (Limit("days", _DAYS, Decimal(2)),)),
    Check("promotion_dates", N_("Prices and dates of promotions"), N_("Compare"),
          place("promotions", segment="preflight"), promotion_dates, (Limit("days", _DAYS, Decimal(7)),), is_slow=True),
    Check("promotion_tasks", N_("Tasks of promotions"), N_("Open"), place("promotions", segment="tasks"),
          promotion_tasks, (Limit("days", _DAYS, Decimal(1)),)),
    Check("unknown_codes", N_("Codes of orders"), N_("To the coupons"), place("promotions", segment="coupons"),
          unknown_codes),
    Check("listing_pages", N_("Pages of listings"), N_("To the listings"), place("listings", segment="list"),
          listing_pages),
    Check("law_hits", N_("Advertising law"), N_("To the law page"), place("listings", segment="law"), law_hits),
    Check("claims", N_("Claims and their proof"), N_("To the claims"), place("listings", segment="claims"), claims,
          (Limit("days", _DAYS, Decimal(30)),)),
    Check("odd_day", N_("Unusual figures"), N_("To the figures"), place("today", segment="figures"), odd_day),
)  # fmt: skip
"""Checks of what is sold."""
