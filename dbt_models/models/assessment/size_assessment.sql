-- Size first: is_sme is a fact for every tier, so the same engine judges it before them. A size standard has bounds for
-- every industry; those of others than the company's own decide nothing, and are two rows in three.
with condition as (
    select
        *,
        max(case when operator = '=' then text_value end) over (
            partition by standard_id, role, route, clause, alternative
        ) as of_text
    from {{ ref('conditions') }}
),

industry as (
    select distinct f.company_id, f.basis, c.standard_id, c.of_text
    from {{ ref('company_metric_reported') }} as f
    inner join condition as c on f.metric = c.metric and f.value_text = c.text_value and c.operator = '='
),

subject as (
    select
        b.company_id,
        b.basis,
        b.basis_on,
        s.standard_id,
        'new' as purpose,
        s.tier,
        cast(null as string) as region_code,
        s.assumption,
        i.of_text
    from {{ ref('basis') }} as b
    inner join {{ ref('standards') }} as s
        on s.kind = 'size' and b.basis_on >= s.in_force_from and (s.in_force_to is null or b.basis_on <= s.in_force_to)
    left join industry as i on b.company_id = i.company_id and b.basis = i.basis and s.standard_id = i.standard_id
),

condition_status as (
    {{ engine_condition_status('subject', ref('company_metric_reported'), 'condition', of_text=true) }}
),

clause_status as (
    {{ engine_clause_status('condition_status', ref('conditions')) }}
),

clause_result as (
    {{ engine_clause_result('clause_status', ref('conditions')) }}
),

assessed as (
    {{ engine_assessment('subject', 'clause_result', ref('standards'), ref('company_metric_reported')) }}
)

select * from assessed
