"""The advertising law of China: families of its words, where they are harmless, and what to say instead.

Article 9 (3) forbids superlatives such as 国家级, 最高级, 最佳; the guide no. 6 of 2023 of the market regulator says
where they are no offence. These are hints, no legal advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shopdesk.text import N_


class Family(StrEnum):
    """What kind of words a phrase belongs to; OWN are those that the shop itself forbids."""

    MOST = "most"
    FIRST = "first"
    ONLY = "only"
    LEVEL = "level"
    ABSOLUTE = "absolute"
    AWARD = "award"
    UNHEARD = "unheard"
    TIME = "time"
    HEALTH = "health"
    FINANCE = "finance"
    RANK = "rank"
    SURE = "sure"
    CURE = "cure"
    GREEN = "green"
    HURRY = "hurry"
    OWN = "own"


_LAW_FROM: Final = date(2015, 9, 1)


@dataclass(frozen=True, slots=True)
class Words:
    """A family: its title and reason (msgids), the pattern of its phrases, and of what is none of them.

    `mark` says how sure the source is: S seen in the law or its guide, B common knowledge, or "own". A `strict` family
    has none of the general exemptions. It holds from a day on; `source` is a msgid too.
    """

    title: str
    reason: str
    pattern: str
    mark: str = "S"
    strict: bool = False
    source: str = N_("Advertising law of China, Art. 9 (3); SAMR guide no. 6 of 2023")
    valid_from: date = _LAW_FROM


CHINESE: Final[Mapping[Family, Words]] = {
    Family.MOST: Words(
        N_("Superlatives"),
        N_("Superlatives are forbidden in advertising (Art. 9 of the advertising law of China)."),
        "史上最[强大低高好佳优]"
        "|最(?:为|具)?(?:收藏价值|影响力|性价比|人气|创意|潜力|竞争力|高级|好[的用看喝吃]?|佳|优秀?|强悍?|牛|棒|美味?|顶级?|尖端|先进|新潮|新鲜|新款?|流行|时尚|受欢迎|火爆?"
        "|热门?|热销|畅销|便宜|实惠|划算|优惠|低价?|高端?|高档|大气?|小|奢华|豪华|舒适|舒服|安全|环保|健康|专业|权威"
        "|正宗|地道|纯正|轻薄?|薄|快|齐全|完美|适合|符合|值得?|有效|赚|爱|潮|酷|炫|省[电钱]?|耐用|科学|正品|靠谱|懂)"
        "|[中之全]最[。，,!！ ]|之最",
    ),
    Family.FIRST: Words(
        N_("First"),
        N_("A first place needs a proof with a date, a place and a source."),
        r"第(?:一|1(?![0-9]))(?!次|步|时间|天|眼|章|层|排|代(?!理)|季|节|课|人称|口|杯|批|期|周|年|个月|个|位|版|条|页|件|单|份|名起|人民|百货"
        r"|印象|道|泡|遍|桶|阶段|行|列|部分|集|册|卷|手|类|种|枚|场|顿|双|套|辑|档|张)"
        r"|[Nn][Oo](?<![A-Za-z0-9]..)\.? ?1(?![0-9A-Za-z])|[Tt][Oo][Pp](?<![A-Za-z0-9]...) ?1(?![0-9A-Za-z])"
        r"|(?:排名|销量|口碑|人气)(?:冠军|榜首)|冠军(?=品牌|销量)",
    ),
    Family.ONLY: Words(
        N_("The only one"),
        N_("That nobody else has it can hardly be proved."),
        "唯一(?!编码|标识|识别|编号|性|码|id|ID|序列号)|首[选款家创席个]|首发|全网(?!通|眼|格|纱|络)"
        "|独(?<!单独)家|独一无二|独此一家|绝版|仅此一家",
    ),
    Family.LEVEL: Words(
        N_("Levels"),
        N_("Levels that no authority has given are forbidden (Art. 9 of the advertising law of China)."),
        "(?:国家|世界|宇宙|全球|国际|星球)级|顶级|顶尖|极致|终极|极品|至尊|巅峰|国宴级|殿堂级|特供|专供领导|国家领导人",
    ),
    Family.ABSOLUTE: Words(
        N_("Absolutes"),
        N_("What holds always and everywhere can hardly be proved."),
        "绝对(?!值|湿度|压力|温度|零度|误差|地址|路径|编码|音)"
        "|万能(?!胶|钥匙|充|工具|表|遥控|角磨|扳手|粉|锅|转换|插|夹|支架|青年|螺丝刀|贴|接头|清洁布|杯|架|底座|险|刷|包|笔|适配器)"
        "|永久(?!牌|自行车|地址|磁|居|性|单车|链接|基本农田)|永不|永远不|百分之百"
        "|1(?<![0-9]1)00% ?(?!.{1,2}汁|棉|纯棉|羊毛|羊绒|桑蚕|蚕丝|聚酯|亚麻|真丝|涤纶|果汁|天丝"
        "|莱赛尔|竹纤维|cotton|牛皮|橡胶|乳胶|再生|锦纶|苎麻|粘纤|麻|羽绒|鹅绒|鸭绒|可可|阿拉比卡|全麦|浓缩|腈纶|氨纶|棕)[\u4e00-\u9fff]{2}",
    ),
    Family.AWARD: Words(
        N_("Names of honour"),
        N_("Titles of honour need the award that gave them."),
        r"金牌(?!得主|选手)|名(?<![姓品桌铭门挂胸]名)牌(?!大学|吊牌|扣|贴|架|定制|订制|制作|夹|绳)|王牌(?!特工|对王牌)"
        r"|驰名商标|免检产品?|领袖品牌|领导品牌|领军品牌",
    ),
    Family.UNHEARD: Words(
        N_("Never seen before"),
        N_("That there never was anything like it can hardly be proved."),
        "史无前例|绝无仅有|前无古人|空前绝后|举世无双|无与伦比|无可比拟|无人能及|独步天下|天下无敌|万人疯抢|全民疯抢|史上",
    ),
    Family.TIME: Words(
        N_("Pressing for time"),
        N_("What is limited in time has to say from when until when."),
        "仅限(?=今|本|当|此|前|限时|一|两|三|[0-9]|[!！。，, ]|$)"
        "|倒计时(?!器|牌|功能|提醒|钟|显示|秒表|时钟|屏|日历|模式|定时)"
        "|随时(?:涨价|恢复原价|结束|下架)|即将涨价|马上涨价|限时|最后一[天波]|错过不再|错过等一年|不再降价|抢疯了|手慢无",
        "B",
        strict=True,
        source=N_("SAMR, Interim provisions on regulating promotions, Art. 7 and 17"),
        valid_from=date(2020, 12, 1),
    ),
    Family.HEALTH: Words(
        N_("Health claims"),
        N_("Goods that are no medicine must not claim to heal; such claims never count as minor."),
        "根治|治愈|药到病除|包治(?:百病|各种[\u4e00-\u9fff]{2})?|(?:治疗|预防|消除|抑制)(?:各种|多种)?(?:疾病|癌|糖尿病|高血压|失眠|痛风|关节炎|脚气|鼻炎|湿疹|炎症|肿瘤|病毒)"
        "|[无零](?:毒)?副作用|无任何副作用|抗癌|防癌|降血[压糖脂]|延年益寿|一[次用]见效|立竿见影|(?:[0-9一三七]+天|当天)见效|壮阳|排毒养颜|丰胸"
        "|增强免疫力|提高免疫力|速效减肥|不反弹",
        "B",
        strict=True,
        source=N_("Advertising law of China, Art. 16 to 18"),
    ),
    Family.FINANCE: Words(
        N_("Finance claims"),
        N_("Gains must not be promised; such claims never count as minor."),
        "保本保息|稳赚不赔|稳赚|零风险|无风险|保证(?:收益|升值|赚钱)|必[涨赚]|升值(?:潜力)?无限|高额回报|躺赚",
        "B",
        strict=True,
        source=N_("Advertising law of China, Art. 25"),
    ),
}
"""Families of Chinese words."""

_COUNTED: Final = "0123456789一七三天"
_PAIRS: Final = (
    "万人能 不再反 专供 世界 中最 丰胸 举世 之最 人气 仅此限 保本证 倒计 免检 全最民球网 冠军 前无 包治 升值 即将 "
    "口碑 史上无 名牌 唯一 国宴家际 增强 壮阳 天下 宇宙 巅峰 延年 当天 必涨赚 手慢 抑制 抗癌 抢疯 排名毒 提高 "
    "无与人任副可毒风 星球 极品致 根治 殿堂 永不久远 治愈疗 消除 特供 独一家此步 王牌 百分 稳赚 空前 立竿 第一1 "
    "终极 绝对无版 至尊 药到 躺赚 速效 金牌 销量 错过 防癌 降血 限时 随时 零副毒风 顶尖级 预防 领军导袖 "
    "首个创发家席款选 马上 驰名 高额 NOo nOo TOo tOo "
    "最专为人优低佳便值健先具划创受后地大奢好安完实小尖强影快性懂收新时有权棒正流潜潮火炫热爱牛环畅省科竞符纯美耐"
    "舒薄豪赚轻适酷靠顶高齐"
)
STARTS: Final[Mapping[str, str]] = {
    **dict.fromkeys("0123456789七三", _COUNTED), "一": f"{_COUNTED}次用",
    **{pair[0]: pair[1:] for pair in _PAIRS.split()},
}  # fmt: skip
"""Every Chinese phrase begins with one of these and goes on with one of its: where none does, nothing is looked for."""

INSTEAD: Final[Mapping[str, str]] = {
    "最好": "很好", "最佳": "出色", "最高级": "高级", "最新": "新款", "最新款": "新款", "最低": "实惠",
    "最低价": "优惠价", "最高": "较高",
    "最强": "强劲", "最大": "大号", "最小": "小巧", "最优": "优质", "最先进": "先进", "最受欢迎": "广受欢迎",
    "最热销": "热销", "最畅销": "畅销", "最便宜": "实惠", "最优惠": "优惠", "最适合": "适合", "最舒适": "舒适",
    "最安全": "安全", "最专业": "专业", "最时尚": "时尚", "最流行": "流行", "最完美": "精致", "最薄": "轻薄",
    "最轻": "轻盈",
    "最值得": "值得", "史上最强": "强劲", "史上最低": "优惠", "最正宗": "正宗", "最健康": "健康", "最环保": "环保",
    "第一": "知名", "第1": "知名", "唯一": "特色",
    "首选": "优选", "首款": "新款", "首家": "特色", "首创": "新创", "首发": "新品",
    "首席": "资深", "独家": "自有", "独一无二": "别致", "全网": "本店", "国家级": "优质", "世界级": "高水准",
    "国际级": "高水准", "顶级": "高档", "顶尖": "优秀", "极致": "精致", "终极": "升级", "极品": "精品", "至尊": "尊享",
    "绝对": "十分", "万能": "多用途", "永久": "持久", "永不": "不易", "百分之百": "", "金牌": "优质", "名牌": "品牌",
    "王牌": "人气", "史无前例": "难得", "绝无仅有": "少见", "限时": "活动期间", "倒计时": "活动期间", "仅限": "",
    "随时涨价": "", "即将涨价": "", "无副作用": "温和", "零副作用": "温和",
}  # fmt: skip
"""Phrase → what may stand in its place; "" is to leave it out. Of what is not here the family is told alone."""

HARMLESS: Final = (
    # What is measured, ordered or kept: 最大承重 50kg, 最佳食用时间.
    "最[大小高低长短多少重快](?:可|能|承|容|尺|直|距|功率|输|支持|起订|起批|订购|限|负|速|转|宽|厚|深|行程|净|消费量?|温度|电|频|音量|亮度|存)"
    "|最[大小高低长短快轻薄](?:的)?(?:处|时|为|值|[:：])|最[大小高低长短快]?(?:可达|不超过) ?[0-9]"
    "|最[大小高低长短] ?[0-9]|最[大高低多](?:立减|直降|满减|返现?|减免?|省|优惠|降价?|抵扣?|领|至)[至到]? ?[0-9]"
    "|最(?:佳|好|适合|适宜|新鲜)(?:的)?(?:食用|饮用|赏味|品[尝饮]|使用|冲泡|储存|储藏|保存|存放|保质|观赏|浏览|种植|播种|服用|浸泡|睡眠|用餐|口感期|水温|温度|时间|日期|时期|方法|方式|距离|角度|分辨率|状态下)"
    "|最好(?:不要|别|先|在|用|是|选|放|提前|咨询|联系|置于|避免|于|手洗|冷|戴|将|把|搭配|还是|每|再)"
    "|最(?:低|高)(?:人民|检|法|气温|消费|工资|血压)|最(?:新)?(?:版本?说明|国标|标准)|最小(?:二乘|单位|包装|起|化|号|码|孩)|最大(?:化|号|码|公约)|最(?:爱的人|爱吃|爱的)"
    "|最新(?:国标|版|修订|固件|系统|驱动|生产日期|日期|批次|上架|到货|发布|更新|消息|通知|公告|资讯|动态|报价|进展|政策|标准|大纲|考纲|教材)|(?:世界|全球|中国|亚洲|地球)上?(?:第一|最[高大长深])的?(?:峰|高峰|河|沙漠|湖|海|洋|岛|山|瀑布)"
    "|(?:色号|型号|款号|编号|货号|尺码|号码|序号)[:： ]?(?:NO\\.? ?1|TOP ?1)"
    "|国家级(?:非物质|非遗|文物|高新|贫困|自然|风景|森林|重点|实验室|检测|标准|工艺美术|[^，。,]{0,6}(?:认证|证书|称号|奖))"
    "|首[款个席]?(?:次|先|页|饰|都|乌|尾|付|重)|世界级(?:非物质|遗产)|全网(?:通|络)|独家村"
    "|金牌(?:奖|[^，。,]{0,4}获得|[^，。,]{0,4}(?:大赛|博览会))|限时(?:达|器|送达|配送)|史上(?:记载|著名)"
    "|无风险(?:退换|退货|试用)|零风险(?:退换|退货|试用)|(?:不|别|未|并非|非|没有|不是)(?:绝对|万能|唯一|永久)|绝对(?:不要|禁止|不能|不可)"
    "|(?:拒绝|杜绝|谢绝)对"
)
"""Where words of the families are no claim: what is measured, how goods are used, what is known of the world."""

BEFORE: Final = (
    # Within one brand; what the seller strives for; bounded in time and place with a prize or a list that says so.
    "(?:本店|我家|我们家|自家|本品牌|本系列|同系列|该系列|系列[中里]|旗下|店内|本款(?:系列)?)[^，。,;；!！?？]{0,10}$"
    "|(?:追求|力求|致力|争取|努力|力争|希望|愿|为了|目标|立志|争做|做到|想要|尽[力量])[^，。,;；!！?？]{0,12}$"
    "|(?:19|20)[0-9]{2}年?[^。;；!！?？]{0,16}(?:省|市|区|县|天猫|京东|淘宝|抖音|拼多多|平台|类目|榜)[^。;；!！?？]{0,10}$"
    "|(?:获|荣获|获得|评为|授予|颁发)[^，。,;；!！?？]{0,14}$|《[^》]*$"
)
"""What stands before a phrase that makes it harmless in every family but those that are strict."""
AFTER: Final = "^[^，。, ]{0,4}[®™]|^[^《]*》"
"""So what stands behind it: a registered mark, or the title of a work."""
DATED: Final = (
    r"[0-9]{1,2} ?月 ?[0-9]{1,2}|20[0-9]{2}[-/.年][0-9]{1,2}|(?<![0-9.])[0-9]{1,2}[./-][0-9]{1,2} ?"
    r"(?:[日号至到~—-]|[0-9]{1,2}[:：点时])"
    r"|[0-9]{1,2}[:：][0-9]{2}|[0-9]{1,2} ?[日号] ?(?:[0-9]{1,2}点|起|止|至|前|截止|结束|24)"
)
"""Days that a text names: what is limited in time is then said to be so until then."""
