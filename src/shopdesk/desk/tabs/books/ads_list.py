"""Advertising by day and by campaign, and beside it what was paid for it and what of that was spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal

from shopdesk.desk.desk import Desk
from shopdesk.desk.detail_list import DetailList, DocumentPanel, Listed
from shopdesk.desk.figures import Figures
from shopdesk.desk.filter_line import Quick
from shopdesk.desk.source_panel import tell_origin
from shopdesk.desk.spanned.facts import Facts, View
from shopdesk.desk.widgets import Words, button
from shopdesk.shop.columns import Kind
from shopdesk.shop.history import find_import
from shopdesk.shop.spending.ads import AdAccount, book_paid_ads, fetch_ad_accounts
from shopdesk.shop.spending.reports import AD_ROWS, CAMPAIGN_ROWS
from shopdesk.store.rows import RowSource, fetch_page
from shopdesk.text import N_, _

QUICK: Final = (
    Quick("all", N_("All"), ()),
    Quick("bought", N_("With orders"), (("orders", ">0"),), N_("The platform ascribes orders to it")),
    Quick("idle", N_("Clicks, no orders"), (("clicks", ">0"), ("orders", "0")), N_("Clicked, and nothing was bought")),
)
CAMPAIGN_QUICK: Final = QUICK[:1]


@dataclass(frozen=True, slots=True)
class AdFacts:
    """One row: its cells by column key, the file that brought it, and the advertising accounts."""

    row: dict[str, Any]
    file: tuple[str, str] | None
    accounts: Sequence[AdAccount]


def _reader(source: RowSource) -> Any:
    keys = [column.key for column in source.sheet.columns]

    def read(tx: Any, row_id: int) -> AdFacts | None:
        cells = fetch_page(tx, source, [row_id])[0]
        if not cells:
            return None
        row = dict(zip(keys, cells, strict=True))
        found = find_import(tx, row["import_id"]) if row.get("import_id") is not None else None
        return AdFacts(row, (found.file_name, found.sheet_name) if found else None, fetch_ad_accounts(tx))

    return read


LISTED: Final = Listed(
    "ads", AD_ROWS, QUICK, N_("Filters of advertising"), _reader(AD_ROWS),
    select=N_("Select a day to see what it cost and brought."),
    gone=N_("This day of advertising is no longer in the shop."),
    empty=N_("Drop the report of an advertising platform here: what each day cost, by campaign."),
)  # fmt: skip
CAMPAIGNS_LISTED: Final = Listed(
    "campaigns", CAMPAIGN_ROWS, CAMPAIGN_QUICK, N_("Filters of campaigns"), _reader(CAMPAIGN_ROWS),
    select=N_("Select a campaign to see what it cost and brought."),
    gone=N_("This campaign is no longer in the shop."),
    empty=LISTED.empty,
)  # fmt: skip


class AdPanel(DocumentPanel):
    """Shows one day or campaign, and below it the advertising accounts."""

    book_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Advertising"))
        self._accounts: Sequence[AdAccount] = ()
        self._figures = Figures()
        self._note = ""

    def show_note(self, text: str) -> None:
        """Nothing is selected: only the accounts are shown."""
        self._note = text
        super().show_note(text)
        self._show_accounts()

    def show_accounts(self, accounts: Sequence[AdAccount], figures: Figures) -> None:
        """Take what the advertising accounts hold; shown while nothing is selected."""
        self._accounts, self._figures = accounts, figures
        if self._note:
            self.show_note(self._note)

    def show_facts(self, facts: AdFacts, figures: Figures) -> None:
        """Show a day, or a campaign."""
        row, self._note = facts.row, ""
        self._accounts, self._figures = facts.accounts, figures
        self.clear()
        day = row.get("spent_on") or row.get("last_on")
        self.set_head(row["campaign"] or row["platform"] or _("Advertising"), figures.text(Kind.DATE, day))
        told = [
            (_("Advertised on"), row["platform"]),
            (_("Channel"), _(row["channel"])),
            (_("What was advertised"), row.get("target") or ""),
            (_("Spend"), figures.money(row["amount"])),
            (_("Clicks"), figures.text(Kind.INTEGER, row["clicks"])),
            (_("Per click"), figures.text(Kind.PRICE, row["cpc"])),
            (_("Orders ascribed"), figures.text(Kind.INTEGER, row["orders"])),
            (_("Revenue ascribed"), figures.money(row["revenue"])),
            (_("ROAS"), figures.pieces(row["roas"])),
            (_("Break-even ROAS"), figures.pieces(row.get("break_even"))),
        ]
        self.facts("", [(name, text) for name, text in told if text])
        self._show_accounts()
        if facts.file is not None:
            source = row["source_row"]
            rows = () if source is None else (source,)
            tell_origin(self.section(_("Where from")), facts.file, row["import_id"], rows, self.row_wanted.emit)
        self.finish()

    def _show_accounts(self) -> None:
        """Incurred against paid, by channel, in words."""
        for one in self._accounts:
            place = self.section(_("Advertising account: {channel}").format(channel=_(one.channel)))
            money = self._figures.money
            words = _("{incurred} spent by reports, {paid} paid by statements.")
            place.addWidget(Words(words.format(incurred=money(one.incurred), paid=money(one.paid)), "body", wrap=True))
            if one.balance > 0:
                words = _("{amount} was paid and no report says yet what it was spent on.")
                place.addWidget(Words(words.format(amount=money(one.balance)), "small", "muted", wrap=True))
                book = partial(self.book_wanted.emit, one.channel_id)
                place.addWidget(button(_("Book what was paid as spent"), book, look="link"))
            elif one.balance < 0:
                words = _("{amount} was spent and no statement says yet that it was paid.")
                place.addWidget(Words(words.format(amount=money(-one.balance)), "small", "muted", wrap=True))


class AdsList(DetailList):
    """Advertising of the days and the channel that the screen shows, a row a day; or in all, a row a campaign."""

    panel: AdPanel

    def __init__(self, desk: Desk, *, by_campaign: bool = False) -> None:
        listed = CAMPAIGNS_LISTED if by_campaign else LISTED
        super().__init__(desk, listed, AdPanel())
        self._view: View | None = None
        self._day = "" if by_campaign else "spent_on"
        if not by_campaign:
            self.line.add_menu("spent_on", _("Date"), partial(self.line.offer_days, "spent_on"))
        self.panel.book_wanted.connect(partial(desk.do, book_paid_ads))

    def show_view(self, view: View, facts: Facts, figures: Figures) -> None:
        """The days of another view; of the same one, read again."""
        self._desk.ask(
            f"{self._listed.name}.accounts", fetch_ad_accounts,
            lambda accounts: self.panel.show_accounts(accounts, figures),
        )  # fmt: skip
        if view == self._view:
            self.refresh()
            return
        self._view = view
        filters = view.filters(facts, self._day)
        self.show_rows(filters if self._day else [pair for pair in filters if pair[0] == "channel"])
        self.start(facts.today, facts.zone, figures)

    def show_rows(self, filters: Sequence[tuple[str, str]], search: str = "") -> None:
        """The rows that fit, and no others."""
        self.narrow(filters=filters, search=search)
