-- The titles that are watched: in force and with an end, of the region's companies and of those that were and moved
-- away (no longer in the region is an exclusion on the day, as is a company that has ended). With the calendar of the
-- review, the standard that will judge it, and the changes in the register that no announcement of titles reports.
with region_row as (
    -- what places a company in the region, by the lists: a title's county, an earlier row of the register
    select r.company_id
    from {{ ref('stg_recognised_title') }} as t
    inner join {{ ref('row_company') }} as r on r.source = 'recognised_title' and t.evidence = r.evidence
    inner join {{ ref('stg_region_county') }} as c on t.county = c.county
    union
    select k.company_id
    from {{ ref('stg_company_registry') }} as g
    inner join {{ ref('company') }} as k on g.uscc = k.uscc
    inner join {{ ref('stg_region_county') }} as c on g.county_code = c.county_code or g.county = c.county
),

registered as (
    -- each spelling of name and legal form of the register, from when it was seen first
    select
        k.company_id,
        g.name,
        g.company_type,
        min(g.delivery_date) as seen_on,
        min_by(g.evidence, g.delivery_date) as evidence
    from {{ ref('stg_company_registry') }} as g
    inner join {{ ref('company') }} as k on g.uscc = k.uscc
    group by k.company_id, g.name, g.company_type
),

altered as (
    select
        *,
        lag(name) over states as name_before,
        lag(company_type) over states as type_before,
        lag(seen_on) over states as seen_before
    from registered
    window states as (partition by company_id order by seen_on)
),

unannounced as (
    select
        a.company_id,
        a.seen_on,
        case
            when a.name <> a.name_before then '登记名称由“' || a.name_before || '”变为“' || a.name || '”'
            else '企业类型由“' || a.type_before || '”变为“' || a.company_type || '”'
        end || '（' || a.seen_on || ' 登记名录），未见变更公告，应于 '
        || {{ months_after('a.seen_on', 'd.within_months') }} || ' 前填报' as sentence,
        a.evidence
    from altered as a
    cross join {{ ref('review_duties') }} as d
    left join (
        select r.company_id, max(coalesce(t.event_on, t.delivery_date)) as reported_on
        from {{ ref('stg_recognised_title') }} as t
        inner join {{ ref('row_company') }} as r on r.source = 'recognised_title' and t.evidence = r.evidence
        where t.event in ('renamed', 'moved', 'renewed')
        group by r.company_id
    ) as e on a.company_id = e.company_id and e.reported_on > a.seen_before
    where
        (a.name <> a.name_before or a.company_type <> a.type_before)
        and d.metric = 'change_reported'
        and e.company_id is null
),

unreported as (
    select
        company_id,
        {{ joined('sentence', '；', order_by='seen_on') }} as duty,
        {{ evidence_list('evidence') }} as evidence
    from unannounced
    group by company_id
)

select
    t.title_id,
    t.company_id,
    t.tier,
    k.tier_title,
    c.uscc,
    c.name,
    c.county_code,
    c.county,
    c.zone_code,
    c.zone,
    t.recognised_on,
    t.valid_to,
    t.valid_to_assumed,
    t.document,
    {{ days_from('r.as_of', 't.valid_to') }} as days_left,
    w.opens_on,
    coalesce(w.city_by, w.county_by, w.company_by) as closes_on,
    w.company_by,
    w.assumption as window_assumed,
    w.citation as window_citation,
    w.review_on,
    j.standard_id as review_standard_id,
    t.recognised_on || ' 认定（或复核通过），复核按 ' || w.review_on || ' 推算，' || case
        when j.standard_id is null then '没有适用的复核标准'
        else '适用“' || d.title || '”〔' || j.citation || case when j.assumption then '，推定' else '' end || '〕'
    end as why_standard,
    case
        when c.has_ended then '登记状态：' || c.status
        when not c.in_region then '已不在本地区登记' || coalesce('（现在' || c.county || '）', '')
    end as gone,
    u.duty,
    {{ merged_places(['t.evidence', 'u.evidence', 'case when c.has_ended or not c.in_region then c.evidence end']) }}
        as evidence
from {{ ref('title') }} as t
inner join {{ ref('review_window') }} as w on t.title_id = w.title_id
inner join {{ ref('company') }} as c on t.company_id = c.company_id
inner join {{ ref('tiers') }} as k on t.tier = k.tier
cross join {{ ref('stg_run') }} as r
left join {{ ref('assessment_subject') }} as j on t.company_id = j.company_id and j.basis = 'review:' || t.title_id
left join {{ ref('standards') }} as d on j.standard_id = d.standard_id
left join unreported as u on t.company_id = u.company_id
where coalesce(c.in_region, true) or t.company_id in (select b.company_id from region_row as b)
