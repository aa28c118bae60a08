"""`pool match` on files as people have them: read whatever their encoding, answered row by row, refused in words."""

import csv

import openpyxl
import pytest
from unit.matching.fictional import code

from dagster_project.match_files import match_files
from dagster_project.publish.matched import outcome

REGISTRY = f"""company_id,name,former_names,address,county_code,注册资本
{code(1)},孝义市云岫机械制造有限公司,"孝义市岫云
机械厂;孝义市云岫机修厂",,141181,500
{code(2)},"汾阳市云岫机械
制造有限公司",,山西省汾阳市西关,,
{code(5)},交城县澄波化工有限公司,,,,
{code(5)},交城县澄波化学有限公司,,,,
,没有编号有限公司,,,,
{code(7)},柳林县朔望建材厂,,,999999,
"""
NAMES = """published_name,备注
孝义市云岫机械制造有限公司,甲
"汾阳市云岫机械
制造有限公司",
 孝义市岫云机械厂 ,
=柳林县朔望建材厂,
"交城县澄波化工有限公司;柳林县朔望建材厂",
交城县澄波化学有限公司,
某某某不相干有限公司,
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "r.csv").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "q.csv").write_text(NAMES, encoding="utf-8")
    return tmp_path


def matched(folder, names="q.csv", decisions=None, registry="r.csv"):
    out = folder / "out.csv"
    verdicts = folder / decisions if decisions else None
    done = match_files(folder / registry, folder / names, out, verdicts, lambda text: None)
    with open(out, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), outcome(done, out)


def test_a_row_a_name_in_its_order_and_as_it_was(files):
    rows, told = matched(files)
    with open(files / "q.csv", encoding="utf-8", newline="") as file:
        asked = [row["published_name"] for row in csv.DictReader(file)]
    assert [row["name"] for row in rows] == asked
    assert [row["company_id"] for row in rows] == [code(1), code(2), code(1), code(7), "", code(5), ""]
    assert rows[2]["rule"] == "former" and "曾用名" in rows[2]["evidence"], "a line break only wraps a name"
    for word in (
        "备注",
        "注册资本",
        "1 行缺 company_id",
        "1 个 company_id 重复",
        "999999",
        "确定 5",
        "out.csv",
    ):
        assert word in told
    assert [path.name for path in files.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_change_nothing(files, encoding):
    expected = matched(files)[0]
    for name, text in (("r2.csv", REGISTRY), ("q2.csv", NAMES)):
        (files / name).write_text(text, encoding=encoding)
    assert matched(files, "q2.csv", registry="r2.csv")[0] == expected


def test_the_order_of_rows_changes_nothing(files):
    head, *rows = csv.reader(REGISTRY.splitlines(keepends=True))
    with open(files / "r2.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows[::-1]])
    assert matched(files, registry="r2.csv")[0] == matched(files)[0]


def test_one_column_of_names_with_semicolons_is_one_column(files):
    (files / "one.csv").write_text("name\n甲厂;乙厂;丙厂\n柳林县朔望建材厂\n", encoding="utf-8")
    assert [row["name"] for row in matched(files, "one.csv")[0]] == ["甲厂;乙厂;丙厂", "柳林县朔望建材厂"]


def test_a_workbook_is_read_too(files):
    book = openpyxl.Workbook()
    for row in (["name", "uscc"], ["柳林县朔望建材厂", code(7)]):
        book.active.append(row)
    book.save(files / "q.xlsx")
    assert matched(files, "q.xlsx")[0][0]["company_id"] == code(7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("空的",)),
        ("name\n", ("只有表头",)),
        ("企业,代码\n甲,乙\n", ("name 或 published_name", "企业、代码")),
        ("name,name\n甲,乙\n", ("重复的列", "name")),
    ],
)
def test_a_wrong_file_says_what_is_wrong(files, text, words):
    (files / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as error:
        matched(files, "bad.csv")
    assert all(word in str(error.value) for word in ("bad.csv", *words))
    assert not (files / "out.csv").exists()


def test_a_registry_of_which_no_row_can_be_used_is_refused(files):
    (files / "r.csv").write_text("company_id,name\n,孝义市云岫机械制造有限公司\nN1, \n", encoding="utf-8")
    with pytest.raises(ValueError, match="没有一行"):
        matched(files)
    assert not (files / "out.csv").exists()


def test_what_is_read_is_never_written_over(files):
    before = (files / "r.csv").read_bytes()
    with pytest.raises(ValueError, match="同一个文件"):
        match_files(files / "r.csv", files / "q.csv", files / "." / "r.csv", None, lambda text: None)
    with pytest.raises(FileNotFoundError, match="没有这个文件"):
        match_files(files / "none.csv", files / "q.csv", files / "out.csv", None, lambda text: None)
    with pytest.raises(FileNotFoundError, match="输出文件夹不存在"):
        match_files(files / "r.csv", files / "q.csv", files / "no" / "out.csv", None, lambda text: None)
    assert (files / "r.csv").read_bytes() == before


def test_people_win_and_what_is_wrong_with_a_verdict_is_told_with_its_row(files):
    (files / "d.csv").write_text(
        f"""name,uscc,verdict,company_id,decided_by,decided_at,note
孝义市云岫机械制造有限公司,,different,{code(1)},甲,2026-01-01,
某某某不相干有限公司,,same,{code(2)},甲,2026-01-01,看了执照
某某某不相干有限公司,,Same,{code(7)},乙,2026-01-02,
交城县澄波化学有限公司,,not_registered,,丙,2026-01-03,
柳林县朔望建材厂,,same,NOBODY,丙,2026-01-03,
交城县澄波化学有限公司,,maybe,{code(5)},丙,2026-01-03,
不在名单上的公司,,not_registered,,丙,2026-01-03,
""",
        encoding="utf-8",
    )
    rows, told = matched(files, decisions="d.csv")
    by_name = {row["name"]: row for row in rows}
    assert by_name["孝义市云岫机械制造有限公司"]["company_id"] == ""
    assert by_name["某某某不相干有限公司"]["company_id"] == code(7), "the later verdict"
    assert by_name["交城县澄波化学有限公司"]["decision"] == "none"
    assert by_name["=柳林县朔望建材厂"]["company_id"] == code(7), (
        "a verdict that can't be used changes nothing"
    )
    for word in (
        "取代甲（2026-01-01）",
        "d.csv 第 6 行",
        "NOBODY",
        "d.csv 第 7 行",
        "maybe",
        "2 个判定的名称不在",
    ):
        assert word in told


def test_broken_lines_and_unreadable_characters_are_told(files):
    data = "name,uscc\n甲厂,乙,丙厂\n丁厂\n".encode() + b"\xe6\xb1,\n" + "戊己庚辛壬癸".encode() * 9 + b",\n"
    (files / "torn.csv").write_bytes(data)
    rows, told = matched(files, "torn.csv")
    assert len(rows) == 4
    for word in ("第 2 行的格子比表头多", "第 3 行的格子比表头少", "第 4 行有认不出的字"):
        assert word in told
