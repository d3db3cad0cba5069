"""Chengdu, its ring-road districts and the county towns of the plain."""

from __future__ import annotations

from benchmarks.city import City, District, listed

CHENGDU = City(
    name="成都",
    time_zone="Asia/Shanghai",
    currency="CNY",
    address="{locality}{street}{number}号",
    person="{last}{first}",
    streets=listed("""
        人民南路, 蜀汉路, 建设路, 玉林街, 科华北路, 一环路, 二环路, 双林路, 光华大道, 天府大道, 新华大道,
        解放路, 东风路, 青年路, 文化路, 学府路, 花园街, 和平街, 桂花巷, 滨河路, 长顺街, 芳草街, 武侯大道,
        龙腾路, 锦绣街, 梨花街, 清江路, 晨辉路, 金沙路, 万和路
    """),
    first_names=listed("""
        伟, 芳, 娜, 敏, 静, 强, 磊, 洋, 艳, 勇, 军, 杰, 娟, 涛, 超, 明, 霞, 平, 刚, 桂英, 建华, 志强, 晓燕,
        文博, 雨桐, 浩然, 子轩, 思远, 丽华, 国庆, 小龙, 海燕, 俊杰, 嘉怡, 梓涵, 春梅
    """),
    last_names=listed("""
        王, 李, 张, 刘, 陈, 杨, 黄, 赵, 周, 吴, 徐, 孙, 马, 朱, 胡, 郭, 何, 林, 高, 罗, 郑, 梁, 谢, 宋, 唐,
        许, 邓, 冯, 韩, 曹, 曾, 彭, 萧, 蔡, 潘, 田
    """),
    centre=(
        District("成都市锦江区", 30.6560, 104.0810, 2.6),
        District("成都市锦江区", 30.6270, 104.1060, 1.6),
        District("成都市青羊区", 30.6740, 104.0560, 2.4),
        District("成都市青羊区", 30.6710, 104.0070, 1.8),
        District("成都市金牛区", 30.6930, 104.0480, 2.8),
        District("成都市金牛区", 30.7200, 104.0700, 1.8),
        District("成都市武侯区", 30.6390, 104.0470, 2.8),
        District("成都市武侯区", 30.6330, 104.0050, 1.6),
        District("成都市成华区", 30.6680, 104.1060, 2.6),
        District("成都市成华区", 30.6860, 104.1420, 1.4),
        District("成都市高新区", 30.5870, 104.0640, 2.8),
        District("成都市高新区", 30.5530, 104.0660, 2.0),
    ),
    suburbs=(
        District("成都市龙泉驿区", 30.5570, 104.2690, 2.0),
        District("成都市双流区", 30.5750, 103.9240, 2.4),
        District("成都市温江区", 30.6820, 103.8560, 1.8),
        District("成都市郫都区", 30.8080, 103.8870, 1.8),
        District("成都市郫都区犀浦街道", 30.7580, 103.9720, 1.6),
        District("成都市新都区", 30.8240, 104.1590, 1.8),
        District("成都市新都区大丰街道", 30.7740, 104.0700, 1.4),
        District("成都市天府新区华阳街道", 30.5060, 104.0710, 2.0),
        District("成都市青白江区", 30.8790, 104.2510),
        District("成都市龙泉驿区十陵街道", 30.6600, 104.1800),
    ),
    towns=(
        District("都江堰市", 30.9880, 103.6470, 1.5),
        District("彭州市", 30.9900, 103.9580, 1.4),
        District("崇州市", 30.6310, 103.6730, 1.2),
        District("成都市新津区", 30.4100, 103.8110, 0.9),
        District("大邑县", 30.5870, 103.5210, 0.8),
        District("简阳市", 30.4110, 104.5470, 1.4),
        District("金堂县", 30.8620, 104.4120, 1.2),
        District("邛崃市", 30.4100, 103.4640, 0.9),
    ),
)
"""Coordinates hold to about a kilometre; weights roughly follow the number of inhabitants."""
