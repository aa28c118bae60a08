{{ engine_clause_result(ref('clause_status'), ref('conditions')) }}
