"""The books of the days shown as text for another ledger, written in the background."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QFileDialog

from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.exporting import open_folder
from shopdesk.desk.jobs import Job
from shopdesk.desk.spanned.span import Size, Span
from shopdesk.shop.columns import Tone
from shopdesk.text import N_, UserError, _, n_

ENDINGS: Final = {".beancount": "beancount", ".journal": "hledger"}
"""How a file ends → the ledger that it is for, as in `exchange.journal_text.JOURNALS`."""


def ask_export(desk: Desk, span: Span) -> None:
    """Ask where to and for which ledger, then write."""
    kinds = {
        _("Beancount (*.beancount)"): ".beancount",
        _("hledger (*.journal)"): ".journal",
    }
    name = f"{_('Books')} {span.title}.beancount"
    chosen, kind = QFileDialog.getSaveFileName(
        QApplication.activeWindow(), _("Export the books"), name, ";;".join(kinds)
    )
    if chosen:
        path, wanted = Path(chosen), kinds.get(kind, ".beancount")
        start_export(desk, span, path if path.suffix in ENDINGS else path.with_name(path.name + wanted))


def start_export(desk: Desk, span: Span, path: Path) -> Job | None:
    """Write the books of the days to `path`, whose ending says for whom; the window says when it is done."""
    store = desk.store
    if store is None:
        return None
    title = _("Exporting {name}").format(name=path.name)
    return desk.run(title, partial(_write, store, span, path), partial(_tell, desk, path))


def _write(store: OpenStore, span: Span, path: Path, job: Job) -> int:
    from shopdesk.exchange.journal_text import JOURNALS
    from shopdesk.shop.ledger.entries import read_journal

    def hear(done: int) -> None:
        job.tick(done)
        job.check()

    key, days = object(), (None, None) if span.size is Size.ALL else (span.since, span.until)
    job.when_cancelled(partial(store.interrupt, key))
    with store.read(key) as tx:
        book = read_journal(tx, *days)
        if book is None:
            raise UserError(N_("There is nothing in the books yet."), code="empty")
        return JOURNALS[ENDINGS[path.suffix]](path, book, hear)


def _tell(desk: Desk, path: Path, count: int) -> None:
    sentence = n_("Wrote {count} entry to {file}", "Wrote {count} entries to {file}", count)
    told = sentence.format(count=f"{count:,}", file=path.name)
    desk.tell(told, Tone.GOOD, (_("Open folder"), partial(open_folder, path)))
