{{ engine_clause_result(ref('condition_result'), ref('conditions')) }}
{{ together_by_company() }}
