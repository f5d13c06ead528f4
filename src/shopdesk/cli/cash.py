"""Commands that answer where the money is: the bridge from profit to the bank, and the cash of the weeks to come."""

from argparse import Namespace
from typing import Any

from shopdesk.cli.booked import channel_named, cover_of
from shopdesk.cli.output import Output, number, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_bridge, write_cash
from shopdesk.shop.cash.bridge import by_month, fetch_bridges
from shopdesk.shop.cash.forecast import BackTest, Forecast, forecast_cash, try_forecast
from shopdesk.shop.cash.outlook import ZERO, Flow, bias, low_point, mean_error
from shopdesk.shop.cash.rules import Step
from shopdesk.shop.cash.sheets import BAR_TITLES, BRIDGE, CASH, CASH_TEST
from shopdesk.shop.cash.words import tested_words
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.ledger.statements import Days
from shopdesk.shop.orders.reports import By
from shopdesk.shop.profit.scope import Scope
from shopdesk.text import _

HELD = (
    Role.BANK, Role.WALLET, Role.CLEARING, Role.RESERVE, Role.AD_ACCOUNT, Role.INVENTORY, Role.PAYABLE, Role.GOODS_IN,
    Role.TAX, Role.LOAN,
)  # fmt: skip
"""What is held and owed that says something of the cash to come."""
TESTED = [column.key for column in CASH_TEST.columns]
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


def cash(options: Namespace, output: Output) -> int:
    """Report cash: what is held and owed, thirteen weeks to come, and how far off the last forecast was."""
    with opened(options) as store, store.read() as tx:
        made, test = forecast_cash(tx), try_forecast(tx)
        if options.out:
            days = Days(made.weeks[0].first, made.weeks[-1].last)
            write_cash(options.out, cover_of(tx, days, None), made, test)
    output.data(_cash(made, test))
    heads = [_(column.title) for column in CASH.columns[:-1]]
    rows = [
        [week.first, week.last, week.opening, *(week.flows.get(flow) for flow in Flow), week.closing]
        for week in made.weeks
    ]
    output.table(heads, rows, range(2, len(heads)))
    lowest = low_point(made.weeks)
    output.say(_("Lowest: {amount} on {day}").format(amount=f"{lowest.closing:,.2f}", day=lowest.last))
    output.say(tested_words(test))
    if options.out:
        output.say(_("Wrote {file}").format(file=options.out))
    return 0


def _cash(made: Forecast, test: BackTest | None) -> dict[str, Any]:
    lowest = low_point(made.weeks)
    return {
        "from": made.on, "cash": number(made.cash),
        "held": {role.name.lower(): number(made.held.get(role, ZERO)) for role in HELD},
        "ordered": number(made.ordered), "lines_without_price": made.unpriced,
        "channels": [
            numbers({"channel": one.channel, "open": one.open, "not_counted": one.late, "days": one.habit.lag,
                     "days_known": one.habit.days is not None, "share": one.habit.share})
            for one in made.channels
        ],
        "weeks": [
            numbers({"from": week.first, "to": week.last, "opening": week.opening,
                     **{flow.value: week.flows.get(flow, ZERO) for flow in Flow}, "closing": week.closing})
            for week in made.weeks
        ],
        "lowest": numbers({"to": lowest.last, "closing": lowest.closing}),
        "back_test": None if test is None else _tested(test),
    }  # fmt: skip


def _tested(test: BackTest) -> dict[str, Any]:
    rows = [numbers({key: getattr(one, key) for key in TESTED}) for one in test.missed]
    told = {"mean_error": mean_error(test.missed), "bias": bias(test.missed), "weeks_of_books": test.weeks}
    return {**numbers(told), "few_data": test.is_few, "weeks": rows}
