-- Why things may have changed for a company since the publication before: what ended, which facts changed, what people
-- decided about its names, which lists that it rested on were withdrawn, and, where no single fact is known to have
-- changed, which rows arrived. One row a company.
with run as (
    select as_of, as_of_before from {{ ref('publication') }}
),

ended as (
    -- what a company held the day before and holds no more
    select
        e.company_id,
        {{ distinct_sentences("e.what || ' ' || e.ended_on || ' 终止'") }} as what_ended
    from (
        select c.company_id, k.title as what, least(c.valid_to_latest, c.revoked_on) as ended_on
        from {{ ref('certificate') }} as c
        inner join {{ ref('certificate_kinds') }} as k on c.kind = k.kind
        union all
        select t.company_id, k.tier_title, least(t.valid_to, t.ended_on)
        from {{ ref('title') }} as t
        inner join {{ ref('tiers') }} as k on t.tier = k.tier
    ) as e
    inner join run as r on e.ended_on >= r.as_of_before and e.ended_on <= r.as_of
    group by e.company_id
),

changed as (
    select
        company_id,
        {{ distinct_sentences("title || '：' || before || ' → ' || after || coalesce('（' || evidence || '）', '')") }}
            as facts,
        {{ evidence_list('evidence') }} as evidence
    from {{ ref('change_fact') }}
    where
        -- a title that came or went brings its standard along: news is one standard in place of another
        metric like 'standard:%' and before <> '不详' and after <> '不详'
        or metric in (select metric from {{ ref('conditions') }})
        or metric in (select metric from {{ ref('bands') }})
    group by company_id
),

taken_back as (
    -- a changed fact that rested on a list which is withdrawn by now
    select
        h.company_id,
        {{ distinct_sentences("d.source || ' ' || cast(d.delivery_date as string) || '（' || d.problem || '）'") }}
            as lists
    from {{ ref('stg_history_fact') }} as h
    inner join run as r on h.as_of = r.as_of_before
    inner join {{ ref('change_fact') }} as f on h.company_id = f.company_id and h.metric = f.metric
    inner join {{ ref('stg_delivery') }} as d
        on d.status = 'withdrawn' and contains(h.evidence, d.source || '/' || cast(d.delivery_date as string) || '/')
    group by h.company_id
),

decided as (
    select
        d.company_id,
        {{ distinct_sentences(
            "'“' || d.name || '”判为' || coalesce(d.candidate_name, '该企业') || '（' || d.evidence || '）'"
        ) }} as decisions
    from {{ ref('stg_match_decision') }} as d
    inner join run as r on d.delivery_date > r.as_of_before
    where d.company_id is not null and d.is_current
    group by d.company_id
),

arrived as (
    -- rows about a company in deliveries since then: the date stands in their evidence
    select
        w.company_id,
        {{ evidence_list('w.evidence') }} as places
    from {{ ref('row_company') }} as w
    inner join run as r
        on try_cast(split_part(w.evidence, '/', 2) as date) > r.as_of_before
    where w.source <> 'match_decision'
    group by w.company_id
)

select
    c.company_id,
    e.what_ended,
    nullif(concat_ws(
        '；',
        '名单撤回：' || b.lists,
        '事实变化：' || f.facts,
        '人工判定：' || d.decisions,
        case when f.facts is null then '新到：' || a.places end
    ), '') as cause,
    coalesce(f.evidence, a.places) as evidence
from {{ ref('company') }} as c
left join ended as e on c.company_id = e.company_id
left join changed as f on c.company_id = f.company_id
left join taken_back as b on c.company_id = b.company_id
left join decided as d on c.company_id = d.company_id
left join arrived as a on c.company_id = a.company_id
where coalesce(e.what_ended, b.lists, f.facts, d.decisions, a.places) is not null
