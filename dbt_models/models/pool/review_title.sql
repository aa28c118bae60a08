-- The titles that are watched: in force and with an end, of the region's companies and of those that were and moved
-- away (no longer in the region is an exclusion on the day, as is a company that has ended). With the calendar of the
-- review, the standard that will judge it, and the changes that the register shows since the title was granted and no
-- announcement reports: one of a change, or of a title in the new name.
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

announced as (
    -- what the titles' lists told of a company: a change, or a title in its new name
    select r.company_id, t.event, t.name, coalesce(t.event_on, t.delivery_date) as announced_on
    from {{ ref('stg_recognised_title') }} as t
    inner join {{ ref('row_company') }} as r on r.source = 'recognised_title' and t.evidence = r.evidence
),

unannounced as (
    select
        t.title_id,
        a.seen_on,
        a.sentence || '（' || a.seen_on || ' 登记名录），未见变更公告，应于 '
        || {{ months_after('a.seen_on', 'd.within_months') }} || ' 前填报〔' || d.citation || '〕' as sentence,
        a.evidence
    from {{ ref('title') }} as t
    inner join {{ ref('registered_change') }} as a on t.company_id = a.company_id and a.seen_on >= t.recognised_on
    inner join {{ ref('review_duties') }} as d on d.kind = 'on_change'
    left join announced as e
        on a.company_id = e.company_id and e.announced_on > a.seen_before
        and (e.event in ('renamed', 'moved', 'renewed') or (e.event = 'recognised' and e.name = a.name))
    where e.company_id is null
),

unreported as (
    select
        title_id,
        {{ joined('sentence', '；', order_by='seen_on, sentence') }} as duty,
        {{ evidence_list('evidence') }} as evidence
    from unannounced
    group by title_id
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
    t.document,
    {{ days_from('r.as_of', 't.valid_to') }} as days_left,
    w.opens_on,
    w.company_by,
    coalesce(w.city_by, w.county_by, w.company_by) as closes_on,
    w.assumption as window_assumed,
    w.citation as window_citation,
    w.review_on,
    j.standard_id as review_standard_id,
    t.recognised_on || ' 认定（或复核通过），复核按 ' || w.review_on || ' 推算，' || case
        when j.standard_id is null then '没有适用的复核标准'
        else '适用“' || d.title || '”〔' || j.citation || case when j.assumption then '，推定' else '' end || '〕'
            || coalesce('：' || j.note, '')
    end as why_standard,
    d.citation as standard_citation,
    case
        when c.has_ended then '登记状态：' || c.status
        when not c.in_region then '已不在本地区登记' || coalesce('（现在' || c.county || '）', '')
    end as gone,
    case when c.has_ended then 'ended' when not c.in_region then 'moved' end as gone_kind,
    case when c.has_ended or not c.in_region then c.evidence end as gone_evidence,
    case
        when t.valid_to_assumed then '公告未写有效期，到期日按 ' || k.validity_years || ' 年推定〔' || k.citation || '〕'
    end as end_note,
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
left join unreported as u on t.title_id = u.title_id
where coalesce(c.in_region, true) or t.company_id in (select b.company_id from region_row as b)
