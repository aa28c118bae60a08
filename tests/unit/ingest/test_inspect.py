"""`pool inspect`: what a file would give, which list it could be, and a first contract for one that is none."""

import datetime as dt
import shlex
import sys

import openpyxl
import pytest

from dagster_project import cli
from dagster_project.ingest import ingest_source, load_contracts, scan

GOOD = "序号,企业名称,证书编号,发证日期\n1,甲公司,GR202114000001,2021-12-07\n2,乙公司,坏号,2021-12-07\n3,甲公司,GR202114000001,2021.12.08\n"


@pytest.fixture
def pool(monkeypatch, capsys):
    """Run `pool ...` as a person would: (exit status, what it printed, what it printed on standard error)."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["pool", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        printed = capsys.readouterr()
        return stop.value.code or 0, printed.out, printed.err

    return run


@pytest.fixture
def put(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_file_that_fits_is_shown_as_it_would_be_read(pool, put):
    status, told, _ = pool("inspect", put("高企.csv", GOOD))
    assert status == 0
    assert "100 分  high_tech_enterprise" in told
    assert "证书编号（certificate_no）← “证书编号”（第 3 列）" in told and "按约定不用：序号" in told
    assert "文件里没有：统一社会信用代码" in told
    assert "第 2 行  企业名称=甲公司；证书编号=GR202114000001；发证日期=2021-12-07" in told
    assert "采用 2 行，隔离 1 行" in told and "1 行  证书编号：格式不符" in told and "第 3 行“坏号”" in told
    assert "有 1 行的键" in told, "the later row of a key wins, and it is said"


def test_what_is_noted_of_a_whole_sheet_is_no_line_of_it(pool, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["企业名称", "证书编号", "发证日期"],
        ["甲公司", "GR202114000001", "2021-12-07"],
        ["合计", "=SUM(C2:C2)"],
    ):
        book.active.append(row)
    book.save(tmp_path / "高企.xlsx")
    _, told, _ = pool("inspect", tmp_path / "高企.xlsx", "--source", "high_tech_enterprise")
    assert "采用 1 行，隔离 0 行，不作为行的 1 行" in told
    assert told.count("有 1 个公式没有存下结果") == 1, "it is told, as a remark"


def test_a_near_heading_is_proposed_and_never_taken(pool, put):
    path = put("高企.csv", GOOD.replace("企业名称", "企业全称"))
    status, told, _ = pool("inspect", path, "--source", "high_tech_enterprise")
    asked = "企业全称：是不是 企业名称（name 的 headings）？是的话，请照括号里的地方加到 dagster_project/sources/high_tech_enterprise.yaml"
    assert status == 1 and asked in told and "不能照收" in told
    assert "企业名称（name）← 没有，而这一列必需" in told


def test_a_known_list_under_headings_of_its_own_is_told_all_of_them_at_once(pool, put):
    path = put(
        "一览.csv", "单位全称,高企证号,发证年月日,有效截止日\n甲公司,GR202114000001,2021-12-07,2024-12-06\n"
    )
    status, told, _ = pool("inspect", path)
    assert status == 1 and "第 2 列的写法是证书编号（GR202114000001）" in told
    assert f"pool inspect {shlex.quote(str(path))} --source high_tech_enterprise" in told
    assert "起草的约定" not in told, "it is no new list"
    bare = put("别的.csv", "单位全称,发证年月日\n甲公司,2021-12-07\n")
    assert "--source <标识>" in pool("inspect", bare)[1], "which list it is a person has to say"
    told = pool("inspect", put("科技型中小企业汇总.csv", "单位全称,年月\n甲公司,2021-12\n"))[1]
    assert "tech_sme" in told and "标题里有“科技型中小”" in told
    _, told, _ = pool("inspect", path, "--source", "high_tech_enterprise")
    for asked in (
        "单位全称：是不是 单位名称（name 的 headings）？", "高企证号：是不是 高企证书编号（certificate_no 的 headings）？",
        "有效截止日：是不是 有效期（ignore）？", "是的话，请照括号里的地方加到 dagster_project/sources/high_tech_enterprise.yaml",
    ):  # fmt: skip
        assert asked in told


def test_a_heading_is_proposed_only_for_a_column_that_its_cells_fit(pool, put):
    """A date is no certificate number, however its heading reads, and a township is no county."""
    path = put(
        "汇总.csv",
        "No.,高企单位全称,高企证号,证书颁发日,属地乡镇,所属县份\n"
        + "".join(f"{i},虚构{i}号有限公司,GR20251400000{i},2025-12-0{i},某某镇,交口县\n" for i in (1, 2)),
    )
    _, told, _ = pool("inspect", path, "--source", "high_tech_enterprise")
    assert "证书颁发日：是不是 发证日" in told and "证书颁发日：是不是 证书" not in told
    assert "属地乡镇：是不是" not in told and "（county 的 headings）" in told
    path = put("属地.csv", "企业名称,属地,处罚日期\n甲有限公司,交口县,2025-12-01\n")
    _, told, _ = pool("inspect", path, "--source", "penalty")
    assert "属地：是不是 所在地（county 的 headings）" in told, "not the city before a county"
    path = put("汇总.csv", "企业名称,编码,发证日期\n甲有限公司,GR202514000001,2025-12-01\n")
    _, told, _ = pool("inspect", path, "--source", "high_tech_enterprise")
    assert "编码：是不是 编号（certificate_no 的 headings）" in told


def test_the_same_words_hold_a_delivery(bureau):
    bureau.put("high_tech_enterprise/2026-01-01/a.csv", GOOD.replace("企业名称", "企业全称"))
    (report,) = bureau.read("high_tech_enterprise").deliveries
    assert report.status == "held" and "企业全称" in report.problem
    assert (
        "企业全称：是不是 企业名称（name 的 headings）？是的话，请照括号里的地方加到 dagster_project/sources/high_tech_enterprise.yaml"
        in report.remedy
    )


def listing(path, rows=30):
    """A list that no contract knows, in a workbook with a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "绿色工厂"
    sheet.append(["某省绿色工厂名单（示例数据）"])
    sheet.append(
        ["序号", "工厂全称", "统一社会信用代码", "评定日期", "评定等级", "年产值（万元）", "机构编码"]
    )
    for i in range(rows):
        day = dt.date(2025, 1, 1) + dt.timedelta(days=i)
        sheet.append([i + 1, f"示例{i}号有限公司", None, day, "甲" if i % 3 else "乙", 100.5 + i, f"{i:06d}"])
    book.create_sheet("另一张").append(["工厂全称", "备注"])
    book["另一张"].append(["示例", "无"])
    book.save(path)
    return path


def test_a_file_that_fits_no_contract_becomes_a_source_by_its_draft_alone(pool, tmp_path):
    path, out = listing(tmp_path / "绿色工厂.xlsx"), tmp_path / "sources" / "green_factory.yaml"
    out.parent.mkdir()
    status, told, _ = pool("inspect", path, "--draft", out)
    assert status == 0 and "采用 30 行，隔离 0 行" in told
    contracts = load_contracts(out.parent)
    columns = contracts["green_factory"].columns
    assert {name: c.type for name, c in columns.items()} == {
        "name": "name", "uscc": "code", "ping_ding_ri_qi": "date", "ping_ding_deng_ji": "text",
        "nian_chan_zhi_wan_yuan": "number", "ji_gou_bian_ma": "code",
    }  # fmt: skip
    assert columns["nian_chan_zhi_wan_yuan"].unit == "万元" and columns["name"].required
    text = out.read_text(encoding="utf-8")
    assert "只有 2 种写法（乙、甲）" in text and "核对：哪个部门发布" in text and "sheets: [绿色工厂]" in text
    folder = tmp_path / "raw" / "green_factory" / "2026-01-01"
    folder.mkdir(parents=True)
    path.rename(folder / path.name)
    found = scan(tmp_path / "raw", contracts, dt.date(2026, 1, 1))
    report = ingest_source(contracts["green_factory"], found.deliveries, tmp_path / "lake")
    assert (report.rows_accepted, report.rows_quarantined, report.problems) == (30, 0, [])


def test_a_column_of_few_dates_and_one_that_is_none_is_not_called_a_choice(pool, put):
    rows = "".join(f"示例{i}号有限公司,{'待定' if i == 7 else '2026-03-01'}\n" for i in range(24))
    _, told, _ = pool("inspect", put("试点.csv", f"试点企业全称,评审通过日\n{rows}"))
    assert "96% 的格子是日期，其余不是，按文字读" in told and "可改为 choice" not in told


@pytest.mark.parametrize("heading", ["No.", "No", "On", "Null", "Y"])
def test_a_heading_that_yaml_takes_for_no_text_is_drafted_under_a_plain_name(pool, put, tmp_path, heading):
    path = put(
        "绿色工厂.csv",
        f"{heading},工厂全称,评定日期\n甲1,示例有限公司,2025-01-01\n乙2,示例二有限公司,2025-01-02\n",
    )
    status, told, why = pool("inspect", path, "--draft", tmp_path / "green_factory.yaml")
    assert (status, why) == (0, "") and "采用 2 行，隔离 0 行" in told
    (contract,) = load_contracts(tmp_path).values()
    assert next(iter(contract.columns.values())).headings == (heading,)


def test_a_draft_overwrites_nothing(pool, put, tmp_path):
    path = put("绿色工厂.csv", "工厂全称,评定日期\n示例有限公司,2025-01-01\n")
    kept = put("green_factory.yaml", "我的约定")
    assert pool("inspect", path, "--draft", kept)[0] == 1
    assert kept.read_text(encoding="utf-8") == "我的约定"
    for name in ("绿色.yaml", "green.txt", "tech_sme.yaml"):
        status, _, why = pool("inspect", path, "--draft", tmp_path / name)
        assert status == 1 and why.startswith("没有完成：") and not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.csv", b"", "0 字节"),
        ("坏.xlsx", b"PK\x03\x04broken", "坏.xlsx"),
        ("加密.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "密码"),
        ("坏.pdf", b"%PDF-1.4 broken", "PDF"),
        ("公告.mht", b"x", "不是名单文件"),
        ("一段话.txt", "没有表\n的文件\n".encode(), "找不到一行表头"),
        ("空白.csv", b"\n\n  \n", "没有内容"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(pool, tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    status, _, told = pool("inspect", tmp_path / name)
    assert status == 1 and why in told and "Traceback" not in told and told.count("\n") == 1


def test_no_file_a_folder_and_an_unknown_source_are_told(pool, put, tmp_path):
    assert "找不到文件" in pool("inspect", tmp_path / "没有.csv")[2]
    assert "是文件夹" in pool("inspect", tmp_path)[2]
    assert "没有名为 nope 的名单" in pool("inspect", put("a.csv", GOOD), "--source", "nope")[2]


def test_a_countys_workbook_is_told_as_one_to_be_delivered_whole(pool, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active.append(["示例县"])
    asked = book.create_sheet("缺什么问什么")
    asked.append(["企业名称", "指标", "期间", "填报值", "是否核实"])
    asked.append(["示例甲公司", "revenue", "2025", "1200", "是"])
    asked.append(["示例乙公司", "revenue", "2025", "80", "差不多"])
    asked.append(["示例丙公司", "revenue", "2025", "", ""])
    visits = book.create_sheet("培育对象")
    visits.append(["企业名称", "走访日期", "企业状况", "更正"])
    visits.append(["示例甲公司", "", "", ""])
    book.create_sheet("补充名单").append(["另外两家"])
    book.save(path := tmp_path / "示例县 （填好）.xlsx")
    status, told, _ = pool("inspect", path)
    assert status == 0 and "整份放进 raw/county_feedback/<收到日期>/，不要拆开" in told
    assert "表“缺什么问什么” → 县（市、区）反馈（county_feedback）：填了 2 行，其中会隔离 1 行" in told
    assert (
        "表“培育对象” → 县（市、区）走访（county_visit）：没有填写" in told and "match_decision" not in told
    )
    assert "只供查看、不读取的表：封面" in told and "不是工作簿原有的表，不读取：补充名单" in told
    assert "第 3 行“差不多”" in told and "可能的名单" not in told
    assert "不会采用的答复" not in told and "刷新时与登记和原来的工作簿核对后才定" in told
    for row in range(12):
        asked.append([f"示例{row}号公司", "revenue", "2025", "约三十" if row == 11 else "80", "是"])
    visits.append(["示例甲公司", "2026-01-02", "正常经营", "从业人员=一百多"])
    book.save(path)
    _, told, _ = pool("inspect", path)
    assert "■ 读不成数、不会采用的答复 2 处" in told and "■ 前 10 行" in told
    assert "表“缺什么问什么”第 16 行 示例11号公司 revenue：填的是“约三十”" in told, (
        "beyond the rows that are shown"
    )
    assert "表“培育对象”第 3 行 示例甲公司 从业人员：填的是“一百多”" in told
    assert "企业状况=正常经营" in told and "是否核实=是" in told, "no code, no figure for a word"


def test_what_other_sources_read_of_a_workbook_is_not_told_as_unread(bureau):
    book = openpyxl.Workbook()
    book.active.title = "缺什么问什么"
    book.active.append(["企业名称", "指标", "期间", "填报值"])
    book.active.append(["示例甲公司", "revenue", "2025", "1200"])
    visits = book.create_sheet("培育对象")
    visits.append(["企业名称", "走访日期"])
    visits.append(["示例甲公司", "2026-01-02"])
    book.create_sheet("补充名单").append(["另外两家"])
    book.save(bureau.path("county_feedback/2026-01-05/示例县.xlsx"))
    told = [*bureau.read("county_feedback").notes, *bureau.read("county_visit").notes]
    assert sum("补充名单" in note for note in told) == 1
    assert not any("培育对象" in note.partition("未读")[2] for note in told)


def test_a_list_with_a_fault_is_told_as_that_list_and_no_new_one_is_drafted(pool, put):
    twice = GOOD.replace("发证日期\n", "发证日期,企业名称\n").replace("2021-12-07\n", "2021-12-07,丁公司\n")
    status, told, _ = pool("inspect", put("高企.csv", twice))
    assert status == 1 and "按最像的一个说明差在哪里" in told and "起草的约定" not in told
    assert "表头“企业名称”" in told and "同一含义的表头出现了两次" in told


def test_a_heading_without_rows_is_said_so(pool, put):
    _, told, _ = pool("inspect", put("高企.csv", GOOD.partition("\n")[0] + "\n"))
    assert "一行数据也没有" in told


def test_a_certificate_that_a_spreadsheet_destroyed_is_told_as_that(pool, put):
    _, told, _ = pool("inspect", put("高企.csv", GOOD.replace("坏号", "2.02E+12")))
    assert "位数已丢失" in told and "第 3 行“2.02E+12”" in told


def test_headings_that_fit_several_lists_alike_are_for_a_person_to_tell(pool, put):
    status, told, _ = pool("inspect", put("名单.csv", "企业名称\n示例甲公司\n"))
    assert status == 0 and "请用 --source 指明" in told and "采用" not in told


def test_two_lists_beside_each_other_are_told_as_that(pool, put):
    row = "示例甲公司,GR202114000001,2021-12-07"
    head = "企业名称,证书编号,发证日期"
    status, told, _ = pool("inspect", put("并排.csv", f"{head},,{head}\n{row},,{row.replace('甲', '乙')}\n"))
    assert status == 1 and "两份名单左右并排（第 5 列又是“企业名称”）" in told and "请删去" not in told


def test_a_list_on_its_side_is_held_and_loses_no_company(pool, put):
    rows = zip(["企业名称", "证书编号", "发证日期", "县"], *(
        [f"示例{c}公司", f"GR20211400000{n}", "2021-12-07", "示例县"] for n, c in enumerate("甲乙丙")
    ), strict=True)  # fmt: skip
    text = "\n".join(",".join(row) for row in rows) + "\n"
    status, told, _ = pool("inspect", put("转置.csv", text), "--source", "high_tech_enterprise")
    assert status == 1 and "一个标签右边有几列值：“示例甲公司”和“示例乙公司”" in told
