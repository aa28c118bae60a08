"""A small fictional register: no such company, no such registering authority."""

from datetime import date

from dagster_project.identity.codes import organisation_check, uscc_check


def code(number: int) -> str:
    """A well-formed USCC under an authority that does not exist (999999)."""
    body = f"{number:08d}"
    start = "91999999" + body + organisation_check(body)
    return start + uscc_check(start)


REGISTER = [
    # number, name, former names, county, established
    (1, "孝义市云岫机械制造有限公司", "", "孝义市", date(2010, 5, 1)),
    (2, "汾阳市云岫机械制造有限公司", "", "汾阳市", date(2012, 5, 1)),
    (3, "吕梁青禾煤机装备股份有限公司", "吕梁青禾煤机有限公司", "离石区", date(2008, 1, 1)),
    (4, "山西鼎岳新材料科技有限公司", "", "文水县", date(2015, 3, 1)),
    (5, "交城县澄波化工有限公司", "", "交城县", date(2011, 1, 1)),
    (6, "交城县澄波化工有限公司第二分公司", "", "交城县", date(2016, 1, 1)),
    (7, "柳林县朔望建材厂", "", "柳林县", None),
    (8, "中阳县岚舟铸造有限责任公司", "", "中阳县", date(2018, 7, 1)),
    (9, "中阳县岚洲铸造有限责任公司", "", "中阳县", date(2019, 7, 1)),
]
