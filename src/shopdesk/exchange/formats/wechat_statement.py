"""WeChat Pay (微信支付): a merchant's trades and account, a Taobao shop's wallet there, and a person's own bill."""

from shopdesk.exchange.formats.alipay_statement import TAOBAO_KINDS
from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_TRADES = words("""
    公众账号ID,商户号,特约商户号,子商户号,设备号,用户标识,交易类型,付款银行,代金券金额,代金券或立减优惠金额,企业红包金额,充值券退款金额,企业红包退款金额
    代金券或立减优惠退款金额,退款类型,商品名称,商户数据包,费率,订单金额,申请退款金额,费率备注,商户退款单号
""")
_TRADE_FOOTERS = ("总交易单数", "资金流水总笔数")

FORMATS = (
    Format(
        code="wechat-trades",
        title=N_("WeChat Pay trades"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "交易账单 of all trades and of those that succeeded, of 24 and 27 columns, a backtick before every cell"
        ),
        signature=(("微信订单号",), ("商户订单号",), ("应结订单金额", "总金额"), ("手续费",)),
        fields=spelled(
            line_no="微信订单号",
            happened_at="交易时间",
            order_no="商户订单号",
            income="应结订单金额|总金额",
            outgo="退款金额",
            fee="手续费",
            currency="货币种类",
            told="交易状态",
        ),
        further=spelled(line_no="微信退款单号", told="退款状态"),
        wording=Wording(
            kinds=(
                (r"^revoked|^refund / fail|^closed|^notpay|^payerror", ""),
                (r"^refund", LineKind.REFUND),
                (r"^success", LineKind.SALE),
            ),
            mirrored=True,
            none="0",
        ),
        known=_TRADES,
        personal=("用户标识",),
        footers=_TRADE_FOOTERS,
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="wechat-refunds",
        title=N_("WeChat Pay refunds"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="B",
        source=N_("交易账单 of refunds: the columns of all trades with the times of the refund"),
        signature=(("微信退款单号",), ("商户订单号",), ("退款金额",), ("退款申请时间", "退款成功时间")),
        fields=spelled(
            line_no="微信订单号",
            happened_at="退款成功时间|退款申请时间|交易时间",
            order_no="商户订单号",
            kind="退款状态",
            amount="退款金额",
            fee="手续费",
            currency="货币种类",
            told="交易状态",
            note="退款类型",
        ),
        further=spelled(line_no="微信退款单号", told="退款状态"),
        wording=Wording(
            kinds=((r"/ fail", ""), (r"^refund|^success", LineKind.REFUND)),
            outward=r"^",
            mirrored=True,
        ),
        known=(*_TRADES, "交易时间", "退款申请时间", "应结订单金额", "总金额"),
        personal=("用户标识",),
        footers=_TRADE_FOOTERS,
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="wechat-account",
        title=N_("WeChat Pay account statement"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_("资金账单 of 11 columns: take either these or the trades of the same days, they tell the same money"),
        signature=(("资金流水单号",), ("收支类型",), ("收支金额(元)", "收支金额"), ("记账时间",)),
        fields=spelled(
            line_no="资金流水单号",
            happened_at="记账时间",
            order_no="业务凭证号",
            amount="收支金额(元)|收支金额",
            balance="账户结余(元)|账户结余",
            told="收支类型",
            note="备注",
        ),
        further=spelled(line_no="业务类型", told="业务类型"),
        wording=Wording(
            kinds=(
                (r"提现", LineKind.PAYOUT),
                (r"手续费", LineKind.PAYMENT_FEE),
                (r"/ 退款", LineKind.REFUND),
                (r"^收入 / 交易", LineKind.SALE),
                (r"分账", LineKind.COMMISSION),
                (r"冻结|保证金", LineKind.RESERVE),
            ),
            outward=r"^支出",
        ),
        known=words("微信支付业务单号,业务名称,资金变更提交申请人"),
        personal=("资金变更提交申请人",),
        footers=_TRADE_FOOTERS,
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="taobao-wechat",
        title=N_("Taobao / Tmall on WeChat Pay"),
        kind="settlement",
        channel="taobao",
        grain=Grain.ITEM,
        grade="B",
        source=N_("the names of its columns in two generations; what was paid stands above zero"),
        signature=(("支付流水号",), ("入账类型",), ("入账时间", "发生时间"), ("主订单id", "淘宝订单编号")),
        fields=spelled(
            line_no="支付流水号",
            happened_at="入账时间|发生时间",
            order_no="主订单id|淘宝订单编号",
            income="收入金额(元)|收入金额",
            outgo="支出金额(元)|支出金额",
            told="入账类型",
            note="备注",
        ),
        further=spelled(line_no="入账类型", told="业务描述"),
        wording=Wording(
            kinds=TAOBAO_KINDS,
            said_in=("note", "told"),
            orders=(
                ("主订单id", r"^\d{10,25}$"),
                ("淘宝订单编号", r"^\d{10,25}$"),
                ("备注", r"[{(（]\s*(\d{15,25})\s*[)}）]"),
            ),
        ),
        known=words("商家昵称,子订单id,业务描述"),
        footers=("合计", "总计"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="wechat-personal",
        title=N_("WeChat Pay bill of a person"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "bills of 11 columns below 16 lines of notes, as text and as a workbook; of what is neither income nor expense only withdrawals count"
        ),
        signature=(("交易类型",), ("收/支",), ("当前状态",), ("商户单号",)),
        fields=spelled(
            line_no="交易单号",
            happened_at="交易时间",
            order_no="商户单号",
            amount="金额(元)|金额",
            told="交易类型",
            note="备注",
        ),
        further=spelled(line_no="交易时间|交易类型", told="收/支|当前状态"),
        wording=Wording(
            kinds=(
                (r"^零钱提现", LineKind.PAYOUT),
                (r"支付失败|已全额退款|对方已退还", ""),
                (r"手续费|服务费", LineKind.PAYMENT_FEE),
                (r"/ (?:收入|支出) /", LineKind.OTHER),
                (r"", ""),
            ),
            outward=r"/ 支出 /|^零钱提现",
        ),
        known=words("交易对方,商品,支付方式"),
        personal=("交易对方",),
        footers=("---",),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
