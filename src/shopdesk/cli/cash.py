"""Commands that answer where the money is: the bridge from profit to the bank."""

from argparse import Namespace
from typing import Any

from shopdesk.cli.booked import channel_named, cover_of
from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_bridge
from shopdesk.shop.cash.bridge import by_month, fetch_bridges
from shopdesk.shop.cash.rules import Step
from shopdesk.shop.cash.sheets import BAR_TITLES, BRIDGE
from shopdesk.shop.ledger.statements import Days
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.scope import Scope
from shopdesk.text import _

SHOWN = ("bar", "amount", "running", "opening", "closing")


def bridge(options: Namespace, output: Output) -> int:
    """Report bridge: from profit to the deposits of payouts, bar by bar; with --out as a workbook of live formulas."""
    with opened(options) as store, store.read() as tx:
        days, channel_id = Days(options.since, options.until), channel_named(tx, options.channel)
        steps = fetch_bridges(tx, Scope(*days, None, channel_id))[""]
        if options.out:
            months = by_month(fetch_bridges(tx, Scope(*days, By.MONTH, channel_id)))
            write_bridge(options.out, cover_of(tx, days, None), steps, months)
    output.data([_told(step) for step in steps])
    rows = [[_(BAR_TITLES[step.key]), step.amount, step.running, step.opening, step.closing] for step in steps]
    output.table([_(BRIDGE.column(key).title) for key in SHOWN], rows, (1, 2, 3, 4))
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def _told(step: Step) -> dict[str, Any]:
    told = {
        "key": step.key, "amount": step.amount, "running": step.running, "is_sum": step.is_sum,
        "held_before": step.opening, "held_after": step.closing, "accounts": list(step.codes),
    }  # fmt: skip
    return numbers(told)
