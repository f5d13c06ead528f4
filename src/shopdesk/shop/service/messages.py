"""Messages of a conversation as a channel's log tells them, one row each; a buyer's wakes and opens its case again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.shop.service.rules import SPOKEN, CaseState, EventKind
from shopdesk.store.tables import CaseEvent, ServiceCase
from shopdesk.store.tx import Tx

BUYER: Final = ("买家", "顾客", "客户", "用户", "買家", "顧客", "buyer", "customer", "visitor", "user")
"""How logs call whoever is not the shop."""
_PART: Final = 500
Said = tuple[int, datetime | None, str | None]
"""Case, moment (None: at whatever time), text."""


def known_messages(tx: Tx, case_ids: Iterable[int]) -> Counter[Said]:
    """How often something was said already in these cases, at a moment and at all; a message without words too."""
    listed, found = sorted(case_ids), Counter[Said]()
    for start in range(0, len(listed), _PART):
        wanted = select(CaseEvent.case_id, CaseEvent.happened_at, CaseEvent.text).where(
            CaseEvent.case_id.in_(listed[start : start + _PART]), CaseEvent.kind.in_([one.value for one in SPOKEN])
        )
        for row in tx.rows(wanted):
            found[row.case_id, row.happened_at, row.text] += 1
            found[row.case_id, None, row.text] += 1
    return found


def add_message(tx: Tx, case_id: int, values: Mapping[str, Any]) -> None:
    """One message: `role` says of whom, `said` what, `opened_at` when; a merged case wakes the one that is kept."""
    is_buyer = str(values["role"]).strip().casefold() in BUYER
    kind, at = EventKind.ASKED if is_buyer else EventKind.ANSWERED, values.get("opened_at") or tx.now
    told = {"text": values.get("said"), "person": None if is_buyer else values.get("person")}
    tx.insert(CaseEvent, case_id=case_id, happened_at=at, kind=kind.value, import_id=tx.import_id, **told)
    kept = tx.scalar(select(ServiceCase.merged_into).where(ServiceCase.case_id == case_id)) or case_id
    case = tx.rows(select(ServiceCase.state, ServiceCase.snoozed_until).where(ServiceCase.case_id == kept))[0]
    if is_buyer and case.snoozed_until is not None:
        tx.update(ServiceCase, kept, snoozed_until=None)
    if is_buyer and CaseState(case.state) in {CaseState.SOLVED, CaseState.WAITING_BUYER}:
        tx.update(ServiceCase, kept, state=CaseState.OPEN.value)
        opened = {"kind": EventKind.STATE.value, "state": CaseState.OPEN.value, "import_id": tx.import_id}
        moved = select(func.max(CaseEvent.happened_at)).where(CaseEvent.case_id == kept, CaseEvent.state.is_not(None))
        tx.insert(CaseEvent, case_id=kept, happened_at=max(at, tx.scalar(moved) or at), **opened)
