"""The open layers in the settings: what they are, and their way out as Parquet for whoever reads on."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout

from shopdesk.desk.desk import Desk, OpenStore
from shopdesk.desk.jobs import Job
from shopdesk.desk.panels import Card
from shopdesk.desk.widgets import ChoiceBox, Words, button
from shopdesk.shop.columns import Tone
from shopdesk.shop.layers.layer import LAYER_MEANINGS, LAYER_TITLES, Layer
from shopdesk.text import _


class LayersCard(Card):
    """Says what each layer is, and writes all of them, or one, into a folder."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Open layers"), _("For DuckDB, Spark or a warehouse."))
        self._desk = desk
        self.body.addWidget(Words(_("Parquet files with their schema and the definition of each figure."), "body"))
        self._meaning = Words("", "small", "muted", wrap=True)
        self.body.addWidget(self._meaning)
        choices = [(None, _("All layers")), *((layer, _(title)) for layer, title in LAYER_TITLES.items())]
        self.choice = ChoiceBox(choices, _("Layers to export"))
        self.choice.currentIndexChanged.connect(self._explain)
        self._explain()
        foot = QHBoxLayout()
        foot.addWidget(self.choice)
        foot.addStretch(1)
        self.export = button(_("Open layers (Parquet)…"), self._ask, icon_name="export")
        foot.addWidget(self.export)
        self.body.addLayout(foot)

    def _explain(self) -> None:
        """Say what the chosen layer is; of all, which there are."""
        layer = self.choice.currentData()
        names = " · ".join(_(title) for title in LAYER_TITLES.values())
        self._meaning.setText(names if layer is None else _(LAYER_MEANINGS[Layer(layer)]))

    def _ask(self) -> None:
        title = _("Folder for the layers")
        chosen = QFileDialog.getExistingDirectory(QApplication.activeWindow(), title)
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, folder: Path) -> None:
        """Write the chosen layers into `folder` as a job; the window says when it is done."""
        store, layer = self._desk.store, self.choice.currentData()
        if store is not None:
            wanted = list(Layer) if layer is None else [Layer(layer)]
            title = _("Exporting {name}").format(name=folder.name)
            self._desk.run(title, partial(_write, store, folder, wanted), partial(_tell, self._desk, folder))


def _write(store: OpenStore, folder: Path, layers: Sequence[Layer], job: Job) -> int:
    from shopdesk.exchange.layers import write_layers

    def hear(done: int, whole: int, title: str) -> None:
        job.tick(done, whole, title)
        job.check()

    key = object()
    job.when_cancelled(partial(store.interrupt, key))
    with store.read(key) as tx:
        return write_layers(tx, folder, layers, progress=hear).rows


def _tell(desk: Desk, folder: Path, rows: int) -> None:
    sentence = _("Wrote {count} rows to {file}").format(count=f"{rows:,}", file=folder.name)
    opened = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(folder)))
    desk.tell(sentence, Tone.GOOD, (_("Open folder"), opened))
