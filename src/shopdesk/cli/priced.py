"""The command of the regular price plan: what it proposes today, SKU by SKU."""

from argparse import Namespace

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.promotions.plan_sheets import PRICE_PLAN, STANDINGS
from shopdesk.shop.promotions.price_plan import fetch_plan, plan_lines, plan_rows
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
