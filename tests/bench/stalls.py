"""How long the window's thread is held up while files come in, reports are made and workbooks go out."""

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measure import Costs, Figure, Place, in_turns, run_piece, typical
from tests.bench.samples import MANY, store_of
from tests.bench.windows import Watch, open_window, wait_until

PEER = "a worker's `to_python()` of the workbook: 780 ms"


def bench(place: Place) -> Iterator[Figure]:
    """The longest gap of each stage; what the machine itself does to an idle window stands beside it."""
    store = store_of(place.folder, MANY)
    importing, working = in_turns(
        place.runs, partial(run_piece, import_a_file, place.workbook), partial(run_piece, report_and_export, store)
    )
    for costs in (importing, working):
        idle = {"idle": round(typical(costs, "idle"))}
        for name in costs[0].keys() - {"idle"}:
            yield Figure(f"window stall: {name}", 50, "ms", [cost[name] for cost in costs], PEER, idle)


def import_a_file(workbook: str) -> Costs:
    """By the queue that the window uses: read, map, try, write, let go."""
    from shopdesk.desk.importing.one_file import Stage
    from shopdesk.desk.importing.queue import queue_of
    from shopdesk.desk.pictures import settle
    from shopdesk.shop.opening import new_shop

    with tempfile.TemporaryDirectory() as folder:
        where = str(Path(folder) / "shop.shopdesk")
        new_shop(where, currency="GBP", time_zone="Europe/London").close()
        with open_window(where) as program:
            queue, costs, watch = queue_of(program.desk), Costs(), Watch()
            program.window.show_tab("import")

            def has_come_to(*stages: Stage | None) -> bool:
                return (queue.current.stage if queue.current else None) in stages

            def read() -> None:
                queue.add([Path(workbook)])
                wait_until(lambda: has_come_to(Stage.MAPPING, Stage.CHECKED))
                if queue.current and queue.current.stage is Stage.MAPPING and queue.current.plan:
                    queue.read_as(queue.current.plan)
                wait_until(lambda: has_come_to(Stage.CHECKED))

            def write() -> None:
                queue.write()
                wait_until(lambda: has_come_to(None))
                settle(program.desk)

            watch.longest(costs, "idle", partial(settle, program.desk))
            watch.longest(costs, "reading a file", read)
            watch.longest(costs, "writing it", write)
    return costs


def report_and_export(where: str) -> Costs:
    """Every tab once on a million lines, then the orders into a workbook."""
    from shopdesk.desk.desk_grid import GridExport
    from shopdesk.desk.exporting import start_export
    from shopdesk.desk.pictures import settle
    from shopdesk.shop.orders.reports import ORDER_ROWS
    from shopdesk.store.rows import Query

    with open_window(where) as program, tempfile.TemporaryDirectory() as folder:
        costs, watch, window = Costs(), Watch(), program.window

        def look_around() -> None:
            for tab in window.tabs:
                window.show_tab(tab.key)
                settle(program.desk)

        def export() -> None:
            shown = GridExport(ORDER_ROWS, Query(), ORDER_ROWS.sheet.columns, "Orders", "")
            start_export(program.desk, shown, Path(folder) / "orders.xlsx")
            settle(program.desk)

        watch.longest(costs, "idle", partial(settle, program.desk))
        watch.longest(costs, "reporting", look_around)
        watch.longest(costs, "exporting", export)
    return costs
