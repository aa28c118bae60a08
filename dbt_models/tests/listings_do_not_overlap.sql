-- A company stands on a list once at a time: a stay ends before the next of the same listing begins.
select
    a.company_id,
    a.list_name,
    a.listed_on
from {{ ref('listing') }} as a
where a.removed_on < a.listed_on
