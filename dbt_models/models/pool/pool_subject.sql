-- Who is in the pool and for which tiers: companies of the region that are, or may be, SMEs and legal persons and
-- have a signal or a title; every tier above what they hold, the city tier beside the ladder. The status is the first
-- that fits.
with member as (
    select
        c.company_id,
        c.uscc,
        c.name,
        c.county_code,
        c.county,
        c.zone_code,
        c.zone,
        c.is_provisional,
        c.evidence
    from {{ part_of(ref('company')) }} as c
    inner join {{ part_of(ref('scope')) }} as s on c.company_id = s.company_id
    left join {{ part_of(ref('company_metric')) }} as m
        on c.company_id = m.company_id and m.basis = 'today' and m.metric = 'is_sme'
    where
        s.reasons <> 'application'
        and coalesce(c.in_region, true)
        and coalesce(c.is_legal_person, true)
        and not c.has_ended
        and coalesce(m.value_high, 1) > 0
),

held as (
    select
        t.company_id,
        max(k.ladder_order) filter (where k.track <> 'city') as ladder_order,
        bool_or(k.track = 'city') as holds_city
    from {{ part_of(ref('title')) }} as t
    inner join {{ ref('tiers') }} as k on t.tier = k.tier
    where t.in_force
    group by t.company_id
),

failing as (
    select
        company_id,
        standard_id,
        count(*) as clauses,
        bool_and(coalesce(margin >= -{{ var('near_margin') }}, false)) as all_near
    from {{ part_of(ref('clause_note')) }}
    where basis = 'today' and status = 'not_met'
    group by company_id, standard_id
),

nearness as (
    -- of a clause: met and person 1, unknown a half, not met what is left after its shortfall
    select
        c.company_id,
        c.standard_id,
        case c.status
            when 'unknown' then 0.5
            when 'not_met' then greatest(coalesce(1 + c.margin, 0), 0)
            else 1
        end as nearness
    from {{ part_of(ref('clause_result')) }} as c
    inner join {{ part_of(ref('assessment')) }} as a
        on c.company_id = a.company_id and c.basis = a.basis and c.standard_id = a.standard_id
        and (c.role = 'base' or c.route = a.best_route)
    where c.basis = 'today'
),

closeness as (
    select
        company_id,
        standard_id,
        cast({{ rounded('cast(sum(nearness) as double) / count(*)') }} as decimal(9, 6)) as closeness
    from nearness
    group by company_id, standard_id
),

gone as (
    -- what a county found on the spot: nobody there, moved away, closed. All workbooks that tell of it agree
    select distinct company_id
    from {{ part_of(ref('visit')) }}
    where is_latest_state and not is_disputed and state <> 'normal'
),

judged as (
    select
        m.*,
        k.tier,
        k.tier_title,
        k.track,
        k.ladder_order,
        a.standard_id,
        a.score_min,
        a.score_max,
        a.pass_score,
        a.coverage,
        a.assumption,
        l.closeness,
        coalesce(f.clauses, 0) as failing_clauses,
        case
            when g.company_id is not null or a.base_status = 'not_met' then 'excluded'
            when a.status in ('met', 'person') then 'ready'
            when a.status = 'unknown' then 'needs_data'
            when f.clauses = 1 or f.all_near then 'near'
            else 'growing'
        end as status
    from member as m
    inner join {{ part_of(ref('assessment')) }} as a
        on m.company_id = a.company_id and a.basis = 'today' and a.purpose = 'new'
    inner join {{ ref('tiers') }} as k on a.tier = k.tier
    left join held as h on m.company_id = h.company_id
    left join failing as f on a.company_id = f.company_id and a.standard_id = f.standard_id
    left join gone as g on m.company_id = g.company_id
    left join closeness as l on a.company_id = l.company_id and a.standard_id = l.standard_id
    where
        (k.track = 'city' and not coalesce(h.holds_city, false))
        or (k.track = 'ladder' and k.ladder_order > coalesce(h.ladder_order, 0))
)

select
    j.*,
    s.status_order,
    j.track = 'city'
    or j.ladder_order = min(case when j.track = 'ladder' then j.ladder_order end) over (partition by j.company_id)
        as is_next
from judged as j
inner join {{ ref('statuses') }} as s on j.status = s.status
