"""Memory that does not grow: every screen opened and closed again, many times over."""

from collections.abc import Iterator
from statistics import median

from tests.bench.measure import Costs, Figure, Place, memory_now, run_piece
from tests.bench.samples import FEW, store_of
from tests.bench.windows import open_window

FIRST, ROUNDS, EACH = 40, 100, 10
"""Rounds before it counts, rounds that count, and after how many of them memory is looked at."""


def bench(place: Place) -> Iterator[Figure]:
    """One long run: it is the slope that matters. The peak of an import over all processes stands with the imports."""
    store = store_of(place.folder, FEW)
    costs = run_piece(open_and_close, store)
    peer = f"{costs['before']:.0f} MB before, {costs['widgets']:.0f} more widgets after"
    yield Figure(f"memory after {ROUNDS} rounds of every screen", 1.05, "×", [costs["after"] / costs["before"]], peer)


def open_and_close(where: str) -> Costs:
    """Each round lets every screen go and makes it again; what was read is gone with it."""
    import gc

    from shopdesk.desk.main_window import QUIET
    from shopdesk.desk.pictures import settle

    with open_window(where) as program:
        window, seen = program.window, list[float]()

        def go_round() -> None:
            window.start_over()
            for tab in (*window.tabs, *QUIET):
                window.show_tab(tab.key)
                settle(program.desk)

        for _round in range(FIRST):
            go_round()
        gc.collect()
        before, widgets = memory_now(), len(program.app.allWidgets())
        for number in range(ROUNDS):
            go_round()
            if number % EACH == EACH - 1:
                gc.collect()
                seen.append(memory_now())
        return {
            "before": before,
            "after": median(seen[-3:]),
            "widgets": len(program.app.allWidgets()) - widgets,
        }
