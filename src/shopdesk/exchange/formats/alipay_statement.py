"""Alipay for merchants (支付宝): what moved in the account (账务明细), its trades (业务明细), and a person's own bill."""

from shopdesk.exchange.formats.format import Format, Wording, spelled, words
from shopdesk.exchange.plan import Grain
from shopdesk.shop.settlement.rules import LineKind
from shopdesk.text import N_

_LABEL = r"(?:关联订单号|订单编号|订单号|交易单号|tradeid)[:：=]?\s*[{(（]?(\d{10,25})"
_BRACKETS = r"[{(（]\s*(\d{15,25})\s*[)}）]"
TAOBAO_KINDS = (
    (r"^(?:余额)?提现|转出到(?:网商)?银行|转出到网商", LineKind.PAYOUT),
    (r"保证金-(?:天猫|淘宝)-|保证金-(?:解冻|缴存)|保证金-充值\(代扣\)(?!-)", LineKind.RESERVE),
    (r"赔付|理赔|赔款|违约|罚金|罚款|追偿|追缴|延迟发货|轨迹超时|小额打款", LineKind.COMPENSATION),
    (r"邮费补贴|激励前返|平台补贴", LineKind.SUBSIDY),
    (r"支付宝服务费|花呗|先用后付|手续费|^收费|^退费", LineKind.PAYMENT_FEE),
    (r"运费险", LineKind.COMMISSION),
    (r"集运|物流服务费|快递服务费|快递费", LineKind.FREIGHT),
    (r"万相台|直通车|钻展|超级推荐|阿里妈妈|广告", LineKind.ADS),
    (
        r"服务费|服财务费|服务增值费|返点积分|佣金|聚划算|交易分账|公益|营销支出|品牌新享|消费券|代商家垫付|垫付资金|猫猫币|百亿补贴预收",
        LineKind.COMMISSION,
    ),
    (r"^扣款", LineKind.COMMISSION),
    (r"贷款|借款|放款|还贷", LineKind.LOAN),
    (r"利息|收益", LineKind.INTEREST),
    (r"交易退款|退款\(交易退款\)|订单.*退款|(?:^|/ )退款(?:$| -)", LineKind.REFUND),
    (r"交易收款|在线支付|订单.*打款|交易付款 \+|即时到账 \+|担保交易 \+", LineKind.SALE),
)
"""What a Taobao or Tmall shop's wallets call their movements, on Alipay as on WeChat."""

FORMATS = (
    Format(
        code="alipay-account",
        title=N_("Alipay account statement"),
        kind="settlement",
        channel="taobao",
        grain=Grain.ITEM,
        grade="A",
        source=N_("账务明细 of 12 columns (2012) and of 13 (2026), and the columns by which its readers know it"),
        signature=(
            ("账务流水号",),
            ("发生时间",),
            ("收入金额（+元）", "收入金额（元）", "收入金额"),
            ("账户余额（元）", "账户余额", "业务类型"),
        ),
        fields=spelled(
            line_no="账务流水号",
            happened_at="发生时间",
            order_no="商户订单号",
            income="收入金额（+元）|收入金额（元）|收入金额",
            outgo="支出金额（-元）|支出金额（元）|支出金额",
            balance="账户余额（元）|账户余额",
            told="业务类型",
            note="备注",
        ),
        further=spelled(told="业务描述"),
        wording=Wording(
            kinds=TAOBAO_KINDS,
            said_in=("told", "note"),
            orders=(
                ("业务基础订单号", r"^\d{16,19}$"),
                ("商户订单号", r"T\d{1,4}P(\d{10,25})"),
                ("备注", _LABEL),
                ("备注", _BRACKETS),
                ("商户订单号", r"^[\w-]+$"),
            ),
        ),
        known=words("业务流水号,商品名称,对方账号,对方名称,交易渠道,业务账单来源,业务订单号"),
        personal=("对方账号", "对方名称"),
        footers=("#",),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="alipay-trades",
        title=N_("Alipay trades"),
        kind="settlement",
        channel="taobao",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "业务明细 of 25 columns: take either these or the account statement of the same days, they tell the same money"
        ),
        signature=(("支付宝交易号",), ("业务类型",), ("商家实收（元）", "商家实收"), ("完成时间", "创建时间")),
        fields=spelled(
            line_no="支付宝交易号",
            happened_at="完成时间|创建时间",
            order_no="商户订单号",
            amount="商家实收（元）|商家实收",
            fee="服务费（元）|服务费",
            told="业务类型",
            note="备注",
        ),
        further=spelled(line_no="退款批次号/请求号", fee="分润（元）|分润"),
        wording=Wording(
            kinds=((r"^退款", LineKind.REFUND), (r"^交易", LineKind.SALE)),
            orders=(("商户订单号", r"T\d{1,4}P(\d{10,25})"), ("备注", _LABEL), ("商户订单号", r"^[\w-]+$")),
            mirrored=True,
        ),
        known=words("""
            商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）
            券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）
        """),
        personal=("对方账户", "操作员"),
        footers=("#",),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
    Format(
        code="alipay-personal",
        title=N_("Alipay bill of a person"),
        kind="settlement",
        grain=Grain.ITEM,
        grade="A",
        source=N_(
            "bills of 12 columns below 24 lines of notes; what a bill counts neither as income nor as expense is left out"
        ),
        signature=(("交易分类",), ("收/支",), ("交易订单号",), ("商品说明", "对方账号")),
        fields=spelled(
            line_no="交易订单号",
            happened_at="交易时间",
            order_no="商家订单号",
            amount="金额",
            told="收/支",
            note="备注",
        ),
        further=spelled(line_no="交易时间|收/支", told="交易分类|交易状态"),
        wording=Wording(
            kinds=(
                (r"不计收支|交易关闭|等待付款|支付失败|还款失败", ""),
                (r"提现", LineKind.PAYOUT),
                (r"手续费|服务费", LineKind.PAYMENT_FEE),
            ),
            said_in=("told", "note"),
            outward=r"^支出",
        ),
        known=words("交易对方,对方账号,商品说明,收/付款方式"),
        personal=("交易对方", "对方账号"),
        footers=("---",),
        zone="Asia/Shanghai",
        decimal_comma=False,
    ),
)
