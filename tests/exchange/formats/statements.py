"""Statements read without a shop: the lines of their wallets as they would be taken in."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.exchange.formats.made import Made

from shopdesk.exchange.demo.tables import Memory
from shopdesk.exchange.kinds import FILES
from shopdesk.exchange.match import find_plan, questions
from shopdesk.exchange.plan import Plan
from shopdesk.exchange.reading.child import open_book
from shopdesk.exchange.reading.container import Original
from shopdesk.exchange.stage.rows_in import typed_chunks
from shopdesk.exchange.stage.settlement import stage_settlement
from shopdesk.exchange.stage.staged import Item, Staged
from shopdesk.exchange.table import Chunk, SheetHead

D = Decimal
SCALE = 10_000
SHANGHAI = "Asia/Shanghai"


@dataclass(frozen=True)
class Line:
    """A movement of the wallet."""

    kind: str
    amount: Decimal
    row: int
    order_no: str
    told: str
    moment: datetime | None
    currency: str
    line_no: str


class Wallet:
    """What a statement says that moved."""

    def __init__(self, heads: Sequence[SheetHead], chunks: Iterator[Chunk]) -> None:
        plan = find_plan(heads, {})
        assert plan.certain, (plan.format, plan.missing, plan.new)
        first = next(chunks)
        start = plan.first_row - first.row_numbers[0]
        sample = {key: first.columns[at][start:] for key, at in plan.columns.items() if at < len(first.columns)}
        self.plan: Plan = questions(plan, sample)
        assert not self.plan.questions
        self.staged = Staged(self.plan, "file", "", 0, self.plan.channel)
        sheet, zone = FILES[self.plan.kind], ZoneInfo(self.plan.zone or SHANGHAI)

        def both() -> Iterator[Chunk]:
            yield first
            yield from chunks

        typed = typed_chunks(both(), self.plan, sheet, self.staged, zone, lambda _rows: None)
        stage_settlement(typed, self.plan, self.staged)
        self.lines = [_line(item) for item in self.staged.items]

    @cached_property
    def by_kind(self) -> dict[str, Decimal]:
        """Kind of line → its sum; kinds that come to nothing are left out."""
        found: dict[str, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            found[line.kind] += line.amount
        return {kind: amount for kind, amount in found.items() if amount}

    @property
    def total(self) -> Decimal:
        """What the wallet gained."""
        return sum((line.amount for line in self.lines), D(0))

    @property
    def problems(self) -> list[tuple[int, str]]:
        """Row and reason."""
        return [(problem.row, problem.reason) for problem in self.staged.problems]


def _line(item: Item) -> Line:
    """A movement, or a row that is a payout by itself: it takes from the wallet what it comes to."""
    values, seconds = item.values, item.values.get("happened_at")
    moment = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    kind, amount = values.get("kind", "payout"), values.get("amount", -values.get("payout_amount", 0))
    texts = {key: values.get(key) or "" for key in ("order_no", "told", "currency", "line_no")}
    return Line(kind, D(amount) / SCALE, item.row, moment=moment, **texts)


def read_file(path: Path, sheet: int = 0) -> Wallet:
    """The wallet of a sheet of a file, read in this process."""
    book = open_book(Original(str(path)), None, None)
    return Wallet([book.heads[sheet]], book.chunks(sheet))


def written(path: Path, text: str, encoding: str) -> Path:
    """A file of that text, its lines ended as on Windows."""
    path.write_bytes(text.strip("\n").replace("\n", "\r\n").encode(encoding) + b"\r\n")
    return path


def as_table(one: Made) -> Memory:
    """A made file as a table that no file holds."""
    return Memory(one.name, *cells_of(one))


def cells_of(one: Made) -> tuple[list[str], list[list[str]]]:
    """The first row of a made file and the others, all as wide as the widest."""
    separator = "\t" if one.name.endswith(".txt") else ","
    rows = list(csv.reader(one.text.strip("\n").lstrip("\ufeff").split("\n"), delimiter=separator))
    width = max(map(len, rows))
    first, *rest = [row + [""] * (width - len(row)) for row in rows]
    return first, rest
