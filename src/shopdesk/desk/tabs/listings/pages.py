"""The pages of listings in their groups: one entry each."""

from typing import Final

from shopdesk.desk.paged_tab import Page
from shopdesk.text import N_

_AT: Final = "shopdesk.desk.tabs.listings."
_TEXTS: Final = N_("Titles & texts")
_TRAFFIC: Final = N_("Traffic")
_LAW: Final = N_("Advertising law")
_RANGE: Final = N_("Range & times")
_TRIALS: Final = N_("Trials & prices")
_TOGETHER: Final = N_("Bought together")

PAGES: Final = (
    Page("list", N_("List"), N_("Show listings"), _AT + "listings_list:ListingsList", _TEXTS),
    Page(
        "workshop", N_("Title workshop"), N_("Open the title workshop"), _AT + "workshop_page:WorkshopPage", _TEXTS,
        N_("titles, score, what to change"),
    ),
    Page(
        "keywords", N_("Keywords"), N_("Show keywords"), _AT + "keywords_list:KeywordsList", _TEXTS,
        N_("search words, pool, volume, competition"),
    ),
    Page(
        "limits", N_("Title limits"), N_("Show how long titles may be"), _AT + "limits_page:LimitsPage", _TEXTS,
        N_("marketplace, units, characters"),
    ),
    Page(
        "bulk", N_("Find and replace"), N_("Find and replace in listings"), _AT + "bulk_page:BulkPage", _TEXTS,
        N_("bulk edit, regular expression, titles"),
    ),
    Page(
        "funnel", N_("Funnel"), N_("Show the funnel of listings"), _AT + "funnel_page:FunnelPage", _TRAFFIC,
        N_("traffic, visitors, conversion, leak"),
    ),
    Page(
        "mix", N_("Traffic mix"), N_("Show the traffic mix"), _AT + "mix_page:MixPage", _TRAFFIC,
        N_("sources, search, paid, campaigns, aim"),
    ),
    Page(
        "events", N_("Event log"), N_("Show what happened"), _AT + "events_page:EventsPage", _TRAFFIC,
        N_("holiday, weather, explain, chart"),
    ),
    Page(
        "law", N_("Words at risk"), N_("Show what the advertising law has against texts"), _AT + "law_page:LawPage",
        _LAW, N_("forbidden words, superlatives, fine"),
    ),
    Page(
        "claims", N_("Claim locker"), N_("Show claims and their proof"), _AT + "claims_page:ClaimsPage", _LAW,
        N_("claim locker, certificate, proof, lapse"),
    ),
    Page(
        "law_words", N_("Own words"), N_("Show words that are allowed or forbidden"), _AT + "claims_page:LawWordsPage",
        _LAW,
    ),
    Page(
        "times", N_("Listing times"), N_("Show listing times"), _AT + "times_page:TimesPage", _RANGE,
        N_("week, hours, even out, on sale"),
    ),
    Page(
        "selection", N_("Selection"), N_("Show candidates"), _AT + "selection_page:SelectionPage", _RANGE,
        N_("candidates, trial sale"),
    ),
    Page(
        "experiments", N_("Experiments"), N_("Show experiments"), _AT + "experiments_page:ExperimentsPage", _TRIALS,
        N_("A/B test, split test, try, sample size"),
    ),
    Page(
        "competitors", N_("Competitors"), N_("Show competitors"), _AT + "competitors_page:CompetitorsPage", _TRIALS,
        N_("rivals, market prices, price war"),
    ),
    Page(
        "prices", N_("Prices and margins"), N_("Show prices and what they leave"),
        _AT + "prices_page:PricesPage", _TRIALS, N_("margin, break-even, fees, price desk"),
    ),
    Page(
        "reprice", N_("New prices"), N_("Find new prices by rule"), _AT + "reprice_page:RepricePage", _TRIALS,
        N_("pricing rules, cost-plus, competitors, endings, floor"),
    ),
    Page(
        "price_journal", N_("Price journal"), N_("Show the price journal"),
        _AT + "price_journal_list:PriceJournalList", _TRIALS, N_("price history, who changed"),
    ),
    Page(
        "together", N_("Pairs"), N_("Show what is bought together"), _AT + "together_page:TogetherPage", _TOGETHER,
        N_("pairs, basket, bundle, cross-sell, lift"),
    ),
    Page(
        "next_listing", N_("Next per listing"), N_("Show the next product of each listing"),
        _AT + "together_page:NextOfListings", _TOGETHER,
    ),
    Page(
        "next_customer", N_("Next per customer"), N_("Show the next product of each customer"),
        _AT + "together_page:NextOfCustomers", _TOGETHER, N_("due again, repurchase, campaign"),
    ),
)  # fmt: skip
