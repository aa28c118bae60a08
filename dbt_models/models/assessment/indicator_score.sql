{{ engine_indicator_score(ref('metric_score'), ref('indicators'), ref('bands')) }}
