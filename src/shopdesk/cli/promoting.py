"""Commands about a promotion: its certificate, what it would have done to past sales, and what it did."""

from argparse import Namespace
from datetime import timedelta
from typing import Any

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.priced import look_for_uses
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.promotions.outcome.monitor import MONITOR, watch_lines, watch_promotion
from shopdesk.shop.promotions.outcome.replay import replay as try_on_past
from shopdesk.shop.promotions.outcome.result import read_result
from shopdesk.shop.promotions.outcome.uplift import Uplift
from shopdesk.shop.promotions.papers import (
    CERTIFICATE,
    POINTS,
    REPLAY,
    RESULT,
    VERDICTS,
    certificate_rows,
    lesson_lines,
    replay_rows,
    result_lines,
    result_rows,
)
from shopdesk.shop.promotions.preflight.certificate import Certificate, check_promotion, find_promotion
from shopdesk.store.tx import Tx
from shopdesk.text import _


def preflight(options: Namespace, output: Output) -> int:
    """Promo preflight: point by point whether a promotion may start; 1 where a point fails."""
    with opened(options) as store, store.read() as tx:
        made = check_promotion(tx, find_promotion(tx, options.promotion))
        rows = certificate_rows(made)
        if options.out:
            _write(tx, made, options)
    keys = [column.key for column in CERTIFICATE.columns]
    output.data(
        {
            "promotion": made.promotion_no, "passed": made.passed,
            "points": {point.value: verdict.value for point, verdict in made.points},
            "findings": [dict(zip(keys, row, strict=True)) for row in rows],
        }
    )  # fmt: skip
    told = [[_(POINTS[row[0]].title), _(VERDICTS[row[1]].title), *row[2:]] for row in rows]
    output.table([_(column.title) for column in CERTIFICATE.columns], told)
    for line in lesson_lines(made):
        output.say(line)
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0 if made.passed else 1


def replay(options: Namespace, output: Output) -> int:
    """Promo replay: the plan over past sales, of the last year where no days are said, and other tiers beside it."""
    with opened(options) as store, store.read() as tx:
        since, until = options.since or tx.today - timedelta(365), options.until or tx.today
        made = try_on_past(tx, find_promotion(tx, options.promotion), since, until, options.tiers)
        if options.out:
            note, shop = f"{options.promotion}: {since} – {until}", str(tx.setting("name", ""))
            write_sheet(options.out, REPLAY, replay_rows(made), note=note, shop=shop, zone=tx.zone)
    keys = [column.key for column in REPLAY.columns]
    output.data({"from": since, "to": until,
                 "variants": [numbers({key: getattr(one, key) for key in keys}) for one in made]})  # fmt: skip
    told = [[_(column.title), *cells] for column, *cells in zip(REPLAY.columns, *replay_rows(made), strict=True)]
    output.table(["", *("" for _one in made)], told, range(1, len(made) + 1))
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def result(options: Namespace, output: Output) -> int:
    """Promo result: day by day against the budget, and what it was worth."""
    with opened(options) as store:
        look_for_uses(store)
        with store.read() as tx:
            made = read_result(tx, find_promotion(tx, options.promotion))
            rows, lines = result_rows(made), result_lines(made)
            if options.out:
                note, shop = "; ".join((made.title, *lines)), str(tx.setting("name", ""))
                write_sheet(options.out, RESULT, rows, note=note, shop=shop, zone=tx.zone)
    keys = [column.key for column in RESULT.columns]
    uplifts = {"units": made.units, "revenue": made.revenue, "after": made.after}
    output.data(
        {
            "promotion": made.promotion_no, "from": made.first, "to": made.last, "is_over": made.is_over,
            "days": [numbers(dict(zip(keys, row, strict=True))) for row in rows],
            "uplift": {name: _uplift(one) for name, one in uplifts.items() if one},
            "less_beside": {one.code: one.change for one in made.cannibalised},
            "more_with": {one.code: one.change for one in made.halo},
            "new_buyers": made.new_buyers, "known_buyers": made.known_buyers, "won_back": made.won_back,
            "coupon_uses": made.coupon_uses, "coupon_amount": made.coupon_amount, "roi": made.roi,
            "ran_out": {one.code: one.day for one in made.ran_out},
            "taken_off": made.taken_off, "by_platform": made.by_platform, "by_partner": made.by_partner,
            "publicity": made.publicity, "predicted": numbers(made.predicted),
        }
    )  # fmt: skip
    output.table([_(column.title) for column in RESULT.columns], rows, range(1, len(keys)))
    for line in lines:
        output.say(line)
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def monitor(options: Namespace, output: Output) -> int:
    """Promo monitor: by hour or day against the plan, and what will be sold out before it ends."""
    with opened(options) as store:
        look_for_uses(store)
        with store.read() as tx:
            made = watch_promotion(tx, find_promotion(tx, options.promotion))
            lines, zone = watch_lines(tx, made), tx.zone
            if options.out:
                note, shop = "; ".join((made.title, *lines)), str(tx.setting("name", ""))
                write_sheet(options.out, MONITOR, made.rows, note=note, shop=shop, zone=zone)
    keys = [column.key for column in MONITOR.columns]
    short = [
        {"sku": one.code, "available": one.available, "sold_out_at": one.ends_at, "ran_out_on": one.ran_out_on}
        for one in made.short
    ]
    output.data(
        {
            "promotion": made.promotion_no, "is_over": made.is_over, "spent": made.spent, "budget": made.budget,
            "rows": [numbers(dict(zip(keys, row, strict=True))) for row in made.rows], "short": short,
        }
    )  # fmt: skip
    told = [[f"{row[0].astimezone(zone):%Y-%m-%d %H:%M}", *row[1:]] for row in made.rows]
    output.table([_(column.title) for column in MONITOR.columns], told, range(1, len(keys)))
    for line in lines:
        output.say(line)
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def _uplift(one: Uplift) -> dict[str, Any]:
    told = {"actual": one.actual, "usual": one.usual, "extra": one.extra, "margin": one.margin, "share": one.share}
    return numbers(told)


def _write(tx: Tx, made: Certificate, options: Namespace) -> None:
    if options.out.suffix.lower() == ".pdf":
        from shopdesk.desk.certificate_paper import print_certificate  # Qt is loaded for paper alone

        print_certificate(made, options.out)
        return
    shop = str(tx.setting("name", ""))
    write_sheet(options.out, CERTIFICATE, certificate_rows(made), note=made.title, shop=shop, zone=tx.zone)
