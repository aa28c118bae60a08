-- What changed since the publication of the latest earlier day: who entered or left, whose next tier, status, level
-- or score moved, and why. A company is on one rung of the ladder at a time; the titles of a city run beside it, each
-- compared with itself.
with run as (
    select as_of, as_of_before from {{ ref('publication') }}
),

was as (
    select h.*, k.tier_title, s.status_title, case when k.track = 'city' then k.tier else k.track end as way
    from {{ ref('stg_history_pool') }} as h
    inner join run as r on h.as_of = r.as_of_before
    inner join {{ ref('tiers') }} as k on h.tier = k.tier
    left join {{ ref('statuses') }} as s on h.status = s.status
),

now as (
    select p.*, s.status_title, case when k.track = 'city' then k.tier else k.track end as way
    from {{ ref('cultivation_pool') }} as p
    inner join {{ ref('tiers') }} as k on p.tier = k.tier
    inner join {{ ref('statuses') }} as s on p.status = s.status
    cross join run as r
    where p.is_next and r.as_of_before is not null
),

paired as (
    select
        coalesce(n.company_id, w.company_id) as company_id,
        coalesce(n.name, w.name) as name,
        coalesce(n.county_code, w.county_code) as county_code,
        coalesce(n.zone_code, w.zone_code) as zone_code,
        coalesce(n.tier, w.tier) as tier,
        w.tier_title as tier_before,
        n.tier_title as tier_after,
        w.status as status_before,
        n.status as status_after,
        w.status_title as status_title_before,
        n.status_title as status_title_after,
        coalesce({{ score_text('w') }}, '') as score_before,
        coalesce({{ score_text('n') }}, '') as score_after,
        w.titles as titles_before,
        n.titles,
        n.signals,
        n.exclusions,
        n.gaps,
        n.missing
    from now as n
    full join was as w on n.company_id = w.company_id and n.way = w.way
),

taken as (
    -- the titles held that end the way to a tier (pool_subject): its own or a higher one, of a city's any
    select
        t.company_id,
        o.tier,
        {{ joined(
            "'已取得' || case when t.tier = o.tier then '该称号' else '“' || k.tier_title || '”' end"
            ~ " || '（' || t.recognised_on || '）'", '、', distinct=true
        ) }} as titles
    from {{ ref('title') }} as t
    inner join {{ ref('tiers') }} as k on t.tier = k.tier
    inner join {{ ref('tiers') }} as o
        on (o.track = 'city' and k.track = 'city')
        or (o.track = 'ladder' and k.track <> 'city' and k.ladder_order >= o.ladder_order)
    where t.in_force and t.company_id in (select p.company_id from paired as p where p.tier_after is null)
    group by t.company_id, o.tier
),

change as (
    select
        *,
        case
            when tier_before is null then 'entered'
            when tier_after is null then 'left'
            when tier_before <> tier_after then 'tier'
            when status_before <> status_after then 'status'
            when score_before <> score_after then 'score'
        end as change
    from paired
)

select
    c.change,
    c.company_id,
    c.name,
    c.county_code,
    c.zone_code,
    c.tier,
    case
        when c.change = 'score' then c.score_before
        when c.change = 'status' then c.status_before
        else concat_ws('，', c.tier_before, c.status_title_before)
    end as before,
    case
        when c.change = 'score' then c.score_after
        when c.change = 'status' then c.status_after
        else concat_ws('，', c.tier_after, c.status_title_after)
    end as after,
    concat_ws('；', {{ change_reason('c') }}, v.cause) as reason,
    v.evidence,
    r.as_of_before
from change as c
left join {{ ref('company') }} as k on c.company_id = k.company_id
left join {{ ref('company_metric') }} as z on c.company_id = z.company_id and z.basis = 'today' and z.metric = 'is_sme'
left join taken as t on c.change = 'left' and c.company_id = t.company_id and c.tier = t.tier
left join {{ ref('change_cause') }} as v on c.company_id = v.company_id
cross join run as r
where c.change is not null
union all
select
    'level' as change,
    coalesce(n.company_id, w.company_id) as company_id,
    coalesce(n.name, w.name) as name,
    coalesce(n.county_code, w.county_code) as county_code,
    coalesce(n.zone_code, w.zone_code) as zone_code,
    coalesce(n.tier, w.tier) as tier,
    w.level as before,
    n.level as after,
    concat_ws('；', coalesce(n.reasons, case
        when t.ended_on is not null
            then t.ended_on || ' ' || case t.ended_by when 'revoked' then '称号被取消' else '称号失效' end
        when t.valid_to < r.as_of then '有效期满（' || t.valid_to || '），未见复核通过'
        else '称号不再监测：企业已不在本地区，或名单已更正、撤回'
    end), v.cause) as reason,
    concat_ws('; ', n.evidence, case when n.title_id is null then v.evidence end) as evidence,
    r.as_of_before
from {{ ref('review_watch') }} as n
full join (
    select h.*
    from {{ ref('stg_history_review') }} as h
    inner join run as b on h.as_of = b.as_of_before
) as w on n.title_id = w.title_id
cross join run as r
left join {{ ref('title') }} as t on w.title_id = t.title_id
left join {{ ref('change_cause') }} as v on coalesce(n.company_id, w.company_id) = v.company_id
where r.as_of_before is not null and n.level is distinct from w.level
