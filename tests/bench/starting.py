"""Cold start on a store of a million lines, from the command to the first paint and on to the first tab's figures."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measure import ROOT, Costs, Figure, Place, in_turns, ratios, surroundings, typical
from tests.bench.samples import MANY, store_of


def bench(place: Place) -> Iterator[Figure]:
    """Wall time, the interpreter's own start included on both sides; files are in the system's cache."""
    store = store_of(place.folder, MANY)
    bare, ours = in_turns(place.runs, partial(start, "start_bare.py"), partial(start, "start_ours.py", str(store)))
    peer = f"QApplication and an empty QMainWindow, {typical(bare, 'paint') * 1000:.0f} ms"
    paints = ratios(ours, bare, "paint")
    yield Figure("cold start: first paint", 1.6, "×", paints, peer, _ms(ours, "paint"))
    rows = [{"paint": cost["figures"]} for cost in ours]
    yield Figure(
        "cold start: first tab with its rows",
        4.5,
        "×",
        ratios(rows, bare, "paint"),
        peer,
        _ms(ours, "figures", "settled"),
    )


def _ms(costs: list[Costs], *names: str) -> dict[str, float]:
    return {name: round(typical(costs, name) * 1000) for name in names}


def start(script: str, *told: str) -> Costs:
    """Seconds from the start of a process to each moment that it prints."""
    command = [sys.executable, str(Path(__file__).with_name(script)), *told]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script} ended with {done.returncode}")
    moments: Costs = json.loads(done.stdout.splitlines()[-1])
    return {name: moment - begun for name, moment in moments.items()}
