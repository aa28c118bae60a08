-- A company that is ready though its score falls short says what it meets in the score's place.
select company_id, tier, gaps
from {{ ref('cultivation_pool') }}
where status = 'ready' and score_max < pass_score and coalesce(gaps, '') not like '%凭此满足：_%'
