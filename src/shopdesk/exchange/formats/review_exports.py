"""Reviews as the programs of a shop export them: Judge.me and Loox of Shopify shops, and feedback on Amazon sellers."""

from shopdesk.exchange.formats.format import Format, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.text import N_

FORMATS = (
    Format(
        code="judgeme-reviews",
        title=N_("Judge.me reviews"),
        kind="reviews",
        channel="shopify",
        grain=Grain.ITEM,
        grade="B",
        source=N_("names of the columns of the import template, which the export has too, with more of them"),
        signature=(("rating",), ("review_date",), ("body",), ("reviewer_name", "reviewer_email"), ("product_handle", "product_id")),
        fields=spelled(
            written_at="review_date", described="rating", text="body", listing_no="product_handle|product_id",
            reply="reply", replied_at="reply_date", review_no="review_id|id",
        ),
        known=words("""
            title,product_id,product_handle,picture_urls,ip_address,location,metaobject_handle,curated,source,verified,cf_answers,product_title,product_url
        """),
        personal=("reviewer_name", "reviewer_email", "ip_address", "location"),
        zone="UTC",
    ),
    Format(
        code="loox-reviews",
        title=N_("Loox reviews"),
        kind="reviews",
        channel="shopify",
        grain=Grain.ITEM,
        grade="B",
        source=N_("names of the columns of the import template, which the export has too, with more of them"),
        signature=(("rating",), ("created_at", "date"), ("body", "review"), ("photo_url", "img", "verified_purchase"), ("product_handle", "handle", "product_id")),
        fields=spelled(
            written_at="created_at|date", described="rating", text="body|review", listing_no="product_handle|handle|product_id",
            reply="reply", replied_at="replied_at", review_no="id", order_no="order_name",
        ),
        known=words("""
            product_id,product_handle,handle,photo_url,img,video_url,verified_purchase,status,order_id,variant,product_title,type,incentivized,nickname
        """),
        personal=("author", "email", "nickname"),
        zone="UTC",
    ),
    Format(
        code="amazon-feedback",
        title=N_("Amazon seller feedback"),
        kind="reviews",
        channel="amazon",
        grain=Grain.ITEM,
        grade="B",
        source=N_("the report on feedback of Seller Central: names of the columns, separated by tabs"),
        signature=(("Date",), ("Rating",), ("Comments",), ("Your Response",), ("Order ID",)),
        fields=spelled(
            written_at="Date", described="Rating", text="Comments", reply="Your Response", order_no="Order ID",
        ),
        known=words("Arrived on Time,Item as Described,Customer Service,Rater Role,Fulfilled By"),
        personal=("Rater Email",),
        decimal_comma=False,
    ),
)  # fmt: skip
