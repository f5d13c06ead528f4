"""The pages of listings: one line each."""

from typing import Final

from shopdesk.desk.paged_tab import Page
from shopdesk.text import N_

PAGES: Final = (
    Page("list", N_("List"), N_("Show listings"), "shopdesk.desk.tabs.listings.listings_list:ListingsList"),
    Page(
        "workshop", N_("Title workshop"), N_("Open the title workshop"),
        "shopdesk.desk.tabs.listings.workshop_page:WorkshopPage", words=N_("titles, score, what to change"),
    ),
    Page(
        "keywords", N_("Keywords"), N_("Show keywords"), "shopdesk.desk.tabs.listings.keywords_list:KeywordsList",
        words=N_("search words, pool, volume, competition"),
    ),
    Page(
        "funnel", N_("Funnel"), N_("Show the funnel of listings"),
        "shopdesk.desk.tabs.listings.funnel_page:FunnelPage", words=N_("traffic, visitors, conversion, leak"),
    ),
    Page(
        "bulk", N_("Find and replace"), N_("Find and replace in listings"),
        "shopdesk.desk.tabs.listings.bulk_page:BulkPage", words=N_("bulk edit, regular expression, titles"),
    ),
    Page(
        "law", N_("Advertising law"), N_("Show what the advertising law has against texts"),
        "shopdesk.desk.tabs.listings.law_page:LawPage", words=N_("forbidden words, superlatives, fine"),
    ),
    Page(
        "claims", N_("Claims"), N_("Show claims and their proof"),
        "shopdesk.desk.tabs.listings.claims_page:ClaimsPage", words=N_("claim locker, certificate, proof, lapse"),
    ),
    Page(
        "law_words", N_("Own words"), N_("Show words that are allowed or forbidden"),
        "shopdesk.desk.tabs.listings.claims_page:LawWordsPage",
    ),
    Page(
        "times", N_("Listing times"), N_("Show listing times"), "shopdesk.desk.tabs.listings.times_page:TimesPage",
        words=N_("week, hours, even out, on sale"),
    ),
    Page(
        "selection", N_("Selection"), N_("Show candidates"),
        "shopdesk.desk.tabs.listings.selection_page:SelectionPage", words=N_("candidates, trial sale"),
    ),
    Page(
        "together", N_("Bought together"), N_("Show what is bought together"),
        "shopdesk.desk.tabs.listings.together_page:TogetherPage", words=N_("pairs, basket, bundle, cross-sell, lift"),
    ),
    Page(
        "next_listing", N_("Next per listing"), N_("Show the next product of each listing"),
        "shopdesk.desk.tabs.listings.together_page:NextOfListings",
    ),
    Page(
        "next_customer", N_("Next per customer"), N_("Show the next product of each customer"),
        "shopdesk.desk.tabs.listings.together_page:NextOfCustomers", words=N_("due again, repurchase, campaign"),
    ),
)  # fmt: skip
