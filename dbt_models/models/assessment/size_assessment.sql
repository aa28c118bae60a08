-- Size first: is_sme is a fact for every tier, so the same engine judges it before them.
with subject as (
    select
        b.company_id,
        b.basis,
        b.basis_on,
        s.standard_id,
        'new' as purpose,
        s.tier,
        cast(null as string) as region_code,
        s.assumption
    from {{ ref('basis') }} as b
    inner join {{ ref('standards') }} as s
        on s.kind = 'size' and b.basis_on >= s.in_force_from and (s.in_force_to is null or b.basis_on <= s.in_force_to)
),

condition_result as (
    {{ engine_condition_result('subject', ref('company_metric_reported'), ref('conditions')) }}
),

clause_result as (
    {{ engine_clause_result('condition_result', ref('conditions')) }}
),

assessed as (
    {{ engine_assessment('subject', 'clause_result', ref('standards'), ref('company_metric_reported')) }}
)

select * from assessed
