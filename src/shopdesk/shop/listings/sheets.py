"""The columns of listings: grid, Excel out, template and Excel in."""

from collections.abc import Mapping
from types import MappingProxyType

from shopdesk.shop.catalog.sheets import STAGES
from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.listings.rules import ListingState
from shopdesk.text import N_

STATES: Mapping[str, State] = MappingProxyType(
    {
        ListingState.ACTIVE: State(N_("On sale"), Tone.GOOD),
        ListingState.DRAFT: State(N_("Draft"), Tone.INFO),
        ListingState.ENDED: State(N_("Off sale"), Tone.PLAIN),
    }
)

LISTING_FILE = Sheet(
    name="listings",
    title=N_("Shop listings"),
    key="listing_no",
    help=N_(
        "What buyers of a channel see of a product: one row a listing; a changed row updates, a blank cell changes nothing."
    ),
    columns=(
        Column(
            "channel",
            N_("Channel"),
            Kind.TEXT,
            width=10,
            example="taobao",
            help=N_("Where it is sold; left out, the channel that is chosen on the way in."),
            words=("渠道", "平台", "店铺平台", "通路", "channel", "platform", "marketplace"),
        ),
        Column(
            "listing_no",
            N_("Listing no."),
            Kind.ID,
            width=16,
            required=True,
            example="620000000001",
            help=N_("The channel's own number of it: item id, ASIN, handle."),
            words=(
                "商品id",
                "宝贝id",
                "链接id",
                "数字id",
                "商品編號",
                "listing id",
                "listing no.",
                "item id",
                "asin",
                "handle",
            ),
        ),
        Column(
            "sku",
            N_("SKU"),
            Kind.TEXT,
            width=16,
            example="TEA-001",
            help=N_("The SKUs that it sells, with a semicolon between them."),
            words=("商家编码", "货号", "貨號", "sku", "skus", "seller-sku"),
        ),
        Column(
            "title",
            N_("Title"),
            Kind.LONG_TEXT,
            width=44,
            editable=True,
            example=N_("West Lake Longjing green tea 2026, gift box of 250 g"),
            words=("标题", "宝贝标题", "商品标题", "標題", "title", "listing title"),
        ),
        Column(
            "state",
            N_("State"),
            Kind.STATE,
            width=10,
            states=STATES,
            editable=True,
            words=("状态", "上架状态", "狀態", "status", "state"),
        ),
        Column(
            "price",
            N_("Price"),
            Kind.PRICE,
            editable=True,
            example="128.00",
            help=N_("The lowest of its SKUs, in the channel's currency."),
            words=("价格", "售价", "一口价", "價格", "售價", "price"),
        ),
        Column(
            "list_price",
            N_("List price"),
            Kind.PRICE,
            editable=True,
            shown=False,
            help=N_("The crossed-out one."),
            words=("划线价", "原价", "劃線價", "list price", "compare-at price", "was price"),
        ),
        Column(
            "subtitle",
            N_("Selling point"),
            Kind.LONG_TEXT,
            width=24,
            editable=True,
            shown=False,
            words=("卖点", "宝贝卖点", "副标题", "賣點", "subtitle", "selling point"),
        ),
        Column(
            "bullets",
            N_("Bullets"),
            Kind.LONG_TEXT,
            width=24,
            editable=True,
            shown=False,
            help=N_("One to a line."),
            words=("五点描述", "要点", "bullets", "bullet points"),
        ),
        Column(
            "description",
            N_("Description"),
            Kind.LONG_TEXT,
            width=24,
            editable=True,
            shown=False,
            help=N_("As the channel has it, HTML and all."),
            words=("详情", "宝贝描述", "商品描述", "描述", "description", "body (html)"),
        ),
        Column(
            "search_terms",
            N_("Search terms"),
            Kind.LONG_TEXT,
            width=20,
            editable=True,
            shown=False,
            help=N_("Terms that buyers do not see, or tags, separated by commas."),
            words=("搜索词", "标签", "標籤", "search terms", "tags", "keywords"),
        ),
        Column(
            "seo_title",
            N_("SEO title"),
            Kind.LONG_TEXT,
            width=20,
            editable=True,
            shown=False,
            words=("seo标题", "seo title", "meta title"),
        ),
        Column(
            "seo_description",
            N_("SEO description"),
            Kind.LONG_TEXT,
            width=20,
            editable=True,
            shown=False,
            words=("seo描述", "seo description", "meta description"),
        ),
        Column(
            "category",
            N_("Channel's category"),
            Kind.TEXT,
            width=14,
            editable=True,
            shown=False,
            words=("类目", "商品类目", "類目", "category", "product category"),
        ),
        Column(
            "url",
            N_("Link"),
            Kind.TEXT,
            width=20,
            editable=True,
            shown=False,
            words=("链接", "商品链接", "連結", "url", "link"),
        ),
        Column(
            "pictures",
            N_("Pictures"),
            Kind.LONG_TEXT,
            width=20,
            shown=False,
            help=N_("Addresses of its pictures, the main one first, separated by commas."),
            words=("图片", "主图", "圖片", "images", "image src", "pictures"),
        ),
        Column(
            "rating", N_("Rating"), Kind.RATE, editable=True, shown=False, words=("评分", "評分", "rating", "stars")
        ),
        Column(
            "reviews",
            N_("Reviews"),
            Kind.INTEGER,
            editable=True,
            shown=False,
            words=("评价数", "评论数", "評價數", "reviews", "review count"),
        ),
        Column(
            "listed_at",
            N_("Put on sale"),
            Kind.TIME,
            editable=True,
            shown=False,
            words=("上架时间", "开始时间", "上架時間", "listed at", "open date"),
        ),
    ),
)
"""The fields of a list of listings (import and template)."""

LISTINGS = Sheet(
    name="listing_list",
    title=N_("Shop listings"),
    key="listing_no",
    help=N_("What buyers see of each product on each channel, the one first that is worth the next ten minutes."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=10),
        LISTING_FILE.column("listing_no"),
        LISTING_FILE.column("title"),
        Column(
            "gain",
            N_("To gain"),
            Kind.RATE,
            width=9,
            help=N_(
                "Points that its findings are worth × visitors of 30 days: the first row is the best use of ten minutes."
            ),
        ),
        Column("score", N_("Score"), Kind.RATE, width=8, help=N_("0 to 100, by the rules of its marketplace.")),
        Column("findings", N_("To do"), Kind.INTEGER, width=7, help=N_("How many things are to be changed in it.")),
        Column(
            "law_hits",
            N_("Words at risk"),
            Kind.INTEGER,
            width=8,
            help=N_("Words that the advertising law does not allow, or wants proved."),
        ),
        Column(
            "visitors", N_("Visitors"), Kind.INTEGER, width=9, help=N_("Of the last 30 days that traffic is known of.")
        ),
        LISTING_FILE.column("state"),
        LISTING_FILE.column("price"),
        LISTING_FILE.column("list_price"),
        Column("stock", N_("On hand"), Kind.QUANTITY, width=9, help=N_("Pieces of its SKUs on the shelf.")),
        Column("product", N_("Product"), Kind.TEXT, width=20, shown=False, help=N_("What the shop itself calls it.")),
        Column(
            "stage",
            N_("Life stage"),
            Kind.STATE,
            width=9,
            states=STAGES,
            editable=True,
            help=N_("Where the product stands in its life: test, growth, hero, long tail, clearing out."),
        ),
        Column(
            "sku",
            N_("SKU"),
            Kind.TEXT,
            width=16,
            shown=False,
            help=N_("The SKUs that it sells, with a semicolon between them."),
        ),
        Column("pictures", N_("Pictures"), Kind.INTEGER, width=8, help=N_("How many pictures it has.")),
        *(
            LISTING_FILE.column(key)
            for key in (
                "subtitle",
                "bullets",
                "description",
                "search_terms",
                "seo_title",
                "seo_description",
                "category",
                "url",
                "rating",
                "reviews",
                "listed_at",
            )
        ),
        Column(
            "is_locked",
            N_("Title locked"),
            Kind.BOOL,
            width=8,
            editable=True,
            shown=False,
            help=N_("Its title changes only after the cool-down that the shop has set."),
        ),
        Column(
            "import_id", N_("Import"), Kind.INTEGER, width=6, shown=False, help=N_("No. of the import that brought it.")
        ),
    ),
)
"""Listings on screen and in Excel."""
