"""Commands of promotions: what a basket pays under them, and the list of them."""

from argparse import Namespace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from shopdesk.cli.output import Output, number, numbers
from shopdesk.cli.priced import look_for_uses
from shopdesk.cli.store_at import opened
from shopdesk.exchange.basket_file import read_basket
from shopdesk.exchange.workbook import write_sheet
from shopdesk.exchange.writing.target import keep_apart
from shopdesk.shop.promotions.engine.baskets import basket_of
from shopdesk.shop.promotions.engine.priced import Missed, Priced, Step
from shopdesk.shop.promotions.engine.pricing import price as price_basket
from shopdesk.shop.promotions.engine.terms import fetch_terms
from shopdesk.shop.promotions.engine.words import SCALE, line_rows, missed_words, plain, step_rows, step_words
from shopdesk.shop.promotions.reports import PROMOTION_ROWS
from shopdesk.shop.promotions.sheets import PHASES, SHARES, STEPS
from shopdesk.store.rows import Query, fetch_first
from shopdesk.store.tx import Tx
from shopdesk.text import _

EVERYTHING = 10_000_000
LISTED = ("promotion_no", "title", "phase", "kind", "starts_at", "ends_at", "tiers", "channels", "budget", "spent")


def price(options: Namespace, output: Output) -> int:
    """Promo price BASKET: each layer in words, and what each line pays; with --out the lines or steps as a sheet."""
    wanted = read_basket(options.promotion)
    with opened(options) as store, store.read() as tx:
        basket = basket_of(
            tx, wanted, _moment(tx, options.on), channel=options.channel, group=options.group,
            coupons=options.coupon, shipping=int(options.shipping * SCALE), points=options.points,
            people=options.people,
        )  # fmt: skip
        priced = price_basket(basket, fetch_terms(tx))
        if options.out:
            keep_apart(options.promotion, options.out)
            write_sheet(
                options.out, SHARES, line_rows(priced), title=_("Price by line"),
                note="; ".join(f"{step.promotion.title}: {step_words(step)}" for step in priced.steps),
                shop=tx.setting("name", ""), zone=tx.zone,
            )  # fmt: skip
    output.data(_told(priced))
    _say(priced, output)
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def report(options: Namespace, output: Output) -> int:
    """Report promotions: every one with its state by the clock, of a range those that touch it."""
    keys = [column.key for column in PROMOTION_ROWS.sheet.columns]
    with opened(options) as store:
        look_for_uses(store)
        with store.read() as tx:
            zone, listed = tx.zone, fetch_first(tx, PROMOTION_ROWS, Query(), EVERYTHING)
    found = [dict(zip(keys, row, strict=True)) for _id, row in listed]
    rows = [
        {key: _spoken(row, key, tuple(row.values())) for key in LISTED}
        for row in found
        if _touches(row, options.since, options.until, zone)
    ]
    output.data([numbers(row) for row in rows])
    if rows:
        output.table(
            [_(PROMOTION_ROWS.sheet.column(key).title) for key in LISTED],
            [[_cell(key, value, zone) for key, value in row.items()] for row in rows], (8, 9),
        )  # fmt: skip
    else:
        output.say(_("There is nothing to report yet."))
    return 0


def _moment(tx: Tx, said: datetime | None) -> datetime:
    """The moment that is meant, by the shop's clocks; None: now."""
    return tx.now if said is None else said.replace(tzinfo=tx.zone)


def _touches(row: dict[str, Any], since: date | None, until: date | None, zone: Any) -> bool:
    ends = row["ends_at"]
    late = until is not None and row["starts_at"].astimezone(zone).date() > until
    # Its end is the first moment that is no longer of it: of a promotion until midnight, the day before is the last.
    return not late and (
        since is None or ends is None or (ends - timedelta(seconds=1)).astimezone(zone).date() >= since
    )


def _spoken(row: dict[str, Any], key: str, values: tuple[Any, ...]) -> Any:
    speak = PROMOTION_ROWS.spoken.get(key)
    return row[key] if speak is None or row[key] is None else speak(row[key], values)


def _cell(key: str, value: Any, zone: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(zone)
    states = {"phase": PHASES, "kind": PROMOTION_ROWS.sheet.column("kind").states}.get(key)
    return _(states[value].title) if states and value else value


def _say(priced: Priced, output: Output) -> None:
    output.table([_(column.title) for column in STEPS.columns], step_rows(priced), (0, 4, 5, 6))
    output.table([_(column.title) for column in SHARES.columns], line_rows(priced), range(2, 8))
    for missed in priced.missed:
        title = missed.promotion.title if missed.promotion else missed.coupon
        output.say(f"{title}: {missed_words(missed)}")
    said = _("To pay: {total}, of it shipping {shipping}")
    output.say(said.format(total=plain(priced.total), shipping=plain(priced.shipping)))


def _told(priced: Priced) -> dict[str, Any]:
    keys = [column.key for column in SHARES.columns]
    return {
        "total": _money(priced.total), "off": _money(priced.off), "shipping": _money(priced.shipping),
        "steps": [_step(step) for step in priced.steps],
        "lines": [dict(zip(keys, map(_shown, row), strict=True)) for row in line_rows(priced)],
        "missed": [_missed(one) for one in priced.missed],
    }  # fmt: skip


def _step(step: Step) -> dict[str, Any]:
    return {
        "promotion_id": step.promotion.promotion_id, "promotion": step.promotion.title, "layer": step.layer.value,
        "words": step_words(step), "base": _money(step.base), "times": step.times, "wanted": _money(step.wanted),
        "amount": _money(step.amount), "limit": step.limit.value, "left": _money(step.left), "coupon": step.coupon,
        "by_platform": _money(step.by_platform), "by_partner": _money(step.by_partner),
        "shares": [_money(share) for share in step.shares],
        "gifts": [{"sku_id": gift.sku_id, "pieces": number(Decimal(gift.pieces) / 1_000)} for gift in step.gifts],
    }  # fmt: skip


def _missed(missed: Missed) -> dict[str, Any]:
    promotion = missed.promotion
    return {
        "promotion_id": promotion.promotion_id if promotion else None,
        "promotion": promotion.title if promotion else "",
        "coupon": missed.coupon, "why": missed.why.value, "words": missed_words(missed), "short": _money(missed.short),
    }  # fmt: skip


def _money(amount: int) -> str | None:
    return number(Decimal(amount) / SCALE)


def _shown(value: object) -> object:
    return number(value) if isinstance(value, Decimal) else value
