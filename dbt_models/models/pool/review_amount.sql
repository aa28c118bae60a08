-- All that is needed at a review of what the company can change (review_need), one row a title: what must be in any
-- case, and of a score's clause what would mend it alone, each such clause once. What falls short comes first.
{% set order = 'falls_short desc, lever, lever_title, years, direction' %}
with way as (
    select title_id, sentence, falls_short, lever, lever_title, years, direction, false as is_one_of
    from {{ ref('review_need') }}
    where one_of is null
    union all
    select
        title_id,
        '“' || one_of || '”差的分单靠一项即可补上：' || {{ joined('sentence', '，或 ', order_by=order) }} as sentence,
        bool_or(falls_short) as falls_short,
        min(lever) as lever,
        min(lever_title) as lever_title,
        min(years) as years,
        min(direction) as direction,
        true as is_one_of
    from {{ ref('review_need') }}
    where one_of is not null
    group by title_id, one_of
)

select
    title_id,
    {{ joined('sentence', '；', order_by=order) }} as amounts,
    bool_or(is_one_of) as has_one_of
from way
group by title_id
