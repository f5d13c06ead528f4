"""The rows of a file by the order they belong to."""

import hashlib
import marshal
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise, repeat
from typing import Any, Final

from shopdesk.exchange.plan import Grain, Plan
from shopdesk.exchange.stage.codes import joined, with_amounts
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
HEAD_FIELDS: Final = tuple(
    column.key for column in ORDER_FILE.columns if column.key not in (*LINE_FIELDS, "order_no", "coupon_amount")
)

TWICE = N_("This order stands in the file twice with different content (rows {first} and {second}).")

Head = tuple[Any, ...]
"""The order-level fields of a row, in the order of `heads`."""
Row = tuple[Any, ...]
"""Number of a row and its LINE_FIELDS."""
Columns = list[list[Any] | None]
"""The same of several rows, column by column; None where the file has no such column."""
_PLACES: Final = {key: place for place, key in enumerate(LINE_FIELDS, 1)}
_CLOSED: Final = frozenset({OrderState.CANCELLED.value, OrderState.REFUNDED.value})


class Group:
    """The rows of one order, column by column."""

    __slots__ = ("channel", "columns", "head", "order_no", "states")

    def __init__(self, order_no: str, channel: str, head: Head, columns: Columns) -> None:
        self.order_no = order_no
        self.channel = channel
        self.head = head
        self.columns = columns
        self.states: dict[int, str] = {}
        """Row → its own state, where the rows of the order do not agree on it."""

    @property
    def numbers(self) -> list[int]:
        """Where its rows stand in the file."""
        return self.columns[0] or []

    @property
    def rows(self) -> list[Row]:
        """Its rows one by one."""
        return list(_zipped(self.columns, len(self.numbers)))

    def column(self, key: str) -> Sequence[Any]:
        """What its rows say in one of LINE_FIELDS."""
        found = self.columns[_PLACES[key]]
        return [None] * len(self.numbers) if found is None else found

    def add(self, head: Head, columns: Columns, summed: frozenset[int], state: int, codes: int) -> None:
        """Add further rows that say the same of the order; blank order columns are taken from them.

        `summed`: places of the head that are added up, then row by row. `state` and `codes`: the places of the state
        and of the coupon codes, -1 where there are none.
        """
        for kept, more in zip(self.columns, columns, strict=True):
            if kept is not None and more is not None:
                kept.extend(more)
        numbers = columns[0] or []
        if not summed and head == self.head:
            if self.states and head[state] is not None:
                self.states.update(dict.fromkeys(numbers, head[state]))
            return
        if state >= 0 and head[state] is not None and self.head[state] is not None:
            self._note(numbers, head[state], self.head[state])
        self.head = tuple(
            (old or 0) + (new or 0)
            if place in summed
            else joined(old, new)
            if place == codes
            else new
            if old is None
            else old
            for place, (old, new) in enumerate(zip(self.head, head, strict=True))
        )

    def _note(self, numbers: list[int], state: str, first: str) -> None:
        if not self.states and state != first:
            self.states = dict.fromkeys(self.numbers, first)
        if self.states:
            self.states.update(dict.fromkeys(numbers, state))

    def lines_alone(self, needs: tuple[str, ...]) -> None:
        """Leave out rows that have none of `needs`: they tell of the order, whose lines stand in its other rows."""
        told = zip(*map(self.column, needs), strict=True)
        lines = [place for place, said in enumerate(told) if any(value is not None for value in said)]
        if lines:
            self.columns = [None if column is None else [column[at] for at in lines] for column in self.columns]

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
        columns = self.columns[1:]
        if self.states:
            columns.append(list(map(self.states.get, self.numbers)))
        told = _zipped(columns, len(self.numbers))
        rows = sorted(map(marshal.dumps, told, repeat(2)))
        return hashlib.blake2b(b"".join([marshal.dumps(self.head, 2), *rows]), digest_size=16).digest()


def heads_of(plan: Plan) -> list[str]:
    """The order-level fields that the file has; its state may be told by columns that are none of a state's own."""
    by_rule = bool(state_fields(plan))
    return [key for key in HEAD_FIELDS if key in plan.columns or key in plan.given or (key == "state" and by_rule)]


def group_rows(typed: Iterable[Typed], plan: Plan, staged: Staged) -> dict[str, Group]:
    """Every order of the file with its rows; what belongs to none is reported."""
    made = _Groups(plan, staged)
    for part in typed:
        made.take(part)
    return made.groups


class _Groups:
    """The orders of a file in the making."""

    def __init__(self, plan: Plan, staged: Staged) -> None:
        self.groups: dict[str, Group] = {}
        self._plan = plan
        self._staged = staged
        self._heads = heads = heads_of(plan)
        self._summed = frozenset(place for place, key in enumerate(heads) if key in plan.summed)
        by_line = "state" in heads and plan.grain in (Grain.LINE, Grain.UNIT)
        self._state = heads.index("state") if by_line else -1
        self._codes = heads.index("coupon_code") if "coupon_code" in heads else -1
        self._shop = heads.index("channel") if "channel" in heads and not plan.channel else -1
        # Rows that are whole orders are left out before they meet another row of the same number.
        self._out = staged.mends.left_out if plan.grain is Grain.ORDER else frozenset[int]()
        self._one_by_one = plan.grain is Grain.ORDER or bool(self._summed)
        self._last = ""

    def take(self, part: Typed) -> None:
        """Further rows; those of one order that say the same of it are taken together."""
        with_amounts(part)
        numbers = part.fields["order_no"]
        columns: Columns = [list(part.rows), *map(part.fields.get, LINE_FIELDS)]
        heads = _heads(part, self._heads)
        for start, stop in _runs(numbers):
            head = heads[start]
            if self._one_by_one or numbers[start] is None or heads[start:stop].count(head) < stop - start:
                for place in range(start, stop):
                    self._take(numbers[place], heads[place], _cut(columns, place, place + 1))
            else:
                self._take(numbers[start], head, _cut(columns, start, stop))

    def _take(self, order_no: str | None, head: Head, columns: Columns) -> None:
        """Rows that say the same of their order: one alone where that has to be asked of each."""
        number = (columns[0] or [0])[0]
        if number in self._out:
            self._staged.leave_out([number])
            return
        if order_no is None:
            # A continuation row belongs to the order above; one whose number cannot be taken belongs to nobody.
            goes_on = self._plan.grain is Grain.FIRST_ROW and self._last
            if not goes_on or number in self._staged.rejected_rows:
                _report_blank(self._staged, self._plan, number)
                return
            self.groups[self._last].add(head, columns, self._summed, self._state, self._codes)
            return
        key, channel = self._key(order_no, head)
        group = self.groups.get(key)
        if group is None:
            self.groups[key] = Group(order_no, channel, head, columns)
        elif self._plan.grain is Grain.ORDER:
            _repeat(self._staged, self._plan, group, Group(order_no, channel, head, columns))
        else:
            group.add(head, columns, self._summed, self._state, self._codes)

    def _key(self, order_no: str, head: Head) -> tuple[str, str]:
        """What tells the order from others of the file, and its channel; rows without a number follow it."""
        channel = head[self._shop] or "" if self._shop >= 0 else ""
        self._last = f"{order_no}\n{channel}" if channel else order_no
        return self._last, channel


def _cut(columns: Columns, start: int, stop: int) -> Columns:
    return [None if column is None else column[start:stop] for column in columns]


def _zipped(columns: Columns, count: int) -> Iterator[Row]:
    """The rows of columns; where none of them is there, as many empty ones."""
    return islice(zip(*(repeat(None) if column is None else column for column in columns)), count)  # noqa: B905


def _heads(part: Typed, keys: list[str]) -> list[Head]:
    columns = [part.fields[key] for key in keys]
    return list(zip(*columns, strict=True)) if columns else [()] * len(part.rows)


def _runs(numbers: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """Where the same number stands in rows that follow one another: first place, and the one after the last."""
    starts = [place for place, (one, other) in enumerate(pairwise(numbers), 1) if one != other]
    return pairwise([0, *starts, len(numbers)]) if numbers else iter(())


def _report_blank(staged: Staged, plan: Plan, row: int) -> None:
    if row not in staged.rejected_rows:  # a number that could not be taken is told already
        told = {"column": ORDER_FILE.column("order_no").title}
        staged.report(problem(plan, ORDER_FILE, "order_no", row, "", REQUIRED, told))


def _repeat(staged: Staged, plan: Plan, group: Group, again: Group) -> None:
    """The same order twice in a list of orders: the same content is skipped, another is nobody's to choose."""
    first, second = group.numbers[0], again.numbers[0]
    if again.head == group.head and again.columns[1:] == group.columns[1:]:
        staged.skip(second, SAME_AGAIN)
        return
    told = {"first": first, "second": second}
    for number in (first, second):
        if number not in staged.rejected_rows:
            staged.report(problem(plan, ORDER_FILE, "order_no", number, group.order_no, TWICE, told))
