-- One row a verdict of a person on a name: who sent it, whether it is theirs to give, whether the same sender has said
-- otherwise since, and who says otherwise. The matching lets the latest verdict hold; a contradiction is for the city.
with told as (
    select
        d.evidence,
        d.file,
        d.name,
        d.source,
        d.county,
        d.uscc,
        d.verdict,
        coalesce(a.company_id, d.company_id) as company_id,
        concat_ws('：', v.verdict_title, case when d.verdict in ('same', 'different') then d.candidate_name end) as told,
        d.decided_by as told_by,
        coalesce(try_cast(d.decided_at as date), d.delivery_date) as told_on,
        coalesce(cast(try_cast(d.decided_at as timestamp) as string), cast(d.delivery_date as string))
        || d.delivery_date || d.evidence as told_at,
        d.delivery_date,
        d.is_current,
        {{ broken_seal('d.seal', {
            'd.name': '名单上的名称', 'd.uscc': '公布的代码', 'd.source': '来源', 'd.county': '县（市、区）',
            'd.company_id': '对应企业编号', 'd.candidate_name': '对应企业名称'
        }) }} as changed,
        p.place as sent_by,
        coalesce(p.place_title, '市局') as sender,
        coalesce(p.county_code <> c.county_code, false) or coalesce(p.county_code <> g.county_code, false) as is_foreign
    from {{ ref('stg_match_decision') }} as d
    inner join {{ ref('verdicts') }} as v on d.verdict = v.verdict
    left join {{ ref('place') }} as p on coalesce(d.place, {{ place_of_file('d.file') }}) = p.place
    left join {{ ref('stg_company_alias') }} as a on d.company_id = a.alias_id
    left join {{ ref('company') }} as c on coalesce(a.company_id, d.company_id) = c.company_id
    left join (
        select county, min(county_code) as county_code
        from {{ ref('stg_region_county') }}
        group by county
        having count(*) = 1
    ) as g on d.county = g.county
),

replaced as (
    select distinct t.evidence
    from told as t
    inner join told as later
        on t.name = later.name and t.sent_by is not distinct from later.sent_by and t.told_at < later.told_at
        and later.changed = ''
        and coalesce(t.source, '') = coalesce(later.source, '') and coalesce(t.county, '') = coalesce(later.county, '')
        and (later.verdict <> 'different' or later.company_id = t.company_id)
),

contested as (
    select
        t.evidence,
        {{ joined("concat(o.sender, '：', o.told)", '；', distinct=true) }} as against
    from told as t
    inner join told as o
        on t.name = o.name and t.sent_by is distinct from o.sent_by
        and coalesce(t.source = o.source, true) and coalesce(t.county = o.county, true)
        and coalesce(t.uscc = o.uscc, true)
        and (
            (t.verdict = 'same' and o.verdict = 'same' and t.company_id <> o.company_id)
            or (t.verdict = 'same' and o.verdict = 'different' and t.company_id = o.company_id)
            or (t.verdict = 'different' and o.verdict = 'same' and t.company_id = o.company_id)
            or (t.verdict = 'same' and o.verdict = 'not_registered')
            or (t.verdict = 'not_registered' and o.verdict = 'same')
        )
    where
        not t.is_foreign and not o.is_foreign and t.changed = '' and o.changed = ''
        and t.evidence not in (select evidence from replaced) and o.evidence not in (select evidence from replaced)
    group by t.evidence
)

select
    t.* {{ without('told_at, sender') }},
    t.is_current and r.evidence is null as is_standing,
    c.against
from told as t
left join replaced as r on t.evidence = r.evidence
left join contested as c on t.evidence = c.evidence
