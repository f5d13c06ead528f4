"""What people do about cases: open, answer, wait, solve, put off, merge and link; what they promise; ready answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, or_, select

from shopdesk.shop.service.case_lots import lot_or_refuse, only_lot, only_sku
from shopdesk.shop.service.customers.actions import look_at_contact
from shopdesk.shop.service.promises import (
    HOURS_SETTING,
    PLATFORM_SETTING,
    PROMISES_SETTING,
    check_periods,
    check_platform,
)
from shopdesk.shop.service.replies import BUYER_FIELD, fields_of
from shopdesk.shop.service.rules import ENDED, NEXT, CaseKind, CaseState, EventKind, Priority
from shopdesk.store.action import action
from shopdesk.store.store import set_setting
from shopdesk.store.tables import CaseEvent, CaseLink, Customer, QuickReply, SalesOrder, ServiceCase, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

Edit = tuple[int, str, Any]
"""Row id, column, new value."""
TYPED: Final = frozenset({"kind", "title", "reason", "priority", "person", "lot", "satisfaction"})
"""Columns of a case that people edit in place."""
_TOLD_OF_REPLY: Final = ("title", "language", "text", "reason")
_GONE: Final = N_("This case is no longer in the shop.")


@action("case.edit", N_("Open a case"), undoable=True)
def open_case(tx: Tx, facts: Mapping[str, Any]) -> int:
    """A case from an order (`order_id` or `order_no`), a customer, or nothing; what the order knows is taken from it.

    `facts` are columns of `service_case`, and `said`: what the buyer said. Returns its id.
    """
    said, order_no = facts.get("said"), facts.get("order_no")
    told = {key: value for key, value in facts.items() if key not in {"said", "order_no", "sku"} and value is not None}
    if order_no:
        told["order_id"] = _order_of(tx, order_no, told.get("channel_id"))
    if facts.get("sku"):
        told["sku_id"] = _sku_of(tx, facts["sku"])
    if told.get("order_id"):
        told |= _of_order(tx, told["order_id"])
        told |= _goods_of(tx, told)
    elif told.get("customer_id"):
        told["channel_id"] = tx.scalar(select(Customer.channel_id).where(Customer.customer_id == told["customer_id"]))
    title = str(told.get("title") or "").strip()
    if not title:
        raise UserError(N_("Say in a few words what the case is about."), code="title")
    usual = {"kind": CaseKind.ENQUIRY.value, "priority": Priority.NORMAL.value, "state": CaseState.OPEN.value}
    case_no = f"C{tx.scalar(select(func.coalesce(func.max(ServiceCase.case_id), 0))) + 1:04}"
    made = {**usual, "opened_at": tx.now, **told, "title": title, "case_no": case_no}
    case_id = tx.insert(ServiceCase, **made, import_id=tx.import_id)
    if said:
        _note(tx, case_id, EventKind.ASKED, said, at=made["opened_at"])
    tx.say(N_("Open case {number}"), number=case_no)  # the history is sealed, and a title may name somebody
    return case_id


@action("case.edit", N_("Write in a case"), undoable=True)
def add_event(tx: Tx, case_id: int, kind: EventKind, text: str) -> None:
    """What the buyer said, what the shop answered, or a note. A buyer who writes wakes the case and opens it again.

    What is said in a case that was merged stands in the one that was kept.
    """
    case = _case(tx, case_id)
    if case.merged_into is not None:
        case = _case(tx, case.merged_into)
    if not text.strip():
        raise UserError(N_("There is nothing to keep: write something first."), code="text")
    tx.say(N_("Write in case {number}"), number=case.case_no)
    _note(tx, case.case_id, kind, text.strip())
    if kind is EventKind.ASKED:
        tx.update(ServiceCase, case.case_id, snoozed_until=None)
        if CaseState(case.state) in {CaseState.SOLVED, CaseState.WAITING_BUYER}:
            _go(tx, case, CaseState.OPEN)


@action("case.edit", N_("Change the state of cases"), undoable=True)
def set_case_state(tx: Tx, case_ids: Sequence[int], state: CaseState) -> int:
    """Let cases wait, solve them or open them again. Returns how many were in another state."""
    changed = 0
    for case_id in case_ids:
        case = _case(tx, case_id)
        if case.state != state:
            _go(tx, case, state)
            changed += 1
    tx.say(N_("Change the state of {count} cases"), count=changed)
    return changed


@action("case.edit", N_("Put a case off"), undoable=True)
def snooze_case(tx: Tx, case_id: int, until: datetime | None) -> None:
    """Out of the queue until then, or until the buyer writes; None brings it back now."""
    case = _case(tx, case_id)
    if until is not None and CaseState(case.state) in ENDED:
        raise UserError(N_("Case {number} cannot go there from where it stands."), code="state", number=case.case_no)
    if until is not None and until <= tx.now:
        raise UserError(N_("Choose a moment that is still to come."), code="until")
    tx.say(N_("Put off case {number}"), number=case.case_no)
    tx.update(ServiceCase, case_id, snoozed_until=until)


@action("case.edit", N_("Edit cases"), undoable=True)
def edit_cases(tx: Tx, edits: Sequence[Edit]) -> int:
    """Cells of cases as one step of undo: (case_id, column, value). Returns how many became different."""
    changed = 0
    for case_id, key, value in edits:
        if key not in TYPED:
            raise KeyError(key)
        if key == "title" and not str(value or "").strip():
            raise UserError(N_("Say in a few words what the case is about."), code="title")
        if key == "satisfaction" and value is not None and not 1 <= value <= 5:
            raise UserError(N_("Satisfaction is a whole number from 1 to 5."), code="satisfaction")
        if key == "lot":
            sku_id = tx.scalar(select(ServiceCase.sku_id).where(ServiceCase.case_id == case_id))
            changed += tx.update(ServiceCase, case_id, lot_id=lot_or_refuse(tx, value, sku_id))
        else:
            changed += tx.update(ServiceCase, case_id, **{key: value})
    tx.say(N_("Edit {count} cells of cases"), count=len(edits))
    return changed


@action("case.edit", N_("Merge cases"), undoable=True)
def merge_cases(tx: Tx, case_ids: Sequence[int], into: int) -> int:
    """Cases that are one: what was said in the others is shown with `into`, and they wait for nothing any more.

    What somebody still waited for is waited for in `into`, which is opened again where it was solved.
    """
    target = _case(tx, into)
    if CaseState(target.state) is CaseState.MERGED:
        raise UserError(N_("{number} was merged into another case itself."), code="merged", number=target.case_no)
    merged = [one for one in case_ids if one != into]
    if CaseState(target.state) in ENDED and any(CaseState(_case(tx, one).state) not in ENDED for one in merged):
        _go(tx, target, CaseState.OPEN)
    for case_id in merged:
        _go(tx, _case(tx, case_id), CaseState.MERGED)
        tx.update(ServiceCase, case_id, merged_into=into)
        for earlier in tx.scalars(select(ServiceCase.case_id).where(ServiceCase.merged_into == case_id)):
            tx.update(ServiceCase, earlier, merged_into=into)
    tx.say(N_("Merge {count} cases into {number}"), count=len(merged), number=target.case_no)
    return len(merged)


@action("case.edit", N_("Link cases"), undoable=True)
def link_cases(tx: Tx, case_id: int, case_no: str) -> None:
    """Two cases that have to do with each other; linked already, nothing happens."""
    case = _case(tx, case_id)
    other = tx.scalar(select(ServiceCase.case_id).where(ServiceCase.case_no == case_no.strip().upper()))
    if other is None or other == case_id:
        raise UserError(N_("There is no other case with the number {number}."), code="no_case", number=case_no.strip())
    low, high = sorted((case_id, other))
    if tx.scalar(select(CaseLink.case_link_id).where(CaseLink.case_id == low, CaseLink.other_id == high)) is None:
        tx.insert(CaseLink, case_id=low, other_id=high)
    tx.say(N_("Link case {number} with {other}"), number=case.case_no, other=case_no.strip().upper())


@action("shop.settings", N_("Set business hours and promises"), undoable=True)
def set_service_hours(
    tx: Tx,
    periods: Mapping[int, Sequence[tuple[int, int]]],
    promises: Mapping[str, Any],
    platform: Mapping[str, Sequence[Decimal | None]] | None = None,
) -> None:
    """When service is open, by weekday, and minutes promised by priority: (first reply, next reply, solution).

    `platform`: code of a channel → hours within which it wants an answer and a decision; None: as before.
    """
    check_periods(periods)
    if platform is not None:
        check_platform(platform)
        kept = {code: hours for code, hours in platform.items() if any(one is not None for one in hours)}
        told = {code: [None if one is None else str(one) for one in hours] for code, hours in kept.items()}
        set_setting(tx, PLATFORM_SETTING, told)
    set_setting(tx, HOURS_SETTING, {str(day): [list(one) for one in spans] for day, spans in periods.items() if spans})
    set_setting(tx, PROMISES_SETTING, {key: list(minutes) for key, minutes in promises.items()})


@action("case.edit", N_("Add a quick reply"), undoable=True)
def add_reply(tx: Tx, title: str, language: str, text: str, reason: str | None = None) -> int:
    """An answer that is kept ready in one language. Returns its id."""
    told = _check_reply(tx, {"title": title, "language": language, "text": text, "reason": reason}, 0)
    tx.say(N_("Add quick reply {title}"), title=told["title"])
    return tx.insert(QuickReply, **told, uses=0)


def add_reply_row(tx: Tx, values: Mapping[str, Any]) -> int:
    """A quick reply that was added as a row of the list; returns its id."""
    title, language, text = (str(values.get(key) or "") for key in ("title", "language", "text"))
    made: int = add_reply(tx, title, language, text, values.get("reason"))
    return made


@action("case.edit", N_("Edit quick replies"), undoable=True)
def edit_replies(tx: Tx, edits: Sequence[Edit]) -> int:
    """Cells of quick replies as one step of undo: (reply_id, column, value). Returns how many became different."""
    tx.say(N_("Edit {count} cells of quick replies"), count=len(edits))
    typed = dict[int, dict[str, Any]]()
    for reply_id, key, value in edits:
        typed.setdefault(reply_id, {})[key] = value
    changed = 0
    for reply_id, values in typed.items():
        image = tx.image(QuickReply.__tablename__, reply_id)
        if image is None:
            continue
        told = _check_reply(tx, {**{key: image[key] for key in _TOLD_OF_REPLY}, **values}, reply_id)
        changed += sum(told[key] != image[key] for key in values)
        tx.update(QuickReply, reply_id, **told)
    return changed


def _check_reply(tx: Tx, told: Mapping[str, Any], reply_id: int) -> dict[str, Any]:
    """A reply as it is kept; UserError where it has no name or text, or another one has its name and language."""
    title, text = (str(told[key] or "").strip() for key in ("title", "text"))
    language = str(told["language"] or "").strip().lower()
    if not title or not text or not language:
        raise UserError(N_("A quick reply has a name and a text."), code="text")
    same = select(QuickReply.reply_id).where(QuickReply.title == title, QuickReply.language == language)
    if tx.scalar(same.where(QuickReply.reply_id != reply_id)) is not None:
        raise UserError(
            N_("There is a reply {title} in {language} already."), code="title", title=title, language=language
        )
    return {"title": title, "language": language, "text": text, "reason": told["reason"] or None}


@action("case.edit", N_("Remove a quick reply"), undoable=True)
def remove_reply(tx: Tx, reply_id: int) -> None:
    """Take a quick reply out."""
    tx.say(N_("Remove quick reply {title}"), title=tx.scalar(_reply(reply_id, QuickReply.title)) or "")
    tx.delete(QuickReply, reply_id)


@action("case.edit", N_("Use a quick reply"))
def use_reply(tx: Tx, reply_id: int, customer_id: int | None, place: str) -> None:
    """Count one use of a quick reply; one that names the buyer opens what is masked, and it is kept where."""
    found = tx.rows(select(QuickReply.uses, QuickReply.text).where(QuickReply.reply_id == reply_id))
    if not found:
        return
    tx.update(QuickReply, reply_id, uses=found[0].uses + 1)
    if customer_id is not None and BUYER_FIELD in fields_of(found[0].text):
        look_at_contact(tx, customer_id, place)


def _reply(reply_id: int, column: Any) -> Any:
    return select(column).where(QuickReply.reply_id == reply_id)


def _case(tx: Tx, case_id: int) -> Any:
    found = tx.rows(select(ServiceCase.__table__).where(ServiceCase.case_id == case_id))
    if not found:
        raise UserError(_GONE, code="gone")
    return found[0]


def _go(tx: Tx, case: Any, state: CaseState) -> None:
    if state not in NEXT[CaseState(case.state)]:
        raise UserError(N_("Case {number} cannot go there from where it stands."), code="state", number=case.case_no)
    tx.update(ServiceCase, case.case_id, state=state.value, snoozed_until=None)
    _note(tx, case.case_id, EventKind.STATE, None, state=state)


def _note(
    tx: Tx, case_id: int, kind: EventKind, text: str | None, state: CaseState | None = None, at: datetime | None = None
) -> None:
    person = None if kind is EventKind.ASKED else tx.person
    tx.insert(
        CaseEvent, case_id=case_id, happened_at=at or tx.now, kind=kind.value, person=person, text=text,
        state=state.value if state else None, import_id=tx.import_id,
    )  # fmt: skip


def _order_of(tx: Tx, order_no: str, channel_id: int | None) -> int:
    wanted = select(SalesOrder.order_id).where(SalesOrder.order_no == order_no.strip())
    if channel_id is not None:
        wanted = wanted.where(SalesOrder.channel_id == channel_id)
    found = tx.scalars(wanted)
    if not found:
        raise UserError(N_("The shop has no order {number}."), code="no_order", number=order_no.strip())
    if len(found) > 1:
        raise UserError(
            N_("Several channels have an order {number}: open the case from the order."), number=order_no.strip()
        )
    return int(found[0])


def _sku_of(tx: Tx, code: str) -> int:
    found = tx.scalar(select(Sku.sku_id).where(or_(Sku.code == code.strip(), func.lower(Sku.code) == code.lower())))
    if found is None:
        raise UserError(N_("The shop has no SKU {sku}."), code="no_sku", sku=code.strip())
    return int(found)


def _goods_of(tx: Tx, told: Mapping[str, Any]) -> dict[str, Any]:
    """SKU and lot, where its order leaves no choice."""
    sku_id = told.get("sku_id") or only_sku(tx, told["order_id"])
    lot_id = told.get("lot_id") or (only_lot(tx, told["order_id"], sku_id) if sku_id else None)
    return {"sku_id": sku_id, "lot_id": lot_id}


def _of_order(tx: Tx, order_id: int) -> dict[str, Any]:
    wanted = select(SalesOrder.channel_id, SalesOrder.customer_id).where(SalesOrder.order_id == order_id)
    found = tx.rows(wanted)
    return dict(found[0]._mapping) if found else {}  # noqa: SLF001 - SQLAlchemy's public name of a row's columns
