-- What the register itself says: where, what kind, how old, in which line; and the signals that standards ask for.
with base as (
    select b.company_id, b.basis, b.basis_on, c.* {{ without('company_id') }}
    from {{ ref('basis') }} as b
    inner join {{ ref('company') }} as c on b.company_id = c.company_id
),

flag as (
    select company_id, basis, 'in_region' as metric, cast(in_region as integer) as value, null as text, evidence
    from base
    union all
    select company_id, basis, 'is_legal_person', cast(is_legal_person as integer), company_type, evidence from base
    union all
    select company_id, basis, 'registered_in_china', 1, null, evidence from base
    where uscc is not null or not is_provisional
    union all
    select company_id, basis, 'company_age', {{ whole_years('established_on', 'basis_on') }}, null, evidence from base
    union all
    select company_id, basis, 'is_industrial', cast(size_industry = '工业' as integer), size_industry, evidence from base
    union all
    select b.company_id, b.basis, s.signal,
        -- entered anew or not: a second number within the year says no more
        case when s.signal = 'tech_sme_new_1y' then 1 else cast(s.value as integer) end,
        null, s.evidence
    from base as b
    inner join {{ ref('company_signal') }} as s on b.company_id = s.company_id
    where s.signal in ('patent_grant_1y', 'tech_sme_new_1y')
)

select
    company_id,
    basis,
    metric,
    cast(value as decimal(18, 6)) as value_low,
    case when metric <> 'patent_grant_1y' then cast(value as decimal(18, 6)) end as value_high,
    cast(null as string) as value_text,
    cast(null as string) as period,
    'official_list' as trust,
    evidence,
    text as note
from flag
where value is not null
union all
select
    company_id, basis, 'size_industry' as metric, null as value_low, null as value_high, size_industry as value_text,
    null as period, 'official_list' as trust, evidence, industry as note
from base
where size_industry is not null
