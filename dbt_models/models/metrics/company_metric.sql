-- Every fact that the standards are held against: what is known of a company, and what follows for its size.
select
    company_id,
    basis,
    metric,
    value_low,
    value_high,
    value_text,
    period,
    trust,
    evidence,
    note,
    is_carried,
    assumption
from {{ ref('company_metric_reported') }}
union all
select
    company_id,
    basis,
    metric,
    value_low,
    value_high,
    value_text,
    period,
    'official_list' as trust,
    evidence,
    note,
    false as is_carried,
    assumption
from {{ ref('metric_size') }}
