"""Commands of the morning: what needs a person now, the figures with their definitions, and why sales moved."""

from argparse import Namespace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shopdesk.cli.output import Output, number
from shopdesk.cli.store_at import opened
from shopdesk.shop.columns import Kind
from shopdesk.shop.orders.reports import By
from shopdesk.shop.today.checks import Checked, run_checks
from shopdesk.shop.today.figures import Shown, fetch_board, last_day
from shopdesk.shop.today.looking import Said, Severity
from shopdesk.shop.today.metrics import METRICS, Metric
from shopdesk.shop.today.moves import FACTORS, Moves, fetch_moves
from shopdesk.shop.today.periods import Period, period_to
from shopdesk.text import N_, UserError, _

_SEVERITIES = {
    Severity.BAD: N_("now"),
    Severity.WARN: N_("look"),
    Severity.TICK: N_("tick"),
    Severity.GOOD: N_("fine"),
}


def today(options: Namespace, output: Output) -> int:
    """Today: the daily check; 1 where something has to be done at once."""
    with opened(options) as store, store.read() as tx:
        checks, board = run_checks(tx), fetch_board(tx)
    output.data({
        "checks": [_told_check(one) for one in checks],
        "day": board.period.until, "figures": [_told_figure(one) for one in board.shown],
    })  # fmt: skip
    output.table(
        [_("How"), _("Check"), _("What was found"), _("Signed off")],
        [
            [
                _(_SEVERITIES[one.found.severity]),
                _(one.title),
                one.found.said.words,
                one.sign.person if one.sign else "",
            ]
            for one in checks
        ],
    )
    return int(any(one.is_open and one.found.severity is Severity.BAD for one in checks))


def report(options: Namespace, output: Output) -> int:
    """Report figures|why."""
    return REPORTS[options.what](options, output)


def figures(options: Namespace, output: Output) -> int:
    """Report figures: every figure of the period that ends with --to, beside the one before."""
    with opened(options) as store, store.read() as tx:
        board = fetch_board(tx, _size(options.by), options.until, [options.code] if options.code else list(METRICS))
    output.data({"since": board.period.since, "until": board.period.until,
                 "figures": [_told_figure(one) for one in board.shown]})  # fmt: skip
    rows = [
        [one.metric.key, _(one.metric.title),
         *(_shown(one.metric, value) for value in (one.value, one.before, one.usual)),
         _("few data") if one.is_few else _("unusual") if one.is_odd else ""]
        for one in board.shown
    ]  # fmt: skip
    titles = (_("Name"), _("Figure"), _("Value"), _("Period before"), _("Usual on this weekday"), "")
    output.table(titles, rows, (2, 3, 4))
    return 0


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
    size = By(by)
    if size in (By.SKU, By.CHANNEL):
        raise UserError(N_("Figures are told by day, week, month, quarter or year."), code="usage")
    return size


def _told_check(one: Checked) -> dict[str, Any]:
    return {
        "check": one.key, "title": _(one.title), "severity": one.found.severity.value, "said": one.found.said.words,
        "signed": one.sign is not None, "note": one.sign.note if one.sign else None,
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
    return f"{value:,.2f}" if one.kind is Kind.MONEY else f"{value.normalize():,f}"


REPORTS: Final = {"figures": figures, "why": why}
"""What `report` can say of these."""
