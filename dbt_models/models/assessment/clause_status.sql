{{ engine_clause_status(part_of(ref('condition_status')), ref('conditions')) }}
{{ together_by_company() }}
