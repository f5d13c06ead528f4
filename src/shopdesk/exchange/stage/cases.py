"""What the store knows of a staged list of cases: by channel and the channel's number; and what it refuses."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import cell_text, outside
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.service.filed import PLAIN, Filed, check_filed, known_cases
from shopdesk.shop.service.messages import Said, known_messages
from shopdesk.shop.service.sheets import CASE_FILE
from shopdesk.store.tx import Tx
from shopdesk.text import N_, UserError

TWICE: Final = N_("{number} stands in the file twice (rows {first} and {second}). Make one row of it.")
SHARED: Final = N_("Several channels have a case {number}. Say in a column which channel is meant.")
Meant = tuple[int | str | None, str]
"""Channel (its name, where the shop has none of it yet; None: the file names none) and the channel's number."""
_COMPARED: Final = (*PLAIN, "answered_at", "solved_at")


def compare_cases(tx: Tx, staged: Staged) -> None:
    """New cases, and those of which the file says more or something else; what it leaves blank stays."""
    stored, seen, shared = told_before(tx, staged.items), dict[Meant, int](), _shared(tx, staged.items)
    messages = known_messages(tx, {one["case_id"] for one in stored.values()})
    for item in staged.items:
        told = told_case(item)
        key = _key(tx, told)
        if key[0] is None and key[1] in shared:
            plain = {"number": key[1]}
            staged.report(problem(staged.plan, CASE_FILE, "source_no", item.row, key[1], SHARED, plain))
            continue
        before = stored.get(item.row)
        try:
            check_filed(tx, told, before["opened_at"] if before else None)
        except UserError as error:
            raw = cell_text(CASE_FILE.column(error.code), tx.zone)(told[error.code])
            staged.report(problem(staged.plan, CASE_FILE, error.code, item.row, raw, error.message, dict(error.values)))
            continue
        if told.get("role"):
            _compare_message(item, told, before, messages)
            continue
        first = seen.setdefault(key, item.row)
        if first != item.row:
            said = {"number": told["source_no"], "first": first, "second": item.row}
            staged.report(problem(staged.plan, CASE_FILE, "source_no", item.row, told["source_no"], TWICE, said))
            continue
        item.target = before["case_id"] if before else 0
        item.changes = tuple(key for key in _COMPARED if before and _differs(key, told, before))
        item.outcome = Outcome.NEW if before is None else Outcome.CHANGED if item.changes else Outcome.SAME


def _compare_message(item: Item, told: dict[str, Any], before: dict[str, Any] | None, known: Counter[Said]) -> None:
    """A row of a conversation: new, or said in its case already, as often as the file tells it."""
    item.target = before["case_id"] if before else 0
    said = (item.target, told.get("opened_at"), told.get("said"))
    item.outcome = Outcome.SAME if before and known[said] > 0 else Outcome.NEW
    known[said] -= 1


def told_case(item: Item) -> dict[str, Any]:
    """What a row says, as the columns of the file."""
    told = {key: outside(CASE_FILE.column(key), value) for key, value in item.values.items()}
    return {**told, "source_no": str(told["source_no"]).strip()}


def told_before(tx: Tx, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Row → what the store has of its case."""
    told = {item.row: told_case(item) for item in items}
    known = known_cases(tx, (one["source_no"] for one in told.values()))
    found = {row: _known(known, _key(tx, one)) for row, one in told.items()}
    return {row: one for row, one in found.items() if one is not None}


def _known(known: Mapping[Filed, dict[str, Any]], key: Meant) -> dict[str, Any] | None:
    """A file that names no channel means the one case of that number, whatever channel its order gave it."""
    if key[0] is not None:
        return known.get((key[0], key[1])) if isinstance(key[0], int) else None
    alike = [one for (_channel, number), one in known.items() if number == key[1]]
    return alike[0] if len(alike) == 1 else None


def _shared(tx: Tx, items: Sequence[Item]) -> set[str]:
    """Numbers that several cases of the shop have: a row without a channel could mean any of them."""
    counted = Counter(number for _channel, number in known_cases(tx, (told_case(item)["source_no"] for item in items)))
    return {number for number, count in counted.items() if count > 1}


def _key(tx: Tx, told: dict[str, Any]) -> Meant:
    channel = told.get("channel")
    if not channel:
        return None, told["source_no"]
    return find_channel_id(tx, channel) or str(channel).strip().casefold(), told["source_no"]


def _differs(key: str, told: dict[str, Any], before: dict[str, Any]) -> bool:
    """Answers and solutions are added once; what became of a case since is never turned back by a file."""
    value = told.get(key)
    if value is None:
        return False
    if key == "solved_at" and before["reopened_at"] is not None and value <= before["reopened_at"]:
        return False
    return before[key] is None if key.endswith("_at") else bool(value != before[key])
