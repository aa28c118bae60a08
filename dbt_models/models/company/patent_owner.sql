-- Who owned a patent from when to when. A grant opens the first state of ownership, each transfer the next and ends
-- the one before, also when the new owners are companies that nobody knows. acquired_on is the start of the unbroken
-- run of states in which the company is an owner; is_original says that the run begins with the grant.
with event as (
    select
        publication_no,
        event,
        evidence,
        coalesce(event_on, delivery_date) as event_on,
        row_number() over (
            partition by publication_no, event = 'transferred'
            order by coalesce(event_on, delivery_date), evidence
        ) as event_no
    from {{ ref('stg_patent_grant') }}
    where is_current
),

state as (
    select publication_no, 0 as state_no, granted_on as owned_from from {{ ref('patent') }}
    union all
    select publication_no, event_no as state_no, event_on as owned_from from event where event = 'transferred'
),

bounded as (
    select
        *,
        lead(owned_from) over (partition by publication_no order by state_no) as owned_to
    from state
),

first_owner as (
    -- owners as granted; where no grant was delivered, those that the first other row names
    select publication_no, evidence, event = 'granted' as is_grant
    from event
    qualify event = 'granted'
        or (bool_or(event = 'granted') over (partition by publication_no) is not true and event_no = 1)
),

member as (
    select f.publication_no, 0 as state_no, r.company_id, r.owner_rank, r.owner_count, f.is_grant, r.evidence
    from first_owner as f
    inner join {{ ref('row_company') }} as r
        on f.evidence = r.evidence and r.source = 'patent_grant' and r.role = 'owner'
    union all
    select e.publication_no, e.event_no, r.company_id, r.owner_rank, r.owner_count, false, r.evidence
    from event as e
    inner join {{ ref('row_company') }} as r
        on e.evidence = r.evidence and r.source = 'patent_grant' and r.role = 'new_owner'
    where e.event = 'transferred'
),

held as (
    select
        m.publication_no,
        m.company_id,
        m.state_no,
        min(m.owner_rank) as owner_rank,
        max(m.owner_count) as owner_count,
        bool_or(m.is_grant) as is_grant,
        {{ evidence_list('m.evidence') }} as evidence
    from member as m
    group by m.publication_no, m.company_id, m.state_no
),

run as (
    select
        h.*,
        b.owned_from,
        b.owned_to,
        h.state_no - row_number() over (partition by h.publication_no, h.company_id order by h.state_no) as run_no
    from held as h
    inner join bounded as b on h.publication_no = b.publication_no and h.state_no = b.state_no
)

select
    publication_no,
    company_id,
    state_no,
    owner_rank,
    owner_count,
    owned_from,
    owned_to,
    min(owned_from) over (partition by publication_no, company_id, run_no) as acquired_on,
    bool_or(is_grant) over (partition by publication_no, company_id, run_no) as is_original,
    evidence
from run
