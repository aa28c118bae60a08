-- What a row of a list says of whom it names, be it known who that is or not: a listing, a certificate or title, an
-- award, equity paid in. It stands while the row is neither replaced nor ended: a revocation, a rename, an ordinary
-- list or an investor who does not count say nothing of the kind.
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
union all
select
    'equity_investment' as source,
    evidence,
    'equity' as claim,
    paid_on as dated_on,
    cast(null as date) as lasts_to,
    is_current and coalesce(is_qualified = 1, true) as stands
from {{ ref('stg_equity_investment') }}
