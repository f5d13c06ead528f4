"""Beside the list: the pictures of a listing, what it sells, its facts, and what it said and cost before."""

import re
from functools import partial
from html import unescape
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_lines import Ruled
from shopdesk.desk.detail_list import DocumentPanel
from shopdesk.desk.figures import Figures, said
from shopdesk.desk.forms import Field, Form
from shopdesk.desk.tabs.listings.picture_strip import MOST, PictureStrip
from shopdesk.desk.widgets import Pill, Words, button
from shopdesk.shop.catalog.sheets import STAGES
from shopdesk.shop.columns import Column, Kind
from shopdesk.shop.listings.pictures import set_attribute
from shopdesk.shop.listings.reports import ListingFacts, Told, read_pictures
from shopdesk.shop.listings.sheets import LISTING_FILE, STATES
from shopdesk.text import N_, _

_TEXTS: Final = ("subtitle", "bullets", "description", "search_terms", "seo_title", "seo_description")
_FACTS: Final = ("category", "url", "rating", "reviews", "listed_at")
_TAG: Final = re.compile(r"<[^>]*>")
_LONGEST: Final = 400
"""Characters of a text that the panel shows; the form has all of it."""
FINDINGS: Final = 6
"""Things to change that the panel says; the workshop has them all."""
_NAME: Final = Column("name", N_("Fact"), Kind.TEXT, help=N_("Material, capacity, origin …"))
_VALUE: Final = Column("value", N_("What it is"), Kind.TEXT)


class ListingPanel(DocumentPanel):
    """What is known of a listing."""

    sku_wanted = Signal(str)
    """Code of a SKU that is to be seen."""
    texts_wanted = Signal(object)
    """The facts of the listing whose texts are to be edited."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Listing"))
        self._desk = desk
        self._strip: PictureStrip | None = None
        self.sku_wanted.connect(lambda code: desk.show("stock", search=code))

    def show_facts(self, facts: ListingFacts, figures: Figures) -> None:
        """Show a listing."""
        row = facts.row
        self.clear()
        self.set_head(row["title"], f"{row['channel']} · {row['listing_no']}", Pill(*said(STATES, row["state"])))
        self._show_pictures(facts)
        self._show_standing(facts, figures)
        self._show_findings(facts)
        self._show_skus(facts, figures)
        self._show_texts(facts)
        told = [(_(LISTING_FILE.column(key).title), self._text(row, key, figures)) for key in _FACTS]
        self.facts("", [pair for pair in told if pair[1]])
        self._show_attributes(facts)
        self._show_versions(facts, figures)
        if row["import_id"] is not None and facts.source_row is not None:
            place = self.section()
            come = partial(self.row_wanted.emit, row["import_id"], [facts.source_row])
            place.addWidget(button(_("The row it came from"), come, icon_name="file", look="link"))
        self.finish()

    def _show_pictures(self, facts: ListingFacts) -> None:
        self._strip = strip = PictureStrip(self._desk, facts.listing_id, facts.pictures)
        self.section().addWidget(strip)
        kept = [one.file_id for one in facts.pictures[:MOST] if one.file_id is not None]
        if kept:
            self._desk.ask("listings.pictures", lambda tx: read_pictures(tx, kept), self._take_pictures)

    def _take_pictures(self, files: dict[int, bytes]) -> None:
        if self._strip is not None:
            self._strip.show_files(files)

    def clear(self) -> None:
        self._strip = None
        super().clear()

    def _show_standing(self, facts: ListingFacts, figures: Figures) -> None:
        row, table = facts.row, Ruled(1)
        price = f"{figures.money(row['price'])} {facts.currency}" if row["price"] is not None else "–"
        was = _("instead of {price}").format(price=figures.money(row["list_price"])) if row["list_price"] else ""
        table.add(_("Price"), price, strong=True, note=was)
        table.add(_("On hand"), figures.pieces(row["stock"]) if row["stock"] is not None else "–")
        if row["score"] is not None:
            table.add(_("Score"), figures.text(Kind.RATE, row["score"]))
            table.add(_("Visitors"), figures.text(Kind.INTEGER, row["visitors"]))
        if row["stage"] is not None:
            table.add(_("Life stage"), said(STAGES, row["stage"])[0])
        self.section().addWidget(table)

    def _show_findings(self, facts: ListingFacts) -> None:
        place = self.section(_("What to change"))
        for told in facts.findings[:FINDINGS]:
            place.addWidget(Words(told, "body", wrap=True))
        come = partial(self._desk.show, "listings", segment="workshop", listing_id=facts.listing_id)
        place.addWidget(button(_("Title workshop"), come, icon_name="edit", look="link"))

    def _show_skus(self, facts: ListingFacts, figures: Figures) -> None:
        if not facts.skus:
            return
        table = Ruled(2)
        table.head(_("SKU"), _("Price"), _("On hand"))
        for sku in facts.skus:
            link = button(sku.code, partial(self.sku_wanted.emit, sku.code), look="link")
            there = figures.pieces(sku.on_hand) if sku.on_hand is not None else "–"
            table.add(link, figures.money(sku.price) or "–", there, note=sku.option or "")
        self.section(_("What it sells")).addWidget(table)

    def _show_texts(self, facts: ListingFacts) -> None:
        """Texts as they read, without the marks of HTML."""
        place = self.section(_("What it says"))
        for key in _TEXTS:
            if facts.row[key]:
                place.addWidget(Words(_(LISTING_FILE.column(key).title), "small", "muted"))
                place.addWidget(Words(_short(_read(facts.row[key])), "body", wrap=True))
        edit = partial(self.texts_wanted.emit, facts)
        place.addWidget(button(_("Edit the texts…"), edit, icon_name="edit", look="link"))

    def _show_attributes(self, facts: ListingFacts) -> None:
        if facts.product_id is None:
            return
        place = self.section(_("Facts of the product"))
        if facts.attributes:
            table = Ruled(1)
            for name, value in facts.attributes:
                table.add(name, value)
            place.addWidget(table)
        form = Form([Field(_NAME, required=True), Field(_VALUE)], _("Save"))
        ask = button(_("Set a fact…"), form.show, icon_name="add", look="link")
        form.accepted.connect(partial(self._set_fact, form, facts.product_id))
        form.given_up.connect(form.hide)
        form.hide()
        place.addWidget(ask)
        place.addWidget(form)

    def _set_fact(self, form: Form, product_id: int, told: dict[str, Any]) -> None:
        self._desk.do(set_attribute, product_id, told["name"], told["value"] or "", failed=form.refused)

    def _show_versions(self, facts: ListingFacts, figures: Figures) -> None:
        if not facts.versions:
            return
        place = self.section(_("Earlier versions"))
        for one in facts.versions:
            column = LISTING_FILE.column(one.field)
            head = f"{figures.moment(one.changed_at)} · {_(column.title)} · {one.person}"
            place.addWidget(Words(head, "small", "muted", wrap=True))
            place.addWidget(Words(_change(one, column.kind, figures), "body", wrap=True))

    def _text(self, row: Any, key: str, figures: Figures) -> str:
        value, column = row[key], LISTING_FILE.column(key)
        return str(value) if isinstance(value, str) else figures.text(column.kind, value) if value is not None else ""


def _read(text: str) -> str:
    """The words of a text of HTML, each run of blanks as one."""
    lines = unescape(_TAG.sub(" ", text)).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _change(one: Told, kind: Kind, figures: Figures) -> str:
    """What was, an arrow, what came, and why."""
    before, after = (
        "–" if value is None else _short(value) if isinstance(value, str) else figures.text(kind, value)
        for value in (one.before, one.after)
    )  # fmt: skip
    told = f"{before} → {after}"
    told = f"{one.sku}: {told}" if one.sku else told
    return f"{told} ({_(one.reason)})" if one.reason else told
