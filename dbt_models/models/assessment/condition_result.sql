{{ engine_condition_result(ref('assessment_subject'), ref('company_metric'), ref('conditions'), ref('score_fact')) }}
{{ together_by_company() }}
