"""Bills of a person's own account at JD (京东) and Meituan (美团): what was paid, less what was given back of it."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_WORDING = Wording(
    kinds=((r"不计收支|交易关闭|已全额退款|支付失败", ""), (r"提现", LineKind.PAYOUT)),
    outward=r"^支出",
)

FORMATS = (
    Format(
        code="jd-personal",
        title=N_("JD bill of a person"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "the header of a bill of 11 columns below 21 lines of notes, and amounts with what was given back beside them"
        ),
        signature=(("商户名称",), ("交易说明",), ("收/支",), ("交易订单号",), ("金额",)),
        fields=spelled(
            line_no="交易订单号",
            happened_at="交易时间",
            order_no="商家订单号",
            amount="金额",
            told="收/支",
            note="备注",
        ),
        further=spelled(line_no="交易时间", told="交易分类|交易状态"),
        wording=_WORDING,
        known=words("收/付款方式"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="meituan-personal",
        title=N_("Meituan bill of a person"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_("the header of a bill of 11 columns below 19 lines of notes"),
        signature=(("交易成功时间",), ("订单标题",), ("收/支",), ("交易单号",)),
        fields=spelled(
            line_no="交易单号",
            happened_at="交易成功时间|交易创建时间",
            order_no="商家单号",
            amount="实付金额|订单金额",
            told="收/支",
            note="备注",
        ),
        further=spelled(line_no="交易类型", told="交易类型"),
        wording=_WORDING,
        known=words("交易创建时间,支付方式,订单金额"),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
