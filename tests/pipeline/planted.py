"""Holds a build of a sample against its truth: what was planted, and nothing else, must be found.

python tests/pipeline/planted.py warehouse/current/pool.duckdb tests/sample_truth
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

RESOLVED_AT_LEAST = 0.95

WRONG = """
    select r.source, r.evidence, t.published_name, t.company_id as truth, m.company_id as found
    from truth_mention as t
    inner join stg_mention_row as r
        on t.evidence = r.evidence and t.source = r.source and t.owner_rank = r.owner_rank
    inner join stg_match as m on r.mention_id = m.mention_id
    where m.decision = 'accept' and coalesce(t.company_id, '') <> m.company_id
        and m.company_id not in (select company_id from company where is_provisional)
"""
RESOLVED = """
    select count(*) filter (where m.decision = 'accept' and m.company_id = t.company_id) / count(*)
    from truth_mention as t
    left join stg_mention_row as r
        on t.evidence = r.evidence and t.source = r.source and t.owner_rank = r.owner_rank
    left join stg_match as m on r.mention_id = m.mention_id
    where t.resolvable = '1' and t.company_id <> ''
"""
DOUBTFUL = """
    select r.source, r.evidence, t.published_name, m.decision, m.candidate_name as found
    from truth_mention as t
    left join stg_mention_row as r
        on t.evidence = r.evidence and t.source = r.source and t.owner_rank = r.owner_rank
    left join stg_match as m on r.mention_id = m.mention_id
    where t.noise = 'doubtful' and m.decision is distinct from 'review'
"""
CANDIDATES_MISSED = """
    select t.company_id, t.tier, t.status, p.status as found, p.missing, p.gaps, p.exclusions
    from truth_candidate as t
    left join cultivation_pool as p on t.company_id = p.company_id and t.tier = p.tier
    where p.status is distinct from t.status
        -- what a name in doubt keeps open is known once a person has judged the name
        and not exists (
            select 1 from claim_in_doubt as d inner join metrics as m on d.claim = m.metric
            where d.company_id = t.company_id and p.status = 'needs_data' and p.missing = m.title
        )
"""
EXCLUSIONS = """
    select coalesce(t.company_id, p.company_id) as company_id, coalesce(t.tier, p.tier) as tier,
        t.company_id is not null as planted, p.company_id is not null as found, t.metric, p.exclusions
    from (select company_id, tier, string_agg(metric, ';') as metric from truth_exclusion group by all) as t
    full outer join (select * from cultivation_pool where status = 'excluded') as p
        on t.company_id = p.company_id and t.tier = p.tier
    where t.company_id is null or p.company_id is null
"""
RISKS_MISSED = """
    select t.company_id, t.tier, t.cause, t.level, r.level as found
    from truth_risk as t
    left join review_watch as r on t.company_id = r.company_id and t.tier = r.tier
    where coalesce(r.level, 'none') not in ('red', 'orange')
"""
QUARANTINE = """
    select coalesce(t.file, q.file) as file, coalesce(t.row, q.row) as row, t.reason as planted, q.reason as found
    from (select file, cast(row as integer) as row, min(reason) as reason from truth_quarantine group by all) as t
    full outer join (select file, row, min(reason) as reason from stg_quarantine group by all) as q
        on t.file = q.file and t.row = q.row
    where t.file is null or q.file is null
"""


def problems(pool: Path, truth: Path) -> list[str]:
    """What the build at `pool` misses or invents, as lines for a person; empty when all is as planted."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{pool}' as pool (read_only); use pool")
        for file in sorted(truth.glob("*.csv")):
            connection.execute(
                f"create temp table truth_{file.stem} as"
                f" select * from read_csv('{file}', all_varchar = true, header = true)"
            )
        share = connection.execute(RESOLVED).fetchone()[0]
        if share < RESOLVED_AT_LEAST:
            found.append(f"mentions resolved: {share:.4f} < {RESOLVED_AT_LEAST}")
        for title, query in (
            ("wrong match", WRONG),
            ("not left to a person", DOUBTFUL),
            ("candidate missed", CANDIDATES_MISSED),
            ("exclusion", EXCLUSIONS),
            ("risk missed", RISKS_MISSED),
            ("quarantine", QUARANTINE),
        ):
            cursor = connection.execute(f"{query} order by all")
            names = [column[0] for column in cursor.description]
            found.extend(f"{title}: {dict(zip(names, row, strict=True))}" for row in cursor.fetchall())
        print(f"resolved {share:.4f} of the resolvable mentions")
    return found


if __name__ == "__main__":
    lines = problems(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(lines) or "every planted truth found")
    sys.exit(bool(lines))
