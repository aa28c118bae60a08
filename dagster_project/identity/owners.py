"""Several owners in one cell, and people told from organisations."""

import re
from functools import lru_cache

from dagster_project.identity.names import fold_name, parse

_COMMAS = ",\uff0c"
_SEPARATORS = ";\uff1b、" + _COMMAS
_SPLIT = re.compile(
    "[;\uff1b、\n\r\t|]+|["
    + _COMMAS
    + "](?=[^a-zA-Z.]{2})|(?<=公司)[/ ]+|(?<=大学)[/ ]+|(?<=研究[院所])[/ ]+"
)
_PLAIN = re.compile(r"[\u4e00-\u9fff()（）A-Za-z0-9·.]+\Z")
_ENGLISH_FORM = re.compile(r"\b(?:CO|LTD|INC|LLC|CORP|GMBH|AG|LIMITED|COMPANY)\b", re.I)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童"
    "颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮靳段富巫乌焦巴"
    "牧山谷车侯宓蓬全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶郜黎薄印白怀蒲台鄂索赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄东欧殳沃利蔚越隆师巩厍聂晁勾敖融冷辛阚"
    "那简饶空曾沙乜养鞠须丰巢关蒯相查后荆红游竺权盖益桓公仉督岳帅缑亢况有琴商佘佴伯赏墨哈谯笪年爱阳佟言福代付闫覃"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "宇文",
    "长孙",
    "司徒",
    "夏侯",
    "端木",
    "轩辕",
    "南宫",
    "独孤",
)
_ORG_ENDS = (
    "厂",
    "店",
    "部",
    "社",
    "院",
    "所",
    "站",
    "局",
    "校",
    "馆",
    "行",
    "室",
    "会",
    "队",
    "矿",
    "场",
    "处",
    "中心",
    "公司",
    "集团",
    "大学",
    "学院",
    "重工",
    "机电",
    "木业",
    "科技",
    "实业",
    "电子",
    "化工",
    "机械",
    "食品",
    "建材",
)


def split_owners(cell: str | None) -> list[str]:
    """The names in one cell, in their order, as published. Separators: ; 、 | line breaks, and a comma that no
    English name needs (Foo Co., Ltd.). A bracketed list inside a name is left alone."""
    text = (cell or "").strip()
    if not text:
        return []
    if _PLAIN.match(text):  # most cells: one name, nothing that could part it
        return [text]
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "(\uff08") - (char in ")\uff09")
        if depth > 0 and char in _SEPARATORS:
            continue
        between = _SPLIT.match(text, at) if depth <= 0 and at >= start else None
        if between and not _inside_english(text, at):
            parts.append(text[start:at])
            start = between.end()
    parts.append(text[start:])
    return [name for name in (part.strip(" \u3000、" + _COMMAS) for part in parts) if name]


def _inside_english(text: str, at: int) -> bool:
    return text[at] in _COMMAS and bool(
        _ENGLISH_FORM.match(text[at + 1 :].lstrip()) or text[at - 1 : at] == "."
    )


@lru_cache(maxsize=1 << 16)
def is_person(name: str, code: str = "") -> bool:
    """Whether a name is a person's: two or three Han characters after a known surname (four after a compound one), or a
    foreign name with a dot; never with an organisation's ending. A masked identity number in `code` settles it (those begin with a region,
    1 to 8; a company's credit code masked the same way begins with 9)."""
    if re.fullmatch(r"[1-8]\d{5}(?:19|20)?\d{0,6}[*xX]{4,}\w{0,4}", code):
        return True
    text = re.sub(r"\(.*?\)", "", fold_name(name))
    if "·" in text:
        return not parse(text).form and len(text) <= 16
    if not re.fullmatch(r"[一-鿿]{2,4}", text) or text.endswith(_ORG_ENDS):
        return False
    if text[:2] in _COMPOUND:
        return len(text) in (3, 4)
    return text[0] in _SURNAMES and len(text) <= 3
