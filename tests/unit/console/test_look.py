"""What comes from outside is read within bounds, and what can't be read is told in Chinese."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date

import pytest
from console.outside import dies, fails, grows, sleeps

from dagster_project.console.bounded import TooMuchError, bounded
from dagster_project.console.look import Kept, Upload, look_at_list, look_at_workbook
from dagster_project.settings import PROJECT

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(("work", "word"), [(sleeps, "还没有读完"), (grows, "放不下"), (dies, "中断")])
def test_what_takes_too_much_is_ended_and_leaves_nothing(tmp_path, work, word):
    with pytest.raises(TooMuchError, match=word):
        bounded(work, under=tmp_path, seconds=3 if work is sleeps else 120)
    assert list(tmp_path.iterdir()) == []


def test_a_bug_stays_a_bug(tmp_path):
    with pytest.raises(RuntimeError, match="a bug"):
        bounded(fails, under=tmp_path)


def packed(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.xlsx", b"", "空的"),
        ("a.xlsx", b"PK\x03\x04 half a workbook", "损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
        ("a.pdf", b"%PDF-1.4 half a page", "损坏"),
        ("a.docx", b"\xff\xd8\xff\xe0\0\0", "图片"),
        ("a.exe", b"MZ\0\0", "不是名单文件"),
        ("a.zip", packed("a.csv", b"0" * (100 << 20)), "不像名单"),
        ("a.zip", packed("a.zip", packed("a.csv", b"1")), "压缩包里还有压缩包"),
    ],
)
def test_what_can_not_be_read_is_told(tmp_path, name, content, word):
    kept = Kept(tmp_path, tmp_path, DAY)
    assert word in look_at_list(Upload(name, content), "", kept, tmp_path).wrong


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "空的"), (b"PK\x03\x04 half", "损坏"), ("企业名称,填报值\n甲,1\n".encode(), "不是 xlsx 工作簿")],
)
def test_a_workbook_that_is_none_is_told(tmp_path, content, word):
    found = look_at_workbook(Upload("回填.xlsx", content), ("county_feedback",), 10, tmp_path)
    assert isinstance(found, str) and word in found


def test_a_list_is_held_against_the_delivery_before(tmp_path):
    """The newest register with one row less, one more and one changed."""
    raw, folder = tmp_path / "raw", tmp_path / "look"
    (raw / "service_specialist" / "2026-11-04").mkdir(parents=True)
    folder.mkdir()
    [before] = (PROJECT / "raw" / "service_specialist").glob("2026-11-04/*.csv")
    shutil.copy(before, raw / "service_specialist" / "2026-11-04")
    heading, _, second, *rest = before.read_text(encoding="utf-8-sig").splitlines()
    cells = second.split(",")
    at = heading.split(",").index("专员单位")
    cells[at] = "另一单位"
    added = ",".join(
        ["虚构新来有限公司" if "公司" in cell else "" if cell.startswith("9") else cell for cell in cells]
    )
    changed = "\n".join([heading, ",".join(cells), *rest, added])
    upload = Upload("名册.csv", changed.encode())
    seen = look_at_list(upload, "service_specialist", Kept(raw, tmp_path / "lake", DAY), folder)
    compared = seen.compared
    assert compared.earlier == date(2026, 11, 4)
    assert (compared.counts.added, compared.counts.removed, compared.counts.changed) == (1, 1, 1)
    assert compared.counts.repeated == len(rest)
    kinds = {one.change: one for one in compared.first}
    assert kinds["changed"].after == "另一单位" and "虚构新来" in kinds["added"].key
    assert not (tmp_path / "lake").exists() and len(list(raw.rglob("*.csv"))) == 1


def test_the_first_delivery_has_none_before(tmp_path):
    [first] = (PROJECT / "raw" / "service_specialist").glob("2026-11-04/*.csv")
    upload = Upload("名册.csv", first.read_bytes())
    (tmp_path / "raw").mkdir()
    seen = look_at_list(upload, "", Kept(tmp_path / "raw", tmp_path / "lake", DAY), tmp_path)
    assert seen.found.contract.source == "service_specialist"
    assert seen.compared.earlier is None and seen.compared.counts.added == seen.found.tray.accepted
