"""Commands that count: a sheet out, the filled-in one back in, a count booked; and what counts came to."""

from argparse import Namespace
from datetime import datetime, tzinfo
from typing import Any

from shopdesk.cli.output import Output, numbers
from shopdesk.cli.store_at import opened
from shopdesk.exchange.count_sheet import CountFile, read_count_sheet, write_count_sheet
from shopdesk.shop.columns import Kind
from shopdesk.shop.counting.actions import (
    UNSETTLED,
    approve_count,
    explain_lines,
    hand_over,
    record_scans,
    start_count,
)
from shopdesk.shop.counting.outcomes import ACCURACY_ROWS, SHRINKAGE_ROWS, due_rows
from shopdesk.shop.counting.reports import SESSION_ROWS, find_place_id, find_session, find_session_id
from shopdesk.shop.counting.review import fetch_review
from shopdesk.shop.counting.rules import Limits, Scope, SessionState
from shopdesk.store.rows import Query, RowSource, fetch_keyed
from shopdesk.store.store import Store
from shopdesk.text import N_, UserError, _, n_


def count(options: Namespace, output: Output) -> int:
    """Count export|import|post|list."""
    steps = {"export": _export, "import": _import, "post": _post, "list": _list}
    with opened(options) as store:
        return steps[options.what](store, options, output)


def _export(store: Store, options: Namespace, output: Output) -> int:
    """The sheet of a count; without one, a new count of what is chosen begins with it."""
    if options.out is None:
        raise UserError(N_("Say where to: shopdesk count export --out FILE.xlsx"), code="usage")
    is_new = not options.name
    session_id = _start(store, options) if is_new else _named(store, options.name)
    with store.read() as tx:
        session = find_session(tx, session_id)
        lines = write_count_sheet(options.out, tx, session)
    told = {"count": session.title, "session_id": session_id, "new": is_new, "lines": lines, "file": str(options.out)}
    output.data(told)
    if is_new:
        output.say(_("Count {name} was started.").format(name=session.title))
    said = n_("Wrote {count} line to {file}", "Wrote {count} lines to {file}", lines)
    output.say(said.format(count=lines, file=options.out))
    return 0


def _start(store: Store, options: Namespace) -> int:
    with store.read() as tx:
        place = find_place_id(tx, options.place) if options.place else None
    if options.place and place is None:
        raise UserError(N_("No warehouse or shelf is called {name}."), code="no_place", name=options.place)
    scope = Scope(
        place_id=place, categories=tuple(options.category), classes=tuple(dict.fromkeys(options.abc)),
        idle_days=options.idle_days, sample=options.sample, seed=options.seed,
    )  # fmt: skip
    done = store.do(
        start_count, scope, blind=not options.open, assigned_to=options.person,
        limits=Limits(options.tolerance, options.tolerance_value),
    )  # fmt: skip
    return int(done.value)


def _named(store: Store, name: str) -> int:
    with store.read() as tx:
        found = find_session_id(tx, name)
    if found is None:
        raise UserError(N_("There is no count {name} in this shop."), code="no_session", name=name)
    return found


def _import(store: Store, options: Namespace, output: Output) -> int:
    """A filled-in sheet: its numbers SET; 1 where a row was not taken."""
    if not options.name:
        raise UserError(N_("Say which file: shopdesk count import FILE"), code="usage")
    with store.read() as tx:
        found = read_count_sheet(options.name, tx, session=options.session, person=options.person)
        title = find_session(tx, found.session_id).title
    fresh = store.do(record_scans, found.session_id, found.scans).value
    bad = [told for told in found.told if told.is_bad]
    output.data(
        {
            "count": title, "file": found.file, "sheet": found.sheet, "set": len(found.scans), "new": fresh,
            "blank": found.blank, "missing": found.missing,
            "rows": [
                {"row": told.row, "code": told.code, "taken": not told.is_bad, "reason": told.sentence}
                for told in found.told
            ],
        }
    )  # fmt: skip
    _say_import(found, output)
    return 1 if bad else 0


def _say_import(found: CountFile, output: Output) -> None:
    said = n_("{file}: {count} line was set.", "{file}: {count} lines were set.", len(found.scans))
    output.say(said.format(file=found.file, count=len(found.scans)))
    if found.blank:
        blank = n_("{count} row is blank: not counted.", "{count} rows are blank: not counted.", found.blank)
        output.say(blank.format(count=found.blank))
    if found.missing:
        output.say(_("Not in the file, and left as they are: {codes}.").format(codes=", ".join(found.missing)))
    if found.told:
        output.table(
            (_("File"), _("Sheet"), _("Row"), _("Code"), _("What came of it")),
            [(found.file, found.sheet, told.row, told.code, told.sentence) for told in found.told], (2,),
        )  # fmt: skip


def _post(store: Store, options: Namespace, output: Output) -> int:
    """Approve and book; with a reason, lines over tolerance that were counted once too."""
    if not options.name:
        raise UserError(N_("Say which count: shopdesk count post COUNT"), code="usage")
    session_id = _named(store, options.name)
    with store.read() as tx:
        is_open = find_session(tx, session_id).state == SessionState.OPEN
    if is_open:
        store.do(hand_over, session_id)
    with store.read() as tx:
        review = fetch_review(tx, session_id)
    unsettled = [line.line.task_id for line in review.lines if line.verdict in UNSETTLED and not line.reason]
    if options.reason and unsettled:
        store.do(explain_lines, session_id, unsettled, options.reason)
    store.do(approve_count, session_id, options.person)
    with store.read() as tx:
        booked = find_session(tx, session_id)
    wrong = sum(bool(line.difference) for line in review.counted)
    output.data(
        {
            "count": booked.title, "lines": len(review.counted), "different": wrong, "approved_by": booked.approved_by,
            "alone": booked.alone,
        }
    )  # fmt: skip
    told = n_("{count} line was set, {wrong} differed.", "{count} lines were set, {wrong} differed.",
              len(review.counted))  # fmt: skip
    output.say(told.format(count=len(review.counted), wrong=wrong))
    if booked.alone:
        output.say(_("Counted and approved by one person alone: {person}.").format(person=booked.approved_by))
    return 0


def _list(store: Store, _options: Namespace, output: Output) -> int:
    """Every count with its state."""
    with store.read() as tx:
        _tell(output, SESSION_ROWS, _rows_of(tx, SESSION_ROWS))
    return 0


def report(options: Namespace, output: Output) -> int:
    """Report shrinkage|count-accuracy|counts-due, one object a row."""
    with opened(options) as store, store.read() as tx:
        fixed = {"shrinkage": SHRINKAGE_ROWS, "count-accuracy": ACCURACY_ROWS}
        source = fixed.get(options.what) or due_rows(tx)
        days = (("booked_at", f"{options.since or ''}..{options.until or ''}"),)
        _tell(output, source, _rows_of(tx, source, days if options.since or options.until else ()))
    return 0


def _rows_of(tx: Any, source: RowSource, filters: tuple[tuple[str, str], ...] = ()) -> list[dict[str, Any]]:
    keys = [column.key for column in source.sheet.columns]
    query = Query(filters=filters, today=tx.today, zone=tx.zone)
    return [
        {key: _local(value, tx.zone) for key, value in zip(keys, values, strict=True)}
        for _id, values in fetch_keyed(tx, source, query)
    ]


def _local(value: Any, zone: tzinfo) -> Any:
    return value.astimezone(zone) if isinstance(value, datetime) else value


def _tell(output: Output, source: RowSource, rows: list[dict[str, Any]]) -> None:
    output.data([numbers(row) for row in rows])
    if not rows:
        output.say(_("There is nothing to report yet."))
        return
    columns = source.sheet.columns
    numeric = [place for place, column in enumerate(columns) if column.kind.is_number]
    cells = [[_cell(column.states, column.kind, row[column.key]) for column in columns] for row in rows]
    output.table([_(column.title) for column in columns], cells, numeric)


def _cell(states: Any, kind: Kind, value: Any) -> Any:
    """A value for a person: states in words, shares in per cent."""
    if value in states:
        return _(states[value].title)
    return f"{value * 100:.1f} %" if kind is Kind.PERCENT and value is not None else value
