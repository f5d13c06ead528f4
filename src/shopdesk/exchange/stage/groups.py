"""The rows of a file by the order they belong to."""

import hashlib
import marshal
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any, Final

from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.stage.rows_in import REQUIRED, Typed, problem
from shopdesk.exchange.stage.staged import SAME_AGAIN, Staged
from shopdesk.exchange.values import state_fields
from shopdesk.shop.orders.rules import RANK, OrderState
from shopdesk.shop.orders.sheets import ORDER_FILE
from shopdesk.text import N_

LINE_FIELDS: Final = (
    "line_id", "sku", "barcode", "title", "option", "quantity", "unit_price", "line_discount", "line_amount",
    "line_refund",
)  # fmt: skip
HEAD_FIELDS: Final = tuple(column.key for column in ORDER_FILE.columns if column.key not in (*LINE_FIELDS, "order_no"))

TWICE = N_("This order stands in the file twice with different content (rows {first} and {second}).")

Head = tuple[Any, ...]
"""The order-level fields of a row, in the order of `heads`."""
Row = tuple[Any, ...]
"""Number of a row and its LINE_FIELDS."""
_CLOSED: Final = frozenset({OrderState.CANCELLED.value, OrderState.REFUNDED.value})


class Group:
    """The rows of one order."""

    __slots__ = ("channel", "head", "order_no", "rows", "states")

    def __init__(self, order_no: str, channel: str, head: Head, row: Row) -> None:
        self.order_no = order_no
        self.channel = channel
        self.head = head
        self.rows = [row]
        self.states: dict[int, str] = {}
        """Row → its own state, where the rows of the order do not agree on it."""

    def add(self, head: Head, row: Row, summed: frozenset[int], state: int) -> None:
        """Add a further row; order columns blank so far are taken from it, those at the places `summed` added up.

        `state`: the place of the state, -1 where there is none.
        """
        self.rows.append(row)
        if not summed and head == self.head:
            if self.states and head[state] is not None:
                self.states[row[0]] = head[state]
            return
        if state >= 0 and head[state] is not None and self.head[state] is not None:
            self._note(row[0], head[state], self.head[state])
        self.head = tuple(
            (old or 0) + (new or 0) if place in summed else new if old is None else old
            for place, (old, new) in enumerate(zip(self.head, head, strict=True))
        )

    def _note(self, number: int, state: str, first: str) -> None:
        if not self.states and state != first:
            self.states = {row[0]: first for row in self.rows}
        if self.states:
            self.states[number] = state

    def lines_alone(self, needs: tuple[str, ...]) -> None:
        """Leave out rows that have none of `needs`: they tell of the order, whose lines stand in its other rows."""
        places = [1 + LINE_FIELDS.index(key) for key in needs]
        lines = [row for row in self.rows if any(row[place] is not None for place in places)]
        self.rows = lines or self.rows

    @property
    def state(self) -> str | None:
        """The state of the whole where its rows do not agree: the least far of those that still stand."""
        if not self.states:
            return None
        standing = set(self.states.values()) - _CLOSED
        if standing:
            return min(standing, key=lambda state: RANK[OrderState(state)])
        return OrderState.REFUNDED.value

    @property
    def fingerprint(self) -> bytes:
        """A hash of what the file says of the order, whatever the order of its rows."""
        told = [row[1:] for row in self.rows]
        if self.states:
            told = [(*said, self.states.get(row[0])) for said, row in zip(told, self.rows, strict=True)]
        rows = sorted(map(marshal.dumps, told, repeat(2)))
        return hashlib.blake2b(b"".join([marshal.dumps(self.head, 2), *rows]), digest_size=16).digest()


def heads_of(plan: Plan) -> list[str]:
    """The order-level fields that the file has; its state may be told by columns that are none of a state's own."""
    by_rule = bool(state_fields(plan))
    return [key for key in HEAD_FIELDS if key in plan.columns or (key == "state" and by_rule)]


def group_rows(typed: Iterable[Typed], plan: Plan, staged: Staged) -> dict[str, Group]:
    """Every order of the file with its rows; what belongs to none is reported."""
    groups: dict[str, Group] = {}
    heads = heads_of(plan)
    summed = frozenset(place for place, key in enumerate(heads) if key in plan.summed)
    state = heads.index("state") if "state" in heads and plan.grain in (Grain.LINE, Grain.UNIT) else -1
    shop = heads.index("channel") if "channel" in heads and not plan.channel else -1
    # Rows that are whole orders are left out before they meet another row of the same number.
    out = staged.mends.left_out if plan.grain is Grain.ORDER else frozenset[int]()
    last = channel = ""
    for order_no, head, row in _rows(typed, heads):
        if out and row[0] in out:
            staged.leave_out([row[0]])
            continue
        if order_no is None:
            # A continuation row belongs to the order above; one whose number cannot be taken belongs to nobody.
            if not (plan.grain is Grain.FIRST_ROW and last) or row[0] in staged.rejected_rows:
                _report_blank(staged, plan, row[0])
                continue
            key = last
        else:
            channel = head[shop] or "" if shop >= 0 else ""
            key = f"{order_no}\n{channel}" if channel else order_no
        last = key
        group = groups.get(key)
        if group is None:
            groups[key] = Group(order_no, channel, head, row)
        elif plan.grain is Grain.ORDER:
            _repeat(staged, plan, group, head, row)
        else:
            group.add(head, row, summed, state)
    return groups


def _rows(typed: Iterable[Typed], heads: list[str]) -> Iterator[tuple[Any, Head, Row]]:
    for part in typed:
        head_columns = [part.fields[key] for key in heads]
        line_columns = [part.fields.get(key) or repeat(None) for key in LINE_FIELDS]
        all_heads: Iterable[Head] = zip(*head_columns, strict=True) if head_columns else repeat(())
        # repeat() has no end: the order numbers say how many rows there are
        yield from zip(part.fields["order_no"], all_heads, zip(part.rows, *line_columns), strict=False)  # noqa: B905


def _report_blank(staged: Staged, plan: Plan, row: int) -> None:
    if row not in staged.rejected_rows:  # a number that could not be taken is told already
        told = {"column": ORDER_FILE.column("order_no").title}
        staged.report(problem(plan, ORDER_FILE, "order_no", row, "", REQUIRED, told))


def _repeat(staged: Staged, plan: Plan, group: Group, head: Head, row: Row) -> None:
    """The same order twice in a list of orders: the same content is skipped, another is nobody's to choose."""
    first = group.rows[0]
    if head == group.head and row[1:] == first[1:]:
        staged.skip(row[0], SAME_AGAIN)
        return
    told = {"first": first[0], "second": row[0]}
    for number in (first[0], row[0]):
        if number not in staged.rejected_rows:
            staged.report(problem(plan, ORDER_FILE, "order_no", number, group.order_no, TWICE, told))
