"""The command line as a person meets it: what it prints, and how it ends."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest


def pool(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-c", "from dagster_project.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd)


def test_the_readme_names_every_command():
    commands = re.findall(r"^│ (\w+) {2}", pool("--help").stdout, re.MULTILINE)
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert len(commands) > 9 and [name for name in commands if f"pool {name}" not in readme] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("refresh", "--raw", "nowhere"), ("nowhere", "pool init")),
        (("refresh", "--region", "城区"), ("城区",)),
        (("refresh", "--region", "亚特兰蒂斯"), ("亚特兰蒂斯",)),
        (("explain", "某公司"), ("pool refresh",)),
        (("status",), ("pool refresh",)),
        (("template", "no_such_list"), ("no_such_list", "company_report")),
    ],
)
def test_what_a_person_can_mend_is_one_line_and_exit_1(tmp_path, arguments, words):
    home = () if arguments[0] == "template" else ("--home", str(tmp_path / "home"))
    done = pool(*arguments, *home, cwd=tmp_path)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("没有完成：") and all(word in last for word in words)
    assert "Traceback" not in done.stderr


def test_a_bad_date_says_how_to_write_it(tmp_path):
    done = pool("refresh", "--as-of", "20261120", "--home", str(tmp_path))
    assert done.returncode == 2 and "%Y-%m-%d" in done.stderr


def test_own_lists_start_with_init_and_a_template(tmp_path):
    assert pool("init", str(tmp_path / "lists")).returncode == 0
    assert (tmp_path / "lists" / "high_tech_enterprise").is_dir()
    done = pool("template", "company_report", "--out", str(tmp_path / "form.xlsx"))
    assert done.returncode == 0
    headings = {
        cell.value
        for row in openpyxl.load_workbook(tmp_path / "form.xlsx").active.iter_rows()
        for cell in row
    }
    assert any("研发费用" in str(heading) for heading in headings)
    filled = (tmp_path / "form.xlsx").read_bytes()
    for out in (tmp_path / "form.xlsx", tmp_path, tmp_path / "form.csv"):
        again = pool("template", "company_report", "--out", str(out))
        assert again.returncode == 1 and "--out" in again.stderr and "Traceback" not in again.stderr
    assert (tmp_path / "form.xlsx").read_bytes() == filled, "what a company filled in is not written over"


def test_explain_and_status_on_the_sample(settings, released):
    home = ("--home", str(settings.home), "--as-of", settings.as_of.isoformat())
    name = _a_candidate(released)
    told = pool("explain", name, *home)
    assert told.returncode == 0 and name in told.stdout and "附件" in told.stdout and "#" in told.stdout
    status = pool("status", *home)
    assert status.returncode == 0 and "企业登记名录" in status.stdout and "逾期" not in status.stdout
    later = pool("status", *home, "--as-of", "2028-01-01")
    assert later.returncode == 0 and "逾期" in later.stdout, "of the release in force, whatever its own day"


def _a_candidate(released: Path) -> str:
    import duckdb

    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        query = "select name from cultivation_pool where status = 'ready' order by company_id limit 1"
        return connection.execute(query).fetchone()[0]
