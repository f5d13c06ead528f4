"""Commands of the morning: what needs a person now, the figures with their definitions, and why sales moved."""

from argparse import Namespace
from datetime import UTC, date
from decimal import Decimal
from typing import Any, Final

from shopdesk.cli.booked import channel_named
from shopdesk.cli.output import Output, number
from shopdesk.cli.planned import plan_anew
from shopdesk.cli.store_at import opened
from shopdesk.exchange.workbook import write_sheet
from shopdesk.shop.columns import Kind, Sheet
from shopdesk.shop.orders.customers.segments import SEGMENTS
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.checks import Checked, run_checks
from shopdesk.shop.today.figures import Shown, fetch_board, last_day
from shopdesk.shop.today.forecast import METHODS, Forecast, Method
from shopdesk.shop.today.looking import Said, Severity
from shopdesk.shop.today.metrics import DIGITS, METRICS, Metric
from shopdesk.shop.today.moves import FACTORS, Moves, fetch_moves
from shopdesk.shop.today.outlook import fetch_outlook
from shopdesk.shop.today.paths import fetch_paths
from shopdesk.shop.today.periods import SHOWN, Period, period_to
from shopdesk.shop.today.retention import fetch_retention
from shopdesk.shop.today.target_sheets import MET, TARGETS
from shopdesk.shop.today.targets import aim_row, fetch_targets
from shopdesk.shop.today.told_sheets import (
    COHORT_SHEET,
    FIGURE_SHEET,
    MOVE_SHEET,
    OUTLOOK_SHEET,
    PATH_SHEET,
    SEGMENT_SHEET,
    Rows,
    cohort_rows,
    figure_rows,
    move_rows,
    outlook_rows,
    path_rows,
    segment_rows,
)
from shopdesk.text import N_, UserError, _

_SEVERITIES = {
    Severity.BAD: N_("now"),
    Severity.WARN: N_("look"),
    Severity.TICK: N_("tick"),
    Severity.GOOD: N_("fine"),
}


def today(options: Namespace, output: Output) -> int:
    """Today: the daily check; 1 where something has to be done at once."""
    with opened(options) as store:
        plan_anew(store)
        with store.read() as tx:
            checks, board = run_checks(tx), fetch_board(tx)
    output.data({
        "checks": [_told_check(one) for one in checks],
        "day": board.period.until, "figures": [_told_figure(one) for one in board.shown],
    })  # fmt: skip
    output.table(
        [_("How"), _("What is checked"), _("Finding"), _("Signed off")],
        [
            [
                _(_SEVERITIES[one.found.severity]),
                _(one.title),
                one.found.said.words,
                one.sign.person if one.sign and one.is_signed else "",
            ]
            for one in checks
        ],
    )
    return int(any(one.is_open and one.found.severity is Severity.BAD for one in checks))


def report(options: Namespace, output: Output) -> int:
    """Report figures|why|rfm|cohorts|paths|forecast|targets."""
    return REPORTS[options.what](options, output)


def figures(options: Namespace, output: Output) -> int:
    """Report figures: every figure of the period that ends with --to, beside the one before."""
    size, keys = _size(options.by), [options.code] if options.code else list(METRICS)
    with opened(options) as store, store.read() as tx:
        board = fetch_board(tx, size, options.until, keys, channel_named(tx, options.channel))
    output.data({"since": board.period.since, "until": board.period.until,
                 "figures": [_told_figure(one) for one in board.shown]})  # fmt: skip
    _write(options, output, FIGURE_SHEET, figure_rows(board))
    rows = [
        [one.metric.key, _(one.metric.title),
         *(_shown(one.metric, value) for value in (one.value, one.before, one.usual)),
         _(one.remark) if one.remark else ""]
        for one in board.shown
    ]  # fmt: skip
    titles = (_("Name"), _("Indicator"), _("Comes to"), _("Period before"), _("Usual on this weekday"), "")
    output.table(titles, rows, (2, 3, 4))
    return 0


def _write(options: Namespace, output: Output, sheet: Sheet, rows: Rows) -> None:
    """Rows of a report in a workbook, where one is asked for."""
    if options.out:
        write_sheet(options.out, sheet, rows, title=_(sheet.title), zone=UTC)  # it tells no times
        output.say(_("Wrote {file}").format(file=options.out))


def metric(options: Namespace, output: Output) -> int:
    """Metric NAME: what a figure is, and what it came to."""
    one = METRICS.get(options.name)
    if one is None:
        raise UserError(N_("“{name}” is no figure. There are: {names}"), code="usage", name=options.name,
                        names=", ".join(METRICS))  # fmt: skip
    with opened(options) as store, store.read() as tx:
        board = fetch_board(tx, _size(options.by), options.until, [one.key])
    [shown] = board.shown
    output.data({**_told_figure(shown), "title": _(one.title), "formula": _(one.formula), "unit": one.kind.value,
                 "tables": one.tables, "since": board.period.since, "until": board.period.until})  # fmt: skip
    output.say(f"{_(one.title)}: {_shown(one, shown.value)}")
    output.say(_("Formula: {formula}").format(formula=_(one.formula)))
    days = {"since": board.period.since, "until": board.period.until}
    output.say(_("Window: {since} – {until}").format(**days))
    output.say(_("From: {tables}").format(tables=", ".join(one.tables)))
    return 0


def why(options: Namespace, output: Output) -> int:
    """Report why: the change of the sales of goods by factor, exact; --from and --to are the days, else by --by."""
    with opened(options) as store, store.read() as tx:
        moves = fetch_moves(tx, _days(options, last_day(tx)))
    output.data(_told_moves(moves))
    _write(options, output, MOVE_SHEET, move_rows(moves))
    rows = [
        [moves.channel_titles.get(share.channel_id, ""), _(FACTORS[share.factor]), share.amount]
        for share in moves.channels
    ]
    output.table([_("Channel"), _("Factor"), _("Change")], [*rows, ["", _("Together"), moves.change]], (2,))
    for note in moves.notes:
        output.say(f"{note.day} {Said(note.said, note.values).words}")
    return 0


def _days(options: Namespace, last: date) -> Period:
    if options.since is None:
        return period_to(_size(options.by), options.until or last)
    return Period(By.DAY, options.since, options.until or max(last, options.since))


def _size(by: str) -> By:
    if by not in SHOWN:
        raise UserError(N_("Figures are told by day, week, month, quarter or year."), code="usage")
    return By(by)


def _told_check(one: Checked) -> dict[str, Any]:
    return {
        "check": one.key, "title": _(one.title), "severity": one.found.severity.value, "said": one.found.said.words,
        "signed": one.is_signed, "note": one.sign.note if one.sign else None,
        "evidence": [{"name": f"{piece.name:}", "said": piece.said.words} for piece in one.found.evidence],
    }  # fmt: skip


def _told_figure(one: Shown) -> dict[str, Any]:
    return {
        "figure": one.metric.key, "value": number(one.value), "before": number(one.before), "usual": number(one.usual),
        "target": number(one.target), "few": one.is_few, "odd": one.is_odd,
    }  # fmt: skip


def _told_moves(moves: Moves) -> dict[str, Any]:
    return {
        "since": moves.now.since, "until": moves.now.until, "from": number(moves.was), "to": number(moves.came_to),
        "change": number(moves.change),
        "channels": [
            {"channel": moves.channel_titles.get(one.channel_id, ""), "factor": one.factor.value,
             "amount": number(one.amount)} for one in moves.channels
        ],
        "products": [
            {"channel": moves.channel_titles.get(one.channel_id, ""),
             "sku": moves.sku_titles.get(one.sku_id or 0, ("", ""))[0],
             "factor": one.factor.value, "amount": number(one.amount)} for one in moves.products
        ],
        "changes": [{"day": note.day, "said": Said(note.said, note.values).words} for note in moves.notes],
    }  # fmt: skip


def _shown(one: Metric, value: Decimal | None) -> str:
    if value is None:
        return "–"
    if one.kind is Kind.PERCENT:
        return f"{value:.2%}"
    return f"{value:,.2f}" if one.kind is Kind.MONEY else f"{round(value, DIGITS).normalize():,f}"


def rfm(options: Namespace, output: Output) -> int:
    """Report rfm: customers by segment."""
    with opened(options) as store, store.read() as tx:
        told = fetch_retention(tx)
    output.data({
        "customers": told.customers, "again": told.again, "interval": told.interval, "value": number(told.value),
        "segments": [
            {"segment": one.segment.value, "customers": one.customers, "orders": one.orders, "value": number(one.value)}
            for one in told.groups
        ],
    })  # fmt: skip
    _write(options, output, SEGMENT_SHEET, segment_rows(told))
    rows = [[_(SEGMENTS[one.segment]), one.customers, one.orders, one.value] for one in told.groups]
    output.table([_("Segment"), _("Customers"), _("Orders"), _("Value")], rows, (1, 2, 3))
    return 0


def paths(options: Namespace, output: Output) -> int:
    """Report paths: what customers buy after their first purchase."""
    with opened(options) as store, store.read() as tx:
        told = fetch_paths(tx)
    output.data([
        {"first": one.first, "then": one.then, "customers": one.customers, "of": one.of, "days": one.days}
        for one in told
    ])  # fmt: skip
    _write(options, output, PATH_SHEET, path_rows(told))
    rows = [[one.first, one.then, one.customers, f"{one.share:.1%}", one.days] for one in told]
    output.table([_(column.title) for column in PATH_SHEET.columns], rows, (2, 3, 4))
    return 0


def cohorts(options: Namespace, output: Output) -> int:
    """Report cohorts: of the customers of a month, how many bought again so many months later."""
    with opened(options) as store, store.read() as tx:
        retention = fetch_retention(tx)
    told = retention.cohorts
    output.data([{"month": one.month, "customers": one.customers, "active": one.active} for one in told])
    _write(options, output, COHORT_SHEET, cohort_rows(retention))
    most = max((len(one.active) for one in told), default=1)
    titles = [_("Month"), _("Customers"), *(f"+{later}" for later in range(1, most))]
    rows = [
        [one.month, one.customers, *one.active[1:], *[""] * (most - len(one.active))] for one in told
    ]  # fmt: skip
    output.table(titles, rows, range(1, most + 1))
    return 0


def forecast(options: Namespace, output: Output) -> int:
    """Report forecast: the next four weeks of the shop and of what sells most, with the miss of the back-test."""
    with opened(options) as store, store.read() as tx:
        told = fetch_outlook(tx)
    lines = [
        ("", _("Sales of the shop"), told.forecast),
        *((one.code, one.title, one.forecast) for one in told.products),
    ]
    output.data([{"sku": code, "title": title, **_told_forecast(one)} for code, title, one in lines])
    _write(options, output, OUTLOOK_SHEET, outlook_rows(told))
    rows = [[code, title, *_forecast_cells(one)] for code, title, one in lines]
    titles = (_("SKU"), _("Product"), _("Next four weeks"), "±", _("Method"), _("Miss"), _("Naive miss"))
    output.table(titles, rows, (2, 3, 5, 6))
    return 0


def _told_forecast(one: Forecast | None) -> dict[str, Any]:
    if one is None:
        return {"total": None}
    return {
        "total": round(one.total, 2), "margin": round(one.total_margin, 2), "method": one.method.value,
        "days": [round(float(day), 2) for day in one.days],
        "errors": {method.value: round(error, 4) for method, error in one.errors.items()},
    }  # fmt: skip


def _forecast_cells(one: Forecast | None) -> list[str]:
    if one is None:
        return [_("few data"), "", "", "", ""]
    return [
        f"{one.total:,.0f}", f"{one.total_margin:,.0f}", _(METHODS[one.method]), f"{one.errors[one.method]:.0%}",
        f"{one.errors[Method.NAIVE]:.0%}",
    ]  # fmt: skip


def targets(options: Namespace, output: Output) -> int:
    """Report targets: what months are to bring, and how far each has come."""
    with opened(options) as store, store.read() as tx:
        aims = fetch_targets(tx)
    output.data([
        {"month": one.month, "figure": one.metric.key, "channel": one.channel, "target": number(one.amount),
         "value": number(one.value), "by_now": number(one.pace), "state": one.state} for one in aims
    ])  # fmt: skip
    _write(options, output, TARGETS, [aim_row(one) for one in aims])
    rows = [
        [one.month, _(one.metric.title), _(one.channel) if one.channel else "",
         *(_shown(one.metric, amount) for amount in (one.amount, one.value, one.pace)), _(MET[one.state].title)]
        for one in aims
    ]  # fmt: skip
    titles = (
        _("Month"), _("Indicator"), _("Channel"), _("Target"), _("Comes to"), _("To be had by now"), _("State"),
    )  # fmt: skip
    output.table(titles, rows, (3, 4, 5))
    return 0


REPORTS: Final = {
    "figures": figures, "why": why, "rfm": rfm, "cohorts": cohorts, "forecast": forecast, "targets": targets,
    "paths": paths,
}  # fmt: skip
"""What `report` can say of these."""
