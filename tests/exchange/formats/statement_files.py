"""Made statements: of each layout a small file, with the sums that a person works out by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Made:
    """A file as its source writes it, and what has to come out."""

    code: str
    name: str
    text: str
    sums: Mapping[str, str]
    """Kind of line → its sum."""
    orders: tuple[str, ...] = ()
    """The order numbers of its lines, in turn."""
    encoding: str = "utf-8"
    skipped: int = 0
    """Rows that move no money, and those that are no data."""
    currencies: frozenset[str] = field(default_factory=lambda: frozenset({""}))


ALIPAY_2012: Final = """
#支付宝账务明细查询
#账号：[20880000000000000156]
#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年04月01日 00:00:00]
#-----------------------------------------账务明细列表----------------------------------------
账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注
20260301000000001\t,2026030122001\t,T200P260301000000000001\t,龙井\t,2026-03-01 10:00:00,li***@x.com\t,100.00,,1100.00,支付宝,在线支付,\t
20260302000000002\t,2026030122001\t,T200P260301000000000001\t,龙井\t,2026-03-02 10:00:00,li***@x.com\t,,-20.00,1080.00,支付宝,交易退款,售后退款\t
20260302000000003\t,2026030122002\t,,\t,2026-03-02 10:00:01,tb***@taobao.com\t,0.00,-5.00,1075.00,支付宝,交易分账,淘宝客佣金代扣，订单号：260301000000000001\t
20260303000000004\t,2026030122003\t,20260303999\t,\t,2026-03-03 10:00:00,\t,,-500.00,575.00,,提现,\t
#-----------------------------------------账务明细列表结束------------------------------------
#支出合计：3笔，共-525.00元
#收入合计：1笔，共100.00元
#导出时间：[2026年04月01日 09:00:00]   用户：茶店
"""
ALIPAY_2026: Final = """
#支付宝账务明细查询
#账号：[20880000000000000156]
#起始日期：[2026年05月01日 00:00:00]   终止日期：[2026年06月01日 00:00:00]
#-----------------------------------------账务明细列表----------------------------------------
账务流水号,业务流水号,商品名称,发生时间,收入金额（+元）,支出金额（-元）,账户余额（元）,业务类型,备注,商户订单号,对方账号,业务描述,业务基础订单号
1\t,11\t,龙井\t,2026-05-01 10:00:00,100.00,0.00,100.00,交易付款,\t,T200P4600000000000000001\t,a\t,0010001|交易收款-交易收款,4600000000000000001\t
2\t,11\t,龙井\t,2026-05-02 10:00:00,0.00,-20.00,80.00,交易退款,\t,T200P4600000000000000001\t,a\t,0020001|交易退款-余额退款,FP301_1\t
3\t,12\t,\t,2026-05-02 10:00:01,0.00,-5.00,75.00,转账,扣款用途：基础软件服务费（4600000000000000001）\t,\t,a\t,0030130|软件服务费-基础软件服务费,\t
4\t,13\t,\t,2026-05-03 10:00:00,0.00,-2.00,73.00,其它,消费者体验提升计划服财务费\t,\t,a\t,,\t
5\t,14\t,\t,2026-05-03 10:00:00,0.00,-30.00,43.00,其它,\t,\t,a\t,008002800001|保证金-淘宝-缴存（退款锁定）,\t
6\t,15\t,\t,2026-05-03 11:00:00,0.00,-3.00,40.00,其它,代扣款（扣款用途：商家集运物流服务费，运单号：YT78912345678901，交易单号：4600000000000000002，付款方：a）\t,\t,a\t,,\t
7\t,16\t,\t,2026-05-03 12:00:00,0.00,-10.00,30.00,其它,万相台无界版自动充值\t,\t,a\t,,\t
8\t,17\t,\t,2026-05-03 13:00:00,1.50,0.00,31.50,其它,tradeid:4600000000000000003\t,\t,a\t,0010027T|交易收款-邮费补贴,\t
9\t,18\t,\t,2026-05-03 14:00:00,0.00,-4.00,27.50,其它,天猫保证金-充值（代扣）-延迟发货{4600000000000000004}\t,\t,a\t,,\t
10\t,19\t,\t,2026-05-03 15:00:00,0.00,-6.00,21.50,其它,从未见过的扣费\t,\t,a\t,,\t
11\t,20\t,\t,2026-05-04 15:00:00,0.00,0.00,21.50,其它,查询\t,\t,a\t,,\t
#-----------------------------------------账务明细列表结束------------------------------------
#支出合计：8笔，共-80.00元
#收入合计：2笔，共101.50元
"""
ALIPAY_TRADES: Final = """
#支付宝业务明细查询
#账号：[20880000000000000156]
#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]
#-----------------------------------------业务明细列表----------------------------------------
支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注
2026030122001\t,W-1001\t,交易    ,茶,2026-03-01 10:00:00,2026-03-01 10:00:05,\t,,,,li***,100.00,100.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,\t,-0.60,0.00,\t
2026030122001\t,W-1001\t,退款    ,茶,2026-03-01 10:00:00,2026-03-01 12:00:05,\t,,,,li***,-20.00,-20.00,0.00,0.00,0.00,0.00,0.00,,0.00,0.00,R1\t,0.12,0.00,\t
#-----------------------------------------业务明细列表结束------------------------------------
#交易合计：1笔，商家实收共100.00元，服务费共-0.60元
#退款合计：1笔，商家实收退款共-20.00元
"""
ALIPAY_PERSONAL: Final = """
------------------------------------------------------------------------------------
导出信息：
姓名：xx
收入：2笔 128.50元

特别提示：
1.本明细仅供个人对账使用。

------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间            ,交易分类                ,交易对方                ,对方账号                ,商品说明                ,收/支                 ,金额                  ,收/付款方式              ,交易状态                ,交易订单号     ,商家订单号           ,备注                  ,
2026-03-12 21:32:14 ,商业服务                ,xx                  ,/                   ,茶叶                 ,收入                  ,100.00               ,余额       ,交易成功                ,2026031200001	,W-1001	,                    ,
2026-03-12 22:32:14 ,商业服务                ,xx                  ,/                   ,茶叶                 ,支出                  ,20.00               ,余额       ,交易成功                ,2026031200002	,W-1001	,                    ,
2026-03-12 22:40:14 ,其他                ,xx                  ,/                   ,手续费                 ,支出                  ,5.00               ,余额       ,交易成功                ,2026031200003	,	,服务费                    ,
2026-03-13 21:32:14 ,退款                  ,xx         ,/                   ,退款-亲情卡              ,不计收支                ,16.03               ,交通银行信用卡(7449)       ,退款成功                ,2026031200004	,20260312	,                    ,
2026-03-13 22:32:14 ,日用百货                  ,xx         ,/                   ,茶杯              ,支出                ,9.00               ,余额       ,交易关闭                ,2026031200005	,20260313	,                    ,
"""
WECHAT_TRADES: Final = """
\ufeff交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
`2026-03-01 10:00:00,`wx1,`1900000001,`0,`,`4200000001,`W-1001,`oUser1,`JSAPI,`SUCCESS,`CFT,`CNY,`100.00,`0.00,`0,`0,`0.00,`0.00,`,`,`茶,`,`0.60000,`0.60%,`100.00,`0.00,`
`2026-03-02 10:00:00,`wx1,`1900000001,`0,`,`4200000001,`W-1001,`oUser1,`JSAPI,`REFUND,`CFT,`CNY,`0.00,`0.00,`5030000001,`R-1,`20.00,`0.00,`ORIGINAL,`SUCCESS,`茶,`,`-0.12000,`0.60%,`0.00,`20.00,`
`2026-03-02 11:00:00,`wx1,`1900000001,`0,`,`4200000002,`W-1002,`oUser1,`JSAPI,`REVOKED,`CFT,`CNY,`0.00,`0.00,`0,`0,`0.00,`0.00,`,`,`茶,`,`0.00000,`0.60%,`30.00,`0.00,`
`2026-03-02 12:00:00,`wx1,`1900000001,`0,`,`4200000001,`W-1001,`oUser1,`JSAPI,`REFUND,`CFT,`CNY,`0.00,`0.00,`5030000002,`R-2,`7.00,`0.00,`ORIGINAL,`FAIL,`茶,`,`0.00000,`0.60%,`0.00,`7.00,`
总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
`4,`100.00,`20.00,`0.00,`0.48000,`100.00,`20.00
"""
WECHAT_OLD: Final = """
交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额,微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率
`2014-11-10 16：33：45,`wx1,`1900000001,`0,`1000,`1001690740201411100005734289,`W-1001,`oUser1,`MICROPAY,`SUCCESS,`CFT,`CNY,`100.00,`0.0,`0,`0,`0,`0,`,`,`茶,`,`5.00000,`0.60%
`2014-11-10 16：46：14,`wx1,`1900000001,`0,`1000,`1002780740201411100005729794,`W-1001,`oUser1,`MICROPAY,`REFUND,`CFT,`CNY,`0.00,`0.0,`2003,`R-1,`20.00,`0,`ORIGINAL,`SUCCESS,`茶,`,`0,`0.60%
总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额
`2,`100.00,`20.00,`0.0,`5.00000
"""
WECHAT_REFUNDS: Final = """
交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注
`2026-03-01 10:00:00,`wx1,`1900000001,`0,`,`4200000001,`W-1001,`oUser1,`JSAPI,`REFUND,`CFT,`CNY,`100.00,`0.00,`2026-03-02 10:00:00,`2026-03-02 10:00:09,`5030000001,`R-1,`20.00,`0.00,`ORIGINAL,`SUCCESS,`茶,`,`-0.12000,`0.60%,`100.00,`20.00,`
总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额
`1,`100.00,`20.00,`0.00,`-0.12000,`100.00,`20.00
"""
WECHAT_ACCOUNT: Final = """
记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号
`2026-03-01 10:00:00,`4200000001,`1900001,`交易,`交易,`收入,`100.00,`100.00,`system,`结算总金额100.00元;含手续费0.00元,`W-1001
`2026-03-01 10:00:01,`4200000001,`1900001,`扣除交易手续费,`扣除交易手续费,`支出,`5.00,`95.00,`system,`,`W-1001
`2026-03-02 10:00:00,`5030000001,`1900003,`退款,`退款,`支出,`20.00,`75.00,`1900000001API,`退款总金额20.00元;含手续费0.00元,`W-1001
`2026-03-03 10:00:00,`7000000001,`1900004,`提现,`提现,`支出,`60.00,`15.00,`system,`,`
资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
`4,`1,`100.00,`3,`85.00
"""
TAOBAO_WECHAT: Final = """
商家昵称,支付流水号,主订单id,子订单id,入帐类型,入帐时间,收入金额(元),支出金额(元),业务描述,备注
茶店,9001\t,4600000000000000001\t,4600000000000000011\t,交易收款,2026-03-01 10:00:00,100.00,0.00,,
茶店,9002\t,4600000000000000001\t,4600000000000000011\t,交易退款(售后),2026-03-02 10:00:00,0.00,20.00,,
茶店,9003\t,,,扣款,2026-03-02 10:00:01,0.00,5.00,,基础软件服务费(4600000000000000001)扣款
茶店,9004\t,,,提现,2026-03-03 10:00:00,0.00,50.00,,
"""
TAOBAO_WECHAT_2: Final = """
入账时间,支付流水号,淘宝订单编号,入账类型,收入金额（元）,支出金额,业务描述,备注
2026-03-01 10:00:00,9001,4600000000000000001,交易收款,100.00,,0010001|交易收款-交易收款,订单{4600000000000000001}打款
2026-03-02 10:00:00,9002,4600000000000000001,交易退款(售后),,20.00,,订单{4600000000000000001}退款
2026-03-02 10:00:01,9003,,扣款,,5.00,,淘宝天猫跨境服务增值费（4600000000000000001）
"""
WECHAT_PERSONAL: Final = """
微信支付账单明细,,,,,,,,,,
微信昵称：[测试],,,,,,,,,,
共5笔记录,,,,,,,,,,
----------------------微信支付账单明细列表--------------------,,,,,,,,,,
交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注
2026-03-01 12:45:27,二维码收款,"用户A","收款方备注:二维码收款",收入,¥100.00,零钱,已收钱,"3985734"\t,"/"\t,"/"
2026-03-02 10:10:11,转账,用户A,/,支出,¥20.00,零钱,朋友已收钱,3985735\t,129847129\t,/
2026-03-03 18:03:35,零钱提现,招商银行,/,/,¥50.10,招商银行,提现已到账,3985736,/,服务费¥0.10
2026-03-04 18:03:35,转入零钱通-来自零钱,/,/,/,¥10.00,零钱,支付成功,3985737,/,/
"""
JD_OLD: Final = """
订单编号,父单号,订单状态,订单下单时间,订单完成时间,售后服务单号,售后退款时间,商品编号,商品名称,商品数量,扣点类型,佣金比例,费用名称,应结金额,币种,收支方向,结算状态,预计结算时间,账单生成时间,到账时间,商户订单号,资金动账备注
310000000001,0,完成,2026-03-01 09:00:00,2026-03-05 09:00:00,,,10160070484512,茶,2,,,货款,100.00,人民币,收入,已结算,2026-03-06 00:00:00,2026-03-06 01:00:00,2026-03-07 02:00:00,1001,
310000000001,0,完成,2026-03-01 09:00:00,2026-03-05 09:00:00,S1,2026-03-08 09:00:00,10160070484512,茶,1,,,货款,-20.00,人民币,支出,已结算,2026-03-09 00:00:00,2026-03-09 01:00:00,2026-03-09 02:00:00,1001,
310000000001,0,完成,2026-03-01 09:00:00,2026-03-05 09:00:00,,,10160070484512,茶,2,类目,0.05,佣金,-5.00,人民币,支出,已结算,2026-03-06 00:00:00,2026-03-06 01:00:00,2026-03-07 02:00:00,1001,
310000000002,0,完成,2026-03-01 09:00:00,2026-03-05 09:00:00,,,10160070484512,茶,2,,,货款,40.00,人民币,收入,待结算,2026-04-06 00:00:00,2026-03-06 01:00:00,,1002,
310000000001,0,完成,2026-03-01 09:00:00,2026-03-05 09:00:00,,,10160070484512,茶,2,,,平台券价保补贴,1.00,人民币,收入,已结算,2026-03-06 00:00:00,2026-03-06 01:00:00,2026-03-07 02:00:00,1001,
"""
JD_NEW: Final = """
订单编号,父单号,订单状态,下单时间,订单完成时间,商品编号,商品名称,商品单价,商品数量,结算时间,商户订单号,资金动账备注,费用名称,费用分类,金额,结算单类型,结算单号,结算主体
310000000001,0,完成,2026-08-01 09:00:00,2026-08-05 09:00:00,10160070484512,茶,50.00,2,2026-08-07 02:00:00,1001,,货款,货款,100.00,销售单,JS1,京东
310000000001,0,完成,2026-08-01 09:00:00,2026-08-05 09:00:00,10160070484512,茶,50.00,1,2026-08-08 02:00:00,1001,,货款,货款,-20.00,退货单,JS2,京东
310000000001,0,完成,2026-08-01 09:00:00,2026-08-05 09:00:00,10160070484512,茶,50.00,2,2026-08-07 02:00:00,1001,,佣金,平台费用,-4.00,销售单,JS1,京东
310000000001,0,完成,2026-08-01 09:00:00,2026-08-05 09:00:00,10160070484512,茶,50.00,2,2026-08-07 02:00:00,1001,,交易服务费,平台费用,-1.00,销售单,JS1,京东
310000000001,0,完成,2026-08-01 09:00:00,2026-08-05 09:00:00,10160070484512,茶,50.00,2,2026-08-07 02:00:00,1001,,综合违约金,其他,-3.00,销售单,JS1,京东
"""
PINDUODUO: Final = """
拼多多店铺账务明细查询

起始时间：2026-05-01 00:00:00 终止时间：2026-05-31 23:59:59
---------------------交易记录明细列表---------------------
商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,备注,业务描述
260501-662941284701219\t,2026-05-01 10:00:00,100.00,0.00,交易收入,\t,0010002|交易收入-订单收入
260501-662941284701219\t,2026-05-02 10:00:00,0.00,-20.00,交易退款,\t,0020002|交易退款-订单退款
260501-662941284701219\t,2026-05-02 10:00:00,0.00,-5.00,技术服务费,\t,0030002|技术服务费-基础技术服务费
260501-662941284701219\t,2026-05-02 10:00:00,2.00,0.00,交易收入,\t,0010005|交易收入-优惠券结算
260501-662941284701219\t,2026-05-02 11:00:00,0.00,-3.00,其他,小额打款\t,0040001|售后费用-小额打款
\t,2026-05-03 10:00:00,0.00,-10.00,转账,\t,0070004|转账-广告账户
\t,2026-05-03 11:00:00,0.00,-20.00,转账,\t,0070001|转账-店铺保证金
\t,2026-05-04 11:00:00,0.00,-30.00,提现,\t,0080001|提现-提现申请
\t,2026-05-05 11:00:00,0.00,-1.00,交易付款,\t,0110001|交易付款-服务消费
"""
DOUYIN_39: Final = """
动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,售后编号,下单时间,商品ID,商品名称,达人ID,达人名称,订单类型,订单实付应结,运费实付,实际平台补贴_运费,实际平台补贴,其他平台补贴,以旧换新抵扣,政府补贴平台垫资,实际达人补贴,实际抖音支付补贴,实际抖音月付营销补贴,银行补贴,订单退款,平台服务费,佣金,服务商佣金,渠道分成,招商服务费,站外推广费,其他分成,是否免佣,免佣金额,商户主体名称,备注
2026-03-05 10:00:00,'1001,入账,95.00,抖音支付,货款结算入账,,'6917926768823643751,'6917926768823643751,,2026-03-01 10:00:00,'3500000000000000001,茶,,,普通订单,94.00,0,0,6.00,0,0,0,0,0,0,0,0,-3.00,-2.00,0,0,0,0,0,否,0,茶店,
2026-03-08 10:00:00,'1002,出账,-20.00,抖音支付,退款-结算后退款-退用户,,'6917926768823643751,'6917926768823643751,'7001,2026-03-01 10:00:00,'3500000000000000001,茶,,,普通订单,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,否,0,茶店,
2026-03-09 10:00:00,'1003,出账,-10.00,抖音支付,货款直投千川,,,,,,,,,,,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,否,0,茶店,
2026-03-10 10:00:00,'1004,出账,-40.00,抖音支付,提现,,,,,,,,,,,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,否,0,茶店,
2026-03-11 10:00:00,'1005,出账,-4.00,抖音支付,消费者赔付,,'6917926768823643751,'6917926768823643751,,,,,,,,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,否,0,茶店,
"""
DOUYIN_VARIANT: Final = """
动账时间,动账流水号,动账方向,动账金额(元),动账场景,关联订单号,关联子订单号,备注
2026-03-05 10:00:00,1001,入账,95.00,货款结算入账,6917926768823643751,6917926768823643751,
2026-03-08 10:00:00,1002,出账,-20.00,退款-结算后退款-退用户,6917926768823643751,6917926768823643751,
"""
DOUYIN_SETTLED: Final = """
结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,有结算前退款,下单时间,商品ID,商品数量,业务类型,订单类型,订单总价,商品总价,运费,店铺劵,结算前退款金额,平台补贴,达人补贴,抖音支付补贴,抖音月付营销补贴,用户实付,收入合计,平台服务费,佣金,渠道分成,招商服务费,站外推广费,其他分成,其他分成说明,支出合计,是否免佣,免佣金额,备注
结算的时间,主单,子单,收入合计减支出合计,账户,类型,是否,时间,商品,件数,业务,订单,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,金额,说明,金额,是否,金额,备注
2026-03-05 10:00:00,'6917926768823643751,'6917926768823643752,95.00,抖音支付,已结算,否,2026-03-01 10:00:00,'35,2,鲁班广告,普通订单,100.00,100.00,0,0,0,6.00,0,0,0,94.00,100.00,-3.00,-2.00,0,0,0,0,,-5.00,否,0,
2026-03-08 10:00:00,'6917926768823643751,'6917926768823643752,-20.00,抖音支付,结算后退款,否,2026-03-01 10:00:00,'35,2,鲁班广告,普通订单,0,0,0,0,0,0,0,0,0,0,-20.00,0,0,0,0,0,0,,0,否,0,
"""
ALIBABA_IN: Final = """
账单编号,应收金额(元),已收金额(元),账单类型,场景类型,场景明细,账单状态,关联订单号,账单创建时间
B1,100.00,100.00,收款,订单收入,订单收入,已完成,1234567890123456789,2026-03-01 10:00:00
B2,-20.00,-20.00,收款,订单售后退款,订单售后退款,已完成,1234567890123456789,2026-03-02 10:00:00
B3,40.00,0.00,收款,订单收入,订单收入,待收款,1234567890123456790,2026-03-02 10:00:00
"""
ALIBABA_OUT: Final = """
账单编号,应付金额(元),已付金额(元),账单类型,场景类型,场景明细,账单状态,关联订单号,账单创建时间
P1,5.00,5.00,付款,平台服务,1688大分销业务平台抽佣,已完成,1234567890123456789,2026-03-01 10:00:00
P2,-2.00,-2.00,付款,平台服务,1688供应链服务-跨境渠道,已完成,1234567890123456789,2026-03-02 10:00:00
P3,3.00,3.00,付款,买家保障,1688买家体验赔付,已完成,1234567890123456789,2026-03-02 10:00:00
"""
_V2 = (
    "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\t"
    "adjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\t"
    "order-item-code\tmerchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id"
)


def _component(
    kind: str, order: str, what: str, said: str, amount: str, day: str, moment: str, sku: str = "TEA-1"
) -> str:
    return f"20210001\t\t\t\t\t\t{kind}\t{order}\t\t\t\tAmazon.com\t{what}\t{said}\t{amount}\tAFN\t{day}\t{moment}\t1\t\t\t{sku}\t1\t"


def _amazon(summary: str, currency: str, rows: list[tuple[str, str, str, str, str]], day: str, moment: str) -> str:
    first = f"20210001\t{moment}\t{moment}\t{moment}\t{summary}\t{currency}" + "\t" * 18
    return "\n".join([_V2, first, *(_component(*row, day, moment) for row in rows)])


_ORDER = "111-2223334-5556667"
AMAZON_US: Final = _amazon("54.99", "USD", [
    ("Order", _ORDER, "ItemPrice", "Principal", "100.00"),
    ("Order", _ORDER, "ItemPrice", "Tax", "8.00"),
    ("Order", _ORDER, "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "-8.00"),
    ("Order", _ORDER, "Promotion", "Principal", "-10.00"),
    ("Order", _ORDER, "ItemFees", "Commission", "-15.00"),
    ("Order", _ORDER, "ItemFees", "FBAPerUnitFulfillmentFee", "-5.00"),
    ("Refund", _ORDER, "ItemPrice", "Principal", "-20.00"),
    ("Refund", _ORDER, "ItemFees", "Commission", "3.00"),
    ("Refund", _ORDER, "ItemFees", "RefundCommission", "-0.60"),
    ("ServiceFee", "", "Cost of Advertising", "TransactionTotalAmount", "-25.00"),
    ("other-transaction", "", "FBA Inventory Reimbursement", "WAREHOUSE_LOST", "12.00"),
    ("other-transaction", "", "other-transaction", "Previous Reserve Amount Balance", "116.33"),
    ("other-transaction", "", "other-transaction", "Current Reserve Amount", "-50.74"),
    ("other-transaction", "", "other-transaction", "Subscription Fee", "-39.99"),
    ("other-transaction", "", "Amazon Lending", "Loan payment", "-10.00"),
    ("other-transaction", "", "other-transaction", "A word of tomorrow", "-0.01"),
], "2026-03-06", "2026-03-06 08:52:26 UTC")  # fmt: skip
AMAZON_EU: Final = _amazon("75,00", "EUR", [
    ("Order", _ORDER, "ItemPrice", "Principal", "1.100,00"),
    ("Refund", _ORDER, "ItemPrice", "Principal", "-1.020,00"),
    ("Order", _ORDER, "ItemFees", "Commission", "-5,00"),
], "16.03.2026", "16.03.2026 08:52:26 UTC")  # fmt: skip
_NOTES = "\n".join(f'"Note {number} of the date range report"' for number in range(1, 8))
AMAZON_RANGE: Final = (
    _NOTES
    + """
"date/time","settlement id","type","order id","sku","description","quantity","marketplace","fulfillment","order city","order state","order postal","tax collection model","product sales","product sales tax","shipping credits","shipping credits tax","gift wrap credits","giftwrap credits tax","Regulatory Fee","promotional rebates","promotional rebates tax","marketplace withheld tax","selling fees","fba fees","other transaction fees","other","total","Transaction Status","Transaction Release Date"
"Sep 30, 2026 8:45:12 PM PDT","2021","Order","111-2223334-5556667","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","MarketplaceFacilitator","1,100.00","8.00","0","0","0","0","0","-10.00","0","-8.00","-15.00","-5.00","0","0","1,070.00","Released",""
"Sep 30, 2026 9:45:12 PM PDT","2021","Refund","111-2223334-5556667","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","","-20.00","0","0","0","0","0","0","0","0","0","3.00","0","0","0","-17.00","Released",""
"Oct 1, 2026 1:00:00 AM PDT","2021","Service Fee","","","Cost of Advertising","","amazon.com","","","","","","0","0","0","0","0","0","0","0","0","0","0","0","-25.00","0","-25.00","Released",""
"Oct 1, 2026 2:00:00 AM PDT","2021","Order","111-2223334-5556668","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","","50.00","0","0","0","0","0","0","0","0","0","-1.00","0","0","0","48.50","Released",""
"Oct 2, 2026 3:00:00 AM PDT","2021","Order","111-2223334-5556669","TEA-1","Green tea","1","amazon.com","Amazon","SEATTLE","WA","98101","","30.00","0","0","0","0","0","0","0","0","0","0","0","0","0","30.00","Deferred",""
"Oct 3, 2026 3:00:00 AM PDT","2021","Transfer","","","To your account ending in: 1234","","","","","","","","0","0","0","0","0","0","0","0","0","0","0","0","0","-900.00","-900.00","Released",""
"""
)
SHOPIFY_19: Final = """
Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency,VAT,Business Entity Name,Business Entity ID
2026-08-30 16:59:53 +0400,charge,#1001,visa,online,paid,2026-09-02,9001,2026-09-02,100.00,5.00,95.00,#68683485610367,card,100.00,USD,USD,0.00,Tea,1
2026-08-31 16:59:53 +0400,refund,#1001,visa,online,paid,2026-09-02,9001,2026-09-02,-20.00,0.00,-20.00,#68683485610367,card,-20.00,USD,USD,0.00,Tea,1
2026-09-01 16:59:53 +0400,adjustment,,,,pending,,,2026-09-02,-1.50,0.00,-1.50,,,,,USD,0.00,Tea,1
2026-09-01 17:59:53 +0400,chargeback,#1001,visa,online,pending,,,2026-09-02,-30.00,15.00,-45.00,,,,,USD,0.00,Tea,1
"""
SHOPIFY_OLD: Final = """
Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Available On,Amount,Fee,Net,Currency
2026/6/12,charge,#1001,visa,online,paid,2026/6/15,2026/6/15,$100.00,$5.00,$95.00,USD
2026/6/13,refund,#1001,visa,online,paid,2026/6/15,2026/6/15,-$20.00,$0.00,-$20.00,USD
"""
_PAYPAL = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,Shipping Address,Address Status,"
    "Item Title,Item ID,Shipping and Handling Amount,Insurance Amount,Sales Tax,Option 1 Name,Option 1 Value,Option 2 Name,Option 2 Value,"
    "Reference Txn ID,Invoice Number,Custom Number,Quantity,Receipt ID,Balance,Address Line 1,Country,Contact Phone Number,Subject,Note,Country Code,Balance Impact"
)


def _paypal(
    when: str,
    kind: str,
    status: str,
    gross: str,
    fee: str,
    number: str,
    order: str = "",
    impact: str = "Credit",
    currency: str = "USD",
) -> str:
    cells = dict.fromkeys(_PAYPAL.split(","), "")
    day, _blank, rest = when.partition(" ")
    time, _blank, zone = rest.partition(" ")
    cells |= {"Date": day, "Time": time, "TimeZone": zone, "Name": "Ann Lee", "Type": kind, "Status": status, "Currency": currency, "Gross": gross,
              "Fee": fee, "Net": "", "Transaction ID": number, "Invoice Number": order, "Balance Impact": impact}  # fmt: skip
    return ",".join(f'"{cell}"' for cell in cells.values())


def _activity(*rows: str) -> str:
    return "\n".join([",".join(f'"{name}"' for name in _PAYPAL.split(",")), *rows])


PAYPAL_US: Final = _activity(
    _paypal("03/01/2026 10:00:00 PST", "Express Checkout Payment", "Completed", "100.00", "-5.00", "T1", "1001"),
    _paypal("03/02/2026 10:00:00 PST", "Payment Refund", "Completed", "-20.00", "0.00", "T2", "1001", "Debit"),
    _paypal("03/03/2026 10:00:00 PST", "Order", "Completed", "40.00", "0.00", "T3", "1002", "Memo"),
    _paypal("03/04/2026 10:00:00 PST", "Express Checkout Payment", "Pending", "41.00", "0.00", "T4", "1003"),
    _paypal("03/05/2026 10:00:00 PST", "General Currency Conversion", "Completed", "-10.00", "0.00", "T5", "", "Debit"),
    _paypal(
        "03/05/2026 10:00:00 PST", "General Currency Conversion", "Completed", "9.00", "0.00", "T6", "", "Credit", "EUR"
    ),
    _paypal("03/06/2026 10:00:00 PST", "Hold on Available Balance", "Completed", "-7.00", "0.00", "T7", "", "Debit"),
    _paypal(
        "03/13/2026 10:00:00 America/Los_Angeles",
        "General Withdrawal",
        "Completed",
        "-30.00",
        "0.00",
        "T8",
        "",
        "Debit",
    ),
    _paypal("03/14/2026 10:00:00 PDT", "Express Checkout Payment", "Completed", "-3.00", "0.00", "T9", "", "Debit"),
)
PAYPAL_EU: Final = _activity(
    _paypal(
        "13.03.2026 10:00:00 CET", "Website Payment", "Completed", "1.100,00", "-5,00", "T1", "1001", currency="EUR"
    ),
    _paypal(
        "14.03.2026 10:00:00 CET", "Payment Refund", "Completed", "-1.020,00", "0,00", "T2", "1001", "Debit", "EUR"
    ),
)
PAYPAL_GERMAN: Final = """
"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto","Gebühr","Netto","Absender E-Mail-Adresse","Empfänger E-Mail-Adresse","Transaktionscode","Rechnungsnummer","Auswirkung auf Guthaben"
"01.03.2026","10:00:00","CET","Ann Lee","PayPal Express-Zahlung","Abgeschlossen","EUR","1.100,00","-5,00","1.095,00","a@x.de","b@x.de","T1","1001","Haben"
"02.03.2026","10:00:00","CET","Ann Lee","Rückzahlung","Abgeschlossen","EUR","-1.020,00","0,00","-1.020,00","a@x.de","b@x.de","T2","1001","Soll"
"03.03.2026","10:00:00","CET","Ann Lee","PayPal Express-Zahlung","Ausstehend","EUR","30,00","0,00","30,00","a@x.de","b@x.de","T3","1002","Memo"
"""
STRIPE: Final = '''
"balance_transaction_id","created_utc","available_on_utc","currency","gross","fee","net","reporting_category","source_id","description","automatic_payout_id","automatic_payout_effective_at_utc"
"txn_1","2026-03-01 10:00:00","2026-03-03 00:00:00","usd","100.00","5.00","95.00","charge","ch_1","Order #1001 from Tea ""& Ware""","po_1","2026-03-05 00:00:00"
"txn_2","2026-03-02 10:00:00","2026-03-03 00:00:00","usd","-20.00","0.00","-20.00","refund","re_1","REFUND FOR CHARGE (Order #1001)","po_1","2026-03-05 00:00:00"
"txn_3","2026-03-02 11:00:00","2026-03-03 00:00:00","usd","-1.00","0.00","-1.00","fee","fee_1","Radar (2026-02-01 - 2026-02-28)","po_1","2026-03-05 00:00:00"
"txn_4","2026-03-02 12:00:00","2026-03-03 00:00:00","usd","-30.00","15.00","-45.00","dispute","dp_1","Chargeback for order 1001","po_1","2026-03-05 00:00:00"
"txn_5","2026-03-05 00:00:00","2026-03-05 00:00:00","usd","-29.00","0.00","-29.00","payout","po_1","STRIPE PAYOUT","po_1","2026-03-05 00:00:00"
"txn_6","2026-03-06 00:00:00","2026-03-06 00:00:00","usd","-2.00","0.00","-2.00","something_new","x_1","","",""
'''
STRIPE_HISTORY: Final = """
id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,order_id (metadata)
txn_1,charge,ch_1,100.00,5.00,95.00,usd,2026-03-01 10:00,2026-03-03 00:00,Tea,1001
txn_2,refund,re_1,-20.00,0.00,-20.00,usd,2026-03-02 10:00,2026-03-03 00:00,REFUND FOR CHARGE,1001
txn_5,payout,po_1,-75.00,0.00,-75.00,usd,2026-03-05 00:00,2026-03-05 00:00,STRIPE PAYOUT,
"""
ETSY_US: Final = """
Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net,Tax Details
"March 1, 2026",Sale,Payment for Order #3100000001,,CAD,CA$100.00,--,CA$100.00,--
"March 1, 2026",Fee,Transaction fee: Green tea,Order #3100000001,CAD,--,-CA$4.00,-CA$4.00,--
"March 1, 2026",Fee,Processing fee,Order #3100000001,CAD,--,-CA$1.00,-CA$1.00,--
"March 2, 2026",Refund,Refund for Order #3100000001,,CAD,-CA$20.00,--,-CA$20.00,--
"March 3, 2026",Marketing,Etsy Ads,,CAD,--,-CA$5.00,-CA$5.00,--
"March 3, 2026",Fee,Offsite Ads fee,Order #3100000001,CAD,--,-CA$3.00,-CA$3.00,--
"March 4, 2026",Tax,Sales tax paid by buyer,Order #3100000001,CAD,--,-CA$2.00,-CA$2.00,--
"March 5, 2026",Shipping,Canada Post shipping label,Order #3100000001,CAD,--,-CA$6.00,-CA$6.00,--
"March 30, 2026",Deposit,"CA$1,059.00 sent to your bank account",,CAD,--,--,--,--
"""
ETSY_UK: Final = """
Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net,Tax Details
30-Apr-25,Sale,Payment for Order #3100000001,,GBP,£100.00,--,£100.00,--
31 Jul 2025,Refund,Refund to buyer,Order #3100000001,GBP,-£20.00,--,-£20.00,--
30-Apr-25,VAT,VAT: transaction fee,Order #3100000001,GBP,--,-£1.16,-£1.16,--
30-Apr-25,Fee,Listing fee,Listing #1501,GBP,--,-£3.84,-£3.84,--
"""
_EBAY = (
    "Transaction creation date,Type,Order number,Legacy order ID,Buyer username,Buyer name,Ship to city,Ship to province/region/state,Ship to zip,"
    "Ship to country,Net amount,Payout currency,Payout date,Payout ID,Payout method,Payout status,Reason for hold,Item ID,Transaction ID,Item title,"
    "Custom label,Quantity,Item subtotal,Shipping and handling,Seller collected tax,eBay collected tax,Final Value Fee - fixed,Final Value Fee - variable,"
    'Regulatory operating fee,"Very high ""item not as described"" fee",Below standard performance fee,International fee,Charity donation,'
    "Deposit processing fee,Gross transaction amount,Transaction currency,Exchange rate,Reference ID,Description"
)


def _ebay(
    day: str,
    kind: str,
    order: str,
    net: str,
    fees: tuple[str, str, str],
    gross: str,
    said: str = "--",
    currency: str = "USD",
) -> str:
    cells = ["--"] * 39
    cells[0], cells[1], cells[2], cells[10] = f'"{day}"', kind, order, net
    cells[11] = currency if net != "--" else "--"
    cells[26], cells[27], cells[31] = fees
    cells[34], cells[35], cells[38] = gross, currency, said
    return ",".join(cells)


_NONE = ("--", "--", "--")
EBAY: Final = "\n".join((
    "Transaction report,,,", "Date range,Sep-01-25 to Sep-30-25", "Seller,tea", ",,,", _EBAY,
    _ebay("Jan 5, 2026", "Order", "11-00000-00001", "95", ("-0.4", "-4.5", "-0.1"), "100"),
    _ebay("Jan 6, 2026", "Refund", "11-00000-00001", "-18.5", ("0.4", "1", "0.1"), "-20"),
    _ebay("Jan 7, 2026", "Order", "20-00000-00001", "19.4", _NONE, "23.26"),
    _ebay("Jan 7, 2026", "Order", "20-00000-00001", "--", ("--", "-2.2", "-0.16"), "--"),
    _ebay("Jan 7, 2026", "Order", "20-00000-00001", "--", ("--", "-1.34", "-0.16"), "--"),
    _ebay("Jan 8, 2026", "Other fee", "17-00000-00001", "-0.89", _NONE, "-0.89", "Insertion fee"),
    _ebay("Jan 8, 2026", "Other fee", "--", "-3", _NONE, "-3", "Promoted listings - general fee"),
    _ebay("Jan 9, 2026", "Hold", "01-00000-00001", "-15.2", _NONE, "-15.2", "Hold placed"),
    _ebay("Jan 10, 2026", "Hold", "01-00000-00001", "5.2", _NONE, "5.2", "Hold released"),
    _ebay("Jan 11, 2026", "Payout", "--", '"-3,666.78"', _NONE, '"-3,666.78"', "Scheduled payout"),
    _ebay("Jan 12, 2026", "Adjustment", "--", "-1.5", _NONE, "-1.5", "--"),
))  # fmt: skip

JD_PERSONAL: Final = """
导出信息：
京东账号名：(masked)
共：3笔记录

京东交易明细
交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注
2026-03-01 10:00:00\t,京东商城,茶,131.77(已退款89.84),微信支付,交易成功,支出,食品,1001\t,W-1001\t,
2026-03-02 10:00:00\t,京东商城,茶,468.32(已全额退款),微信支付,交易成功,不计收支,食品,1002\t,W-1002\t,
2026-03-03 10:00:00\t,京东商城,茶,10.00,钱包,交易成功,收入,其他,1003\t,W-1003\t,
"""
MEITUAN: Final = """
美团交易账单明细
美团用户名：[(masked)]
""
【美团交易账单明细列表】
交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,交易单号,商家单号,备注
2026-03-01 10:00:00,2026-03-01 10:00:05,支付,茶,支出,零钱,¥20.00,¥18.00,M1\t,S1\t,/
2026-03-02 10:00:00,2026-03-02 10:00:05,退款,茶,收入,零钱,¥20.00,¥8.00,M1\t,S1\t,/
"""

EBAY_GERMAN: Final = """
Datum der Transaktionserstellung,Typ,Bestellnummer,Alte Bestellnummer,Nutzername des Käufers,Name des Käufers,Zwischensumme Artikel,Verpackung und Versand,Transaktionsbetrag (inkl. Kosten),Fixer Anteil der Verkaufsprovision,Variabler Anteil der Verkaufsprovision,Betrag abzügl. Kosten,Auszahlungswährung,Auszahlung Nr.,Auszahlungsdatum,Angebotstitel
5. Jan 2026,Bestellung,11-00000-00001,,anna,Anna,"1.100,00",0,"1.100,00","-0,40","-4,60","1.095,00",EUR,,,Tee
6. Jan 2026,Rückerstattung,11-00000-00001,,anna,Anna,"-1.020,00",0,"-1.020,00",--,--,"-1.020,00",EUR,,,Tee
7. Jan 2026,Auszahlung,--,,--,--,--,--,"-75,00",--,--,"-75,00",EUR,1,7. Jan 2026,--
"""

_TAO = "260301000000000001"
_T46 = "4600000000000000001"
_P = "260501-662941284701219"
_JD1 = "310000000001"
_DY = "6917926768823643751"
_A16 = "1234567890123456789"

MADE: Final[Mapping[str, Made]] = {
    "alipay 2012": Made(
        "alipay-account", "20880000000000000156_202603_账务明细.csv", ALIPAY_2012,
        {"sale": "100", "refund": "-20", "commission": "-5", "payout": "-500"}, (_TAO, _TAO, _TAO, "20260303999"), "gb18030", 9,
    ),
    "alipay 2026": Made(
        "alipay-account", "signcustomer.csv", ALIPAY_2026,
        {"sale": "100", "refund": "-20", "commission": "-7", "reserve": "-30", "freight": "-3", "ads": "-10", "subsidy": "1.5", "compensation": "-4",
         "other": "-6"},
        (_T46, _T46, _T46, "", "", "4600000000000000002", "", "4600000000000000003", "4600000000000000004", ""), "gb18030", 9,
    ),
    "alipay trades": Made(
        "alipay-trades", "业务明细.csv", ALIPAY_TRADES, {"sale": "100", "refund": "-20", "payment_fee": "-0.48"}, ("W-1001",) * 4, "gb18030", 8,
    ),
    "alipay of a person": Made(
        "alipay-personal", "alipay_record.csv", ALIPAY_PERSONAL, {"other": "80", "payment_fee": "-5"}, ("W-1001", "W-1001", ""), "gb18030", 11,
    ),
    "wechat trades": Made(
        "wechat-trades", "1900000001All2026-03-01.csv", WECHAT_TRADES, {"sale": "100", "refund": "-20", "payment_fee": "-0.48"}, ("W-1001",) * 4,
        skipped=5, currencies=frozenset({"CNY"}),
    ),
    "wechat trades of 2014": Made(
        "wechat-trades", "All.csv", WECHAT_OLD, {"sale": "100", "refund": "-20", "payment_fee": "-5"}, ("W-1001",) * 3, skipped=3,
        currencies=frozenset({"CNY"}),
    ),
    "wechat refunds": Made(
        "wechat-refunds", "Refund.csv", WECHAT_REFUNDS, {"refund": "-20", "payment_fee": "0.12"}, ("W-1001",) * 2, skipped=3,
        currencies=frozenset({"CNY"}),
    ),
    "wechat account": Made(
        "wechat-account", "Fund.csv", WECHAT_ACCOUNT, {"sale": "100", "refund": "-20", "payment_fee": "-5", "payout": "-60"},
        ("W-1001",) * 3 + ("",), skipped=3,
    ),
    "wechat of taobao": Made(
        "taobao-wechat", "微信账单.csv", TAOBAO_WECHAT, {"sale": "100", "refund": "-20", "commission": "-5", "payout": "-50"}, (_T46, _T46, _T46, ""), "gb18030", 1,
    ),
    "wechat of taobao, later": Made(
        "taobao-wechat", "微信账单.csv", TAOBAO_WECHAT_2, {"sale": "100", "refund": "-20", "commission": "-5"}, (_T46,) * 3, skipped=1,
    ),
    "jd of a person": Made(
        "jd-personal", "京东交易流水.csv", JD_PERSONAL, {"other": "-31.93"}, ("W-1001", "W-1003"), "utf-8-sig", 7,
    ),
    "meituan of a person": Made("meituan-personal", "美团账单.csv", MEITUAN, {"other": "-10"}, ("S1", "S1"), "utf-8-sig", 5),
    "wechat of a person": Made(
        "wechat-personal", "微信支付账单.csv", WECHAT_PERSONAL, {"other": "80", "payout": "-50.10"}, ("", "129847129", ""), "utf-8-sig", 6,
    ),
    "jd reconciliation": Made(
        "jd-settlement", "对账.csv", JD_OLD, {"sale": "100", "refund": "-20", "commission": "-5", "subsidy": "1"}, (_JD1,) * 4, "gb18030", 2,
        frozenset({"CNY"}),
    ),
    "jd fees": Made(
        "jd-fees", "费用明细.csv", JD_NEW, {"sale": "100", "refund": "-20", "commission": "-4", "payment_fee": "-1", "compensation": "-3"}, (_JD1,) * 5,
        "utf-8-sig", 1,
    ),
    "pinduoduo": Made(
        "pinduoduo-account", "pdd-mall-bill-detail.csv", PINDUODUO,
        {"sale": "100", "refund": "-20", "commission": "-5", "subsidy": "2", "compensation": "-3", "ads": "-10", "reserve": "-20", "payout": "-30", "other": "-1"},
        (_P,) * 5 + ("",) * 4, "gb18030", 4,
    ),
    "douyin account": Made(
        "douyin-account", "动账明细.csv", DOUYIN_39,
        {"sale": "94", "subsidy": "6", "commission": "-5", "refund": "-20", "ads": "-10", "payout": "-40", "compensation": "-4"},
        (_DY,) * 5 + ("", "", _DY), "utf-8-sig", 1,
    ),
    "douyin account, variant": Made(
        "douyin-account", "动账.csv", DOUYIN_VARIANT, {"sale": "95", "refund": "-20"}, (_DY, _DY), skipped=1,
    ),
    "douyin settled orders": Made(
        "douyin-settlement", "结算账单.csv", DOUYIN_SETTLED, {"sale": "100", "commission": "-5", "refund": "-20"}, (_DY,) * 4, "utf-8-sig", 2,
    ),
    "1688 received": Made("alibaba-received", "收款明细.csv", ALIBABA_IN, {"sale": "100", "refund": "-20"}, (_A16, _A16), "gb18030", 2),
    "1688 paid": Made("alibaba-paid", "付款明细.csv", ALIBABA_OUT, {"commission": "-3", "compensation": "-3"}, (_A16,) * 3, "gb18030", 1),
    "amazon settlement": Made(
        "amazon-settlement", "20210001.txt", AMAZON_US,
        {"sale": "98", "tax": "-8", "commission": "-52.59", "freight": "-5", "refund": "-20", "ads": "-25", "compensation": "12", "reserve": "65.59",
         "loan": "-10", "other": "-0.01", "payout": "-54.99"},
        ("",) + (_ORDER,) * 9 + ("",) * 7, skipped=1, currencies=frozenset({"USD"}),
    ),
    "amazon settlement of europe": Made(
        "amazon-settlement", "20210002.txt", AMAZON_EU, {"sale": "1100", "refund": "-1020", "commission": "-5", "payout": "-75"}, ("",) + (_ORDER,) * 3,
        skipped=1, currencies=frozenset({"EUR"}),
    ),
    "amazon transactions": Made(
        "amazon-transactions", "2026Sep30-2026Oct3CustomTransaction.csv", AMAZON_RANGE,
        {"sale": "1148", "tax": "-8", "commission": "-13", "freight": "-5", "refund": "-20", "ads": "-25", "other": "-0.5", "payout": "-900"},
        (_ORDER,) * 6 + (_ORDER,) * 2 + ("",) + ("111-2223334-5556668",) * 3 + ("",), "utf-8-sig", 9,
    ),
    "shopify transactions": Made(
        "shopify-transactions", "payment_transactions_export_1.csv", SHOPIFY_19, {"sale": "100", "refund": "-50", "payment_fee": "-20", "other": "-1.5"},
        ("1001",) * 3 + ("",) + ("1001",) * 2, skipped=1, currencies=frozenset({"USD"}),
    ),
    "shopify transactions, older": Made(
        "shopify-transactions", "payment_transactions_export_1.csv", SHOPIFY_OLD, {"sale": "100", "refund": "-20", "payment_fee": "-5"}, ("1001",) * 3,
        skipped=1, currencies=frozenset({"USD"}),
    ),
    "paypal": Made(
        "paypal-activity", "Download.CSV", PAYPAL_US,
        {"sale": "100", "payment_fee": "-5", "refund": "-20", "other": "-4", "reserve": "-7", "payout": "-30"}, ("1001",) * 3 + ("",) * 5, "utf-8-sig", 3,
        frozenset({"USD", "EUR"}),
    ),
    "paypal of europe": Made(
        "paypal-activity", "Download.CSV", PAYPAL_EU, {"sale": "1100", "payment_fee": "-5", "refund": "-1020"}, ("1001",) * 3, "utf-8-sig", 1,
        frozenset({"EUR"}),
    ),
    "paypal in german": Made(
        "paypal-activity", "Download.CSV", PAYPAL_GERMAN, {"sale": "1100", "payment_fee": "-5", "refund": "-1020"}, ("1001",) * 3, "utf-8-sig", 2,
        frozenset({"EUR"}),
    ),
    "stripe": Made(
        "stripe-balance", "itemized_balance_change.csv", STRIPE, {"sale": "100", "refund": "-50", "payment_fee": "-21", "payout": "-29", "other": "-2"},
        ("1001",) * 3 + ("",) + ("1001",) * 2 + ("", ""), "utf-8-sig", 1, frozenset({"USD"}),
    ),
    "stripe history": Made(
        "stripe-history", "balance_history.csv", STRIPE_HISTORY, {"sale": "100", "refund": "-20", "payment_fee": "-5", "payout": "-75"}, ("1001",) * 3 + ("",),
        skipped=1, currencies=frozenset({"USD"}),
    ),
    "etsy": Made(
        "etsy-statement", "etsy_statement_2026_3.csv", ETSY_US,
        {"sale": "100", "commission": "-7", "payment_fee": "-1", "refund": "-20", "ads": "-5", "tax": "-2", "freight": "-6", "payout": "-1059"},
        ("3100000001",) * 4 + ("",) + ("3100000001",) * 3 + ("",), skipped=1, currencies=frozenset({"CAD"}),
    ),
    "etsy of britain": Made(
        "etsy-statement", "etsy_statement_2025_4.csv", ETSY_UK, {"sale": "100", "refund": "-20", "tax": "-1.16", "commission": "-3.84"},
        ("3100000001",) * 3 + ("",), skipped=1, currencies=frozenset({"GBP"}),
    ),
    "ebay in german": Made(
        "ebay-transactions", "Transaktionsbericht.csv", EBAY_GERMAN, {"sale": "1100", "commission": "-5", "refund": "-1020", "payout": "-75"},
        ("11-00000-00001",) * 4 + ("",), "utf-8-sig", 1, frozenset({"EUR"}),
    ),
    "ebay": Made(
        "ebay-transactions", "Transaction_report_20260101_20260131.csv", EBAY,
        {"sale": "123.26", "commission": "-8.25", "refund": "-20", "ads": "-3", "reserve": "-10", "payout": "-3666.78", "other": "-1.5"},
        ("11-00000-00001",) * 8 + ("20-00000-00001",) * 2 + ("17-00000-00001", "", "01-00000-00001", "01-00000-00001", "", ""), skipped=7,
        currencies=frozenset({"USD"}),
    ),
}  # fmt: skip
"""What it is → the file."""
