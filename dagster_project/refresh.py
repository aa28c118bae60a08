"""The nightly refresh, step by step. The command line and the Dagster assets call these same functions.

    ingest -> match -> context -> build -> audit -> publish

A step reads what the one before left on disk, so each can be an asset of its own. Nothing outside
home/ is written, and home/current changes in the last step only.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import duckdb
import pyarrow as pa

from dagster_project import warehouse
from dagster_project.data_tests import DataTest
from dagster_project.dbt_process import BuildError, DbtProcess
from dagster_project.failures import in_words
from dagster_project.feedback.answers import write_answers
from dagster_project.identity.divisions import Region
from dagster_project.identity.regions import Regions
from dagster_project.ingest import (
    RequiredSourceError,
    Scan,
    SourceReport,
    ingest_source,
    load_contracts,
    scan,
    write_contract_tables,
    write_passed_over,
)
from dagster_project.ingest.lake import write_table
from dagster_project.matching.apart import MatchError, match_apart
from dagster_project.publish import notice_text, release
from dagster_project.publish.history import history_partitions
from dagster_project.publish.notices import notify
from dagster_project.publish.prune import prune
from dagster_project.publish.refusal import refusal
from dagster_project.publish.sharing import WriteError
from dagster_project.quality import CheckResult, audit, blocking, get_ready, trend
from dagster_project.quality.pages import write_pages
from dagster_project.run import INTERRUPTED, RefreshError, Run, begun, record, record_failure, runs
from dagster_project.settings import Settings

TESTS_FAIL = "dbt 构建失败：数据测试没有通过"
MEND_A_LIST = (
    "按依据打开名单的这几行：名单错的，更正后重收，或用 pool withdraw 撤回；名单不错的，是模型没有顾到，"
    "连同这几行报给维护人员"
)
MEND_A_SEED = "改 dbt_models/{}这几行，再运行 pool refresh"


def region_of(settings: Settings) -> Region:
    """The region of this refresh. Raises RefreshError when its name or code is unknown or ambiguous."""
    try:
        return Regions.load().resolve(settings.region)
    except ValueError as error:
        raise RefreshError(str(error)) from error


def deliveries_of(settings: Settings) -> Scan:
    """What lies in raw/ on the as-of date. Raises RefreshError when raw/ isn't a folder."""
    if not settings.raw.is_dir():
        raise RefreshError(f"找不到名单目录 {settings.raw}：用 pool init 建一个，或用 --raw 指明")
    return scan(settings.raw, load_contracts(), settings.as_of)


def ingest(run: Run, source: str, found: Scan | None = None) -> SourceReport:
    """Read one source's deliveries into lake/<source>/.

    Raises RefreshError when a source that its contract calls required can't be read.
    """
    found = found or deliveries_of(run.settings)
    mine = [delivery for delivery in found.deliveries if delivery.source == source]
    try:
        return ingest_source(load_contracts()[source], mine, run.settings.lake)
    except RequiredSourceError as error:
        raise RefreshError(str(error), f"必需的名单 {source} 最新一批读不了") from error
    except FileNotFoundError as error:
        raise _gone(error.filename) from error


def _gone(file: str) -> RefreshError:
    return RefreshError(
        f"{file} 在刷新过程中被删除、移走或改动：请把收到的文件原样放回，再运行 pool refresh",
        "有名单文件在刷新过程中被删除或改动",
    )


def unchanged(run: Run) -> None:
    """Make sure that what was read is still there as it was read, since the manifest is about to vouch for it.

    Raises RefreshError naming the delivery that isn't.
    """
    with duckdb.connect(str(run.pool), read_only=True) as connection:
        query = "select source, delivery_date, file_hash from stg_delivery where status = 'read'"
        read = {(source, day): file_hash for source, day, file_hash in connection.execute(query).fetchall()}
    for delivery in deliveries_of(run.settings).deliveries:
        expected = read.pop((delivery.source, delivery.date), None)
        try:
            if expected and delivery.file_hash() != expected:
                raise _gone(f"{delivery.source}/{delivery.date}")
        except FileNotFoundError as error:
            raise _gone(error.filename) from error
    if read:
        raise _gone("/".join(map(str, next(iter(read)))))


def match(run: Run, progress: Callable[[str], None] = lambda text: None) -> None:
    """Resolve the names on every list into companies: lake/matching/. Raises RefreshError when that fails."""
    try:
        match_apart(run.settings.lake, load_contracts(), progress)
    except MatchError as error:
        raise RefreshError(f"比对企业名称没有完成：{error}", "比对企业名称没有完成") from error


def write_context(run: Run) -> None:
    """What dbt must know of this run: the day, the region, the contracts, what counties answered, read as figures, and
    what was published before."""
    settings, region, regions = run.settings, region_of(run.settings), Regions.load()
    found = deliveries_of(settings)
    write_contract_tables(load_contracts(), settings.lake)
    write_passed_over(found, settings.lake)
    write_answers(settings.lake)
    _write(
        settings.lake / "run",
        {
            "as_of": pa.array([settings.as_of], pa.date32()),
            "region_code": [region.code],
            "region_name": [region.name],
            "region_level": [region.level],
            "is_sample": [found.is_sample],
        },
    )
    codes = sorted(region.county_codes)
    counties = [regions.county_name(code) for code in codes]
    _write(settings.lake / "region_county", {"county_code": codes, "county": counties})
    history = settings.lake / "history"
    history_partitions(settings.home, settings.as_of, history, region.code, found.is_sample)


def _write(folder: Path, columns: dict) -> None:
    write_table(pa.table(columns), folder / f"{folder.name}.parquet")


def build(
    run: Run, progress=None, command: list[str] = warehouse.BUILD, dbt: DbtProcess | None = None
) -> None:
    """Build the pool with dbt into home/build/pool.duckdb: seeds, models and their tests, or what command says.

    dbt: one that was started before, for this run. Raises RefreshError when a model or a dbt test fails.
    """
    (run.settings.home / warehouse.ENGINE_FOLDER / warehouse.RESULTS).unlink(
        missing_ok=True
    )  # of an earlier build
    try:
        with dbt or warehouse.started(run.settings) as process:
            warehouse.build(process, progress, command)
    except BuildError as error:
        if rows := warehouse.failing_rows(run.settings):
            of_a_list = any("evidence=" in row for row in rows)
            advice = MEND_A_LIST if of_a_list else MEND_A_SEED.format("seeds/ 里")
            raise RefreshError("\n".join([f"{TESTS_FAIL}：", *rows, advice]), TESTS_FAIL) from error
        raise RefreshError(str(error)) from error
    if command == warehouse.BUILD:
        refuse_failing(run, warehouse.tested(run.settings))


def refuse_failing(run: Run, tested: list[tuple[DataTest, int]]) -> None:
    """Raises RefreshError with the first data tests of the models that fail, how much of each, and rows that do."""
    failing = [(test, count) for test, count in tested if count]
    if failing:
        told = [
            "\n  ".join([_placed(test, count), *warehouse.examples(run.settings, test)])
            for test, count in failing[:5]
        ]
        why = f"{TESTS_FAIL}（{len(failing)} 项）"
        seeds = [test.file.replace(".yml", ".csv") for test, _ in failing if test.file.startswith("seeds/")]
        advice = [MEND_A_SEED.format(f"{seed} 的") for seed in dict.fromkeys(seeds)]
        if len(seeds) < len(failing):
            advice.append(MEND_A_LIST)
        raise RefreshError("\n".join([f"{why}：", *told, *advice]), why)


def _placed(test: DataTest, count: int) -> str:
    return f"{test.name}（{count} 处；写在 dbt_models/{test.file}）"


def check(run: Run) -> list[CheckResult]:
    """Audit the build against expectations/, and add the outcome to its quality history. Refuses nothing yet."""
    settings, docs = run.settings, run.build / "docs"
    published = settings.lake / "history" / "delivery.parquet"
    results = audit(run.pool, settings.as_of, docs, published)
    outcome = json.dumps([result.as_dict() for result in results], ensure_ascii=False, indent=1)
    (run.build / "checks.json").write_text(outcome, encoding="utf-8")
    history = trend.history(results, settings.as_of, settings.lake / "history" / "quality.parquet")
    warehouse.add_table(run.pool, "quality_history", history)
    trend.plot(history, docs / "trend.svg")
    write_pages(results, docs)
    return results


def refuse_blocked(run: Run, results: list[CheckResult]) -> None:
    """Raises RefreshError when a check of the audit blocks, with everything that was wrong that night; what was found,
    with the rows behind it, then lies in home/blocked/."""
    if blocking(results):
        _keep_blocked(run)
        raise RefreshError(*refusal(run.pool, [result.as_dict() for result in results], run.settings.blocked))


def _keep_blocked(run: Run) -> None:
    """Keep the audit of a build that is not published, in place of the one before, for those who mend the lists."""
    shutil.rmtree(run.settings.blocked, ignore_errors=True)
    shutil.copytree(run.build / "docs", run.settings.blocked / "docs")
    shutil.copyfile(run.build / "checks.json", run.settings.blocked / "checks.json")


def publish(run: Run, progress=None) -> Path:
    """Write workbooks and CSVs, complete the release folder and switch home/current to it; its path.

    Raises RefreshError when a process that helped could not write its part, or was killed.
    """
    unchanged(run)
    checks = json.loads((run.build / "checks.json").read_text(encoding="utf-8"))
    try:
        released = release.complete_release(run.settings.home, run.settings.raw, run.build, checks, progress)
    except WriteError as error:
        raise RefreshError(str(error), "工作簿没有写完") from error
    outcome = "published" if run.settings.current.resolve() == released.resolve() else "archived"
    record(run, outcome, release=released)
    shutil.rmtree(run.settings.blocked, ignore_errors=True)  # what it told is mended
    prune(run.settings.home)
    tell(run, lambda: notice_text.published(released))
    return released


def fail(run: Run, stopped: BaseException) -> BaseException:
    """What follows a failure, wherever it came from: it is recorded with its reason, and told at once; the error to
    raise."""
    error = in_words(stopped)
    record_failure(run, error)
    settings, outward = run.settings, error.outward if isinstance(error, RefreshError) else ""
    tell(run, lambda: notice_text.failed(_named(settings), settings.as_of, outward))
    return error


def _named(settings: Settings) -> str:
    """The region as a notice names it, with the mark of a sample, as far as a failed refresh can know."""
    with suppress(RefreshError, OSError):
        return notice_text.marked(region_of(settings).name, deliveries_of(settings).is_sample)
    return settings.region


def tell(run: Run, text: Callable[[], str]) -> None:
    """Send a notice where any is wanted; whatever goes wrong with it, the refresh has ended as it did."""
    home = run.settings.home
    with suppress(Exception):
        before = [line for line in runs(home) if line["run"] != run.name][-1:]
        stopped = [
            f"另：上一次刷新（基准日 {line['as_of']}）{INTERRUPTED}"
            for line in before
            if line["reason"] == INTERRUPTED
        ]
        notify(home, "\n".join([text(), *stopped]))


def refresh(settings: Settings, terminal) -> Path:
    """The whole refresh; the published release's path. terminal.step(title) frames each step.

    Raises RefreshError with the reason and what to do; the release in force is then as it was, and the run is
    recorded as failed in home/runs.jsonl.
    """
    with begun(settings, f"{settings.as_of}-{os.getpid()}") as run:
        try:
            region_of(settings)
            found = deliveries_of(settings)
            # dbt reads its project while the lists are read
            with warehouse.started(settings) as dbt:
                with terminal.step("读取名单") as say:
                    for source in load_contracts():
                        report = ingest(run, source, found)
                        if report.deliveries:
                            say(f"{source}：{report.rows_read} 行，隔离 {report.rows_quarantined} 行")
                with terminal.step("比对企业名称") as say:
                    match(run, say)
                with terminal.step("建库与评分") as say:
                    write_context(run)
                    Thread(target=get_ready).start()  # while dbt has the processor's other core
                    build(run, say, dbt=dbt)
            with terminal.step("质量检查"):
                refuse_blocked(run, check(run))
            with terminal.step("写工作簿并发布") as say:
                released = publish(run, say)
        except BaseException as error:
            told = fail(run, error)
            if told is error:
                raise
            raise told from error
        return released
