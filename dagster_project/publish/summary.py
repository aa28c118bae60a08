"""What a refresh says at its end: what is wrong first, then what was read, found, and where it lies."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import duckdb

from dagster_project.publish import words
from dagster_project.publish.cells import chinese_date
from dagster_project.publish.context import Context, read_context
from dagster_project.publish.deliveries import read_passed_over, read_states, read_unused, read_withdrawn
from dagster_project.publish.names import in_force, read_manifest
from dagster_project.publish.quality import quality
from dagster_project.publish.reading_notes import reading_notes
from dagster_project.publish.terminal import cut, pad, section, table, width

MOST_REDS = 12
MOST_PASSED = 12
MOST_DAYS = 12  # on which answers came that were refused or wait
MOST_COUNTIES = 30  # of a province, only those with candidates are told
REASON = 70  # columns of a terminal; the workbook tells the whole reason


def summarise(release: Path) -> str:
    """The Chinese summary of a release, for a terminal: from its pool.duckdb and its manifest."""
    checks = read_manifest(release).get("checks", [])
    with duckdb.connect(str(release / "pool.duckdb"), read_only=True) as connection:
        context = read_context(connection)
        parts = [
            _problems(connection),
            _heading(context),
            _sources(connection, context),
            _batches(connection),
            reading_notes(connection),
            passed_over(read_passed_over(connection)),
            _matches(connection),
            _answers(connection),
            _candidates(connection, context),
            _reviews(connection),
            _changes(connection, context),
            quality(checks, connection, release / "docs"),
        ]
    return "\n".join(line for part in [*parts, _where(release, context)] for line in part)


def _problems(connection: duckdb.DuckDBPyConnection) -> list[str]:
    lines = []
    for heading, found in read_unused(connection):
        lines.append(f"！！ {heading}：")
        for item in found:
            lines.append(f"   {item.title}（{item.source}，{item.delivery_date} 收到）")
            lines += [f"     {line}" for line in (f"文件：{item.files}", *item.told)]
    return [*lines, ""] if lines else []


def passed_over(found: list[tuple[str, str]]) -> list[str]:
    """The section on files that were not read, each with its reason; nothing when there are none."""
    if not found:
        return []
    lines = [*section("未读的文件"), *(f"  {path}：{reason}" for path, reason in found[:MOST_PASSED])]
    rest = len(found) - MOST_PASSED
    return lines + ([f"  ……还有 {rest} 个，见汇总工作簿封面"] if rest > 0 else [])


def _heading(context: Context) -> list[str]:
    title = f"{context.region_name}专精特新企业培育库　基准日 {chinese_date(context.as_of)}"
    mark = [f"【{words.SAMPLE}】{words.MADE_UP}"] if context.is_sample else []
    return ["═" * width(title), title, *mark, "═" * width(title)]


def _sources(connection, context: Context) -> list[str]:
    states = [state for state in read_states(connection) if state.newest_on is not None]
    never = [state.title for state in read_states(connection) if state.newest_on is None]
    rows = [
        (
            s.title,
            s.deliveries,
            s.rows_read,
            s.rows_accepted,
            s.rows_quarantined,
            s.newest_on,
            s.word(context.as_of),
        )
        for s in states
    ]
    total = (
        "合计",
        *(
            sum(getattr(s, name) for s in states)
            for name in ("deliveries", "rows_read", "rows_accepted", "rows_quarantined")
        ),
        None,
        "",
    )
    headings = ("名单", "批次", "读入行", "采用行", "隔离行", "最新收到", "状态")
    lines = section("读入的名单") + table(headings, [*rows, total] if rows else [])
    return lines + ([f"  尚未收到：{'、'.join(never)}（其事实按未知处理）"] if never else [])


def _batches(connection) -> list[str]:
    """What the newest delivery of each list did to the ones before it."""
    rows = connection.execute(
        """
        select coalesce(c.title, d.source), d.delivery_date, d.rows_added, d.rows_removed, d.rows_changed,
            d.rows_repeated
        from stg_delivery d left join stg_contract c using (source)
        where d.is_latest_good and exists (
            select 1 from stg_delivery e
            where e.source = d.source and e.status = 'read' and e.delivery_date < d.delivery_date
        ) order by d.source"""
    ).fetchall()
    lines = section("最新一批名单比上一批（改动以新的一批为准）") if rows else []
    for title, day, added, removed, changed, repeated in rows:
        told = f"新增 {added}、减少 {removed}、改动 {changed}"
        lines.append(
            f"  {title}（{day}）比上一批：{told}" + (f"，{repeated} 行与以前相同" if repeated else "")
        )
    where = "  改动、减少的逐条见 current/pool.duckdb 的表 stg_delivery_change，新增的见 stg_ 加名单标识的表"
    return [*lines, where] if rows else []


def _matches(connection) -> list[str]:
    found = connection.execute(
        """
        select coalesce(c.title, m.source), count(*) filter (x.decision = 'accept'),
            count(r.mention_id), count(*) filter (x.decision = 'none')
        from stg_mention m join stg_match x using (mention_id)
        left join match_review r on r.mention_id = m.mention_id
        left join stg_contract c on c.source = m.source
        where m.kind = 'organisation' group by m.source, c.title order by m.source"""
    ).fetchall()
    unasked = connection.execute(
        """
        select count(*) from stg_match x left join match_review r using (mention_id)
        where x.decision = 'review' and r.mention_id is null"""
    ).fetchall()[0][0]
    people = connection.execute("select count(*) from stg_mention where kind = 'person'").fetchall()[0][0]
    total = ("合计", *(sum(row[i] for row in found) for i in range(1, 4)))
    headings = ("名单上的名称", *words.DECISION.values())
    lines = section("企业名称比对（每个名称计一次）")
    lines += table(headings, [*found, total] if found else [])
    if unasked:
        lines.append(f"  另有 {unasked} 个名称，所在的行因别的原因没有采用（见反馈处理），不用判定")
    return lines + ([f"  另有 {people} 个个人名称，不参与比对"] if people else [])


def _answers(connection) -> list[str]:
    """What became of the answers that came last, and of earlier ones as long as some of a day are refused or wait for
    the city: a refused one is told here, since its row counts as read."""
    rows = connection.execute(
        """
        select cast(f.delivery_date as varchar), o.outcome_title, count(*)
        from feedback_outcome f join feedback_outcomes o using (outcome)
        where f.delivery_date in (
            select max(delivery_date) from feedback_outcome
            union
            select delivery_date from feedback_outcome where for_city or advice <> ''
        )
        group by f.delivery_date, o.outcome_title, o.outcome_order
        order by f.delivery_date desc, o.outcome_order, o.outcome_title"""
    ).fetchall()
    days = []
    for day, told in groupby(rows, key=lambda row: row[0]):
        counts = [(title, count) for _, title, count in told]
        became = "、".join(f"{title} {count}" for title, count in counts)
        days.append(f"  {day} 收到 {sum(count for _, count in counts)} 条：{became}")
    if not days:
        return []
    rest = [f"  ……更早还有 {len(days) - MOST_DAYS} 天收到的没有采用或待处理"] if len(days) > MOST_DAYS else []
    where = "  逐条怎样处理、接下来怎么办：各工作簿“反馈处理”表"
    return [*section("县（市、区）交回的答复"), *days[:MOST_DAYS], *rest, where]


def _candidates(connection, context: Context) -> list[str]:
    counts = ", ".join(f"count(*) filter (p.status = '{code}')" for code in words.STATUS)
    by_tier = connection.execute(
        f"""select p.tier_title, {counts}, count(*) from cultivation_pool p
        left join tiers t on t.tier = p.tier where p.is_next
        group by p.tier, p.tier_title, t.ladder_order order by t.ladder_order nulls last, p.tier"""
    ).fetchall()
    if not by_tier:
        judged = connection.execute("select count(*) from assessment").fetchall()[0][0]
        why = "没有带入库信号或称号的本地企业" if judged else "没有企业可评，或基准日没有施行的标准"
        return [*section("培育对象"), f"  没有：{why}"]
    city = "d.city || " if context.region_level == "province" else ""
    by_county = connection.execute(
        f"""select {city}r.county, {counts}, count(p.company_id) from stg_region_county r
        left join divisions d on d.county_code = r.county_code
        left join cultivation_pool p on p.county_code = r.county_code and p.is_next
        group by r.county_code, r.county, d.city order by r.county_code"""
    ).fetchall()
    companies = connection.execute(
        "select count(distinct company_id) from cultivation_pool where is_next"
    ).fetchall()[0][0]
    heads = (*words.STATUS.values(), "合计")
    lines = section(f"培育对象，按下一称号（{companies} 家，有几个下一称号的计几次）") + table(
        ("称号", *heads), by_tier
    )
    lines += section("培育对象，按县（市、区）")
    if len(by_county) <= MOST_COUNTIES:
        return lines + table(("县（市、区）", *heads), by_county)
    some = [row for row in by_county if row[-1]]
    return lines + table(("县（市、区）", *heads), some) + [f"  其余 {len(by_county) - len(some)} 个县没有"]


def _reviews(connection) -> list[str]:
    levels = dict(connection.execute("select level, count(*) from review_watch group by level").fetchall())
    lines = section("复核预警（设有效期、现仍有效的称号）")
    for code, word in words.LEVEL.items():
        lines.append(f"  {word}  {pad(str(levels.get(code, 0)), 5, right=True)}  {words.LEVEL_MEANING[code]}")
    reds = connection.execute(
        f"""select name, tier_title, cast(valid_to as varchar), coalesce(nullif(reasons, ''), tightest_clause)
        from review_watch where level = 'red' order by valid_to nulls last, title_id limit {MOST_REDS}"""
    ).fetchall()
    short = [(*red, cut(why or "", REASON)) for *red, why in reds]
    heading = "红色预警" if levels.get("red", 0) <= MOST_REDS else f"红色预警，最早到期的 {MOST_REDS} 家"
    lines += ["", *table((heading, "称号", "到期", "原因"), short)] if reds else []
    watched = sum(levels.values()) - levels.get("green", 0)
    where = "  逐家的原因、至少需要什么：各工作簿“复核预警”表；一家的：pool explain 企业名称"
    return lines + ([where] if watched else [])


def _changes(connection, context: Context) -> list[str]:
    lines = section("与上一次发布相比")
    counts = dict(connection.execute("select change, count(*) from pool_change group by change").fetchall())
    if context.as_of_before is None:
        return [*lines, f"  {context.unchanged}"]
    taken_back = [
        f"  其间撤回的名单也会引起变化：{item.title}（{item.delivery_date} 收到）{item.problem}"
        for item in read_withdrawn(connection)
    ]
    if not counts:
        return [*lines, f"  {context.unchanged}", *taken_back]
    told = "，".join(f"{word} {counts[code]}" for code, word in words.CHANGE.items() if code in counts)
    return [*lines, f"  比较基准日 {context.as_of_before}：{told}；逐条见各工作簿“变化”表", *taken_back]


def _where(release: Path, context: Context) -> list[str]:
    home = release.parent.parent
    exports = release / "exports"
    serving = in_force(home) == release.resolve()
    base = home / "current" / "exports" if serving else exports
    books = sorted(p.name for p in exports.glob("*.xlsx"))
    lines = section("工作簿")
    lines.append(f"  {base}　{len(books)} 份，CSV 与数据字典在其下 csv/")
    lines += [f"  {base / name}" for name in books if "_汇总" in name]
    if not serving:
        lines.append(f"  注意：基准日 {context.as_of} 早于现行发布，本次只留档，current 没有切换")
    return lines
