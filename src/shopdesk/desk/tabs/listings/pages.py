"""The pages of listings: one line each."""

from typing import Final

from shopdesk.desk.paged_tab import Page
from shopdesk.text import N_

PAGES: Final = (
    Page("list", N_("List"), N_("Show listings"), "shopdesk.desk.tabs.listings.listings_list:ListingsList"),
)
