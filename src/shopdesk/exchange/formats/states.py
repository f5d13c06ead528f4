"""Status words of files that no layout declares, in the languages of our users."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from shopdesk.exchange.formats import amazon_orders, shopify_orders, taobao_orders
from shopdesk.exchange.formats.format import spelled
from shopdesk.exchange.headings import states_said
from shopdesk.exchange.kinds import FILES
from shopdesk.shop.columns import Kind
from shopdesk.shop.ledger.rules import Role
from shopdesk.shop.spoken import spellings

_ORDER = spelled(
    unpaid="unpaid|pending payment|awaiting payment|to pay|on hold|待付款|待支付|未付款|等待付款|未支付|尚未付款",
    paid="paid|processing|confirmed|to ship|ready to ship|awaiting shipment|partially shipped|待发货|已付款|等待出库|待出库|待出貨|已付款待发货|未发货|备货中",
    shipped="shipped|in transit|fulfilled|to receive|dispatched|sent|已发货|待收货|已出库|已发货，待收货|运输中|已出貨|等待确认收货",
    delivered="delivered|已签收|已收货|已送达|已到貨|已送達",
    completed="completed|complete|done|finished|已完成|完成|交易完成|訂單完成|已成交",
    cancelled="cancelled|canceled|void|failed|declined|已取消|取消|已关闭|关闭|交易取消|不成立|訂單取消",
    refunded="refunded|returned|退款成功|已退款|已退货|已退貨|退货退款|全额退款",
)
_PRODUCT = spelled(
    active="active|published|true|1|yes|在售|出售中|上架|已上架|启用|正常|販售中",
    draft="draft|false|0|no|-1|草稿|待上架|仓库中",
    archived="archived|inactive|discontinued|归档|下架|已下架|停用|停售",
)
_REFUND = spelled(
    pending="pending|requested|in progress|processing|退款中|待处理|处理中|待退款|退款處理中",
    given="given|refunded|completed|succeeded|success|退款成功|已退款|退款完成|已退貨退款",
    closed="closed|cancelled|canceled|rejected|denied|退款关闭|售后关闭|已撤销|已拒绝|已取消|退款關閉",
)
_EXPENSE = spelled(**{
    Role.COMMISSION: "commission|fees|platform fee|service fee|bank charges|佣金|手续费|平台服务费|技术服务费|服务费|银行手续费|手續費|平台費|服務費",
    Role.PAYMENT_FEE: "payment fee|payment fees|processing fee|transaction fee|支付手续费|支付服务费|收款手续费|通道费|支付手續費|金流手續費",
    Role.RETURN_FREIGHT: "return freight|return shipping|退货运费|退货快递费|退貨運費",
    Role.SAMPLES: "sample|samples|样品|样品费|送样|樣品|樣品費",
    Role.COMPENSATION: "compensation|penalty|fine|赔付|赔偿|违约金|罚款|賠付|賠償|違約金|罰款",
    Role.INTEREST: "interest|bank fees|利息|银行费用|利息支出",
    Role.INCOME_TAX: "income tax|corporate tax|所得税|企业所得税|所得稅|營所稅",
    Role.ADVERTISING: "advertising|ads|ad spend|marketing|promotion|广告|广告费|推广|推广费|营销|营销费|直通车|廣告|廣告費|行銷|行銷費",
    Role.FREIGHT: "freight|shipping|postage|delivery|运费|快递费|物流费|邮费|運費|快遞費|物流費|郵資",
    Role.PACKAGING: "packaging|packing|boxes|包装|包材|包装费|耗材|包裝|包裝費",
    Role.RENT: "rent|wages|salary|salaries|payroll|房租|租金|工资|人工|薪资|人员工资|薪資|人事費",
    Role.OTHER: "other|others|misc|miscellaneous|office|software|travel|utilities|其他|其它|杂费|办公费|办公用品|软件费|差旅费|水电费|雜費|辦公費|軟體費|差旅費|水電費",
})  # fmt: skip
_LINE = spelled(
    sale="order|payment|charge|货款|交易收款|交易收入|订单收入|在线支付|收款|訂單收入|貨款|verkauf|zahlung|zahlungseingang|vente|paiement|encaissement|venta|pago|cobro|売上|販売|注文",
    refund="return|chargeback|交易退款|退款退货|售后退款|退貨款|rückerstattung|erstattung|rückzahlung|remboursement|reembolso|devolución|返金",
    subsidy="promotion subsidy|platform subsidy|平台补贴|补贴|平台券价保补贴|平台補貼|补贴收入|zuschuss|subvention|subvención|補助|補助金",
    commission="commission fee|selling fee|service fee|佣金|技术服务费|平台服务费|交易服务费|成交手續費|provision|verkaufsprovision|verkaufsgebühr|frais de vente|comisión|comisiones|販売手数料|手数料",
    payment_fee="transaction fee|processing fee|手续费|支付手续费|支付服务费|收费|金流手續費|gebühr|zahlungsgebühr|transaktionsgebühr|frais|frais de paiement|tarifa de pago|決済手数料|振込手数料",
    freight="shipping|shipping label|postage|delivery fee|运费|快递费|代收配送费|運費|versand|versandkosten|versandetikett|frais de port|livraison|envío|送料|配送料",
    return_freight="return shipping|退货运费|退貨運費|rückversand|frais de retour|envío de devolución|返送料",
    ads="ads|advertising fee|marketing|推广费|广告费|站外推广费|廣告費|werbung|anzeigen|publicité|publicidad|广告充值|広告費|広告",
    compensation="penalty|claim|赔付|赔偿|违约金|售后卖家赔付费|罰款|vertragsstrafe|ausgleich|pénalité|indemnisation|penalización|compensación|違約金|補償",
    tax="vat|sales tax|withheld tax|税|税费|稅|steuer|mwst|umsatzsteuer|tva|taxe|iva|impuesto|消費税|税金",
    reserve="hold|release|冻结|解冻|保证金|保留款|rücklage|einbehalt|réserve|reserva|retención|留保|保留",
    loan="advance|贷款|还款|貸款|darlehen|kredit|prêt|avance|préstamo|anticipo|融資|貸付",
    interest="利息|余额宝收益|zinsen|intérêts|intereses|利子|受取利息",
    payout="transfer|withdrawal|deposit|disbursement|提现|转账到银行卡|打款|提領|撥款|auszahlung|überweisung|versement|virement|desembolso|transferencia|retiro|振込|出金|提现申请",
    other="adjustment|misc|其他|其它|调账|調帳|sonstiges|anpassung|korrektur|autre|ajustement|otro|otros|ajuste|その他|調整",
)
_FEE = spelled(commission="佣金|扣点|技术服务费|成交手續費", payment_fee="手续费|支付手续费|金流手續費")
_PAYOUT = spelled(
    paid="paid|completed|succeeded|in transit|sent|已打款|打款成功|提现成功|已到账|已撥款",
    pending="pending|scheduled|processing|处理中|待打款|處理中",
    failed="failed|canceled|cancelled|returned|失败|打款失败|提现失败|失敗",
)
_SIDE = spelled(
    brushed="brushed|brushing|fake order|刷单|补单|刷單|補單",
    sample="sample|samples|样品|送样|寄样|樣品",
    compensation="compensation|small payment|小额打款|赔付|补偿|返现|賠付|補償",
    dropship="dropship|drop-ship|drop shipping|代发|代发采购|代购|代發|代購",
)
_STARS = {str(stars): f"{stars}|{stars}.0|{stars}星|{said}星|{'★' * stars}|{'★' * stars}{'☆' * (5 - stars)}|{stars}分" for stars, said in enumerate("一二三四五", 1)}
_REVIEW = spelled(
    **_STARS,
    good="good|positive|好评|好評|5星",
    fair="fair|neutral|中评|中評",
    poor="poor|negative|bad|差评|差評",
)
_USUAL = {"reviews": _REVIEW, "orders": _ORDER, "refunds": _REFUND, "expenses": _EXPENSE, "bills": _EXPENSE, "side_costs": _SIDE, "settlement": _LINE, "payouts": _PAYOUT, "fees": _FEE}
_DECLARED = (amazon_orders.STATES, shopify_orders.STATES, taobao_orders.STATES)


@cache
def state_words(kind: str) -> Mapping[str, str]:
    """Status word → state of that kind of sheet; its own keys and titles, in every language, outdo what is usual elsewhere."""
    known: dict[str, str] = {}
    for declared in _DECLARED if kind == "orders" else ():
        known |= declared
    for state, usual in _USUAL.get(kind, _PRODUCT).items():
        known |= dict.fromkeys((*usual, *(states_said(state) if kind == "orders" else ())), state)
    for column in FILES[kind].columns:
        if column.kind is Kind.STATE:
            known |= {said: key for key, state in column.states.items() for said in (*spellings(state.title), key)}
    return MappingProxyType({said: str(state) for said, state in known.items()})
