"""The columns of a list of customers: who buys, as each channel numbers them."""

from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet
from shopdesk.text import N_

CUSTOMER_FILE: Final = Sheet(
    name="customers",
    title=N_("Customers"),
    key="customer_no",
    help=N_("Who buys: one row a customer; a blank cell changes nothing, nor does a missing row. Names, phones and addresses are kept apart and shown masked."),
    columns=(
        Column("channel", N_("Channel"), Kind.TEXT, width=14, example=N_("Direct sales"), help=N_("Where they buy; left out, the channel that the file is imported for."),
               words=("渠道", "平台", "店铺名称", "店铺", "通路", "sales channel", "channel", "store")),
        Column("customer_no", N_("Customer no."), Kind.ID, width=16, personal=True, example="K-0012", help=N_("The channel's number or name of the customer. Without it a phone number or else an e-mail names them."),
               words=("客户编号", "会员编号", "会员名", "客户编码", "会员号", "客戶編號", "會員編號", "會員帳號", "customer no", "customer number", "customer id", "customerid", "customer code", "member no", "buyer username", "client id", "client no")),
        Column("name", N_("Name"), Kind.TEXT, width=14, personal=True, example=N_("Ms Chen"),
               words=("客户姓名", "姓名", "客户名称", "联系人", "客戶姓名", "客戶名稱", "聯絡人", "name", "customer name", "contact name", "contactname", "full name", "buyer name", "client name")),
        Column("phone", N_("Phone"), Kind.ID, width=16, personal=True, example="13800138000",
               words=("手机", "手机号", "电话", "联系电话", "手機", "電話", "聯絡電話", "phone", "mobile", "telephone", "tel", "phone number")),
        Column("email", N_("E-mail"), Kind.TEXT, width=22, personal=True, example="chen@example.com",
               words=("邮箱", "电子邮箱", "电子邮件", "電子郵件", "信箱", "email", "e-mail", "email address", "mail")),
        Column("company", N_("Company"), Kind.TEXT, width=20, personal=True, words=("公司", "公司名称", "单位", "公司名稱", "company", "company name", "companyname", "organisation", "organization")),
        Column("address", N_("Address"), Kind.TEXT, width=28, personal=True,
               words=("地址", "详细地址", "客户地址", "詳細地址", "address", "street", "address 1", "street address")),
        Column("city", N_("City"), Kind.TEXT, personal=True, words=("城市", "市", "city", "town")),
        Column("region", N_("Region"), Kind.TEXT, words=("省", "省份", "地区", "區域", "region", "province", "state", "county")),
        Column("postcode", N_("Postcode"), Kind.ID, personal=True, words=("邮编", "邮政编码", "郵遞區號", "郵編", "postcode", "postal code", "postalcode", "zip", "zip code")),
        Column("country", N_("Country"), Kind.TEXT, words=("国家", "國家", "country", "country code")),
        Column("group_name", N_("Customer group"), Kind.TEXT, example=N_("Wholesale"), help=N_("Wholesale, members and the like, as the shop calls them."),
               words=("客户分组", "会员等级", "客户等级", "客户类型", "分组", "客戶群組", "會員等級", "客戶等級", "customer group", "group", "segment", "tier", "customer type")),
        Column("tags", N_("Tags"), Kind.TEXT, words=("标签", "客户标签", "標籤", "tags", "tag", "labels")),
        Column("note", N_("Note"), Kind.LONG_TEXT, width=24, words=("备注", "客户备注", "備註", "note", "notes", "remark", "remarks", "comment")),
    ),
)  # fmt: skip
"""The fields of a list of customers (import and template)."""

OWN: Final = ("group_name", "tags", "note")
"""Fields that the shop itself says of a customer; who somebody is comes from the channels."""
