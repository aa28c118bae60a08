{{ engine_metric_score(ref('assessment_subject'), ref('company_metric'), ref('indicators'), ref('bands')) }}
