"""Commands of prices and promotions as figures: the regular price plan of today, and profit by promotion."""

from argparse import Namespace

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.promotions.outcome.profit_by import PROFIT_BY, fetch_by_promotion
from shopdesk.shop.promotions.outcome.uses import find_uses, is_stale, keep_uses
from shopdesk.shop.promotions.price_plan.plan import fetch_plan, plan_lines, plan_rows
from shopdesk.shop.promotions.price_plan.sheets import PRICE_PLAN, STANDINGS
from shopdesk.store.store import Store
from shopdesk.text import _


def report(options: Namespace, output: Output) -> int:
    """Report priceplan: why, old and new price, floor and margin of each SKU; with --out as a workbook."""
    with opened(options) as store, store.read() as tx:
        plan = fetch_plan(tx)
        rows, lines = plan_rows(tx, plan), plan_lines(tx, plan)
        if options.out:
            shop = str(tx.setting("name", ""))
            write_sheet(options.out, PRICE_PLAN, rows, note="; ".join(lines), shop=shop, zone=tx.zone)
    keys = [column.key for column in PRICE_PLAN.columns]
    output.data([numbers(dict(zip(keys, row, strict=True))) for row in rows])
    stands = keys.index("stands")
    told = [[*row[:stands], _(STANDINGS[str(row[stands])].title), *row[stands + 1 :]] for row in rows]
    if told:
        output.table([_(column.title) for column in PRICE_PLAN.columns], told, range(stands + 1, len(keys)))
    for line in lines if told else [_("There is nothing to report yet."), *lines]:
        output.say(line)
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def profit_by(options: Namespace, output: Output) -> int:
    """Report profit --by promotion: orders by the promotion that took most off them, looked for anew where need be."""
    with opened(options) as store:
        look_for_uses(store)
        with store.read() as tx:
            rows, shop, zone = fetch_by_promotion(tx, options.since, options.until), tx.setting("name", ""), tx.zone
    keys = [column.key for column in PROFIT_BY.columns]
    output.data([numbers(dict(zip(keys, row, strict=True))) for row in rows])
    if rows:
        output.table([_(column.title) for column in PROFIT_BY.columns], rows, range(2, len(keys)))
    else:
        output.say(_("There is nothing to report yet."))
    if options.out:
        write_sheet(options.out, PROFIT_BY, rows, shop=str(shop), zone=zone)
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def look_for_uses(store: Store) -> None:
    """Look for the promotions of orders, unless nothing has happened since somebody did."""
    with store.read() as tx:
        found = find_uses(tx) if is_stale(tx) else None
    if found is not None:
        store.do(keep_uses, found)
