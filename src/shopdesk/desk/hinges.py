"""The shell's doors hung on the floors below: the shop's facts, its edits, its backups.

Nothing of those floors is loaded before a shop is opened: the first paint does not wait for them.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import Qt

from shopdesk.desk.desk import Desk
from shopdesk.desk.doors import Backup, Entry, Found, ShopFacts
from shopdesk.desk.jobs import Job
from shopdesk.shop.columns import Tone
from shopdesk.text import N_, _, sentences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from shopdesk.desk.panels import Card
    from shopdesk.shop.spelling import Spelling
    from shopdesk.store.store import Store

EDITS_SHOWN: Final = 200


def hang_doors(desk: Desk) -> None:
    """Connect the open shop: facts, edits, backups, files in and out, the search."""
    from shopdesk.shop.opening import change_facts
    from shopdesk.shop.spelling import Spelling

    doors, store = desk.doors, store_of(desk)
    doors.read_facts, doors.save_facts, doors.list_edits = read_facts, change_facts, list_edits
    doors.list_backups = (lambda: list_backups(store)) if store.is_file else None
    doors.back_up = partial(back_up, store) if store.is_file else None
    doors.import_files, doors.export_grid = partial(import_files, desk), partial(export_grid, desk)
    spelling = Spelling()
    doors.search, doors.spell = partial(search, spelling=spelling), partial(spell, spelling=spelling)
    doors.settings_cards = (rates_card, warehouses_card, promises_card, watch_card, layers_card)
    doors.imports_page = imports_page
    tell_drafts(desk)
    watch_folder(desk)
    desk.think("cut off", store.cut_off, partial(tell_cut_off, desk))
    desk.idle.connect(partial(look_through, desk), Qt.ConnectionType.SingleShotConnection)


def import_files(desk: Desk, files: Sequence[Path]) -> None:
    """Files in. Loaded, as those that follow, when somebody comes for it: the first screen does not wait for them."""
    from shopdesk.desk.importing.queue import import_files as take

    take(desk, files)


def export_grid(desk: Desk, shown: Any) -> None:
    """A grid out."""
    from shopdesk.desk.exporting import export_grid as export

    export(desk, shown)


def imports_page(desk: Desk) -> "QWidget":
    """All imports, for the window's history."""
    from shopdesk.desk.importing.history_view import ImportHistory

    return ImportHistory(desk)


def rates_card(desk: Desk) -> "Card":
    """Exchange rates in the settings."""
    from shopdesk.desk.rates_card import RatesCard

    return RatesCard(desk)


def promises_card(desk: Desk) -> "Card":
    """The promises of channels in the settings."""
    from shopdesk.desk.promises_card import PromisesCard

    return PromisesCard(desk)


def warehouses_card(desk: Desk) -> "Card":
    """Warehouses in the settings."""
    from shopdesk.desk.warehouses_card import WarehousesCard

    return WarehousesCard(desk)


def layers_card(desk: Desk) -> "Card":
    """The open layers in the settings."""
    from shopdesk.desk.layers_card import LayersCard

    return LayersCard(desk)


def watch_card(desk: Desk) -> "Card":
    """The watched folder in the settings."""
    from shopdesk.desk.watch_card import WatchCard

    return WatchCard(desk)


def watch_folder(desk: Desk) -> None:
    """Watch the folder of this shop, where the settings name one."""
    if not desk.is_demo and desk.settings.watched_for(store_of(desk).where).folder:
        from shopdesk.desk.importing.folder_watch import watch_of

        watch_of(desk)


def look_through(desk: Desk) -> None:
    """Once the first screens are filled, have every page of the file looked at; damage is told, and stops all writing.

    A write that comes before does it itself.
    """
    if desk.store is not None:
        desk.ask("look", store_of(desk).look, _sound)


def _sound(_nothing: None) -> None:
    """Of a store that is whole nothing is said."""


def tell_cut_off(desk: Desk, said: Sequence[str]) -> None:
    """Say calmly which import a crash ended, and that nothing of it was kept."""
    if said:
        desk.tell(sentences(*said), Tone.WARN)


DRAFTS: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "receipt": (N_("a receipt"), "stock", {"page": "receive"}),
    "count": (N_("a count"), "stock", {"page": "count"}),
    "product": (N_("a new product"), "stock", {"form": "product"}),
    "adjustment": (N_("an adjustment of stock"), "stock", {"form": "adjustment"}),
    "expense": (N_("an expense"), "books", {"form": "expense"}),
    "entry": (N_("an entry of the books"), "books", {"form": "entry"}),
}
"""What each draft is, and where it is gone on with."""


def tell_drafts(desk: Desk) -> None:
    """Say what was typed before ShopDesk was closed and is not in the shop yet, and lead to the first of it."""
    kept = [DRAFTS[key] for key in desk.drafts.keys if key in DRAFTS]
    if kept:
        _what, tab, where = kept[0]
        sentence = _("Not posted yet and kept for you: {drafts}.")
        named = ", ".join(_(what) for what, _tab, _where in kept)
        desk.tell(sentence.format(drafts=named), Tone.WARN, (_("Go on with it"), partial(desk.show, tab, **where)))


def store_of(desk: Desk) -> "Store":
    """The open store in its own type."""
    return cast("Store", desk.store)


def read_facts(tx: Any) -> ShopFacts:
    """What the shop says of itself."""
    name, zone = tx.setting("name", ""), tx.setting("time_zone", "UTC")
    return ShopFacts(name, tx.currency, zone, tx.setting("costing", "moving_average"))


def spell(tx: Any, spelling: "Spelling") -> Callable[[], bool]:
    """Titles to be learnt, so that the search finds them by pinyin."""
    from shopdesk.shop.finding import fetch_titles

    return partial(spelling.learn, fetch_titles(tx))


def search(tx: Any, text: str, spelling: "Spelling") -> list[Found]:
    """SKUs, listings and orders that fit the words, each with the place that it opens."""
    from shopdesk.shop.finding import find_anything

    return [
        Found(hit.title, hit.detail, _TABS[hit.kind], _TABS[hit.kind], _place(hit.kind, hit.id))
        for hit in find_anything(tx, text, spelling.find)
    ]


_TABS: Final = {"sku": "stock", "order": "orders", "listing": "listings"}
"""Kind of answer → its tab, which is its icon too."""


def _place(kind: str, row_id: int) -> dict[str, Any]:
    """What the tab of an answer is told."""
    if kind == "listing":
        return {"segment": "list", "filters": (), "row_id": row_id}
    return {f"{kind}_id": row_id}


def list_edits(tx: Any) -> list[Entry]:
    """The last changes, newest first."""
    from shopdesk.shop.history import fetch_changes

    return [
        Entry(
            line.change_id,
            line.made_at,
            line.person,
            line.title,
            N_("undone") if line.undone else N_("done"),
            Tone.WARN if line.undone else Tone.PLAIN,
        )
        for line in fetch_changes(tx, EDITS_SHOWN)
    ]


def list_backups(store: "Store") -> list[Backup]:
    """The backups of a store, newest first. Only verified ones ever get their name."""
    from shopdesk.store.backup import backups

    return [Backup(str(made.path), made.made_at, True, made.size) for made in reversed(backups(store))]


def back_up(store: "Store", job: Job, reason: str = "") -> None:
    """Make a verified backup; a job, as a large store takes a while."""
    from shopdesk.store.backup import make_backup

    job.check()
    make_backup(store, reason=reason)


def back_up_if_due(store: "Store", *, leaving: bool = False) -> bool:
    """Make a backup where one is due; whether one was made."""
    from shopdesk.store.backup import due, make_backup

    if not due(store, leaving=leaving):
        return False
    make_backup(store, reason="leaving" if leaving else "due")
    return True


def put_back(store: "Store", backup: str) -> "Store":
    """Close the store, put a backup in its place, open that; what was there is kept beside it."""
    from shopdesk.store.backup import restore_backup
    from shopdesk.store.store import Store as Opened

    where = store.where
    store.close()
    restore_backup(Path(backup), Path(where))
    return Opened.open(where)
