-- When the review of each title in force opens and closes, of several windows that of the smallest region; and the day
-- that it is projected to: the last day of the window where one is known, lies ahead and comes before the title ends;
-- else the day before the title ends.
with announced as (
    select
        t.title_id,
        t.valid_to,
        w.opens_on,
        w.company_by,
        w.county_by,
        w.city_by,
        w.assumption,
        w.citation
    from {{ ref('title') }} as t
    inner join {{ ref('company') }} as c on t.company_id = c.company_id
    left join {{ ref('review_windows') }} as w
        on t.tier = w.tier
        and year(t.valid_to) = w.year
        and {{ engine_in_region('c.county_code', 'w.region_code') }}
    where t.in_force and t.valid_to is not null
    qualify row_number() over (
        partition by t.title_id
        order by length({{ engine_region_prefix('w.region_code') }}) desc nulls last, w.region_code
    ) = 1
)

select
    a.title_id,
    a.opens_on,
    a.company_by,
    a.county_by,
    a.city_by,
    a.assumption,
    a.citation,
    case
        when a.city_by between r.as_of and a.valid_to - 1 then a.city_by
        else greatest(cast(a.valid_to - 1 as date), r.as_of)
    end as review_on
from announced as a
cross join {{ ref('stg_run') }} as r
