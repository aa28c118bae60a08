{{ engine_score_fact(ref('category_score')) }}
