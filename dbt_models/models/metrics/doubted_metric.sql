-- Which facts of a company a list may bear on that cannot be told yet (claim_in_doubt), and why.
with meaning as (
    -- the metrics that a list's saying so decides
    select v.metric, v.metric as claim
    from (values ('serious_dishonesty'), ('abnormal_operation')) as v (metric)
    union all
    select valid_metric as metric, kind as claim from {{ ref('certificate_kinds') }}
    union all
    select valid_metric as metric, tier as claim from {{ ref('tiers') }} where valid_metric is not null
    union
    select metric, kind as claim from {{ ref('evidence_rules') }}
    union
    select metric, 'equity' as claim from {{ ref('equity_rules') }}
    union
    select metric, metric as claim from {{ ref('event_rules') }} where source = 'penalty'
)

select
    q.company_id, m.metric,
    {{ joined(in_doubt_note('q.names', 'q.evidence'), '；', distinct=true) }} as doubt
from {{ ref('claim_in_doubt') }} as q
inner join meaning as m on q.claim = m.claim
group by q.company_id, m.metric
