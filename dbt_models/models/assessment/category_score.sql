{{ engine_category_score(ref('indicator_score'), ref('categories')) }}
