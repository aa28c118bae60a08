-- What became of every answer that a county sent back: taken, or not and why; what is in force instead; what it
-- contradicts. is_unasked: a workbook had asked, and asks no more; that can't be told of a row whose company, item or
-- year was changed.
with differing as (
    select
        f.company_id, f.item, f.fiscal_year,
        {{ joined("f.shown || '（' || coalesce(p.place_title, '未注明所在县') || '）'", '、', distinct=true) }} as tellings
    from {{ ref('feedback_answer') }} as f
    left join {{ ref('place') }} as p on f.sent_by = p.place
    where f.refused = 'two_places'
    group by f.company_id, f.item, f.fiscal_year
),

year_told as (
    -- by those alone who are answered for: few of all who report
    select y.*, w.title
    from {{ ref('company_year') }} as y
    inner join {{ ref('trust') }} as w on y.trust = w.trust
    where y.company_id in (select a.company_id from {{ ref('feedback_answer') }} as a)
),

asked as (
    select distinct company_id, metric, fiscal_year
    from {{ ref('data_request') }}
    where company_id in (select a.company_id from {{ ref('feedback_answer') }} as a)
),

doubted as (
    -- what an answer contradicts: it stands, and what would follow from it does not (metric_finance)
    select
        company_id,
        item,
        fiscal_year,
        {{ joined("words || '，两数矛盾，请核对'", '；', distinct=true) }} as note
    from (
        {% call(metric, part_title, part, whole_title, whole) each_share() %}
        select
            t.company_id, t.item, t.fiscal_year,
            '{{ part_title }} ' || {{ plain_number('p.value') }} || ' 大于{{ whole_title }} '
            || {{ plain_number('w.value') }} as words
        from year_told as t
        inner join year_told as p
            on t.company_id = p.company_id and t.fiscal_year = p.fiscal_year and p.item = '{{ part }}'
        inner join year_told as w
            on t.company_id = w.company_id and t.fiscal_year = w.fiscal_year and w.item = '{{ whole }}'
        where p.value > w.value and t.item in ('{{ part }}', '{{ whole }}', '{{ metric }}')
        {% endcall %}
    ) as c
    group by company_id, item, fiscal_year
)

select
    f.source, f.evidence, f.file, f.sent_by, f.company_id, f.name, f.told_by,
    coalesce(f.dated_on, f.told_on) as told_on, f.delivery_date, f.is_hidden,
    coalesce(f.title, f.asked, '备注')
    || coalesce('（' || case when f.metric is not null then f.fiscal_year end || '）', '') as about,
    f.shown as told,
    case
        when f.refused is not null then f.refused
        when m.trust_rank < k.trust_rank and m.trust = 'official_list' then 'against_list'
        when m.trust_rank < k.trust_rank or y.evidence is null then 'outranked'
        else 'accepted'
    end as outcome,
    case
        when f.refused = 'two_places'
            then '各处所填：' || d.tellings
        when f.refused is not null then f.detail
        when m.trust_rank < k.trust_rank
            then '现用：' || m.trust_title || ' '
            || {{ plain_value('coalesce(m.value_low, m.value_high)', 't.kind', 'mg.grade_title') }}
            || coalesce('，' || m.evidence, '')
        when y.evidence is null
            then concat_ws(
                '；', '现用：' || {{ plain_value('n.value', 't.kind', 'ng.grade_title') }} || '，' || n.title, f.detail
            )
        else concat_ws(
            '；',
            '作为' || k.title,
            case when f.fiscal_year >= year(r.as_of) then f.fiscal_year || ' 年度的，评判看到这一年度时才用' end,
            b.note,
            f.detail
        )
    end as detail,
    s.evidence is not null and q.company_id is null and not f.is_of_another_item as is_unasked
from {{ ref('feedback_answer') }} as f
cross join {{ ref('stg_run') }} as r
left join {{ ref('trust') }} as k on f.trust = k.trust
left join {{ ref('stg_county_feedback') }} as s
    on f.source = 'county_feedback' and f.evidence = s.evidence and s.place is not null
left join asked as q
    on f.company_id = q.company_id and s.metric = q.metric and try_cast(s.period as integer) = q.fiscal_year
left join differing as d
    on f.company_id = d.company_id and f.item = d.item and f.fiscal_year = d.fiscal_year
left join year_told as y
    on f.company_id = y.company_id and f.item = y.item and f.fiscal_year = y.fiscal_year
    and contains(y.evidence, f.evidence)
left join year_told as n
    on f.company_id = n.company_id and f.item = n.item and f.fiscal_year = n.fiscal_year
left join doubted as b
    on f.company_id = b.company_id and f.item = b.item and f.fiscal_year = b.fiscal_year
left join (
    -- what is in force instead, of a fact of the same year
    select c.*, h.trust_rank, h.title as trust_title
    from {{ ref('company_metric') }} as c
    inner join {{ ref('trust') }} as h on c.trust = h.trust
    where c.basis = 'today' and c.company_id in (select a.company_id from {{ ref('feedback_answer') }} as a)
) as m
    on f.company_id = m.company_id and f.item = m.metric and f.fiscal_year = year(r.as_of) - 1
    and (f.value < m.value_low or f.value > m.value_high)
left join {{ ref('metrics') }} as t on f.item = t.metric
left join {{ ref('grades') }} as mg
    on f.item = mg.metric and coalesce(m.value_low, m.value_high) = mg.grade
left join {{ ref('grades') }} as ng on f.item = ng.metric and n.value = ng.grade
