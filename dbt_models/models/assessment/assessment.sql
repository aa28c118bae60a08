{{ engine_assessment(
    ref('assessment_subject'), ref('clause_result'), ref('standards'), ref('company_metric'), ref('score_fact')
) }}
