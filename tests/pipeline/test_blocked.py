"""A refresh that the audit blocks, end to end: what stays, what is said, who is told; and how it is put right."""

from __future__ import annotations

import io
import json
import shutil
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from unittest.mock import patch

import duckdb
import openpyxl
import pytest
from pipeline.harness import cells
from receivers import bot, mail_server

from dagster_project.cli import main
from dagster_project.publish.verify import differences
from dagster_project.run import runs

SECRETS = ("GEHEIM", "SECdingtalk", "feishu-secret")
TRUNCATED = "2026-11-18"
HELD = "科技型中小企业补充名单.csv"


@dataclass(frozen=True)
class Command:
    """How a command of `pool` ended, and what it said."""

    code: int
    out: str
    err: str


def pool(*arguments: str) -> Command:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "argv", ["pool", *arguments]):
        try:
            main()
        except SystemExit as end:
            return Command(end.code or 0, out.getvalue(), err.getvalue())
    return Command(0, out.getvalue(), err.getvalue())


def truncate_the_register(raw: Path) -> None:
    """The newest register once more, its second half missing."""
    folder = raw / "company_registry"
    newest = shutil.copytree(sorted(folder.glob("2*"))[-1], folder / TRUNCATED)
    [file] = newest.glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    rows = book.active.max_row
    book.active.delete_rows(rows // 2, rows)
    book.save(file)


def hold_a_list(raw: Path) -> None:
    """A newest list that calls the company's name as nobody does."""
    folder = raw / "tech_sme" / TRUNCATED
    folder.mkdir()
    rows = "主体称呼,入库登记编号,年度,公告日期\n某公司,示例1,2026,2026-11-01\n"
    (folder / HELD).write_text(rows, encoding="utf-8")
    (folder / "SAMPLE").touch()


@dataclass(frozen=True)
class Night:
    """A refresh that is blocked, on top of a publication, and one after the wrong delivery was withdrawn.

    releases: the one in force at first and after each; told: what each receiver had after each, (path, JSON) of a bot,
    raw bytes of a mail; blocked: what lay in home/blocked/ meanwhile.
    """

    home: Path
    companies: list[str]
    commands: dict[str, Command]
    releases: list[Path]
    told: list[dict[str, list]]
    blocked: list[str]


@pytest.fixture(scope="module")
def night(settings, released, tmp_path_factory):
    folder = tmp_path_factory.mktemp("blocked")
    raw = shutil.copytree(settings.raw, folder / "raw")
    home = shutil.copytree(released.parents[1], folder / "home", symlinks=True)
    (home / "dbt" / "dbt.log").unlink()  # of another home
    truncate_the_register(raw)
    hold_a_list(raw)
    (raw / "penalty" / "散落的处罚.csv").write_text("名称\n某公司\n", encoding="utf-8")
    common = ("--home", str(home), "--raw", str(raw), "--as-of", "2026-11-20")
    commands, releases, told = {}, [(home / "current").resolve()], []
    with ExitStack() as stack:
        bots = {kind: stack.enter_context(bot()) for kind in ("wecom", "dingtalk", "feishu")}
        port, mails = stack.enter_context(mail_server())
        secrets = dict(zip(bots, ({}, {"secret": SECRETS[1]}, {"secret": SECRETS[2]}), strict=True))
        entries = [{"kind": kind, "url": url} | secrets[kind] for kind, (url, _) in bots.items()]
        entries.append(
            {"kind": "mail", "host": "127.0.0.1", "port": port, "from": "pool@x.cn", "to": "a@x.cn"}
        )
        (folder / "notices.yaml").write_text(json.dumps(entries), encoding="utf-8")
        environment = stack.enter_context(pytest.MonkeyPatch.context())
        environment.setenv("POOL_NOTICES", str(folder / "notices.yaml"))

        def refresh(name):
            commands[name] = pool("refresh", *common)
            releases.append((home / "current").resolve())
            told.append({kind: list(got) for kind, (_, got) in bots.items()} | {"mail": list(mails)})

        refresh("blocked")
        blocked = [p.relative_to(home / "blocked").as_posix() for p in (home / "blocked").rglob("*")]
        commands["status"] = pool("status", "--home", str(home), "--as-of", "2026-11-20")
        why = ("company_registry", TRUNCATED, "--why", "只导出了一半", "--by", "某人")
        commands["withdraw"] = pool("withdraw", *why, "--raw", str(raw), "--as-of", "2026-11-20")
        refresh("mended")
    with duckdb.connect(str(released / "pool.duckdb"), read_only=True) as connection:
        companies = [name for (name,) in connection.execute("select name from company").fetchall()]
    return Night(home, companies, commands, releases, told, blocked)


def last(received: list) -> str:
    """The text of the last notice, of a bot or by mail."""
    if isinstance(received[-1], bytes):
        message = message_from_bytes(received[-1], policy=policy.default)
        return message.get_content().replace("\r\n", "\n").strip()
    _, body = received[-1]
    return body["content"]["text"] if body.get("msg_type") == "text" else body["text"]["content"]


def test_what_is_published_stays(night):
    assert night.commands["blocked"].code == 1
    assert night.releases[0] == night.releases[1]
    assert differences(night.releases[0]) == []


def test_the_command_says_what_is_wrong_and_what_to_do(night):
    line = night.commands["blocked"].err.partition("没有完成：")[2]
    assert line.startswith("质量检查拦下了这次发布，上一次发布不变")
    assert "企业登记信息：新到一批行数与上一批之比" in line and "截断" in line and "pool withdraw" in line
    assert f"新到一批 {TRUNCATED} 收到的" in line
    assert "  搁置　科技型中小企业入库登记名单" in line, "what else was wrong is told the same night"


def test_the_failed_run_is_recorded_and_status_tells_it(night):
    ended = [line for line in runs(night.home) if line["outcome"] != "started"]
    assert [line["outcome"] for line in ended] == ["published", "failed", "published"]
    assert "截断" in ended[1]["reason"]
    status = night.commands["status"].out
    assert "搁置　科技型中小企业入库登记名单" in status
    assert night.releases[0].name in status and "没有发布：质量检查拦下了这次发布" in status


def test_what_was_found_lies_there_until_it_is_mended(night):
    assert {"checks.json", "docs/index.html"} <= set(night.blocked)
    assert not (night.home / "blocked").exists() and not (night.home / "build").exists()


def test_dbt_reads_its_whole_project_once_a_home_and_then_what_has_changed(night):
    """Eight seconds of a night in which no model has changed: dbt tells why when it begins anew."""
    log = (night.home / "dbt" / "dbt.log").read_text(encoding="utf-8")
    assert log.count("Unable to do partial parsing") == 1


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu", "mail"])
def test_everybody_is_told_in_his_own_form(night, kind):
    assert [len(told[kind]) for told in night.told] == [1, 2]
    first, second = (last(told[kind]) for told in night.told)
    assert (
        first.startswith("【示例数据】吕梁市培育库")
        and "未能读取的名单 1：科技型中小企业入库登记名单" in first
    )
    assert "没有发布，现行发布不变" in first and "企业登记信息：新到一批行数与上一批之比" in first
    assert "已发布" in second and "培育对象：" in second and "复核预警：" in second
    assert "已撤回的名单 1：" in second
    if kind in ("dingtalk", "feishu"):
        path, body = night.told[0][kind][0]
        assert "sign=" in path if kind == "dingtalk" else body["sign"]


def test_nothing_sensitive_leaves_the_house_and_no_secret_is_written(night):
    for told in night.told:
        text = "".join(last(received) for received in told.values())
        assert [name for name in night.companies if name in text] == []
        assert ".xlsx" not in text and str(night.home) not in text
    written = [path.read_text(encoding="utf-8") for path in night.home.glob("*.jsonl")]
    written += [text for command in night.commands.values() for text in (command.out, command.err)]
    assert [secret for secret in SECRETS if any(secret in text for text in written)] == []


def test_a_withdrawn_delivery_is_told_and_the_one_before_serves(night):
    assert (night.commands["withdraw"].code, night.commands["mended"].code) == (0, 0)
    told = night.commands["mended"].out
    assert "撤回：有 1 批名单已撤回" in told and "只导出了一半" in told
    assert night.releases[2] != night.releases[0] and differences(night.releases[2]) == []


def test_what_is_held_withdrawn_or_passed_over_stands_first_and_the_rest_goes_on(night):
    told = night.commands["mended"].out
    head = told[: told.index("读入的名单")]
    workbook = next((night.releases[2] / "exports").glob("141121_*.xlsx"))
    cover = str(next(iter(cells(workbook).values())))
    for place in (head, cover):
        assert HELD in place and "主体称呼" in place and "只导出了一半" in place
    assert "企业名称" in head
    assert "散落的处罚.csv" in told
