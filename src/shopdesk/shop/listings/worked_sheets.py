"""The columns of what is worked out and not kept: pairs, next products, the week of listings; and of candidates."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.rules import CandidateState
from shopdesk.text import N_

PARTNERS: Mapping[str, State] = MappingProxyType(
    {
        "ready": State(N_("Can be sold"), Tone.GOOD),
        "out": State(N_("Out of stock"), Tone.WARN),
        "off": State(N_("No longer sold"), Tone.BAD),
    }
)
REASONS: Mapping[str, State] = MappingProxyType(
    {
        "together": State(N_("Bought together"), Tone.INFO),
        "again": State(N_("Due again"), Tone.GOOD),
    }
)
CANDIDATE_STATES: Mapping[str, State] = MappingProxyType(
    {
        CandidateState.IDEA: State(N_("Idea")),
        CandidateState.TRIAL: State(N_("On trial"), Tone.INFO),
        CandidateState.TAKEN: State(N_("Taken up"), Tone.GOOD),
        CandidateState.DROPPED: State(N_("Dropped"), Tone.WARN),
    }
)

PAIRS = Sheet(
    name="pairs",
    title=N_("Bought together"),
    key="sku",
    help=N_("Products that the same baskets had: sales of at least two different SKUs, without unpaid and cancelled orders."),
    columns=(
        Column("sku", N_("SKU"), Kind.ID, width=14),
        Column("title", N_("Product"), Kind.TEXT, width=26),
        Column("other", N_("With SKU"), Kind.ID, width=14),
        Column("other_title", N_("With product"), Kind.TEXT, width=26),
        Column("both", N_("Baskets with both"), Kind.INTEGER, width=10),
        Column("support", N_("Support"), Kind.PERCENT, width=9, help=N_("Share of all baskets that had both.")),
        Column("confidence", N_("Confidence"), Kind.PERCENT, width=10, help=N_("Of the baskets with the first, how many had the second.")),
        Column("back", N_("The other way"), Kind.PERCENT, width=10, help=N_("Of the baskets with the second, how many had the first.")),
        Column("lift", N_("Lift of the pair"), Kind.RATE, width=8, help=N_("How many times more often than chance has it; 1 is chance.")),
        Column("partner", N_("Can it be sold"), Kind.STATE, width=18, states=PARTNERS, help=N_("Whether both can be sold now; what is out of stock or no longer sold makes no bundle.")),
        Column("with_one", N_("Baskets with the first"), Kind.INTEGER, shown=False),
        Column("with_other", N_("Baskets with the second"), Kind.INTEGER, shown=False),
    ),
)  # fmt: skip
"""Pairs on screen and in Excel."""

NEXT_OF_LISTINGS = Sheet(
    name="next_of_listings",
    title=N_("Next product of each listing"),
    key="listing_no",
    help=N_(
        "What to offer beside each listing: the product that its buyers take with it most often and that can be sold now."
    ),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=14),
        Column("listing_no", N_("Listing no."), Kind.ID, width=14),
        Column("listing", N_("Listing"), Kind.TEXT, width=28),
        Column("sku", N_("Offer SKU"), Kind.ID, width=14),
        Column("title", N_("Offer product"), Kind.TEXT, width=26),
        Column("both", N_("Baskets with both"), Kind.INTEGER, width=10),
        Column("confidence", N_("Confidence"), Kind.PERCENT, width=10),
        Column("lift", N_("Lift of the pair"), Kind.RATE, width=8),
        Column("text", N_("Text"), Kind.LONG_TEXT, width=40, help=N_("Ready to be put into the listing.")),
    ),
)
"""The next best product per listing on screen and in Excel."""

NEXT_OF_CUSTOMERS = Sheet(
    name="next_of_customers",
    title=N_("Next product of each customer"),
    key="customer_no",
    help=N_("What to offer to each customer: what is due again by their own rhythm, else what others take with what they have."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=14),
        Column("customer_no", N_("Customer no."), Kind.ID, width=16, personal=True),
        Column("reason", N_("Because"), Kind.STATE, width=20, states=REASONS),
        Column("sku", N_("Offer SKU"), Kind.ID, width=14),
        Column("title", N_("Offer product"), Kind.TEXT, width=26),
        Column("due_on", N_("Due on"), Kind.DATE, help=N_("The last purchase and the customer's usual time between two.")),
        Column("every", N_("Every so many days"), Kind.INTEGER, width=10, help=N_("The median of the days between purchases; of at least three purchases.")),
        Column("last_on", N_("Last bought"), Kind.DATE),
        Column("confidence", N_("Confidence"), Kind.PERCENT, width=10),
        Column("after", N_("Beside SKU"), Kind.ID, width=14, help=N_("What the customer has bought and the offer goes with.")),
    ),
)  # fmt: skip
"""The next best product per customer on screen and in Excel."""

TIMES = Sheet(
    name="listing_times",
    title=N_("Listing times"),
    key="listing_no",
    help=N_("When each listing is put on sale over the week, spread evenly over the shop's own visitors."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=14),
        Column("listing_no", N_("Listing no."), Kind.ID, width=14),
        Column("title", N_("Listing"), Kind.TEXT, width=34),
        Column("now_day", N_("Day now"), Kind.TEXT, width=12),
        Column("now_time", N_("Time now"), Kind.TEXT, width=8),
        Column("plan_day", N_("Planned day"), Kind.TEXT, width=12),
        Column("plan_time", N_("Planned time"), Kind.TEXT, width=8),
        Column("visitors", N_("Visitors of that hour"), Kind.INTEGER, width=12, help=N_("What the shop has in that hour of that day on average, out of a thousand in the week.")),
    ),
)  # fmt: skip
"""The plan of the week on screen and in Excel."""

_CANDIDATE = (
    Column("title", N_("Candidate"), Kind.TEXT, width=24, required=True, editable=True, example=N_("Bamboo tea tray"), words=("选品", "候选商品", "产品名称", "商品名称", "候選商品", "candidate", "product idea", "product name")),
    Column("category", N_("Category"), Kind.TEXT, width=14, editable=True, words=("类目", "品类", "類別", "category")),
    Column("supplier", N_("Supplier"), Kind.TEXT, width=16, editable=True, words=("供应商", "供應商", "supplier")),
    Column("channel", N_("Channel"), Kind.TEXT, width=14, editable=True, help=N_("Where it would be sold; its fees count."), words=("渠道", "平台", "店铺", "通路", "channel")),
    Column("cost", N_("Cost"), Kind.PRICE, editable=True, example="38.00", words=("成本", "进价", "采购价", "進價", "cost")),
    Column("price", N_("Price"), Kind.PRICE, editable=True, example="99.00", words=("售价", "价格", "預計售價", "售價", "price", "selling price")),
    Column("searches", N_("Searches a month"), Kind.INTEGER, width=12, editable=True, example="12000", words=("月搜索量", "搜索人气", "搜索量", "搜尋量", "searches", "search volume", "monthly searches")),
    Column("sellers", N_("Listings offered"), Kind.INTEGER, width=12, editable=True, example="800", help=N_("How many listings buyers are offered for it."), words=("在线商品数", "竞品数", "商家数", "競品數", "sellers", "competitors", "competing products")),
    Column("months", N_("Months"), Kind.TEXT, width=12, editable=True, example="9,10,11,12", help=N_("Months in which it sells, as numbers with commas between them; blank: all year."), words=("旺季月份", "月份", "销售月份", "months", "season")),
    Column("supplier_score", N_("Supplier points"), Kind.RATE, width=10, editable=True, help=N_("0 to 100, as you judge; blank: by how the supplier has delivered so far."), words=("供应商评分", "供應商評分", "supplier score")),
    Column("note", N_("Note"), Kind.LONG_TEXT, editable=True, words=("备注", "備註", "note")),
)  # fmt: skip

CANDIDATE_FILE = Sheet(
    name="candidates",
    title=N_("Candidates"),
    key="title",
    help=N_("Products that the shop thinks of selling, one row each; known again by their name."),
    columns=tuple(replace(column, editable=False) for column in _CANDIDATE),
)
"""The fields of a file of candidates (import and template)."""

CANDIDATES = Sheet(
    name="candidate_list",
    title=N_("Candidates"),
    key="title",
    help=N_("Products that the shop thinks of selling: what they score and why, their trial, and what became of them."),
    columns=(
        _CANDIDATE[0],
        Column("state", N_("State"), Kind.STATE, width=10, states=CANDIDATE_STATES),
        Column("score", N_("Score"), Kind.RATE, width=8, help=N_("0 to 100: the mean of its parts that are known.")),
        Column("demand", N_("Demand"), Kind.RATE, width=8),
        Column("competition", N_("Competition"), Kind.RATE, width=8),
        Column("margin", N_("Margin points"), Kind.RATE, width=8),
        Column("delivery", N_("Delivery points"), Kind.RATE, width=8),
        Column("season", N_("Season"), Kind.RATE, width=8),
        *(column for column in _CANDIDATE[1:] if column.key not in {"supplier_score", "note"}),
        Column("sku", N_("Trial SKU"), Kind.ID, width=12),
        Column("trial_from", N_("Trial from"), Kind.DATE),
        Column("trial_to", N_("Trial to"), Kind.DATE),
        Column("target_units", N_("Target pieces"), Kind.QUANTITY, width=10),
        Column("trial_units", N_("Sold in trial"), Kind.QUANTITY, width=10),
        Column("score_then", N_("Score at trial"), Kind.RATE, width=8),
        Column("judged_on", N_("Day of the verdict"), Kind.DATE),
        _CANDIDATE[-1],
    ),
)  # fmt: skip
"""The list of candidates on screen and in Excel."""

TEXTS: Mapping[str, State] = MappingProxyType(
    {
        "title": State(N_("Title")),
        "bullets": State(N_("Bullets")),
        "description": State(N_("Description")),
    }
)
REPLACED = Sheet(
    name="replaced_texts",
    title=N_("Find and replace"),
    key="listing_no",
    help=N_("Texts of listings as they are, and as they would be."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=14),
        Column("listing_no", N_("Listing no."), Kind.ID, width=14),
        Column("field", N_("Text"), Kind.STATE, width=12, states=TEXTS),
        Column("before", N_("Text before"), Kind.LONG_TEXT, width=44),
        Column("after", N_("Text after"), Kind.LONG_TEXT, width=44),
        Column("hits", N_("Hits"), Kind.INTEGER, width=6),
        Column("length", N_("Length before"), Kind.INTEGER, width=9, help=N_("Counted as the marketplace counts.")),
        Column("new_length", N_("Length after"), Kind.INTEGER, width=9),
        Column(
            "room",
            N_("Room left"),
            Kind.INTEGER,
            width=9,
            help=N_("Of a title, up to the marketplace's limit; below zero it is too long."),
        ),
        Column("locked", N_("Stays until"), Kind.DATE, help=N_("The title was changed lately; it is left as it is.")),
    ),
)
"""What a find and replace would do, on screen and in Excel."""
