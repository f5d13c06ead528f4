"""From a dropped workbook to a posted store, and the same file once more, against merely reading its cells."""

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measure import Costs, Figure, Place, in_turns, metered, ratios, run_piece, typical


def bench(place: Place) -> Iterator[Figure]:
    """Every round reads the cells, imports into a new store, and imports into a store that has it all."""
    full = place.folder / "imported.shopdesk"
    full.unlink(missing_ok=True)
    run_piece(import_into, place.workbook, full)
    bare, fresh, again = in_turns(
        place.runs,
        partial(run_piece, read_cells, place.workbook),
        partial(run_piece, import_fresh, place.workbook),
        partial(run_piece, import_again, place.workbook, full),
    )
    peer = f"calamine reading the cells, {typical(bare):.2f} s"
    parts = {name: round(typical(fresh, name), 2) for name in ("cpu", "wall", "staging", "loading", "reader")}
    yield Figure("file dropped → store posted", 3, "×", ratios(fresh, bare), peer, parts)
    yield Figure("  its memory, both processes", 450, "MB", [cost["memory"] for cost in fresh], "pandas: 427 to 784 MB")
    yield Figure("the same file again, forced", 2, "×", ratios(again, bare), peer, {"cpu": round(typical(again), 2)})


def read_cells(workbook: str) -> Costs:
    from python_calamine import CalamineWorkbook

    costs: Costs = {}
    with metered(costs):
        for _row in CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).iter_rows():
            pass
    return costs


def import_fresh(workbook: str) -> Costs:
    with tempfile.TemporaryDirectory() as folder:
        return import_into(workbook, str(Path(folder) / "shop.shopdesk"))


def import_again(workbook: str, full: str) -> Costs:
    """Into a copy of the store that has the file, without asking whether it has."""
    with tempfile.TemporaryDirectory() as folder:
        return import_into(workbook, shutil.copy(full, folder))


def import_into(workbook: str, where: str) -> Costs:
    """The whole way: preflight, raw layer, dry run, orders, moves, entries; `reader` is the child's part of it."""
    import os

    from shopdesk.exchange.imports import Choices, prepare, run_import
    from shopdesk.shop.opening import new_shop
    from shopdesk.store.store import Store

    if Path(where).exists():
        store = Store.open(where)
    else:
        store = new_shop(where, name="Bench", currency="GBP", time_zone="Europe/London")
    costs: Costs = {}
    with metered(costs):
        staged = prepare(store, Path(workbook), Choices(accept_proposal=True))
    times = os.times()
    costs["reader"] = times.children_user + times.children_system
    costs["staging"] = costs["cpu"] - costs["reader"]
    with metered(costs):
        run_import(store, staged, good_rows=True)
    costs["loading"] = costs["cpu"] - costs["staging"] - costs["reader"]
    store.close()
    return costs
