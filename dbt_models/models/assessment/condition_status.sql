{{ engine_condition_status(
    part_of(ref('assessment_subject')), part_of(ref('company_metric')), ref('conditions'), part_of(ref('score_fact'))
) }}
{{ together_by_company() }}
