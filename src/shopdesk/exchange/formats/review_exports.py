"""Reviews as exported: Judge.me and Loox of Shopify shops, feedback on Amazon sellers, the list of Taobao and Tmall."""

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
    Format(
        code="taobao-reviews",
        title=N_("Taobao / Tmall reviews"),
        kind="reviews",
        channel="taobao",
        grain=Grain.ITEM,
        grade="B",
        source=N_("评价管理: names of the columns as sellers' tools write them, whose order is not certain"),
        signature=(
            ("评价类型", "评价结果", "评价等级"),
            ("评价内容", "首次评价", "初评内容"),
            ("评价时间", "评价日期", "初评时间"),
            ("宝贝标题", "宝贝名称", "宝贝ID", "掌柜解释"),
        ),
        fields=spelled(
            written_at="评价时间|评价日期|初评时间", verdict="评价类型|评价结果|评价等级", described="宝贝与描述相符|描述相符|评分|星级",
            service="服务态度|卖家的服务态度", logistics="物流服务|物流服务的质量", text="评价内容|首次评价|初评内容",
            order_no="订单编号|订单号|主订单编号|子订单编号", listing_no="商品ID|宝贝ID", sku="商家编码",
            reply="掌柜解释|卖家解释|商家回复|卖家回复|回复内容|解释内容|解释", replied_at="回复时间|商家回复时间|解释时间", review_no="评价ID|评价编号",
        ),
        further=spelled(text="追加评价|追评内容|追评"),
        known=words("""
            宝贝标题,宝贝名称,商品名称,追评时间,追加评价时间,评价图片,是否有图,是否匿名,规格,商品规格,宝贝规格,店铺,店铺名称,子订单编号,有用数,评价状态
        """),
        personal=("评价人", "评价者", "买家昵称", "买家会员名", "买家"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)  # fmt: skip
