"""Every bench as a ratio in one run: a table for people, bench.json for machines. `python packaging/tasks.py bench`."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.bench import (  # noqa: E402 - the checkout is found by the lines above
    figures,
    funneling,
    grids,
    importing,
    memory,
    planning,
    promoting,
    scoring,
    stalls,
    starting,
    writing,
)
from tests.bench.measure import Figure, Place  # noqa: E402
from tests.bench.samples import find_workbook  # noqa: E402

BENCHES: dict[str, Callable[[Place], Iterator[Figure]]] = {
    "import": importing.bench,
    "figures": figures.bench,
    "profit-sheet": writing.bench,
    "stalls": stalls.bench,
    "start": starting.bench,
    "grid": grids.bench,
    "memory": memory.bench,
    "plan": planning.bench,
    "promotions": promoting.bench,
    "scoring": scoring.bench,
    "funnel": funneling.bench,
}


def main() -> int:
    """Run the benches that are named (all where none is); timings never decide an exit code."""
    parser = argparse.ArgumentParser(prog="tasks.py bench", description=__doc__)
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=", ".join(BENCHES))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    unknown = [name for name in options.benches if name not in BENCHES]
    if unknown:
        parser.error(f"no bench is called {', '.join(unknown)}")
    made: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="shopdesk-bench-") as folder:
        # What is measured is an installed program: compiled once, in the first round, and its settings nobody's own.
        os.environ |= {"PYTHONPYCACHEPREFIX": f"{folder}/compiled", "SHOPDESK_HOME": f"{folder}/home"}
        place = Place(options.runs, find_workbook(Path(folder)), Path(folder))
        for name in options.benches or BENCHES:
            for figure in BENCHES[name](place):
                made.append(figure)
                met = "met" if figure.is_met else "missed"
                measured = f"{figure.measured:8.2f} {figure.unit:<3} goal {figure.goal:<6} {met:<7}"
                print(f"{figure.what:<44} {measured} {figure.peer}")
    told = [
        {
            "what": f.what,
            "measured": f.measured,
            "unit": f.unit,
            "goal": f.goal,
            "runs": list(f.runs),
            "peer": f.peer,
            "notes": dict(f.notes),
        }
        for f in made
    ]
    (ROOT / "bench.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
