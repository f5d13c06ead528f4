"""What work costs: each piece in a process of its own, two or more of them in turns, and their ratio as a figure."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
Costs = dict[str, float]
"""cpu and wall in seconds, memory in MB, and whatever else a piece measured."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured run by run, and the goal that it should not pass."""

    what: str
    goal: float
    unit: str
    runs: Sequence[float]
    peer: str
    notes: Mapping[str, float | str] = field(default_factory=dict)

    @property
    def measured(self) -> float:
        return median(self.runs)

    @property
    def is_met(self) -> bool:
        return self.measured <= self.goal


@dataclass(frozen=True, slots=True)
class Place:
    """What every bench is given: how often to run, a workbook of many order lines, and a folder for stores."""

    runs: int
    workbook: Path
    folder: Path


def run_piece(piece: Callable[..., Costs], *told: object) -> Costs:
    """Run a function of this package in a fresh process; what it returned. Its arguments arrive as text."""
    name = f"{piece.__module__}:{piece.__name__}"
    command = [sys.executable, "-m", "tests.bench.piece", name, *map(str, told)]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(), stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} {' '.join(map(str, told))} ended with {done.returncode}")
    costs: Costs = json.loads(done.stdout.splitlines()[-1])
    return costs


def surroundings() -> dict[str, str]:
    """The environment of a measured process: this checkout, no display, compiled files as an installation has them."""
    path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    told = {"PYTHONPATH": path, "QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "ignore"}
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | told


def in_turns(runs: int, *works: Callable[[], Costs]) -> list[list[Costs]]:
    """What each of the works cost, round by round: A B A B, so that a slow minute falls on all of them."""
    rounds = [[work() for work in works] for _run in range(runs)]
    return [[costs[place] for costs in rounds] for place in range(len(works))]


def ratios(these: Sequence[Costs], those: Sequence[Costs], name: str = "cpu") -> list[float]:
    """Round by round, how many times as much the one cost as the other."""
    return [this[name] / that[name] for this, that in zip(these, those, strict=True)]


def typical(costs: Sequence[Costs], name: str = "cpu") -> float:
    """The median of one kind of cost."""
    return median(cost[name] for cost in costs)


@contextmanager
def metered(costs: Costs) -> Iterator[None]:
    """Add to `costs` what happens inside: CPU (children that were waited for included), wall time, peak memory.

    Memory is the peak of this process and that of its largest child together, though they may not fall into one moment.
    """
    cpu, wall = cpu_seconds(), time.perf_counter()
    yield
    costs["cpu"] = costs.get("cpu", 0.0) + cpu_seconds() - cpu
    costs["wall"] = costs.get("wall", 0.0) + time.perf_counter() - wall
    costs["memory"] = peak_memory()


def cpu_seconds() -> float:
    """CPU time so far of this process and the children it has waited for."""
    return sum(os.times()[:4])


def peak_memory() -> float:
    """MB: the most that this process held, and the most that one of its children held."""
    import resource

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / unit


def memory_now() -> float:
    """MB that this process holds at the moment, by Linux's own count."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
