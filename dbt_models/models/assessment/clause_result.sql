{{ engine_clause_result(ref('condition_result'), ref('conditions')) }}
