"""Invented names: every company number has a trade name of its own, without a list of those given so far."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

_FIRST = "晟骁翊珩沣旻垚烁煜铖锴琮璟珺沅汐桁栩棠榕澈澜濯炜焱熠犇甯皓睿祎禾禺稷竣筱綦纮翎翾"
_SECOND = "砺岑屿燊喆琛懋堃冕劭勋卓垣埕塬奕尧屹峤峻嵘巽弈弘彧忻恺悠惟懿昊昕昱曜朔杉枫柏柘栎"
_THIRD = "瑜瑾瑭瓒畅畴皋磐磊磬秉秦稔穆笙箴粲绎缙羿翰聿舜芃芮苒荃莘菁萱葳蓁蔚薇蘅虔衍裕襄诚"
_FOURTH = "谦豫贲赫逸遒邈郢鄞酉钧钰铄铎锐锦镕镇闻阅隆雍霁霄靖韬顺颂颐颢飏骅骞骥鸿鹏麒麟黎"
_ABSENT = "鹭鹮鹳鸢隼雉鹄鹂"
"""Last signs of trade names of companies that stand in no register."""

SLIPS = dict(
    zip(
        "晟骁翊珩沣旻垚烁煜铖锴琮璟珺砺岑屿燊喆琛懋堃冕劭勋卓垣奕尧屹峤峻嵘弘昊昕昱曜朔枫柏瑜瑾磊翰舜芮菁萱蔚薇诚谦赫逸钧钰铎锐锦靖韬鸿鹏麒麟黎澜睿皓棠榕",
        "盛晓翌衡丰民遥硕玉成凯宗景君励涔与森哲深茂坤免绍熏桌恒亦晓役桥俊荣宏吴欣玉耀溯风伯玉谨雷瀚瞬蕊精宣慰微城嫌郝义军玉夺瑞绵静滔洪棚骐临梨兰瑞浩堂融",
        strict=True,
    )
)
"""Typing slips: a sign and one that sounds or looks alike."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "有限公司")


class Name(NamedTuple):
    """A company name in parts: region, trade name, industry word, legal form; `inner`: bracketed region."""

    region: str
    trade: str
    word: str
    form: str
    inner: str = ""

    def __str__(self) -> str:
        inner = f"（{self.inner}）" if self.inner else ""
        return f"{self.region}{self.trade}{inner}{self.word}{self.form}"


def trade_name(number: int, seed: int) -> str:
    """The trade name of a company number: two signs for some early ones, then three or four; none twice."""
    one, two, three, four = len(_FIRST), len(_SECOND), len(_THIRD), len(_FOURTH)
    pairs, triples = three * (one - 1), one * two * three
    if number % 10 < 2 and number // 10 * 2 + number % 10 < pairs:
        value = ((number // 10 * 2 + number % 10) * 1_117 + seed * 31) % pairs
        return _THIRD[value % three] + _FIRST[1 + value // three]
    if number < triples:
        value = (number * 40_009 + seed * 997) % triples
        return _FIRST[value % one] + _SECOND[value // one % two] + _THIRD[value // one // two]
    value = ((number - triples) * 1_500_007 + seed * 10_007) % (triples * four)
    signs = _FIRST[value % one] + _SECOND[value // one % two] + _THIRD[value // one // two % three]
    return signs + _FOURTH[value // triples]


def absent_trade_name(number: int, seed: int) -> str:
    """The trade name of a company that no register holds; ends in a sign that no registered one has."""
    one, two = len(_FIRST), len(_SECOND)
    value = number * 1_117 + seed * 17
    return _FIRST[value % one] + _SECOND[value // one % two] + _ABSENT[value // one // two % len(_ABSENT)]


def person(random: Random) -> str:
    """A person's name."""
    return random.choice(_SURNAMES) + random.choice(_SECOND) + random.choice(("", random.choice(_THIRD)))


FOREIGN = (
    "EXAMPLON MINING SYSTEMS GMBH",
    "Fictiva Carbon Materials Inc.",
    "示例精工株式会社",
    "Notareal Hydrogen, Ltd.",
    "（韩）虚构特钢株式会社",
)
INSTITUTES = (
    "北方示例大学",
    "三晋示例理工学院",
    "虚构材料研究所",
    "示例矿业科学研究院",
    "太行示例职业技术学院",
)
INVESTORS = (
    "示例成长股权投资基金（有限合伙）",
    "虚构产业投资有限公司",
    "吕梁示例创业投资中心（有限合伙）",
    "样本科创投资管理有限公司",
)
