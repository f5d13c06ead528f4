"""Phrases of titles and descriptions, labelled by hand: what the law has something against, and what not."""

FLAGGED = """
全网最低价铁观音
全网销量第1的茶具
行业第1品牌
天猫ＴＯＰ１茶叶
销量Ｎｏ．１
史上最强保温杯
最好的茶叶送给您
最佳礼品首选
最高级的面料
最优惠的价格
最新款女鞋
最先进的工艺
最受欢迎的连衣裙
最热销的蓝牙耳机
最畅销的手机壳
最便宜的充电宝
最实惠的纸巾
最适合夏天的凉席
最舒适的床垫
最安全的儿童座椅
最专业的跑鞋
最时尚的包包
最流行的发夹
最完美的礼物
最薄的笔记本支架
最轻的登山包
最值得买的空气炸锅
最正宗的四川火锅底料
最健康的零食
最环保的收纳盒
最纯正的蜂蜜
最新鲜的车厘子
最奢华的丝绒沙发
最耐用的行李箱
最快的充电器
最低价清仓
最牛的手电筒
最权威的教材
最地道的螺蛳粉
最有效的祛痘方法
茶中之最
业界之最
中国第一品牌
行业第一
销量第一的电饭煲
全国第一家直营
口碑第一
NO.1 品牌保温杯
销量TOP1 蓝牙音箱
人气No.1 面膜
类目销量冠军
人气冠军单品
排名榜首的吸尘器 排名榜首
唯一官方指定
全球唯一配方
国内唯一进口商
首选品牌
送礼首选
行业首创工艺
国内首款折叠锅
全国首家体验店
全球首发新机
首席设计师款
全网独家销售
全网底价
全网销量领先
独家秘方
独家定制款
独一无二的设计
绝版限量手办
仅此一家别无分店
国家级品质
世界级工艺
国际级大牌
宇宙级音质
全球级体验
顶级羊绒衫
顶级和牛
顶尖技术
极致舒适
极致轻薄手机壳
终极防护
极品铁观音
极品大红袍
至尊豪华套装
至尊礼盒
国宴级茶具
殿堂级耳机
特供酒
巅峰之作
绝对正品
绝对不掉色
绝对保真
万能神器
万能清洁剂
永久不褪色
永久保修
永久防水
永不生锈
永不变形
永远不会坏
百分之百正品
100%正品保障
100%有效
100%防水
100%满意
金牌品质
金牌卖家
金牌售后
名牌手表
名牌女包特价
国际名牌
王牌产品
王牌爆款
驰名商标
免检产品
领导品牌
领袖品牌
领军品牌
史无前例的优惠
史无前例大促
绝无仅有的机会
前无古人的设计
空前绝后的价格
举世无双的工艺
无与伦比的体验
无可比拟的手感
独步天下的滋味
天下无敌
万人疯抢
全民疯抢
史上最低价
史上力度
仅限今天
仅限今日下单
仅限本周
倒计时抢购
抢购倒计时
随时涨价
随时恢复原价
即将涨价
马上涨价
限时特价
限时秒杀
最后一天
最后一波清仓
错过不再有
错过等一年
手慢无
抢疯了
根治脚气
治愈失眠
药到病除
包治百病
治疗高血压
预防糖尿病
消除炎症
无副作用减肥茶
零副作用
抗癌食品
降血压茶
降血糖
延年益寿
一次见效
立竿见影
7天见效
增强免疫力口服液
排毒养颜
丰胸产品
速效减肥
不反弹
保本保息
稳赚不赔
零风险投资
无风险理财
保证收益
必涨
升值无限
躺赚
国家级特级茶叶
世界第一的品质
最火爆的零食
最火的裙子
最潮的卫衣
最酷的滑板
最美味的蛋糕
最高端的音响
最省电的空调
最划算的套餐
最懂你的香水
最具收藏价值的邮票 最具收藏
"""

SILENT = """
最近上新女装
最后发货时间为下午4点
第一次购买立减
最佳食用时间为开袋后三天
首次使用前请清洗
第一步打开包装
最大承重50kg
第1步打开包装
第10代处理器
第１次购买立减
最高立减200元
最低至5折
最高优惠300元
尺寸最大40cm
最大承重 50kg 折叠凳
最佳饮用温度85度
最佳储存温度4℃
最佳赏味期30天
最佳冲泡方法
最佳观赏距离3米
最大容量500ml
最大功率2000W
最大直径12厘米
最小包装数量10个
最小起订量2件
最高温度200度
最高气温
最低温度零下20度
最低起订1件
最低消费50元
最长可达3米
最多可放10个杯子
最多支持8台设备
最少两件起拍
最终解释
最初的梦想
最大尺寸50cm
最大输出20W
最高转速12000转
最大支持512G内存卡
最好不要用开水冲泡
最好手洗
最好放在阴凉处
最好提前预约
最小单位为克
最大公约数练习册
最新国标电动车头盔
最新版本固件升级
最新生产日期
最新批次发货
最高人民法院案例选
第一时间发货
第一天晚上发货
第一章练习
第一层放杯子
第一代产品
第一眼就喜欢
第一排扣子
第一课时作业本
第一人称视角
第一口奶粉
第一件8折
第一批发货
第一百货
第一印象
第一遍茶水倒掉
第一泡茶不要喝
第一季DVD
第一册语文
第一阶段奶粉
首饰盒收纳
首都博物馆文创
首页有优惠券
首先清洗再使用
何首乌洗发水
首付分期
首次充电8小时
安全网儿童防护
安全网阳台
完全网格设计
全网通手机
安全网眼布料
单独家用茶具
单独家用电器
姓名牌定制幼儿园
品名牌定制
桌名牌双面
门名牌酒店
胸名牌亚克力
铭牌标牌定制
名牌扣儿童姓名贴
绝对值练习
绝对湿度计
绝对压力传感器
绝对温度换算
绝对误差小于0.1
绝对不要用明火加热
绝对禁止儿童单独使用
万能胶水
万能钥匙扣
万能充电器
万能工具套装
万能遥控器空调
万能转换插头
万能扳手
万能表
万能支架手机
永久牌自行车
永久自行车配件
永久磁铁
100%棉T恤
100%纯棉四件套
100%羊毛围巾
100%桑蚕丝被
100%聚酯纤维
100%橙汁
100%牛皮皮带
金牌得主签名球
金牌奖杯定制
奥运金牌选手同款
王牌特工海报
国家级非物质文化遗产传承人
国家级工艺美术大师
国家级高新技术企业
国家级实验室检测
世界级非物质文化遗产
世界最高峰珠穆朗玛海报
世界最大的沙漠地图
世界第一高峰
亚洲最长的河
本店最畅销的茶杯
本店最热门款式
我们家最轻的一款
同系列中最薄
系列中最小的一款
本品牌最新产品
旗下最受欢迎的一款
我们追求最好的品质
致力于提供最优的服务
力求做到最好
努力成为第一
希望给您最好的体验
2025年杭州市销量第一
2025年天猫茶具类目销量第一
2024年京东保温杯类目TOP1
荣获国家级奖项
评为最佳雇主
获得2024年最佳设计奖
《最好的我们》小说
《世界第一等》专辑
《独家记忆》同款
《最强大脑》推荐
色号NO.1 口红
型号NO.1 螺丝
色号:NO.1 气垫
NO.12 缝纫线
TOP10 榜单
唯一编码防伪
唯一标识码
唯一性校验
仅限室内使用
仅限成人使用
仅限11月11日当天
限时特价 11月11日至11月13日
倒计时器厨房
倒计时牌高考
倒计时功能电饭煲
11月11日0点结束倒计时
限时达配送
活动随时结束 2026-11-30
无风险退货
零风险试用
不是万能的
并非绝对
高档礼盒装送礼长辈
特级茶叶一级龙井
一级能效空调
正品保障假一赔十
包邮送运费险
新款女鞋春季
热卖爆款
家用功夫茶具套装
304不锈钢保温杯500ml
顺丰包邮
官方旗舰店
优质棉柔巾
轻薄透气
大容量双肩包
防水防摔手机壳
国标插座
千万能量补给棒
谢绝对外参观牌
最靠近地铁的门店
最常用的尺寸
最内层纯棉
最外层防水
最上面一格
最下层抽屉
最右侧按钮
最爱的人生日礼物
"""

ENGLISH_FLAGGED = """
Best Seller stainless steel bottle
Best-selling yoga mat
Our bestseller in 2025
#1 Best Seller
The No.1 gift for her
Number one brand of phone cases
#1 rated wireless earbuds
#1 choice of professionals
Top-rated air fryer
Rated #1 by customers
Voted best coffee maker
World's first foldable kettle
World's leading cutlery
The market leader in lighting
Industry-leading battery
Lowest price on the internet
Cheapest on eBay
Unbeatable prices
Award-winning design lamp
Guaranteed results in 7 days
Guaranteed to work
Guaranteed weight loss
Results guaranteed
Satisfaction guaranteed
Quality is 100% guaranteed
100% safe for children
100% effective against dust
100% natural face cream
100% Satisfaction Guarantee
100 percent waterproof case
Risk-free solution
No risk investment kit
Works for everyone
Never fails
Unbreakable phone case
Indestructible dog toy
Lasts forever
Double your income course
Get rich quick guide
100% cure
Miracle cure for hair
Cures cancer
Heals back pain
Treats eczema and psoriasis
Prevents all diseases
Reverses diabetes naturally
Fights acne overnight
FDA approved mask
FDA-registered supplement
Clinically proven serum
Scientifically proven formula
Dermatologist recommended cream
Doctor-approved insoles
No side effects
Boosts your immune system
Anti-cancer tea
Lose 10 lbs in a week
Drop up to 5 kg
Rapid weight loss patch
Effortless fat loss
Detoxifies your body
Kills 99.9% of germs
Kills up to 99.99% of bacteria
Eco-friendly straws
Environmentally friendly bag
Climate-neutral shirt
Carbon neutral delivery
100% biodegradable wipes
Limited time offer
Limited-time deal on bags
Today only 50% off
Last chance
While supplies last
Whilst stocks last
Act now
Hurry! Selling out fast
Ends soon
"""

ENGLISH_SILENT = """
Best tea set in the world
World's Best Dad Mug
#1 Dad t-shirt
#1 Teacher keychain
No. 1 Mum cushion
Number 1 birthday candle gold
Number One balloon
No. 10 fish hook
Size #1 knitting needle
Pencil No. 1 hardness, box of 12
Woo Album #1
Best Dad Ever mug
New York Times best seller list novel
Best-selling author signed copy
Award-winning novel
Top 10 inch frying pan
Top one inch seam
100% cotton shirt
100% merino wool socks
100% recycled paper
100% silk pillowcase
100% orange juice
Risk-free returns
No risk trial for 30 days
UV cure lamp for resin
Cure time 24 hours
Cured ham slicer
The Cure band t-shirt
Healing crystals bracelet
Heal slippers size 40
Secure treatment bag
Tree treatment spray
Not FDA approved
This product has not been FDA approved
Not clinically proven
Results are not guaranteed
We never say guaranteed results
Money back within 30 days
Limited edition print
Limited time offer until Nov 30
Sale ends 11/30/2026, hurry up!
Last chance, ends 30 November
Ecology book for kids
Environment poster
Carbon steel knife
Carbon fibre case
CO2 cartridge
Zero sugar drink
Kills the noise of fans
Treat jar for dogs
Cold brew coffee
Preventer valve
Drop shipping box
Drop earrings 5 cm
Lose yourself in this book
Shed 10 x 8 ft
Doctor Who scarf
Clinical thermometer
Top loading washer cover
World map shower curtain
World of Warcraft mug
Leading edge tape
Final Fantasy figure
Going out top
Act one script
Today planner
Boost mobile holder
White hanging heart T-light holder
Set of 3 cake tins pantry design
Regency cakestand 3 tier
Assorted colour bird ornament
Lunch bag red retrospot
Jumbo bag red retrospot
Party bunting
Stainless steel water bottle 500ml
Wireless earbuds with charging case
Queen size bed sheet set
Ocean Blue Shirt
Classic Varsity Top
Yellow Wool Jumper
Floral White Top
Navy Sport Jacket
Dark Denim Top
Chain Bracelet
Copper Light in Bedroom
Clay Plant Pot
Antique Drawers
Handmade leather wallet
Vitamin C 1000 mg, 60 tablets
Dog friendly hotel sign
User friendly remote
Side table oak
Medical grade silicone
Price tag gun
Hundred acre wood print
Guarantee card holder
"""


def lines(text: str) -> list[str]:
    """One phrase to a line."""
    return [line for line in text.splitlines() if line.strip()]
