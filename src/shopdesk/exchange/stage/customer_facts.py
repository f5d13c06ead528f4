"""What the store knows of staged points and consents: by customer and by what the row says; none comes in twice."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import func, select

from shopdesk.exchange.stage.known import parts
from shopdesk.exchange.stage.refunds import channel_of
from shopdesk.exchange.stage.rows_in import problem
from shopdesk.exchange.stage.staged import Item, Outcome, Staged
from shopdesk.exchange.trip.texts import cell_text, outside
from shopdesk.shop.catalog.reports import find_channel_id
from shopdesk.shop.columns import Sheet
from shopdesk.shop.orders.customers.marks import find_erased, has_erased, mark_of
from shopdesk.shop.service.customers.actions import FEW_POINTS, point_balances
from shopdesk.shop.service.customers.rules import Answer
from shopdesk.shop.service.customers.sheets import CONSENT_FILE, POINT_FILE
from shopdesk.store.tables import Consent, Customer, PointMove
from shopdesk.store.tx import Tx
from shopdesk.text import N_

UNKNOWN: Final = N_("The shop has no customer with this number on this channel: import the customers first.")
TO_COME: Final = N_("This day is still to come.")
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
Known = Counter[tuple[Hashable, ...]]


def compare_points(tx: Tx, staged: Staged) -> None:
    """New moves of points; as many equal ones as the store has are the same."""
    _compare(tx, staged, POINT_FILE, point_key, _known_points)
    _refuse_to_come(tx, staged, POINT_FILE, "moved_on", tx.today.isoformat())
    _refuse_overdrawn(tx, staged)


def compare_consents(tx: Tx, staged: Staged) -> None:
    """New answers; as many equal ones as the store has are the same."""
    _compare(tx, staged, CONSENT_FILE, consent_key, _known_consents)
    _refuse_to_come(tx, staged, CONSENT_FILE, "told_at", int(tx.now.timestamp()))


def point_key(item: Item) -> tuple[Hashable, ...]:
    """What a move of points says, as the store keeps it."""
    told = item.values
    return item.target, told["moved_on"], told["points"], str(told["reason"]).strip()


def consent_key(item: Item) -> tuple[Hashable, ...]:
    """What an answer says, as the store keeps it."""
    told = item.values
    return item.target, told["means"], told["answer"] == Answer.ALLOWED, told["told_at"]


def _compare(
    tx: Tx, staged: Staged, sheet: Sheet, key_of: Callable[[Item], tuple[Hashable, ...]],
    known_of: Callable[[Tx, list[int]], Known],
) -> None:  # fmt: skip
    customers, erased = _customers(tx, staged)
    for item in staged.items:
        who = channel_of(staged, item), str(item.values["customer_no"])
        item.target, item.changes, item.outcome = customers.get(who, 0), (), Outcome.SAME
        if not item.target and who not in erased:
            _refuse(tx, staged, sheet, "customer_no", item, UNKNOWN)
    known = known_of(tx, sorted({item.target for item in staged.items if item.target}))
    for item in staged.items:
        if item.target:
            key = key_of(item)
            item.outcome = Outcome.SAME if known[key] > 0 else Outcome.NEW
            known[key] -= 1


def _refuse_to_come(tx: Tx, staged: Staged, sheet: Sheet, key: str, now: Any) -> None:
    """No answer of a day to come: it would outweigh whatever the customer says until then."""
    for item in staged.items:
        if item.outcome is Outcome.NEW and item.values[key] > now:
            _refuse(tx, staged, sheet, key, item, TO_COME)


def _refuse_overdrawn(tx: Tx, staged: Staged) -> None:
    """Nobody uses points that they have not; rows count by day, of one day those that give first."""
    fresh = [item for item in staged.items if item.outcome is Outcome.NEW and item.row not in staged.rejected_rows]
    balances = point_balances(tx, {item.target for item in fresh})
    for item in sorted(fresh, key=lambda one: (one.values["moved_on"], -one.values["points"], one.row)):
        points, balance = item.values["points"], balances.get(item.target, 0)
        if points < 0 and balance + points < 0:
            _refuse(tx, staged, POINT_FILE, "points", item, FEW_POINTS, {"count": balance})
        else:
            balances[item.target] = balance + points


def _refuse(
    tx: Tx, staged: Staged, sheet: Sheet, key: str, item: Item, message: str, values: Mapping[str, Any] = NOTHING
) -> None:
    column = sheet.column(key)
    raw = cell_text(column, tx.zone)(outside(column, item.values[key]))
    staged.report(replace(problem(staged.plan, sheet, key, item.row, raw, message, dict(values)), for_now=True))


def _customers(tx: Tx, staged: Staged) -> tuple[dict[tuple[str, str], int], set[tuple[str, str]]]:
    """(Channel of the file, number) → the customer it means now; and those of them who were erased."""
    named: dict[str, set[str]] = {}
    for item in staged.items:
        named.setdefault(channel_of(staged, item), set()).add(str(item.values["customer_no"]))
    found, erased = dict[tuple[str, str], int](), set[tuple[str, str]]()
    stands = func.coalesce(Customer.merged_into, Customer.customer_id).label("customer_id")
    for channel, numbers in named.items():
        channel_id = find_channel_id(tx, channel) or 0
        for part in parts(sorted(numbers)):
            wanted = select(Customer.customer_no, stands).where(Customer.channel_id == channel_id)
            rows = tx.rows(wanted.where(Customer.customer_no.in_(part)))
            found |= {(channel, row.customer_no): row.customer_id for row in rows}
        if has_erased(tx):
            marks = {number: mark_of(tx, channel_id, number) for number in numbers}
            known = find_erased(tx, marks.values())
            erased |= {(channel, number) for number, mark in marks.items() if mark in known}
    return found, erased


def _known_points(tx: Tx, ids: list[int]) -> Known:
    images = tx.images(PointMove, "customer_id", ids)
    return Counter(tuple(image[key] for key in ("customer_id", "moved_on", "points", "reason")) for image in images)


def _known_consents(tx: Tx, ids: list[int]) -> Known:
    images: list[Mapping[str, Any]] = list(tx.images(Consent, "customer_id", ids))
    return Counter(
        (image["customer_id"], image["means"], bool(image["is_given"]), image["told_at"]) for image in images
    )
