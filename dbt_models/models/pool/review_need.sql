-- Both branches of what is not settled at a review because its fiscal year has not closed: what it comes to if the
-- years to come equal the last one reported, and the least (or the most) that is needed of what the company can change,
-- of all that is required of it (review_required) the strictest. What a score asks of one figure or another (one_of)
-- stands apart from what must be in any case. One row a title, score, lever, direction and amount; several years that
-- need the same stand together.
{% set beside = "case when falls_short = (length(operator) = 2) then 0.01 else 0 end" %}
with held as (
    select
        *,
        left(operator, 1) as direction,
        case operator
            when '<' then unchanged >= needed when '<=' then unchanged > needed
            when '>' then unchanged <= needed else unchanged < needed
        end as falls_short,
        -- to two places, on the safe side
        case when left(operator, 1) = '<' then floor(needed * 100 + 1e-6) else ceil(needed * 100 - 1e-6) end
        / 100 as needed_told
    from {{ ref('review_required') }}
    where needed is not null
),

ranked as (
    select
        *,
        -- to two places too, but never to the other side of what is told as needed
        case
            when falls_short is null then null
            when (direction = '>') = falls_short
                then least({{ rounded('unchanged', 2) }}, needed_told - {{ beside }})
            else greatest({{ rounded('unchanged', 2) }}, needed_told + {{ beside }})
        end as unchanged_told,
        row_number() over (
            partition by title_id, one_of, lever, lever_title, direction, year
            order by
                case when direction = '<' then needed else -needed end, length(operator), base_title nulls first,
                citation
        ) as strict_no
    from held
),

strictest as (
    -- of several clauses that ask for one lever in one year, what satisfies all
    select
        title_id,
        company_id,
        one_of,
        lever,
        lever_title,
        unit,
        direction,
        year,
        cast(max(case when strict_no = 1 then needed_told end) as decimal(18, 2)) as needed,
        max(case when strict_no = 1 then operator end) as operator,
        max(case when strict_no = 1 then base_title end) as base_title,
        cast(coalesce(max(case when strict_no = 1 then unchanged_told end), max(unchanged_told)) as decimal(18, 2))
            as unchanged,
        case when bool_or(falls_short) then true when count(*) = count(falls_short) then false end as falls_short,
        {{ joined('citation', '、', distinct=true) }} as citation,
        {{ evidence_list('evidence') }} as evidence
    from ranked
    group by title_id, company_id, one_of, lever, lever_title, unit, direction, year
),

together as (
    select
        title_id,
        company_id,
        one_of,
        lever,
        lever_title,
        unit,
        direction,
        operator,
        needed,
        base_title,
        unchanged,
        falls_short,
        {{ joined('cast(year as string)', '、', order_by='year') }} as years,
        count(year) as number_of_years,
        {{ joined('citation', '、', distinct=true) }} as citation,
        {{ evidence_list('evidence') }} as evidence
    from strictest
    group by
        title_id, company_id, one_of, lever, lever_title, unit, direction, operator, needed, base_title, unchanged,
        falls_short
)

select
    title_id,
    company_id,
    one_of,
    lever,
    lever_title,
    direction,
    years,
    needed,
    unchanged as if_unchanged,
    falls_short,
    unit,
    citation,
    coalesce(years || ' 年' || case when number_of_years > 1 then '各年' else '' end, '') || lever_title
    || case operator when '<' then '须低于 ' when '<=' then '至多 ' when '>' then '须高于 ' else '至少 ' end
    || {{ amount('needed', 'unit') }}
    || coalesce('（持平为 ' || {{ amount('unchanged', 'unit') }}
        || coalesce('，按' || base_title || '持平计', '')
        || case when falls_short then '，不够' when not falls_short then '，已满足' else '' end || '）', '')
    || '〔' || citation || '〕' as sentence,
    evidence
from together
