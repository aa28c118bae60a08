{{ engine_condition_result(ref('condition_status'), ref('conditions')) }}
