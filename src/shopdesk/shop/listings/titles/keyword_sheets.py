"""The columns of the pool of search words: grid, Excel out, template and Excel in."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.rules import WordClass
from shopdesk.text import N_

CLASSES: Final[Mapping[str, State]] = MappingProxyType(
    {
        WordClass.PRODUCT: State(N_("Product word"), Tone.INFO),
        WordClass.ATTRIBUTE: State(N_("Attribute")),
        WordClass.AUDIENCE: State(N_("Audience"), Tone.GOOD),
        WordClass.GUARANTEE: State(N_("Guarantee"), Tone.WARN),
        WordClass.PROMOTION: State(N_("Promotion"), Tone.BAD),
    }
)

_COLUMNS: Final = (
    Column(
        "word",
        N_("Search word"),
        Kind.TEXT,
        width=18,
        required=True,
        example=N_("gaiwan"),
        words=(
            "关键词",
            "搜索词",
            "词",
            "热搜词",
            "關鍵字",
            "搜尋字詞",
            "keyword",
            "search term",
            "search query",
            "query",
        ),
    ),
    Column(
        "channel",
        N_("Channel"),
        Kind.TEXT,
        width=10,
        help=N_("Where buyers search for it; blank: everywhere."),
        words=("渠道", "平台", "通路", "channel", "platform", "marketplace"),
    ),
    Column(
        "category",
        N_("Category"),
        Kind.TEXT,
        width=14,
        editable=True,
        help=N_("Of the products that it is for; blank: of all that it names."),
        words=("类目", "分类", "類目", "category"),
    ),
    Column(
        "word_class",
        N_("Word class"),
        Kind.STATE,
        width=15,
        editable=True,
        states=CLASSES,
        help=N_("What a title has it for: the product, an attribute, its audience, a guarantee, a promotion."),
        words=("词类", "词性", "类别", "詞類", "word class", "type"),
    ),
    Column(
        "volume",
        N_("Searches a month"),
        Kind.INTEGER,
        width=12,
        editable=True,
        example="12400",
        words=(
            "搜索量",
            "搜索人气",
            "搜索人数",
            "月搜索量",
            "搜索热度",
            "展现指数",
            "搜尋量",
            "search volume",
            "volume",
            "avg. monthly searches",
            "searches",
        ),
    ),
    Column(
        "competition",
        N_("Competition"),
        Kind.PERCENT,
        width=11,
        editable=True,
        example="35%",
        help=N_("0 %: nobody else fights for it; 100 %: everybody does. Files may also say low, medium or high."),
        words=("竞争度", "竞争指数", "竞争", "競爭度", "competition", "competition (indexed value)", "difficulty"),
    ),
    Column("read_on", N_("Read on"), Kind.DATE, width=11, words=("日期", "更新日期", "date", "read on")),
    Column("note", N_("Note"), Kind.LONG_TEXT, editable=True, words=("备注", "備註", "note")),
)

KEYWORDS: Final = Sheet(
    name="keyword_list",
    title=N_("Keywords"),
    key="word",
    help=N_("What buyers search for, how much of it nobody fights for, and what it brought in the last 30 days."),
    columns=(
        *_COLUMNS[:6],
        Column(
            "opportunity", N_("Opportunity"), Kind.INTEGER, width=11, help=N_("Searches a month x (1 - competition).")
        ),
        Column(
            "clicks", N_("Clicks"), Kind.INTEGER, width=9, total=True, help=N_("Of the last 30 days, as reports say.")
        ),
        Column(
            "orders", N_("Orders"), Kind.INTEGER, width=9, total=True, help=N_("Of the last 30 days, as reports say.")
        ),
        Column(
            "revenue",
            N_("Brought in 30 days"),
            Kind.MONEY,
            help=N_("Revenue of the last 30 days, in the currency of the channel."),
        ),
        *_COLUMNS[6:],
        Column("import_id", N_("Import"), Kind.INTEGER, shown=False),
    ),
)
"""The pool on screen and in Excel."""

KEYWORD_FILE: Final = Sheet(
    name="keywords",
    title=N_("Keywords"),
    key="word",
    help=N_("What buyers search for: one row a word; known again by channel and word, a blank cell changes nothing."),
    columns=tuple(
        replace(column, editable=False, kind=Kind.TEXT if column.key == "competition" else column.kind)
        for column in _COLUMNS
    ),
)
"""The fields of a file of search words (import and template)."""

TITLE_DRAFTS: Final = Sheet(
    name="title_drafts",
    title=N_("New titles"),
    key="listing_no",
    help=N_("Drafts of titles for a bulk upload: the number of each listing and what its title is to become."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=12),
        Column("listing_no", N_("Listing no."), Kind.ID, width=18),
        Column("title", N_("Title now"), Kind.LONG_TEXT, width=44),
        Column("new_title", N_("New title"), Kind.LONG_TEXT, width=44),
    ),
)
"""What is uploaded to the channels."""
