"""Commands of the month's end: close it, open it again, and write its pack."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any, Final

from shopdesk.cli.output import Output, number, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.pack.month_pack import PackedFile, differences, write_pack
from shopdesk.shop.closing.actions import close_month, reopen_month
from shopdesk.shop.closing.checklist import CheckedPoint, blocking, fetch_checklist, look_at_store
from shopdesk.shop.closing.reports import SealRow, fetch_changes_after, fetch_seals
from shopdesk.shop.closing.rules import TITLES, PackPart
from shopdesk.shop.closing.sheets import CHANGES, POINT_STATES
from shopdesk.store.backup import AFTER_CLOSING, backed_up_at
from shopdesk.text import N_, UserError, _

STILL_OPEN: Final = N_("Points of the checklist are open. Say --anyway to close the month all the same.")


def close(options: Namespace, output: Output) -> int:
    """Close MONTH: say what is open, then lock and seal it; 1 where points are open and --anyway is not said."""
    month = options.month
    with opened(options) as store:
        with store.read() as tx:
            points = [*fetch_checklist(tx, month, backed_up_at(store)), look_at_store(tx, month)]
        told = [_point(one) for one in points]
        _say_points(points, output)
        if blocking(points) and not options.anyway:
            output.refuse(UserError(STILL_OPEN, code="open"), month=month, checklist=told)
            return 1
        store.do(close_month, month, options.note)
        with store.read() as tx:
            seal = fetch_seals(tx, month)[0]
        if store.is_file:
            store.backup(reason=AFTER_CLOSING)
    output.data({"month": month, "checklist": told, "seal": _seal(seal)})
    said = _("Closed {month}: {entries} entries, profit {profit}. Seal {seal}")
    output.say(said.format(month=month, entries=f"{seal.entries:,}", profit=f"{seal.profit:,.2f}", seal=seal.digest))
    return 0


def reopen(options: Namespace, output: Output) -> int:
    """Reopen MONTH --why: that month and all after it; the reason stays on their seals."""
    with opened(options) as store:
        months = store.do(reopen_month, options.month, options.why).value
    output.data({"month": options.month, "reopened": months, "why": options.why})
    output.say(_("Reopened: {months}").format(months=", ".join(months) or options.month))
    return 0


def pack(options: Namespace, output: Output) -> int:
    """Pack MONTH --out: the month's files with an index; 1 where a figure is not that which it must equal."""
    parts = [PackPart(name) for name in options.part]
    with opened(options) as store, store.read() as tx:
        packed = write_pack(tx, options.month, options.out, parts, backed_up=backed_up_at(store))
        changes = fetch_changes_after(tx, options.month)
    output.data(
        {
            "out": str(options.out), "files": [_file(one) for one in packed],
            "changes": [numbers({c.key: getattr(one, c.key) for c in CHANGES.columns}) for one in changes],
        }
    )  # fmt: skip
    heads = [_("File"), _("Rows"), _("Figure"), _("Amount"), _("Difference")]
    output.table(heads, [_line(one) for one in packed], (1, 3, 4))
    output.say(_("Wrote {count} files to {file}").format(count=len(packed) + 1, file=options.out))
    return 1 if differences(packed) else 0


def _say_points(points: Sequence[CheckedPoint], output: Output) -> None:
    rows = [
        [
            _(POINT_STATES[one.state].title), _(TITLES[one.point]), one.told, one.amount,
            one.tick.note if one.tick else "",
        ]
        for one in points
    ]  # fmt: skip
    output.table([_("State"), _("Point"), _("Not done"), _("Amount"), _("Note")], rows, (3,))


def _point(one: CheckedPoint) -> dict[str, Any]:
    told = {"point": one.point.value, "state": one.state.value, "count": one.count, "amount": one.amount}
    return numbers(
        {**told, "person": one.tick.person if one.tick else None, "note": one.tick.note if one.tick else None}
    )


def _seal(seal: SealRow) -> dict[str, Any]:
    names = ("month", "sealed_at", "person", "note", "entries", "debit", "profit", "digest")
    return numbers({name: getattr(seal, name) for name in names})


def _file(one: PackedFile) -> dict[str, Any]:
    told = one.written
    made = {"file": one.name, "part": one.part.value, "rows": told.rows, "amount": told.amount, "other": told.other}
    return numbers({**made, "difference": told.difference})


def _line(one: PackedFile) -> list[Any]:
    told = one.written
    gap = None if told.difference is None else number(told.difference)
    return [one.name, told.rows, _(told.says) if told.says else "", told.amount, gap]
