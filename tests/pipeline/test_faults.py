"""Faults put into deliveries of the sample: each is seen, by the check that is there for it, with words that help.

    .venv/bin/pytest tests/pipeline/test_faults.py -n 0 -s        prints the table

A fault names the checks that must see it, and every check of expectations/ is named by one: so a check that is taken
away turns a fault red. The file is long since most of it is the table of faults, which is read as one.
"""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from pipeline.faulty import CHECKS, DELIVERIES, Found, Sample, judged_by, measured, verdicts, written

from dagster_project.quality import measures

DATES = {
    "abnormal_operation": "listed_on", "credit_blacklist": "listed_on", "company_registry": "established_on",
    "company_report": "reported_on", "recognised_title": "recognised_on", "high_tech_enterprise": "issued_on",
    "tech_sme": "published_on", "patent_grant": "granted_on", "penalty": "penalised_on",
    "equity_investment": "paid_on", "evidence": "awarded_on", "judgement": "judged_on", "application": "applied_on",
}  # fmt: skip
ANSWERED = DATES | {"county_feedback": "answered_on", "county_visit": "visited_on"}
READ = ANSWERED | {"service_specialist": "since"}
FULL = ("abnormal_operation", "company_registry", "credit_blacklist")
BY_PART = {
    "credit_blacklist": "list_name",
    "service_specialist": "county",
}  # full lists that replace part by part
APPENDED = tuple(source for source in DELIVERIES if source not in {*FULL, *BY_PART})
SENT_BACK = ("county_feedback", "county_visit", "match_decision")
FEW = (
    "penalty",
    "equity_investment",
    "judgement",
)  # too few of their characters are names: rows go, not the file
NAMED = (*(source for source in DATES if source != "patent_grant"), "service_specialist")
CODES = {
    "abnormal_operation": "published_code", "credit_blacklist": "published_code", "penalty": "published_code",
    "company_report": "uscc", "recognised_title": "uscc", "high_tech_enterprise": "uscc", "tech_sme": "uscc",
    "equity_investment": "uscc", "evidence": "uscc", "judgement": "uscc", "application": "uscc",
    "service_specialist": "uscc",
}  # fmt: skip
FILLED = {
    "abnormal_operation": "published_code", "credit_blacklist": "published_code", "company_registry": "uscc",
    "company_report": "revenue", "recognised_title": "uscc", "high_tech_enterprise": "issued_on", "tech_sme": "uscc",
    "penalty": "penalised_on", "equity_investment": "is_qualified", "evidence": "awarded_on",
    "judgement": "judged_by", "county_feedback": "answered_by", "county_visit": "visited_by",
    "match_decision": "decided_by",
}  # fmt: skip
FILLED_TOO = {"company_registry": "address", "company_report": "rd_expense", "recognised_title": "valid_to"}


def setting(**cells):
    """A change that sets columns to one value, or to what a function of the column gives."""

    def change(frame, sample):
        for name, value in cells.items():
            frame[name] = frame[name].map(value) if callable(value) else value
        return frame

    return change


def half(frame, sample):
    return frame.iloc[: len(frame) // 2]


def third_of_one(column):
    """The longest part of a delivery (one of its lists, a county) loses two thirds of its rows."""

    def change(frame, sample):
        longest = frame[frame[column] == frame[column].mode()[0]]
        return frame.drop(longest.index[len(longest) // 3 :])

    return change


def twice(frame, sample):
    return pd.concat([frame, frame])


def shifted(frame, sample):
    """Every cell one column to the right, under the headings as they were."""
    return pd.DataFrame(np.roll(frame.to_numpy(), 1, axis=1), columns=frame.columns)


def mojibake(name):
    """UTF-8 read as GBK, as an editor does it, and saved again."""
    return name.encode().decode("gbk", errors="replace")


def person(name):
    """Somebody's name in place of the company's."""
    return f"王{name[2:4]}" if name else ""


def garbled_file(frame, sample):
    return (
        written(sample.contracts["abnormal_operation"], frame)
        .decode()
        .encode("utf-8")
        .decode("gbk", "replace")
        .encode()
    )


def some(column, value, share=0.4):
    """A change of so many of the rows."""

    def change(frame, sample):
        frame.loc[frame.index[: max(2, int(share * len(frame)))], column] = value
        return frame

    return change


def again(source):
    """The delivery before, sent once more."""
    return lambda frame, sample: sample.delivery(source, DELIVERIES[source][1] or DELIVERIES[source][0])


def earlier(text):
    return str(date.fromisoformat(text).replace(year=2021, month=1, day=5)) if text else ""


def wrong_codes(column):
    """Credit codes of other companies, their check character changed; where there is no code, one is put."""

    def change(frame, sample):
        codes = (
            sample.companies["uscc"]
            .iloc[: len(frame)]
            .map(lambda code: code[:17] + ("0" if code[17] != "0" else "1"))
        )
        frame[column] = codes.tolist() + [""] * (len(frame) - len(codes))
        return frame

    return change


def times_10000(*columns):
    return setting(**{name: lambda text: str(float(text) * 10_000) if text else "" for name in columns})


def few(change):
    """A change of the first three rows alone."""
    return lambda frame, sample: pd.concat([change(frame.iloc[:3].copy(), sample), frame.iloc[3:]])


MONEY = ("revenue", "main_revenue", "rd_expense", "net_profit", "assets", "liabilities")
ROUND = {
    "全量名单被截断（少了一半）": dict.fromkeys((*FULL, "service_specialist"), (half, ("volume_ratio",))),
    "全量名单少了一种、一县的一大半": {
        source: (third_of_one(column), ("part_ratio",)) for source, column in BY_PART.items()
    },
    "名单导重（每行两遍）": dict.fromkeys(DELIVERIES, (twice, ("duplicate_share",))),
    # a county leaves a sheet of its workbook empty when it has nothing to say
    "只有表头": {source: (lambda frame, sample: frame.iloc[:0], ("rows",)) for source in APPENDED if source not in SENT_BACK}
    | {"company_registry": (lambda frame, sample: frame.iloc[:0], ())},
    "各列错一位": {source: (shifted, ("accepted_share",)) for source in APPENDED if source != "match_decision"}
    | dict.fromkeys((*FULL, "service_specialist"), (shifted, ())),
    "大部分行读不进去": {
        source: (some(READ[source], "2026年13月45日", 0.7), ("accepted_share",)) for source in (*FULL, "service_specialist")
    }
    | {"match_decision": (setting(verdict="也许"), ("accepted_share",))},
    "一部分行读不进去": {source: (some(column, "2026年13月45日"), ("accepted_share",)) for source, column in READ.items()}
    | {"match_decision": (some("verdict", "也许"), ("accepted_share",))},
    "又送来上一批": {source: (again(source), ("repeated_share",)) for source in APPENDED if DELIVERIES[source][1]},
    "发成以前月份的": {source: (setting(**{column: earlier}), ("days_forward_" + column,)) for source, column in DATES.items()},
    "日期在收到之后": {source: (some(column, "2027-03-01", 0.1), ("days_ahead_" + column,)) for source, column in ANSWERED.items()},
    "名称列里是法定代表人": {source: (setting(name=person), ("share_name",)) for source in NAMED}
    | {"patent_grant": (setting(owners=person), ("share_owners",))},
    "名称编码读错": {source: (setting(name=mojibake), ()) for source in NAMED if source not in FEW}
    | {source: (setting(name=mojibake), ("accepted_share",)) for source in FEW},
    "整个文件编码读错": {"abnormal_operation": (garbled_file, ())},
    "代码校验位抄错": {source: (wrong_codes(column), ("valid_" + column,)) for source, column in CODES.items()},
    "整列空白": {source: (setting(**{column: ""}), ("filled_" + column,)) for source, column in FILLED.items()},
    "另一列空白": {source: (setting(**{column: ""}), ("filled_" + column,)) for source, column in FILLED_TOO.items()},
    "只剩一个县、一种名单": {
        source: (setting(county="孝义市"), ("drift_county",))
        for source in ("company_registry", "high_tech_enterprise", "tech_sme")
    }
    | {"credit_blacklist": (setting(list_name="失信被执行人"), ("drift_list_name",))},
    "研发费用填成元": {"company_report": (times_10000("rd_expense"), ("share_rd_expense",))},
    "几行研发费用填成元": {"company_report": (few(times_10000("rd_expense")), ("rows_rd_expense",))},
    "几行营业收入填成元": {"company_report": (few(times_10000("revenue")), ("rows_revenue",))},
    "主营业务收入大于营业收入": {"company_report": (few(times_10000("main_revenue")), ("rows_main_revenue",))},
    "研发、科技人员多于从业人员": {
        "company_report": (few(setting(staff="1", rd_staff="2", tech_staff="3")), ("rows_rd_staff", "rows_tech_staff")),
    },
    "金额全部填成元": {
        "company_report": (times_10000(*MONEY), ("share_revenue", "median_ratio_rd_expense", "median_ratio_revenue")),
        "equity_investment": (times_10000("paid_in"), ("share_paid_in",)),
    },
    "登记代码被表格软件改坏": {"company_registry": (some("uscc", "9.11E+17", 0.1), ("quarantined_share_uscc",))},
    "成立日期空白": {"company_registry": (setting(established_on=""), ("filled_established_on",))},
    "导出的是注销企业": {"company_registry": (setting(status="注销"), ("share_status",))},
    "还没有证书编号": {"high_tech_enterprise": (some("certificate_no", "公示中", 0.2), ("quarantined_share_certificate_no",))},
    "申请当授权": {"patent_grant": (some("publication_no", "CN104751825A", 0.3), ("quarantined_share_publication_no",))},
    "申请号校验位不符": {"patent_grant": (setting(application_no="201510163325.1"), ("filled_application_no",))},
    "往年的年度": {"tech_sme": (setting(year="2021"), ("share_year",))},
}  # fmt: skip
OVERDUE = {source: (lambda frame, sample: frame, ("days_overdue",)) for source in DELIVERIES}
BLOCKED = {
    "volume_ratio", "accepted_share", "share_name", "share_owners", "share_rd_expense", "share_revenue", "share_paid_in",
}  # fmt: skip
OLDER_LIST = {(source, "days_forward_" + DATES[source]) for source in FULL}  # it would replace a newer one
A_PART_OF_IT = {"一部分行读不进去"}

HELD_SAYS = ("表头", "乱码", "全部不能使用")

# What is wrong with the build itself, for the checks of matches and marts: (check, what is done to its table).
BUILD_FAULTS = {
    "stg_match.rows": "delete from stg_match",
    "stg_match.share_review": "update stg_match set decision = 'review'",
    "stg_match.share_accept": "update stg_match set decision = 'none'",
    "stg_match.share_none": "update stg_match set decision = 'none'",
    "cultivation_pool.rows": "delete from cultivation_pool",
    "cultivation_pool.published_ratio": """
        update publication set as_of_before = date '2026-11-19';
        insert into history_pool select * replace (date '2026-11-19' as as_of) from history_pool where as_of = date '2026-11-20';
        delete from history_pool where as_of = date '2026-11-20' and company_id > (select quantile_disc(company_id, 0.3) from history_pool)
    """,
    "cultivation_pool.share_needs_data": "update cultivation_pool set status = 'needs_data'",
    "cultivation_pool.share_excluded": "update cultivation_pool set status = 'excluded'",
    "cultivation_pool.share_ready": "update cultivation_pool set status = 'ready'",
    "cultivation_pool.filled_county_code": "update cultivation_pool set county_code = null",
    "cultivation_pool.share_is_provisional": "update cultivation_pool set is_provisional = true",
    "review_watch.published_ratio": """
        update publication set as_of_before = date '2026-11-19';
        insert into history_review select h.* replace (date '2026-11-19' as as_of) from history_review as h, range(3)
    """,
    "review_watch.share_red": "update review_watch set level = 'red'",
    "review_watch.filled_action": "update review_watch set action = null",
    "data_request.rows_ratio": "insert into data_request select d.* from data_request as d, range(20)",
    "data_request.filled_ask_whom": "update data_request set ask_whom = ''",
    "pool_change.rows_ratio": "insert into pool_change by name select company_id, '变化' as reason from cultivation_pool",
    "pool_change.filled_reason": "insert into pool_change by name select company_id from cultivation_pool",
    "county_progress.rows": "delete from county_progress",
    "county_progress.share_done": "update county_progress set done = 100 + 4 * target",
    "award_budget.share_high": "update award_budget set high = 500000",
    "award_budget.filled_clause": "update award_budget set clause = null",
    "goal_progress.share_done_high": "update goal_progress set is_partial = false, done_high = 11 * target",
    "service_list.filled_why": "update service_list set why = null",
    "feedback_outcome.rows": "update feedback_outcome set for_city = true",
    "match_review.filled_first_evidence": "update match_review set first_evidence = ''",
}
BUILD_BLOCKS = {
    "stg_match.rows", "cultivation_pool.published_ratio", "review_watch.published_ratio",
    "county_progress.rows", "award_budget.share_high", "award_budget.filled_clause",
    "match_review.filled_first_evidence", "service_list.filled_why",
}  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(released, tmp_path_factory):
    """{(fault, source, check): what the audit said, or why the delivery was held}; the table is printed."""
    sample = Sample(released / "pool.duckdb")
    found = {}
    for number, (title, faults) in enumerate(ROUND.items()):
        for key, one in measured(sample, faults, tmp_path_factory.mktemp(f"fault{number}")).items():
            found[(title, *key)] = one
    late = measured(sample, OVERDUE, tmp_path_factory.mktemp("late"), date(2028, 6, 1))
    found |= {("逾期未到", *key): one for key, one in late.items()}
    said = verdicts(found)
    for (title, source, key), word in said.items():
        done = "搁置" if isinstance(word, str) else "拦截" if word.severity == "block" else "提醒"
        told = word if isinstance(word, str) else f"{word.title}（{word.measured}）：{word.advice}"
        print(f"{title}｜{source}｜{done}｜{key}｜{told}")
    return said


CASES = [
    (title, source, key)
    for title, faults in (ROUND | {"逾期未到": OVERDUE}).items()
    for source, (_, keys) in faults.items()
    for key in keys or ("",)
]


@pytest.mark.parametrize(("title", "source", "key"), CASES)
def test_a_fault_is_seen(outcomes, title, source, key):
    word = outcomes[title, source, key]
    if not key:
        assert isinstance(word, str) and any(said in word for said in HELD_SAYS) and "请" in word
        return
    assert word.status == "failed", f"{word.title}: {word.found}"
    blocks = (key in BLOCKED and title not in A_PART_OF_IT) or (source, key) in OLDER_LIST
    assert word.severity == ("block" if blocks else "warn")


@pytest.mark.parametrize(
    ("title", "source", "key", "said"),
    [
        ("全量名单被截断（少了一半）", "company_registry", "volume_ratio", "截断"),
        ("名单导重（每行两遍）", "company_registry", "duplicate_share", "导重"),
        ("发成以前月份的", "patent_grant", "days_forward_granted_on", "以前月份"),
        ("各列错一位", "tech_sme", "accepted_share", "错位"),
        ("名称编码读错", "company_registry", "", "另存为 UTF-8"),
        ("研发费用填成元", "company_report", "share_rd_expense", "“元”而不是“万元”"),
    ],
)
def test_the_words_say_what_it_is_and_what_to_do(outcomes, title, source, key, said):
    word = outcomes[title, source, key]
    told = word if isinstance(word, str) else word.advice
    assert said in told and any(what in told for what in ("重发", "重报", "补发", "重新", "核对"))


def test_the_sample_without_a_fault_fails_nothing(released, tmp_path):
    sample = Sample(released / "pool.duckdb")
    every = {
        source: (lambda frame, _: frame, tuple(c.key for c in CHECKS.values() if c.source == source))
        for source in DELIVERIES
    }
    said = verdicts(measured(sample, every, tmp_path))
    assert [f"{word.title}: {word.found}" for word in said.values() if word.status == "failed"] == []


@pytest.fixture(scope="module")
def builds(released):
    """{check: what the audit said} of each wrong build, the tables copied into memory and put back each time."""
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{released / 'pool.duckdb'}' as pool (read_only)")
        names = {name.split(".")[0] for name in BUILD_FAULTS} | {
            "history_pool",
            "history_review",
            "publication",
        }
        for name in sorted(names):
            connection.execute(f"create table {name} as from pool.{name}")
        for name, statements in BUILD_FAULTS.items():
            connection.execute("begin")
            connection.execute(statements)
            check = CHECKS.get(name)
            figure = judged_by(check, measures.measure(connection, check)) if check else None
            connection.execute("rollback")
            found[name, ""] = Found(check, figure)
    return verdicts(found)


@pytest.mark.parametrize("name", BUILD_FAULTS)
def test_a_wrong_build_is_seen(builds, name):
    word = builds[name, ""]
    assert word.status == "failed"
    assert word.severity == ("block" if name in BUILD_BLOCKS else "warn")


def test_every_check_is_there_for_a_fault():
    named = {f"stg_{source}.{key}" for _, source, key in CASES} | set(BUILD_FAULTS)
    assert set(CHECKS) - named == set()
    assert len(CASES) + len(BUILD_FAULTS) >= 30
