"""What a person can do in a count: start it, scan, resolve, review, have counted again, approve or cancel."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import insert, select, update

from shopdesk.shop.catalog.rules import ProductState
from shopdesk.shop.counting.reports import find_session
from shopdesk.shop.counting.review import Review, fetch_review
from shopdesk.shop.counting.rules import (
    CLASSES,
    EVERY_DAYS,
    Cause,
    Limits,
    Scope,
    SessionState,
    Verdict,
    is_alone,
    refuse_quantity,
    refuse_step,
)
from shopdesk.shop.counting.scope import find_scope, no_bundle
from shopdesk.shop.stock.actions import count_stock
from shopdesk.shop.stock.counted import CountLine
from shopdesk.shop.stock.homes import lies_at
from shopdesk.shop.stock.levels import main_warehouse
from shopdesk.shop.stock.moves import refuse_bundles
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import Barcode, CountScan, CountSession, CountTask, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

CHUNK: Final = 400
UNSETTLED: Final = frozenset({Verdict.AGAIN, Verdict.MOVED})
"""Lines that are counted again, or for which somebody says why, before the count is booked."""


class NewScan(NamedTuple):
    """A scan as it comes from where it was made; `scan_no` was given there, and sent twice it stays one."""

    scan_no: str
    code: str
    quantity: Decimal
    at: datetime
    person: str
    sets: bool = False
    round: int = 1
    undoes: str | None = None
    place_id: int | None = None
    """The shelf that it was counted on; None: where the SKU is asked for."""


@action("stock.count", N_("Start a count"))
def start_count(
    tx: Tx,
    scope: Scope,
    *,
    title: str = "",
    blind: bool = True,
    assigned_to: str = "",
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    note: str | None = None,
) -> int:
    """Open a session that asks for what `scope` finds now; returns its id. UserError where it finds nothing."""
    asked = find_scope(tx, scope)
    if not asked and not scope.free:
        raise UserError(N_("Nothing in the shop is of that choice. Choose more."), code="scope")
    named = title.strip() or _next_title(tx)
    if tx.scalar(select(CountSession.session_id).where(CountSession.title == named)) is not None:
        raise UserError(N_("There is a count {name} already."), code="exists", name=named)
    session_id = tx.insert(
        CountSession,
        title=named,
        warehouse_id=scope.place_id or main_warehouse(tx),
        state=SessionState.OPEN.value,
        scope=json.dumps(scope.plain(), ensure_ascii=False),
        blind=blind,
        assigned_to=assigned_to.strip() or None,
        tolerance=limits.pieces,
        tolerance_value=limits.value,
        opened_at=tx.now,
        opened_by=tx.person,
        note=note,
    )
    columns = ("session_id", "sku_id", "place_id", "expected_here", "round")
    tx.insert_many(CountTask, columns, ((session_id, one.sku_id, one.place_id, 1, 1) for one in asked))
    tx.say(N_("Start count {name}: {count} lines"), name=named, count=len(asked))
    return session_id


def _next_title(tx: Tx) -> str:
    """The day's next number: C-2026-1122-1."""
    begin = f"C-{tx.today:%Y-%m%d}-"
    taken = tx.scalars(select(CountSession.title).where(CountSession.title.startswith(begin)))
    numbers = [int(rest) for one in taken if (rest := one.removeprefix(begin)).isdecimal()]
    return f"{begin}{max(numbers, default=0) + 1}"


@action("stock.count", N_("Count"))
def record_scans(tx: Tx, session_id: int, scans: Sequence[NewScan]) -> int:
    """Keep scans as they were made; those that are kept already stay. Returns how many were new.

    A SKU that the session did not ask for becomes a line of it; a code that nobody knows is kept with its number.
    """
    session = find_session(tx, session_id)
    if session.state not in {SessionState.OPEN, SessionState.REVIEW}:
        refuse_step(session.state, SessionState.OPEN)
    known = _known_numbers(tx, session_id, [scan.scan_no for scan in scans])
    fresh = list({scan.scan_no: scan for scan in scans if scan.scan_no not in known}.values())
    for scan in fresh:
        refuse_quantity(scan.quantity)
    if fresh:
        tasks = _tasks(tx, session_id, session.place_id, fresh)
        tx.execute(insert(CountScan), [_scan_row(session_id, scan, tasks.get(scan.scan_no)) for scan in fresh])
        tx.touch("count_scan")
    tx.say(N_("Count {name}: {count} scans"), name=session.title, count=len(fresh))
    return len(fresh)


def _scan_row(session_id: int, scan: NewScan, task_id: int | None) -> dict[str, Any]:
    return {
        "session_id": session_id, "scan_no": scan.scan_no, "task_id": task_id, "code": scan.code.strip(),
        "quantity": scan.quantity, "sets": scan.sets, "round": scan.round, "undoes": scan.undoes,
        "scanned_at": scan.at, "person": scan.person or "",
    }  # fmt: skip


def _known_numbers(tx: Tx, session_id: int, numbers: Sequence[str]) -> set[str]:
    return {
        found
        for part in _parts(numbers)
        for found in tx.scalars(
            select(CountScan.scan_no).where(CountScan.session_id == session_id, CountScan.scan_no.in_(part))
        )
    }


def _parts(listed: Sequence[str]) -> Iterable[Sequence[str]]:
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


def _tasks(tx: Tx, session_id: int, place_id: int, scans: Sequence[NewScan]) -> dict[str, int]:
    """Scan number → its line; lines that turn up are made. One that takes back goes where the other went."""
    skus = skus_of(tx, [scan.code for scan in scans], no_bundle())
    lines = _lines(tx, session_id, set(skus.values()))
    found: dict[str, int] = {}
    for scan in scans:
        sku_id = skus.get(scan.code.strip())
        if scan.undoes:
            task = found.get(scan.undoes) or tx.scalar(
                select(CountScan.task_id).where(
                    CountScan.session_id == session_id, CountScan.scan_no == scan.undoes
                )
            )  # fmt: skip
            if task is not None:
                found[scan.scan_no] = int(task)
        elif sku_id is not None:
            found[scan.scan_no] = _line_for(tx, session_id, sku_id, scan.place_id, place_id, lines)
    return found


def _line_for(
    tx: Tx, session_id: int, sku_id: int, said: int | None, place_id: int, lines: dict[int, dict[int, int]]
) -> int:
    """The line of a SKU at the shelf that was said, else at its first; made where it was not asked for."""
    there = lines.setdefault(sku_id, {})
    if said is None and there:
        return next(iter(there.values()))
    where = said or lies_at(tx, sku_id, place_id)
    if where not in there:
        there[where] = tx.insert(
            CountTask, session_id=session_id, sku_id=sku_id, place_id=where, expected_here=False, round=1
        )
    return there[where]


def _lines(tx: Tx, session_id: int, sku_ids: set[int]) -> dict[int, dict[int, int]]:
    """SKU → place → line."""
    made: dict[int, dict[int, int]] = {}
    listed = sorted(sku_ids)
    for start in range(0, len(listed), CHUNK):
        wanted = select(CountTask.sku_id, CountTask.place_id, CountTask.task_id).where(
            CountTask.session_id == session_id, CountTask.sku_id.in_(listed[start : start + CHUNK])
        )
        for row in tx.rows(wanted.order_by(CountTask.task_id)):
            made.setdefault(row.sku_id, {}).setdefault(row.place_id, row.task_id)
    return made


def skus_of(tx: Tx, codes: Iterable[str], *where: Any) -> dict[str, int]:
    """Code or barcode → SKU, of those that are known. `where`: SQL of the SKU."""
    found: dict[str, int] = {}
    for part in _parts(sorted({code.strip() for code in codes})):
        barcodes = select(Barcode.code, Barcode.sku_id).join(Sku, Sku.sku_id == Barcode.sku_id)
        own = select(Sku.code, Sku.sku_id).where(Sku.code.in_(part), Sku.state != ProductState.WITHDRAWN.value)
        for wanted in (barcodes.where(Barcode.code.in_(part)), own):
            found |= {row.code: row.sku_id for row in tx.rows(wanted.where(*where))}
    return found


@action("stock.count", N_("Resolve an unknown code"))
def resolve_code(tx: Tx, session_id: int, code: str, sku_id: int, *, add_barcode: bool = False) -> None:
    """Say which SKU a code is that nobody knew: what was counted under it is that SKU's; perhaps for ever."""
    session = _standing(tx, session_id)
    refuse_bundles(tx, (sku_id,))
    scans = tx.scalars(_unknown_scans(session_id, code))
    if not scans:
        raise UserError(N_("{typed} is no unknown code of this count."), code="gone", typed=code)
    if add_barcode:
        _add_barcode(tx, sku_id, code)
    task_id = _line_for(tx, session_id, sku_id, None, session.warehouse_id, _lines(tx, session_id, {sku_id}))
    _give(tx, scans, task_id)
    tx.touch("count_scan")
    tx.say(N_("Resolve code {code} of count {name}"), code=code, name=session.title)


def _give(tx: Tx, scan_ids: Sequence[int], task_id: int) -> None:
    """Scans turn out to be of a line; one that was counted again without them is to be counted once more, with them."""
    tx.execute(update(CountScan).where(CountScan.scan_id.in_(scan_ids)).values(task_id=task_id))
    earlier = select(CountScan.scan_id).where(CountScan.scan_id.in_(scan_ids), CountScan.round < CountTask.round)
    again = select(CountScan.scan_id).where(CountScan.task_id == task_id, CountScan.round == CountTask.round)
    line = update(CountTask).where(CountTask.task_id == task_id, earlier.exists(), again.exists())
    tx.run_sql(CountTask, line.values(round=CountTask.round + 1))


def _add_barcode(tx: Tx, sku_id: int, code: str) -> None:
    """A further barcode of a SKU; nothing where the code is known by now."""
    if not skus_of(tx, [code]):
        tx.insert(Barcode, sku_id=sku_id, code=code.strip())


@action("stock.count", N_("Set an unknown code aside"))
def set_code_aside(tx: Tx, session_id: int, code: str) -> None:
    """Take back what was counted under a code that is nobody's; the scans stay as they were made."""
    session = _standing(tx, session_id)
    wanted = select(CountScan.scan_no, CountScan.round, CountScan.undoes).where(
        CountScan.scan_id.in_(_unknown_scans(session_id, code))
    )
    rows = tx.rows(wanted)
    gone = {row.undoes for row in rows}
    back = [row for row in rows if not row.undoes and row.scan_no not in gone]
    for row in back:
        taken = NewScan(f"aside {row.scan_no}", code, Decimal(0), tx.now, tx.person, round=row.round,
                        undoes=row.scan_no)  # fmt: skip
        tx.execute(insert(CountScan).values(**_scan_row(session_id, taken, None)))
    tx.touch("count_scan")
    tx.say(N_("Set code {code} of count {name} aside"), code=code, name=session.title)


def _unknown_scans(session_id: int, code: str) -> Any:
    return select(CountScan.scan_id).where(
        CountScan.session_id == session_id, CountScan.code == code, CountScan.task_id.is_(None)
    )


@action("stock.count", N_("Hand a count over for review"))
def hand_over(tx: Tx, session_id: int) -> None:
    """Counting is done: somebody looks through it. Codes that have become known since find their SKU."""
    session = _step(tx, session_id, SessionState.REVIEW)
    strange = select(CountScan.code).where(CountScan.session_id == session_id, CountScan.task_id.is_(None)).distinct()
    skus = skus_of(tx, tx.scalars(strange), no_bundle())
    lines = _lines(tx, session_id, set(skus.values()))
    for code, sku_id in skus.items():
        task_id = _line_for(tx, session_id, sku_id, None, session.warehouse_id, lines)
        _give(tx, tx.scalars(_unknown_scans(session_id, code)), task_id)
    tx.say(N_("Hand count {name} over for review"), name=session.title)


@action("stock.count", N_("Go on counting"))
def count_on(tx: Tx, session_id: int) -> None:
    """Back from the review, to count what was left."""
    session = _step(tx, session_id, SessionState.OPEN)
    tx.say(N_("Go on with count {name}"), name=session.title)


@action("stock.count", N_("Have lines counted again"))
def count_again(tx: Tx, session_id: int, task_ids: Sequence[int]) -> int:
    """Open a further round for these lines: blind, and only its scans speak for them. Returns how many."""
    session = find_session(tx, session_id)
    if not task_ids:
        raise UserError(N_("No line is chosen."), code="required")
    if session.state == SessionState.REVIEW:
        tx.update(CountSession, session_id, state=SessionState.OPEN.value)
    elif session.state != SessionState.OPEN:
        refuse_step(session.state, SessionState.OPEN)
    for start in range(0, len(task_ids), CHUNK):
        mine = CountTask.task_id.in_(list(task_ids[start : start + CHUNK])) & (CountTask.session_id == session_id)
        tx.run_sql(CountTask, update(CountTask).where(mine).values(round=CountTask.round + 1))
    tx.say(N_("Count {name}: {count} lines again"), name=session.title, count=len(task_ids))
    return len(task_ids)


@action("stock.count", N_("Say why a count differs"))
def explain_lines(tx: Tx, session_id: int, task_ids: Sequence[int], reason: str | None, note: str = "") -> None:
    """Give lines the reason of their difference; None takes it away."""
    session = _standing(tx, session_id)
    said = None if not reason else Cause(reason).value
    for task_id in task_ids:
        if tx.scalar(select(CountTask.session_id).where(CountTask.task_id == task_id)) == session_id:
            tx.update(CountTask, task_id, reason=said, **({"note": note.strip()} if note.strip() else {}))
    tx.say(N_("Count {name}: reasons of {count} lines"), name=session.title, count=len(task_ids))


@action("stock.count", N_("Cancel a count"))
def cancel_count(tx: Tx, session_id: int) -> None:
    """Nothing of it ever becomes stock; what was scanned stays to be read."""
    session = _step(tx, session_id, SessionState.CANCELLED, closed_at=tx.now)
    tx.say(N_("Cancel count {name}"), name=session.title)


@action("stock.count", N_("Approve a count"))
def approve_count(tx: Tx, session_id: int, approver: str = "") -> list[int]:
    """Book what was counted: each line at its own minute, place by place. Returns the ids of the counts.

    Who counted may approve alone, which is recorded. UserError while anything of it is open (see `whats_open`).
    """
    refuse_step(find_session(tx, session_id).state, SessionState.POSTED)
    review = fetch_review(tx, session_id)
    open_yet = whats_open(review)
    if open_yet is not None:
        raise open_yet
    name = approver.strip() or tx.person
    counts = []
    for place in dict.fromkeys(line.line.place_id for line in review.counted):
        lines = [_booked(one) for one in review.counted if one.line.place_id == place]
        counts.append(
            count_stock(tx, lines, warehouse_id=place, note=review.session.title, session_id=session_id)
        )  # fmt: skip
    alone = is_alone(name, review.people or [review.session.assigned_to])
    _step(tx, session_id, SessionState.POSTED, closed_at=tx.now, approved_by=name, alone=alone)
    tx.say(
        N_("Book count {name}: {count} lines, approved by {person}"),
        name=review.session.title, count=len(review.counted), person=name,
    )  # fmt: skip
    return counts


def _booked(one: Any) -> CountLine:
    found = one.counted
    return CountLine(one.line.sku_id, found.pieces, None, found.at, one.reason, ", ".join(found.people) or None)


def whats_open(review: Review) -> UserError | None:
    """Why a count cannot be booked yet; None where it can."""
    if not review.counted:
        return UserError(N_("Nothing was counted."), code="required")
    if review.unknown:
        codes = ", ".join(one.code for one in review.unknown[:8])
        return UserError(N_("Codes that nobody knows are open: {codes}. Resolve them or set them aside."),
                         code="unknown_sku", codes=codes)  # fmt: skip
    unsettled = [line for line in review.lines if line.verdict in UNSETTLED and not line.reason]
    if unsettled:
        codes = ", ".join(line.line.code for line in unsettled[:8])
        said = N_("Over tolerance and counted once: {codes}. Have them counted again, or say why they differ.")
        return UserError(said, code="tolerance", codes=codes)
    return None


@action("stock.count", N_("Change how often is counted"))
def set_count_days(tx: Tx, days: Mapping[str, int]) -> None:
    """Days between two counts of a SKU, by its class."""
    if any(days.get(one, 0) < 1 for one in CLASSES):
        raise UserError(N_("Each class needs at least one day."), code="required")
    set_setting(tx, "count_days", {one: int(days[one]) for one in CLASSES})


def count_days(tx: Tx) -> dict[str, int]:
    """Days between two counts of a SKU, by its class."""
    return {**EVERY_DAYS, **tx.setting("count_days", {})}


def _standing(tx: Tx, session_id: int) -> Any:
    """The row of a session that is open or in review; UserError where it is neither."""
    found = tx.rows(select(CountSession.__table__).where(CountSession.session_id == session_id))
    if not found:
        raise UserError(N_("There is no such count."), code="gone")
    if found[0].state not in {SessionState.OPEN, SessionState.REVIEW}:
        refuse_step(found[0].state, SessionState.OPEN)
    return found[0]


def _step(tx: Tx, session_id: int, wanted: SessionState, **more: Any) -> Any:
    found = tx.rows(select(CountSession.__table__).where(CountSession.session_id == session_id))
    if not found:
        raise UserError(N_("There is no such count."), code="gone")
    refuse_step(found[0].state, wanted)
    tx.update(CountSession, session_id, state=wanted.value, **more)
    return found[0]


__all__ = [
    "NewScan", "approve_count", "cancel_count", "count_again", "count_days", "count_on", "explain_lines", "hand_over",
    "record_scans", "resolve_code", "set_code_aside", "set_count_days", "skus_of", "start_count", "whats_open",
]  # fmt: skip
