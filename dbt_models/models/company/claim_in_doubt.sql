-- What a list says of a company if a name that awaits a person's verdict is that company's: till then neither so nor
-- not so. One row a company, list and claim: a listing that stands, a certificate or title that may still be in force,
-- an award, equity paid in. Meant are the company that the name comes nearest to and, of rivals, the second.
-- A row that could not be read says as much of the company whose very name or code it bears: whatever its list may say
-- where it does not tell which, and no later than its delivery. The next whole list puts it right; so does, in another
-- file of that day or later, a row of that company which says the same (of awards and equity, a company has several:
-- also of the same award or investor).
with candidate as (
    select mention_id, candidate_id
    from {{ ref('stg_match') }}
    where decision = 'review' and candidate_id is not null
    union
    select c.mention_id, c.candidate_id
    from {{ ref('stg_match_candidate') }} as c
    inner join {{ ref('stg_match') }} as m
        on c.mention_id = m.mention_id and m.decision = 'review' and m.rule = 'rivals'
    where c.rank = 2
),

asked as (
    -- the county whose workbook asks (match_review): that of the name, else that of the company it comes nearest to
    select m.mention_id, coalesce(r.county_code, c.county_code) as county_code
    from {{ ref('stg_match') }} as m
    inner join {{ ref('stg_mention') }} as n on m.mention_id = n.mention_id
    left join {{ ref('stg_region_county') }} as r on n.region_code = r.county_code
    left join {{ ref('company') }} as c on m.candidate_id = c.company_id
    where m.decision = 'review'
),

line as (
    select
        'credit_blacklist' as source,
        cast(null as string) as particular,
        delivery_date,
        evidence,
        'serious_dishonesty' as claim,
        cast(null as date) as dated_on,
        cast(null as date) as lasts_to,
        is_serious = 1 and delivery_date = max(delivery_date) over (partition by list_name) as stands
    from {{ ref('stg_credit_blacklist') }}
    union all
    select
        l.source,
        null as particular,
        l.delivery_date,
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
        null as particular,
        l.delivery_date,
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
        null as particular,
        l.delivery_date,
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
        null as particular,
        l.delivery_date,
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
        title as particular,
        delivery_date,
        evidence,
        kind as claim,
        awarded_on as dated_on,
        valid_to as lasts_to,
        is_current as stands
    from {{ ref('stg_evidence') }}
    union all
    select
        'equity_investment' as source,
        investor as particular,
        delivery_date,
        evidence,
        'equity' as claim,
        paid_on as dated_on,
        cast(null as date) as lasts_to,
        is_current and coalesce(is_qualified = 1, true) as stands
    from {{ ref('stg_equity_investment') }}
),

awaiting as (
    select
        c.candidate_id as company_id, l.source, l.claim, l.dated_on, l.lasts_to,
        '“' || n.name || '”（待核是不是这家企业，见'
        || case when q.county_code = k.county_code then '' else '市局的' end || '名称待核）' as names,
        l.evidence
    from candidate as c
    inner join asked as q on c.mention_id = q.mention_id
    left join {{ ref('company') }} as k on c.candidate_id = k.company_id
    inner join {{ ref('stg_mention') }} as n on c.mention_id = n.mention_id
    inner join {{ ref('stg_mention_row') }} as r on c.mention_id = r.mention_id and r.role = 'owner'
    inner join line as l on r.source = l.source and r.evidence = l.evidence and l.stands
),

said as (
    -- what a list may say, by the value that tells which of its titles or kinds a row is of, and for how long
    select
        'credit_blacklist' as source, cast(null as string) as list_value, 'serious_dishonesty' as claim,
        true as is_whole, false as is_particular, cast(null as string) as ends_on, cast(null as integer) as valid_years
    union all
    select 'abnormal_operation', null, 'abnormal_operation', true, false, null, null
    union all
    select source, null, kind, false, false, ends_on, cast(valid_years as integer) from {{ ref('certificate_kinds') }}
    union all
    select
        'recognised_title' as source, tier as list_value, tier as claim, false as is_whole, false as is_particular,
        'anniversary' as ends_on, cast(validity_years as integer) as valid_years
    from {{ ref('tiers') }}
    union all
    select distinct
        'evidence' as source, kind as list_value, kind as claim, false as is_whole, true as is_particular,
        null as ends_on, cast(null as integer) as valid_years
    from {{ ref('evidence_rules') }}
    union all
    select 'equity_investment', null, 'equity', false, true, null, null
),

whole as (
    -- a list that is delivered whole says nothing any more in an earlier delivery; which of several a row is of may
    -- not be told: then all that are complete have to come again
    select 'credit_blacklist' as source, list_name as list_value, max(delivery_date) as last_delivery
    from {{ ref('stg_credit_blacklist') }}
    group by list_name
    union all
    select source, '' as list_value, min(last_delivery) as last_delivery
    from {{ ref('list_coverage') }}
    where source in ('credit_blacklist', 'abnormal_operation')
    group by source
),

meant as (
    select distinct
        m.source, m.file, m.sheet, m.{{ adapter.quote('row') }}, coalesce(a.company_id, m.company_id) as company_id
    from (
        select q.source, q.file, q.sheet, q.{{ adapter.quote('row') }}, n.company_id
        from {{ ref('stg_quarantine') }} as q
        inner join {{ ref('stg_company_name') }} as n on q.folded_name = n.folded_name and q.folded_name <> ''
        union all
        select q.source, q.file, q.sheet, q.{{ adapter.quote('row') }}, c.company_id
        from {{ ref('stg_quarantine') }} as q
        inner join {{ ref('company') }} as c on q.code = c.uscc and q.code <> ''
    ) as m
    left join {{ ref('stg_company_alias') }} as a on m.company_id = a.alias_id
),

mended as (
    -- the rows of those companies that could be read
    select r.company_id, l.source, l.claim, l.particular, l.evidence, l.delivery_date
    from line as l
    inner join {{ ref('row_company') }} as r on l.source = r.source and l.evidence = r.evidence and r.role = 'owner'
    where r.company_id in (select m.company_id from meant as m)
),

unread as (
    select
        n.company_id, q.source, s.claim, q.delivery_date as dated_on,
        case
            when s.valid_years is not null then {{ certificate_end('s', 'q.delivery_date', 'year(q.delivery_date)') }}
        end as lasts_to,
        '“' || coalesce(q.name, q.code) || '”（这一行被隔离：' || q.reason || '）' as names,
        q.file || '#' || q.sheet || '!' || q.{{ adapter.quote('row') }} as evidence
    from meant as n
    inner join {{ ref('stg_quarantine') }} as q
        on n.source = q.source and n.file = q.file and n.sheet = q.sheet
        and n.{{ adapter.quote('row') }} = q.{{ adapter.quote('row') }}
    inner join said as s on q.source = s.source and coalesce(q.list_value = s.list_value, true)
    left join whole as w on q.source = w.source and coalesce(q.list_value, '') = w.list_value
    left join mended as m
        on not s.is_whole and q.source = m.source and s.claim = m.claim and n.company_id = m.company_id
        and m.delivery_date >= q.delivery_date and not {{ begins('m.evidence', "q.file || '#'") }}
        and (not s.is_particular or contains(q.cells, m.particular))
    where
        m.source is null
        and coalesce(q.counts = 1, true)
        and coalesce(q.event in ('recognised', 'renewed'), true)
        and coalesce(q.delivery_date >= w.last_delivery, true)
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
