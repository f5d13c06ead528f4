"""What the demo shop sells, to whom, and when people want it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final


@dataclass(frozen=True, slots=True)
class Good:
    """One SKU: yuan and grams; `demand` in pieces a day in a plain week, `season` its mood over the year."""

    code: str
    title: str
    category: str
    supplier: str
    price: str
    cost: str
    """"" where nobody has told the shop what it cost."""
    demand: float
    season: str = ""
    weight: int = 300
    parts: tuple[str, ...] = ()
    """What a bundle takes from the shelf, one piece of each."""

    @property
    def list_price(self) -> Decimal:
        """What the page says."""
        return Decimal(self.price)


GREEN, GIFT, WINTER, SUMMER = "green", "gift", "winter", "summer"

GOODS: Final = (
    Good(
        "TEA-001", "西湖龙井礼盒 250g · Longjing gift box", "茶叶 Tea", "梅家坞茶社", "168.00", "72.00", 3.2, GIFT, 520
    ),
    Good(
        "TEA-002", "明前龙井 100g · Pre-Qingming Longjing", "茶叶 Tea", "梅家坞茶社", "128.00", "61.50", 1.6, GREEN, 160
    ),
    Good("TEA-003", "碧螺春 125g · Biluochun", "茶叶 Tea", "梅家坞茶社", "89.00", "38.20", 1.2, GREEN, 180),
    Good("TEA-004", "铁观音 清香 125g · Tie Guan Yin", "茶叶 Tea", "安溪山海茶厂", "59.00", "21.80", 1.8, "", 180),
    Good("TEA-005", "茉莉龙珠 100g · Jasmine pearls", "茶叶 Tea", "福州闽香", "39.90", "13.60", 2.4, "", 150),
    Good("TEA-006", "正山小种 150g · Lapsang souchong", "茶叶 Tea", "福州闽香", "69.00", "26.40", 1.1, WINTER, 210),
    Good("TEA-007", "云南普洱饼 357g · Pu'er cake", "茶叶 Tea", "勐海老树", "118.00", "47.00", 0.9, WINTER, 420),
    Good("TEA-008", "白毫银针 80g · Silver needle", "茶叶 Tea", "福州闽香", "158.00", "77.00", 0.5, GREEN, 130),
    Good("TEA-009", "桂花乌龙 100g · Osmanthus oolong", "茶叶 Tea", "安溪山海茶厂", "45.00", "16.10", 1.4, "", 150),
    Good("TEA-010", "冷泡茶包 20 袋 · Cold-brew bags", "茶叶 Tea", "安溪山海茶厂", "32.00", "9.90", 1.5, SUMMER, 120),
    Good("TEA-011", "菊花枸杞茶 15 包 · Chrysanthemum tea", "茶叶 Tea", "福州闽香", "26.00", "8.20", 1.3, SUMMER, 130),
    Good("TEA-012", "大红袍 肉桂 100g · Da Hong Pao", "茶叶 Tea", "安溪山海茶厂", "99.00", "43.00", 0.8, WINTER, 160),
    Good("GW-101", "白瓷盖碗 120ml · White gaiwan", "茶具 Teaware", "景德镇素坊", "58.00", "19.50", 1.7, "", 340),
    Good(
        "GW-102",
        "手绘青花盖碗 150ml · Hand-painted gaiwan",
        "茶具 Teaware",
        "景德镇素坊",
        "128.00",
        "46.00",
        0.7,
        GIFT,
        380,
    ),
    Good("GW-103", "玻璃公道杯 350ml · Glass pitcher", "茶具 Teaware", "淄博琉光", "36.00", "11.20", 1.3, "", 260),
    Good(
        "GW-104", "便携旅行茶具 4 件 · Travel tea set", "茶具 Teaware", "景德镇素坊", "119.00", "44.80", 1.1, GIFT, 780
    ),
    Good("GW-105", "紫砂壶 200ml · Yixing teapot", "茶具 Teaware", "宜兴壶语", "268.00", "118.00", 0.4, GIFT, 420),
    Good("GW-106", "品茗杯 6 只 · Six tasting cups", "茶具 Teaware", "景德镇素坊", "49.00", "15.40", 1.2, "", 420),
    Good("GW-107", "竹制茶盘 M · Bamboo tray M", "茶具 Teaware", "安吉竹作", "88.00", "31.00", 0.7, "", 1300),
    Good("GW-108", "竹制茶盘 L · Bamboo tray L", "茶具 Teaware", "安吉竹作", "138.00", "52.00", 0.4, "", 2100),
    Good("GW-109", "茶叶罐 锡 150g · Pewter caddy", "茶具 Teaware", "", "79.00", "", 0.5, "", 310),
    Good("GW-110", "茶滤 不锈钢 · Steel strainer", "茶具 Teaware", "淄博琉光", "19.90", "5.10", 1.4, "", 60),
    Good("KET-08", "铸铁壶 0.8L · Iron kettle", "厨房 Kitchen", "", "258.00", "", 0.35, WINTER, 1800),
    Good("KET-11", "电陶炉 · Ceramic hob", "厨房 Kitchen", "广州炉匠", "299.00", "163.00", 0.3, WINTER, 2400),
    Good("KIT-201", "木质砧板 · Wooden board", "厨房 Kitchen", "安吉竹作", "69.00", "24.00", 0.8, "", 1500),
    Good("KIT-202", "陶瓷饭碗 4 只 · Four rice bowls", "厨房 Kitchen", "景德镇素坊", "56.00", "18.90", 1.0, "", 980),
    Good("KIT-203", "玻璃冷水壶 1.5L · Water jug", "厨房 Kitchen", "淄博琉光", "45.00", "14.70", 0.9, SUMMER, 900),
    Good("KIT-204", "不锈钢保温杯 500ml · Flask", "厨房 Kitchen", "广州炉匠", "79.00", "29.50", 1.2, WINTER, 380),
    Good("KIT-205", "棉麻茶巾 2 条 · Tea towels", "厨房 Kitchen", "绍兴布谷", "22.00", "6.30", 1.0, "", 90),
    Good("KIT-206", "香插 · Incense holder", "厨房 Kitchen", "宜兴壶语", "35.00", "12.00", 0.5, "", 150),
)

SET: Final = Good(
    "SET-01", "初见茶礼 · First tea set", "茶具 Teaware", "", "89.00", "", 0.6, GIFT, 490, parts=("GW-101", "TEA-005")
)
"""A bundle: a gaiwan and a caddy of jasmine pearls."""

FAMILY: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN: Final = (
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀英",
    "霞",
    "平",
    "刚",
    "桂英",
    "文",
    "云",
)
ENGLISH: Final = (
    "Ada Finch",
    "Ben Marsh",
    "Cora Vale",
    "Dan Hollis",
    "Eve Larkin",
    "Finn Ashby",
    "Gwen Tully",
    "Hal Orton",
    "Ivy Penrose",
    "Jon Mercer",
    "Kay Winslow",
    "Leo Barden",
    "Mia Corbett",
    "Ned Faraday",
    "Ola Quill",
    "Pia Renner",
    "Rex Sutter",
    "Una Thorne",
)
PROVINCES: Final = (
    "上海",
    "浙江省",
    "江苏省",
    "广东省",
    "北京",
    "四川省",
    "福建省",
    "湖北省",
    "山东省",
    "陕西省",
    "湖南省",
    "辽宁省",
)
COUNTRIES: Final = ("US", "GB", "DE", "CA", "AU", "FR", "NL", "SG", "JP")
CARRIERS: Final = ("中通快递", "圆通速递", "顺丰速运", "韵达快递")

FESTIVALS: Final = (
    (1, 10, 1, 27, 1.7, GIFT),
    (3, 25, 4, 20, 1.9, GREEN),
    (6, 1, 6, 20, 1.8, ""),
    (9, 5, 9, 24, 1.6, GIFT),
    (11, 1, 11, 11, 2.3, ""),
    (11, 24, 11, 30, 1.5, ""),
    (12, 10, 12, 24, 1.4, GIFT),
)
"""From month and day, to month and day, how much more is bought, and which season's goods most ("": all)."""

OFF: Final = ((6, 1, 6, 20), (11, 1, 11, 11))
"""Days of the great sales: 30 off every full 300, as the platforms ask."""


TRIED: Final = "TEA-005"
"""The good whose price was tried out all year."""
_FORTNIGHTS: Final = ("1", "0.85", "1.15", "0.9", "1.25", "1.05", "0.8", "1.1")
"""Of its list price, what it cost in one fortnight after the other."""
_MINDS: Final = Decimal("-2.2")
"""How much its buyers mind: 10 % dearer, 19 % fewer pieces."""


def price_on(good: Good, day: date) -> Decimal:
    """What a good costs on a day."""
    if good.code != TRIED:
        return good.list_price
    factor = Decimal(_FORTNIGHTS[day.toordinal() // 14 % len(_FORTNIGHTS)])
    return (good.list_price * factor).quantize(Decimal("0.1"))


def mood(good: Good, day: date) -> float:
    """How much more (or less) of a good is wanted on a day than on a plain one."""
    wanted = (1.0, 0.97, 0.98, 1.0, 1.08, 1.22, 1.18)[day.weekday()]
    wanted *= float((price_on(good, day) / good.list_price) ** _MINDS)
    warm = 1 - abs(day.month - 7) / 6
    if good.season == SUMMER:
        wanted *= 0.45 + 1.3 * warm
    elif good.season == WINTER:
        wanted *= 1.45 - 1.0 * warm
    for first_month, first_day, last_month, last_day, much, season in FESTIVALS:
        if (first_month, first_day) <= (day.month, day.day) <= (last_month, last_day):
            wanted *= much if not season or season == good.season else 1 + (much - 1) / 4
    return wanted


def is_sale(day: date) -> bool:
    """Whether one of the great sales is on."""
    return any((fm, fd) <= (day.month, day.day) <= (lm, ld) for fm, fd, lm, ld in OFF)
