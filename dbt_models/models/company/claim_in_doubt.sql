-- What a list says of a company if a name that awaits a person's verdict is that company's: till then neither so nor
-- not so. One row a company, list and claim: a listing that stands, a certificate or title that may still be in force,
-- an award. Meant are the company that the name comes nearest to and, of rivals, the second. A row that could not be
-- read of a list that excludes says as much of the company whose very name it bears, till it is put right.
with candidate as (
    select m.mention_id, m.candidate_id
    from {{ ref('stg_match') }} as m
    where m.decision = 'review' and m.candidate_id is not null
    union
    select c.mention_id, c.candidate_id
    from {{ ref('stg_match_candidate') }} as c
    inner join {{ ref('stg_match') }} as m
        on c.mention_id = m.mention_id and m.decision = 'review' and m.rule = 'rivals'
    where c.rank = 2
),

line as (
    select
        'credit_blacklist' as source,
        evidence,
        'serious_dishonesty' as claim,
        cast(null as date) as dated_on,
        cast(null as date) as lasts_to,
        is_serious = 1 and delivery_date = max(delivery_date) over (partition by list_name) as stands
    from {{ ref('stg_credit_blacklist') }}
    union all
    select
        l.source,
        l.evidence,
        'abnormal_operation' as claim,
        cast(null as date) as dated_on,
        cast(null as date) as lasts_to,
        l.delivery_date = d.last_delivery and coalesce(l.removed_on > r.as_of, true) as stands
    from (select 'abnormal_operation' as source, * from {{ ref('stg_abnormal_operation') }}) as l
    inner join {{ ref('list_coverage') }} as d on l.source = d.source
    cross join {{ ref('stg_run') }} as r
    union all
    select
        k.source,
        l.evidence,
        k.kind as claim,
        l.issued_on as dated_on,
        {{ certificate_end(
            'k', "coalesce(l.issued_on, make_date(cast(substr(l.certificate_no, 3, 4) as integer), 12, 31))",
            'cast(null as integer)'
        ) }} as lasts_to,
        l.is_current and l.event = 'recognised' as stands
    from {{ ref('stg_high_tech_enterprise') }} as l
    inner join {{ ref('certificate_kinds') }} as k on k.kind = 'high_tech'
    union all
    select
        k.source,
        l.evidence,
        k.kind as claim,
        cast(null as date) as dated_on,
        {{ certificate_end('k', 'make_date(cast(l.year as integer), 1, 1)', 'cast(l.year as integer)') }} as lasts_to,
        l.is_current as stands
    from {{ ref('stg_tech_sme') }} as l
    inner join {{ ref('certificate_kinds') }} as k on k.kind = 'tech_sme'
    union all
    select
        'recognised_title' as source,
        l.evidence,
        l.tier as claim,
        l.recognised_on as dated_on,
        coalesce(l.valid_to, cast({{ years_after('l.recognised_on', 't.validity_years') }} - 1 as date)) as lasts_to,
        l.is_current and l.event in ('recognised', 'renewed') as stands
    from {{ ref('stg_recognised_title') }} as l
    inner join {{ ref('tiers') }} as t on l.tier = t.tier
    union all
    select
        'evidence' as source,
        evidence,
        kind as claim,
        awarded_on as dated_on,
        valid_to as lasts_to,
        is_current as stands
    from {{ ref('stg_evidence') }}
),

awaiting as (
    select
        c.candidate_id as company_id, l.source, l.claim, l.dated_on, l.lasts_to,
        '“' || n.name || '”（待核是不是这家企业，见名称待核）' as names, l.evidence
    from candidate as c
    inner join {{ ref('stg_mention') }} as n on c.mention_id = n.mention_id
    inner join {{ ref('stg_mention_row') }} as r on c.mention_id = r.mention_id and r.role = 'owner'
    inner join line as l on r.source = l.source and r.evidence = l.evidence and l.stands
),

newest as (
    select 'credit_blacklist' as source, 'serious_dishonesty' as claim, list_name, max(delivery_date) as last_delivery
    from {{ ref('stg_credit_blacklist') }}
    where is_serious = 1
    group by list_name
    union all
    select source, 'abnormal_operation' as claim, '' as list_name, last_delivery
    from {{ ref('list_coverage') }}
    where source = 'abnormal_operation'
),

unread as (
    select
        n.company_id, q.source, w.claim, cast(null as date) as dated_on, cast(null as date) as lasts_to,
        '“' || q.name || '”（这一行被隔离：' || q.reason || '）' as names,
        q.file || '#' || q.sheet || '!' || q.{{ adapter.quote('row') }} as evidence
    from {{ ref('stg_quarantine') }} as q
    inner join {{ ref('stg_company_name') }} as n on q.name = n.name
    inner join newest as w
        on q.source = w.source and contains(q.cells, w.list_name) and q.delivery_date >= w.last_delivery
)

select
    coalesce(a.company_id, d.company_id) as company_id,
    d.source,
    d.claim,
    max(d.dated_on) as dated_on,
    case when bool_and(d.lasts_to is not null) then max(d.lasts_to) end as lasts_to,
    {{ joined('d.names', '、', distinct=true) }} as names,
    {{ evidence_list('d.evidence') }} as evidence
from (
    select * from awaiting
    union all
    select * from unread
) as d
left join {{ ref('stg_company_alias') }} as a on d.company_id = a.alias_id
group by coalesce(a.company_id, d.company_id), d.source, d.claim
