"""A list of a million rows against the same list of a thousand: opened, at its end, sorted, filtered."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from tests.bench.measure import Costs, Figure, Place, in_turns, ratios, run_piece, typical
from tests.bench.samples import FEW, MANY, store_of
from tests.bench.windows import open_window

if TYPE_CHECKING:
    from shopdesk.desk.desk_grid import DeskGrid

GOALS = {"open": 1.3, "jump to the end": 2, "sort by an indexed column": 2, "filter by month": 3, "filter by SKU": 3}
LONGEST_S = 60
MONTH, SKU = "2025-12", "SKU-00031"


def bench(place: Place) -> Iterator[Figure]:
    """CPU time of all threads until the rows are painted; each round in a fresh process on a warm file."""
    many, few = in_turns(
        place.runs,
        partial(run_piece, look_through, store_of(place.folder, MANY)),
        partial(run_piece, look_through, store_of(place.folder, FEW)),
    )
    for name, goal in GOALS.items():
        peer = f"the same of {typical(few, 'rows'):,.0f} rows, {typical(few, name) * 1000:.0f} ms"
        notes = {"rows": typical(many, "rows"), "ms": round(typical(many, name) * 1000, 1)}
        yield Figure(f"grid of a million rows: {name}", goal, "×", ratios(many, few, name), peer, notes)


def look_through(where: str) -> Costs:
    """The list of stock moves, twice: modules and statements that are made once are not what is measured."""
    from shopdesk.desk.desk_grid import DeskGrid
    from shopdesk.desk.pictures import settle
    from shopdesk.shop.stock.reports import MOVE_ROWS
    from shopdesk.store.rows import Query

    costs = Costs()
    with open_window(where) as program:
        for _warm in range(2):
            grid = DeskGrid("bench", MOVE_ROWS, program.desk)
            grid.resize(1200, 800)
            grid.show()
            gestures: dict[str, Callable[[], object]] = {
                "open": grid.refresh,
                "jump to the end": grid.view.scrollToBottom,
                "sort by an indexed column": partial(grid.set_sort, (("moved_at", False),)),
                "filter by month": partial(grid.set_filter, "moved_at", MONTH),
                "filter by SKU": partial(grid.set_query, Query(filters=(("sku", SKU),))),
            }
            for name, gesture in gestures.items():
                costs[name] = cost_until_painted(grid, gesture)
                settle(program.desk)
                costs["rows"] = max(costs.get("rows", 0), grid.rows.rowCount())
            grid.deleteLater()
            settle(program.desk)
    return costs


def cost_until_painted(grid: "DeskGrid", gesture: Callable[[], object]) -> float:
    """CPU seconds of this process until other rows than before are here and painted."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, limit = QEventLoop(), QTimer(singleShot=True, interval=LONGEST_S * 1000)
    limit.timeout.connect(loop.quit)
    for arrival in (grid.rows.modelReset, grid.rows.page_taken):
        arrival.connect(loop.quit)
    limit.start()
    begun = time.process_time()
    gesture()
    loop.exec()
    cost, begun = time.process_time() - begun, time.thread_time()  # what a reader does from here on is not waited for
    grid.repaint()
    cost += time.thread_time() - begun
    for arrival in (grid.rows.modelReset, grid.rows.page_taken):
        arrival.disconnect(loop.quit)
    if not limit.isActive():
        raise TimeoutError(f"no rows within {LONGEST_S} s")
    return cost
