"""What a cell's text means, and what it is refused for."""

import datetime as dt
from decimal import Decimal

import pytest
from unit.ingest.one_cell import read

from dagster_project.ingest import load_contracts
from dagster_project.ingest.values import Bad, Mended, read_value

DAY = dt.date(2019, 7, 9)


@pytest.mark.parametrize(
    "text",
    ["2019.07.09", "2019/7/9", "2019-07-09", "20190709", "２０１９年７月９日", "二〇一九年七月九日", "二零一九年七月九号", "43655",
     "43655.0", "2019-07-09 00:00:00", "2019-07-09T08:30:00Z", "2019 年 7 月 9 日", "2019/7/9 0:00", "2019.7.9\n",
     "2019年7月9日（星期二）", "2019-07-09 周二",
     "2019年7月9日上午", "2019年7月9日 10：30", "2019-07-09 下午3点半", "2019年7月9日（星期二）下午", "2019年7月9日15时30分",
     "2019年7月9日10时30分15秒", "2019年7月9日（星期二） 10:00", "2019-07-09 10:00（星期二）", "2019-07-09周二10:00", "2019年7月9日晚上8点",
     "2019-07-09早上8点", "2019年7月9日中午", "2019年7月9日 中午12点", "二〇一九年七月九日上午九时", "二〇一九年七月九日二十三时五十九分",
     "2019年7月9日24时", "2019-07-09 10:00-12:00", "2019年7月9日上午9点至11点半", "2019-07-09T08:30:00.5+08:00"],
)  # fmt: skip
def test_a_day_in_every_way_that_people_write_it(text):
    assert read("date", text) == DAY


def test_day_first_where_the_contract_or_the_number_says_so():
    assert read("date", "26/7/1995 00:00:00") == dt.date(1995, 7, 26)
    assert read("date", "7/26/1995") == dt.date(1995, 7, 26)
    assert read("date", "3/7/2024 00:00:00", order="dmy") == dt.date(2024, 7, 3)
    with pytest.raises(Bad, match="分不清月和日"):
        read("date", "3/7/2024")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("2019年7月", "缺少日"), ("2019", "缺少日"), ("2019-02-30", "没有这一天"), ("20191399", "没有这一天"), ("去年", "不是日期"),
     ("99999", "序号的范围"), ("0001-01-01", "不合情理"), ("19.7.9", "四位的年份"), ("7月9日", "四位的年份"), ("7.9", "不是日期"),
     ("2019年7月9日（星期三）", "对不上"), ("周二", "不是日期"), ("7月9日 10:00", "没有写四位的年份"), ("2019年7月 10:00", "不是日期"), ("3.20E+05", "不是日期"),
     ("2019年7月9日 99点", "不是日期"), ("2019-07-09 10:60", "不是日期"), ("2019-07-09 25:70", "不是日期"),
     ("2019-07-09 10:00:60", "不是日期"), ("2019-07-09 10:00-25:00", "不是日期"), ("2019-07-09 10:00+25:70", "不是日期"),
     ("2019年7月9日二十五时", "不是日期"), ("2019年7月9日10时至11日12时", "不是日期"), ("2019年7月9日 10:00（星期三）", "对不上"),
     ("7月9日晚上8点", "四位的年份"), ("2019年7月上午", "不是日期")],
)  # fmt: skip
def test_no_day_is_made_up(text, reason):
    with pytest.raises(Bad, match=reason):
        read("date", text)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无", "N/A", "NULL"])
def test_an_empty_date_is_none(text):
    assert read("date", text) is None


def test_no_term_is_no_day_and_told():
    assert read("date", "长期") == (None, "没有期限，日期留空")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200.5万元", "1200.5"), ("0.12亿元", "1200"), ("12000000元", "1200"), ("1200", "1200"), ("１２００", "1200"),
     ("￥12,000,000.00元", "1200"), ("9,715.96万(元)", "9715.96"), ("-35.2", "-35.2"), ("(35.2)", "-35.2"), ("1200万", "1200"),
     ("1.2E-01", "0.12"), ("120千元", "12"), ("0", "0"), ("人民币1200万元整", "1200")],
)  # fmt: skip
def test_amounts_come_in_the_contracts_unit(text, value):
    found = read("number", text, "万元")
    is_changed = (text.endswith(("亿元", "元")) and not text.endswith("万元")) or "千元" in text
    assert isinstance(found, Mended) == (is_changed and "万" not in text), (
        "an amount in another unit is noted"
    )
    assert (found.value if isinstance(found, Mended) else found) == Decimal(value)


def test_the_cells_unit_wins_over_the_headings_and_that_over_the_contracts():
    assert read("number", "5000", "万元", "元") == Decimal("0.5")
    assert read("number", "5000万元", "万元", "元") == Decimal(5000)
    assert read("number", "0.12亿元", "万元", "元") == (Decimal(1200), "由“亿元”换算为万元")
    assert read("number", "5000", "元", "万元") == Decimal(50_000_000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("伍万元整", "不是数字"), ("约100万元", "不是数字"), ("1,20", "不是数字"), ("100万美元", "不是数字"), ("35%", "不是金额单位"),
     ("1.2E+08", "科学计数法"), ("#REF!", "错误值"), ("12 34 56.7.8", "两个数"), ("9" * 13, "过大")],
)  # fmt: skip
def test_an_amount_that_can_be_misread_is_refused(text, reason):
    with pytest.raises(Bad, match=reason):
        read("number", text, "万元")


@pytest.mark.parametrize(
    ("text", "value"), [("3%", "3"), ("3", "3"), ("３.５％", "3.5"), ("5‰", "0.5"), ("0.5%", "0.5")]
)
def test_percentages(text, value):
    assert read("percent", text, "%") == Decimal(value)


def test_a_bare_fraction_is_refused_where_it_could_be_a_percentage():
    with pytest.raises(Bad, match="分不清是百分数还是小数"):
        read("percent", "0.35", "%", ambiguous_below=1)
    assert read("percent", "0.35%", "%", ambiguous_below=1) == Decimal("0.35")
    assert read("percent", "0.35", "%", "%", ambiguous_below=1) == Decimal("0.35")
    assert read("percent", "0", "%", ambiguous_below=1) == 0


def test_a_bare_share_is_a_fraction_where_the_contract_says_so():
    options = {"bare": "fraction", "ambiguous_below": 1, "max": 100}
    assert read("percent", "0.03", "%", **options) == read("percent", "3%", "%", **options) == 3
    assert read("percent", "3", "%", "%", **options) == 3
    with pytest.raises(Bad, match="不应大于 1"):
        read("percent", "3", "%", **options)


def test_ranges_of_the_contract_are_kept():
    with pytest.raises(Bad, match="大于 100"):
        read("percent", "350", "%", max=100)
    with pytest.raises(Bad, match="小于 0"):
        read("integer", "-1", min=0)


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("12.0", 12), ("432人", 432), ("2024年度", 2024), ("1,024", 1024)]
)
def test_whole_numbers(text, value):
    assert read("integer", text) == value


@pytest.mark.parametrize("text", ["12.5", "30余人", "3%", "5万"])
def test_other_numbers_are_no_whole_numbers(text):
    with pytest.raises(Bad):
        read("integer", text)


def test_words_for_numbers_are_the_contracts():
    assert read("integer", "三级", words={"三级": 3}) == 3
    assert read("number", "否", words={"是": 1, "否": 0}) == 0


@pytest.mark.parametrize("text", ["第三完成单位", "第3名", "第三位", "第 3 完成人", "3", "三"])
def test_a_rank_is_read_as_the_contract_of_awards_says(text):
    strip = load_contracts()["evidence"].columns["rank"].options["strip"]
    assert read("integer", text, strip=strip) == 3


@pytest.mark.parametrize(
    ("text", "value"),
    [("是", 1), ("√", 1), ("有", 1), ("1", 1), ("否", 0), ("无", 0), ("×", 0), ("", None), ("不详", None)],
)
def test_flags(text, value):
    assert read("flag", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("☑是 □否", 1), ("√是 □否", 1), ("□有 ☑无", 0), ("■是□否", 1), ("□是　■否", 0), ("是☑ 否☐", 1), ("是□否√", 0),
     ("（√）是（ ）否", 1), ("是（ ）  否（√）", 0), ("●是 ○否", 1), ("☒是 ☐否", 1), ("√是 ×否", 1), ("☑属于/□不属于", 1),
     ("□具备\n☑不具备", 0), ("√是 否", 1), ("是√", 1), ("☑没有 □有", 0)],
)  # fmt: skip
def test_a_ticked_box_is_the_answer(text, value):
    assert read("flag", text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [("□是 □否", "没有一个选项打了勾"), ("☑是 ☑否", "两个选项都打了勾"), ("□是", "没有一个选项打了勾"),
     ("是√否", "既不是"), ("☑是，2025年 □否", "既不是"), ("是否", "既不是")],
)  # fmt: skip
def test_no_box_or_both_ticked_is_no_answer(text, reason):
    with pytest.raises(Bad, match=reason):
        read("flag", text)


def test_a_flag_is_not_guessed():
    with pytest.raises(Bad, match="既不是"):
        read("flag", "可能是")


def test_choices():
    choices = {"award": ("科技奖励",), "contest": ("“创客中国”大赛",)}
    assert read("choice", "科技\n奖励", choices=choices, otherwise="quarantine") == "award"
    assert read("choice", '"创客中国"大赛', choices=choices, otherwise="quarantine") == "contest"
    assert read("choice", "award", choices=choices, otherwise="quarantine") == "award"
    assert read("choice", "其他", choices=choices, otherwise="keep") == "其他"
    with pytest.raises(Bad, match="不在可选值之内"):
        read("choice", "其他", choices=choices, otherwise="quarantine")


def test_plain_little_giant_is_refused_as_ambiguous():
    from dagster_project.ingest import load_contracts

    tier = load_contracts()["recognised_title"].columns["tier"]
    assert read_value("专精特新“小巨人”企业", tier) == "little_giant"
    assert read_value("省级小巨人", tier) == "provincial_little_giant"
    with pytest.raises(Bad):
        read_value("小巨人", tier)


def test_names_are_kept_as_published():
    assert read("name", " 山西（集团）\n有限公司 ") == "山西（集团）有限公司"
    assert read("name", "无") is None
    with pytest.raises(Bad, match="没有文字"):
        read("name", "......")
    with pytest.raises(Bad, match="没有文字"):
        read("name", "20190709")


@pytest.mark.parametrize(
    ("text", "value"),
    [("甲公司;乙公司;", "甲公司; 乙公司"), ("甲公司；张某", "甲公司; 张某"), ("甲公司、乙公司", "甲公司; 乙公司"), ("-", None),
     ("Foo Co., Ltd.;甲公司", "Foo Co., Ltd.; 甲公司"), ("甲公司\n乙公司", "甲公司; 乙公司")],
)  # fmt: skip
def test_several_names_in_order(text, value):
    assert read("names", text) == value


def test_codes():
    assert read("uscc", "914103000768204278") == "914103000768204278"
    assert isinstance(read("uscc", "91140100MAOJR3YW8Q"), Mended)
    assert read("uscc", "340100000165590").value == "340100000165590"
    with pytest.raises(Bad, match="校验码不符"):
        read("uscc", "914103000768204279")
    assert read("code", " ab１２ ") == "AB12"
    assert read("code", "370681228007713.0") == "370681228007713"
    assert read("code", "9.13701E+17").value is None


def test_mojibake_goes_to_quarantine():
    for kind in ("text", "name", "names", "code"):
        with pytest.raises(Bad, match="乱码"):
            read(kind, "山西\ufffd公司")


def test_certificates_and_patents():
    pattern = r"^GR20\d{2}14\d{6}$"
    assert read("certificate", " gr202114000123", pattern=pattern) == "GR202114000123"
    with pytest.raises(Bad, match="格式不符"):
        read("certificate", "GR2021", pattern=pattern)
    with pytest.raises(Bad, match="尚未授权"):
        read("patent_publication", "CN102025678A")
    assert read("patent_application", "2.02E+12").value is None
