"""The command that opens the window: what is imported here stands between a click and the first paint."""

import gc
import os
import sys
from argparse import Namespace

from shopdesk.cli.output import Output
from shopdesk.text import _


def open_window(options: Namespace, output: Output) -> int:
    """Shopdesk alone: the window, on the shop that --store names or that was open last."""
    if not has_display():
        output.note(_("There is no display to open a window on. `shopdesk --help` lists what works without one."))
        return 1
    return run_window(options.store or os.environ.get("SHOPDESK_STORE") or None, smoke=options.smoke)


def run_window(where: str | None, *, demo: bool = False, smoke: bool = False) -> int:
    """Load the window and stay in it. It collects its garbage itself (desk/garbage.py): Python need not meanwhile."""
    gc.disable()
    from shopdesk.app import run

    return run(where, demo=demo, smoke=smoke)


def has_display() -> bool:
    """Whether a window can be opened here."""
    if sys.platform != "linux":
        return True
    named = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(named) or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
