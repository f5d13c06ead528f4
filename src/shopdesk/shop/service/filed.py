"""Cases that a channel's file tells: new ones, and what became of those that are known."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from shopdesk.shop.catalog.actions import find_channel
from shopdesk.shop.service.actions import open_case
from shopdesk.shop.service.case_lots import find_lot
from shopdesk.shop.service.rules import ENDED, CaseKind, CaseState, EventKind, Priority
from shopdesk.store.tables import CaseEvent, SalesOrder, ServiceCase, Sku
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

PLAIN: Final = ("kind", "title", "reason", "priority", "person", "platform_due", "satisfaction")
"""Fields that stand in the case as they are told."""
_LATER: Final = ("answered_at", "solved_at")
_PART: Final = 500
_WORDS: Final = 40
"""Characters of a title that is made of what the buyer said."""
Filed = tuple[int | None, str]
"""Channel and the channel's number."""


def check_filed(tx: Tx, told: Mapping[str, Any], known_since: datetime | None) -> None:
    """UserError for what no case can be: satisfaction of another number, a day to come, an end before the beginning.

    `known_since`: when the case was opened, where the shop has it.
    """
    if not 1 <= (told.get("satisfaction") or 1) <= 5:
        raise UserError(N_("Satisfaction is a whole number from 1 to 5."), code="satisfaction")
    for name in ("opened_at", *_LATER):
        if told.get(name) is not None and _day(tx, told[name]) > tx.today:
            raise UserError(N_("This day is still to come."), code=name)
    since = known_since or told.get("opened_at")
    for name in _LATER:
        if since is not None and told.get(name) is not None and _ends_before(tx, told[name], since):
            moment = f"{since.astimezone(tx.zone):%Y-%m-%d %H:%M}"
            raise UserError(N_("This is before the case was opened, {moment}."), code=name, moment=moment)


def _day(tx: Tx, moment: datetime) -> date:
    return moment.astimezone(tx.zone).date()


def _ends_before(tx: Tx, moment: datetime, since: datetime) -> bool:
    """Whether it came to an end before it began; of a day without a time only the days are compared."""
    if moment.astimezone(tx.zone).time() == time():
        return _day(tx, moment) < _day(tx, since)
    return moment < since.replace(second=0, microsecond=0)


def known_cases(tx: Tx, numbers: Iterable[str]) -> dict[Filed, dict[str, Any]]:
    """What the shop has of filed cases: the columns of the file that can change, `case_id` and `reopened_at`."""
    listed, found = sorted(set(numbers)), dict[Filed, dict[str, Any]]()
    for start in range(0, len(listed), _PART):
        part = ServiceCase.source_no.in_(listed[start : start + _PART])
        answered, reopened = _first_answers(tx, part), _reopened(tx, part)
        for row in tx.rows(select(ServiceCase.__table__).where(part)):
            told = {name: getattr(row, name) for name in PLAIN}
            found[row.channel_id, row.source_no] = {
                "case_id": row.case_id,
                **told,
                "opened_at": row.opened_at,
                "answered_at": answered.get(row.case_id),
                "solved_at": row.opened_at if CaseState(row.state) in ENDED else None,
                "reopened_at": reopened.get(row.case_id),
            }
    return found


def _first_answers(tx: Tx, which: ColumnElement[bool]) -> dict[int, datetime]:
    """Case → its first answer, of the cases of a condition."""
    wanted = (
        select(CaseEvent.case_id, func.min(CaseEvent.happened_at))
        .join(ServiceCase, ServiceCase.case_id == CaseEvent.case_id)
        .where(which, CaseEvent.kind == EventKind.ANSWERED.value)
        .group_by(CaseEvent.case_id)
    )
    return {row[0]: row[1] for row in tx.rows(wanted)}


def _reopened(tx: Tx, which: ColumnElement[bool]) -> dict[int, datetime]:
    """Case → when it was last opened again, of the cases of a condition."""
    wanted = (
        select(CaseEvent.case_id, func.max(CaseEvent.happened_at))
        .join(ServiceCase, ServiceCase.case_id == CaseEvent.case_id)
        .where(which, CaseEvent.state == CaseState.OPEN.value)
        .group_by(CaseEvent.case_id)
    )
    return {row[0]: row[1] for row in tx.rows(wanted)}


def add_filed(tx: Tx, values: Mapping[str, Any]) -> int:
    """A case from the columns of the file. An order or SKU that the shop does not know stands in a note of it."""
    channel_id = find_channel(tx, values["channel"]) if values.get("channel") else None
    usual = {"kind": CaseKind.COMPLAINT.value, "priority": Priority.NORMAL.value}
    told = {**usual, **{name: values[name] for name in PLAIN if values.get(name)}}
    told["title"] = told.get("title") or _title(values)
    order_id, sku_id = _order(tx, values.get("order_no"), channel_id), _sku(tx, values.get("sku"))
    lot_id = find_lot(tx, values["lot"], sku_id) if values.get("lot") else None
    case_id = open_case(
        tx,
        {
            **told, "channel_id": channel_id, "source_no": values["source_no"], "order_id": order_id, "sku_id": sku_id,
            "lot_id": lot_id,
            "opened_at": values.get("opened_at"), "said": values.get("said"), "source_row": values.get("source_row"),
        },
    )  # fmt: skip
    for name, known in (("order_no", order_id), ("sku", sku_id), ("lot", lot_id)):
        if values.get(name) and known is None:
            _happened(tx, case_id, EventKind.NOTE, tx.now, text=str(values[name]))
    _go_on(tx, case_id, values)
    return case_id


def _title(values: Mapping[str, Any]) -> str:
    """What a case is called of which the file says no title: the first words of the buyer, else its number."""
    said = " ".join(str(values.get("said") or values.get("reason") or "").split())
    return (said if len(said) <= _WORDS else f"{said[:_WORDS]}…") or str(values["source_no"])


def change_filed(tx: Tx, case_id: int, values: Mapping[str, Any]) -> None:
    """What a later file says otherwise of a case."""
    plain = {name: values[name] for name in PLAIN if name in values}
    if plain:
        tx.update(ServiceCase, case_id, **plain)
    _go_on(tx, case_id, values)


def _go_on(tx: Tx, case_id: int, values: Mapping[str, Any]) -> None:
    """Its first answer and its solution, where they are told and not known."""
    case = tx.rows(select(ServiceCase.state, ServiceCase.opened_at).where(ServiceCase.case_id == case_id))[0]
    if values.get("answered_at") is not None and not _first_answers(tx, ServiceCase.case_id == case_id):
        _happened(tx, case_id, EventKind.ANSWERED, max(values["answered_at"], case.opened_at))
    if values.get("solved_at") is not None and CaseState(case.state) not in ENDED:
        tx.update(ServiceCase, case_id, state=CaseState.SOLVED.value)
        _happened(tx, case_id, EventKind.STATE, max(values["solved_at"], case.opened_at), state=CaseState.SOLVED.value)


def _happened(tx: Tx, case_id: int, kind: EventKind, at: datetime, **told: str) -> None:
    tx.insert(CaseEvent, case_id=case_id, happened_at=at, kind=kind.value, import_id=tx.import_id, **told)


def _order(tx: Tx, order_no: Any, channel_id: int | None) -> int | None:
    if not order_no:
        return None
    wanted = select(SalesOrder.order_id).where(SalesOrder.order_no == str(order_no).strip())
    if channel_id is not None:
        wanted = wanted.where(SalesOrder.channel_id == channel_id)
    found = tx.scalars(wanted)
    return int(found[0]) if len(found) == 1 else None


def _sku(tx: Tx, code: Any) -> int | None:
    if not code:
        return None
    found: int | None = tx.scalar(select(Sku.sku_id).where(Sku.code == str(code).strip()))
    return found
