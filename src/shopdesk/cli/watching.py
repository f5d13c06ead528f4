"""The command that looks through a folder once and imports what raises no question, for cron."""

from argparse import Namespace

from shopdesk.cli.output import Output
from shopdesk.cli.store_at import opened
from shopdesk.exchange.formats import FORMATS
from shopdesk.exchange.watch import Memory, Taken, pass_over
from shopdesk.text import N_, UserError, _

NO_LAYOUT = N_("There is no layout {layout}. shopdesk formats lists them all.")


def watch(options: Namespace, output: Output) -> int:
    """Watch FOLDER: one look at it; 1 where a file is held for a person."""
    for code in options.leave:
        if code not in FORMATS:
            raise UserError(NO_LAYOUT, code="usage", layout=code)
    with opened(options) as store:
        found = pass_over(store, options.folder, Memory(), options.leave)
    for taken in found.taken:
        _tell(taken, output)
    for path in found.waiting:
        output.data({"file": path.name, "outcome": "waiting"})
        output.say(_("{file} is still being written; it comes with the next look.").format(file=path.name))
    for held in found.held:
        output.data({"file": held.path.name, "outcome": "held", "reason": held.reason})
        output.say(_("{file} is held: {reason}").format(file=held.path.name, reason=held.reason))
    return 1 if found.held else 0


def _tell(taken: Taken, output: Output) -> None:
    came, moved = taken.came, str(taken.moved_to) if taken.moved_to else None
    output.data(
        {"file": taken.path.name, "outcome": "imported", "import_ids": came.import_ids, "new": came.new,
         "changed": came.changed, "moved_to": moved}
    )  # fmt: skip
    if not came.import_ids:
        output.say(_("{file}: there was nothing new in it.").format(file=taken.path.name))
        return
    said = _("{file}: imported, {new} new, {changed} changed")
    output.say(said.format(file=taken.path.name, new=f"{came.new:,}", changed=f"{came.changed:,}"))
