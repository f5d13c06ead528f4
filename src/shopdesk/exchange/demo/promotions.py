"""The promotions of the demo shop: those that explain what its buyers paid less, and those that are planned."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from shopdesk.exchange.demo.goods import OFF
from shopdesk.shop.orders.reports import ORDER_ROWS
from shopdesk.shop.orders.rules import SOLD
from shopdesk.shop.promotions.actions import add_promotion, copy_promotion, set_combination
from shopdesk.shop.promotions.calendar.preparing import add_day, add_task
from shopdesk.shop.promotions.coupons import redeem_coupon
from shopdesk.shop.promotions.outcome.uses import find_uses, keep_uses
from shopdesk.shop.promotions.price_plan.plan import add_plan_rule
from shopdesk.shop.promotions.rules import Level, PromotionKind, State, moments_of
from shopdesk.store.action import action
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tx import Tx
from shopdesk.text import N_, _

CODE: Final = "TEA10"
WORTH: Final = Decimal(10)
SALES: Final = {6: N_("618 sale"), 11: N_("Double 11 sale")}
"""Month of a great sale → what it is called."""
EVERYONE: Final = 1_000_000
TASKS: Final = ((N_("Photos of the gift box"), 10), (N_("Stock is here"), 6), (N_("Thank who brought friends"), -7))
"""What is to be done, and how many days before the first day."""


@action("promotion.edit", N_("What the shop promises"))
def promise(tx: Tx, first: date, today: date) -> None:
    """The great sales since the first day and the next of each, free shipping, and a code that buyers used."""
    for since, until in _sales(first, today):
        title = f"{_(SALES[since.month])} {since.year}"
        told = {"title": title, "kind": PromotionKind.EVERY_FULL.value, "tiers": "300-30"}
        told |= _days(tx, since, until) | {"goal": _(N_("More in a basket")), "owner": _(N_("Owner"))}
        lessons = _(N_("Two teas were sold out before the last day: order three weeks earlier."))
        add_promotion(tx, {**told, **({"lessons": lessons} if until < today else {})})
    shipping = {"title": _(N_("Free shipping from 99")), "kind": PromotionKind.FREE_SHIPPING.value, "tiers": "99"}
    add_promotion(tx, {**shipping, **_days(tx, first, None)})
    coupon = {"title": _(N_("Coupon for regulars")), "kind": PromotionKind.ONCE_FULL.value, "tiers": "199-10"}
    number = add_promotion(tx, {**coupon, **_days(tx, first, None), "coupons": CODE})
    members = {"title": _(N_("Member price of tea")), "kind": PromotionKind.MEMBER_PRICE.value, "tiers": "-5%"}
    members |= {"groups": _(N_("Members")), "categories": "茶叶 Tea", "level": Level.ITEM.value}
    add_promotion(tx, {**members, **_days(tx, today + timedelta(days=14), None), "state": State.DRAFT.value})
    copy_promotion(tx, number, today + timedelta(days=30))
    set_combination(tx, number, Level.ORDER, may_combine=True)
    _prepare(tx, today)
    _plan_prices(tx, today)
    _use(tx)
    keep_uses(tx, find_uses(tx))


def _prepare(tx: Tx, today: date) -> None:
    """A group that buys together in a week, what is to be ready by then, and a fair after it."""
    begins = today + timedelta(days=8)
    group = {"title": _(N_("Group buying: white tea")), "kind": PromotionKind.GROUP_PRICE.value}
    group |= {"tiers": "2ppl-10%;5ppl-15%", "categories": "茶叶 Tea", "owner": _(N_("Owner"))}
    number = add_promotion(tx, {**group, **_days(tx, begins, begins + timedelta(days=6))})
    for title, days in TASKS:
        add_task(tx, number, _(title), days)
    add_day(tx, _(N_("Spring tea fair")), today + timedelta(days=20), today + timedelta(days=22))


def _plan_prices(tx: Tx, today: date) -> None:
    """The regular price plan: a season, a ladder of clearance, a price for members."""
    least = {"min_margin": Decimal("0.1")}
    season = {"title": _(N_("New tea season")), "kind": "season", "category": "茶叶 Tea", "off_rate": Decimal("0.05")}
    add_plan_rule(tx, {**season, **least, "first_on": today, "last_on": today + timedelta(days=60)})
    for days, off in ((30, "0.1"), (90, "0.3")):
        title = _(N_("Old stock, {days} days")).format(days=days)
        step = {"title": title, "kind": "clearance", "older_than": days, "cover_over": 40, "off_rate": Decimal(off)}
        add_plan_rule(tx, {**step, **least})
    member = {"title": _(N_("Member price")), "kind": "member", "group_name": _(N_("Members"))}
    add_plan_rule(tx, {**member, **least, "off_rate": Decimal("0.08")})


def _sales(first: date, today: date) -> Iterator[tuple[date, date]]:
    """Days of the great sales that lie in the life of the shop or within a year after it, each year's."""
    for year in range(first.year, today.year + 2):
        for from_month, from_day, to_month, to_day in OFF:
            since, until = date(year, from_month, from_day), date(year, to_month, to_day)
            if until >= first and since <= today + timedelta(days=365):
                yield since, until


def _days(tx: Tx, since: date, until: date | None) -> dict[str, Any]:
    starts_at, ends_at = moments_of(since, until, tx.zone)
    return {"starts_at": starts_at, "ends_at": ends_at}


def _use(tx: Tx) -> None:
    """Every order that was sold with ten off outside the great sales had the code."""
    keys = [column.key for column in ORDER_ROWS.sheet.columns]
    for order_id, values in fetch_first(tx, ORDER_ROWS, Query(filters=(("discount", "=10"),)), EVERYONE):
        told = dict(zip(keys, values, strict=True))
        if told["state"] in SOLD:
            redeem_coupon(tx, CODE, order_id, WORTH, told["placed_at"].astimezone(tx.zone).date())
