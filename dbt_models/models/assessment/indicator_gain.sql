{{ engine_indicator_gain(ref('metric_score'), ref('indicator_score'), ref('indicators'), ref('bands')) }}
