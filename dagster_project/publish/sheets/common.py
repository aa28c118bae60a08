"""Columns that several sheets share: one heading, one width, one meaning."""

from __future__ import annotations

from dataclasses import replace

from dagster_project.publish.tables import Column

COMPANY = (
    Column("name", "企业名称", "text", 24, "登记的企业名称"),
    Column("uscc", "统一社会信用代码", "code", 20.5, "登记部门的18位代码；空白表示尚不知道"),
)
NAME = COMPANY[0]
CODE = replace(COMPANY[1], printed=False)  # where the sheet has to fit a page
PLACE = (
    Column("county", "县（市、区）", "text", 12, "企业所在县（市、区）", printed=False),
    Column("zone", "开发区", "text", 12, "所在省级开发区；不在开发区为空", printed=False),
)
KEY = Column(
    "company_id", "企业编号", "code", 22, "本库的企业编号：信用代码，或 R:注册号、X:登记库编号", printed=False
)
# The way back: which workbook a row stood in (filled in as it is written), and a mark of its locked cells, four signs
# a cell; dbt's macro broken_seal reads it in the same order of columns.
SENT_BY = Column("place", "工作簿", "place", 10, "哪里的工作簿，回收时用", printed=False, hidden=True)
SEAL = Column("seal", "校验", "seal", 10, "锁定单元格的校验，回收时用", printed=False, hidden=True)


def sealed(*columns: str) -> str:
    """A SQL expression: the seal over these columns of a row."""
    return " || ".join(f"left(md5(coalesce(cast({column} as varchar), '')), 4)" for column in columns)


EVIDENCE = Column(
    "evidence", "依据", "long", 46, "名单文件#工作表或页!行，文件路径从名单目录起算", printed=False
)
