{# Figures that follow from reported ones. Each: the metric, the expression over <item>_<offset> (0 is the last complete
   year, 1 and 2 the years before), and the inputs, all of which must be known. A divisor of zero or less gives nothing.
   The expression is in the metric's own unit (%, 万元) and is rounded to six places when it is stored. #}
{% macro finance_formulas() %}
    {% set ratio = "{0} * 100 / nullif(greatest({1}, 0), 0)" %}
    {% set growth = "({0} - {1}) * 100 / nullif(greatest({1}, 0), 0)" %}
    {% do return([
        {'metric': 'revenue', 'as': 'revenue_0', 'from': ['revenue_0']},
        {'metric': 'revenue_prev', 'as': 'revenue_1', 'from': ['revenue_1']},
        {'metric': 'revenue_3y_sum', 'as': 'revenue_0 + revenue_1 + revenue_2', 'from': ['revenue_0', 'revenue_1', 'revenue_2']},
        {'metric': 'revenue_cagr_2y', 'as': '(sqrt(revenue_0 / nullif(greatest(revenue_2, 0), 0)) - 1) * 100',
         'from': ['revenue_0', 'revenue_2'], 'where': 'revenue_0 >= 0'},
        {'metric': 'main_revenue', 'as': 'main_revenue_0', 'from': ['main_revenue_0']},
        {'metric': 'main_revenue_share', 'as': ratio.replace('{0}', 'main_revenue_0').replace('{1}', 'revenue_0'),
         'from': ['main_revenue_0', 'revenue_0']},
        {'metric': 'main_revenue_growth', 'as': growth.replace('{0}', 'main_revenue_0').replace('{1}', 'main_revenue_1'),
         'from': ['main_revenue_0', 'main_revenue_1']},
        {'metric': 'main_revenue_growth_2y_avg', 'as': '(' ~ growth.replace('{0}', 'main_revenue_0').replace('{1}', 'main_revenue_1')
         ~ ' + ' ~ growth.replace('{0}', 'main_revenue_1').replace('{1}', 'main_revenue_2') ~ ') / 2',
         'from': ['main_revenue_0', 'main_revenue_1', 'main_revenue_2']},
        {'metric': 'net_margin', 'as': ratio.replace('{0}', 'net_profit_0').replace('{1}', 'revenue_0'), 'from': ['net_profit_0', 'revenue_0']},
        {'metric': 'debt_ratio', 'as': ratio.replace('{0}', 'liabilities_0').replace('{1}', 'assets_0'), 'from': ['liabilities_0', 'assets_0']},
        {'metric': 'rd_expense', 'as': 'rd_expense_0', 'from': ['rd_expense_0']},
        {'metric': 'rd_expense_prev', 'as': 'rd_expense_1', 'from': ['rd_expense_1']},
        {'metric': 'rd_expense_2y_sum', 'as': 'rd_expense_0 + rd_expense_1', 'from': ['rd_expense_0', 'rd_expense_1']},
        {'metric': 'rd_expense_2y_mean', 'as': '(rd_expense_0 + rd_expense_1) / 2', 'from': ['rd_expense_0', 'rd_expense_1']},
        {'metric': 'rd_expense_3y_sum', 'as': 'rd_expense_0 + rd_expense_1 + rd_expense_2', 'from': ['rd_expense_0', 'rd_expense_1', 'rd_expense_2']},
        {'metric': 'rd_ratio', 'as': ratio.replace('{0}', 'rd_expense_0').replace('{1}', 'revenue_0'), 'from': ['rd_expense_0', 'revenue_0']},
        {'metric': 'rd_ratio_prev', 'as': ratio.replace('{0}', 'rd_expense_1').replace('{1}', 'revenue_1'), 'from': ['rd_expense_1', 'revenue_1']},
        {'metric': 'rd_ratio_3y', 'as': ratio.replace('{0}', '(rd_expense_0 + rd_expense_1 + rd_expense_2)').replace('{1}', '(revenue_0 + revenue_1 + revenue_2)'),
         'from': ['rd_expense_0', 'rd_expense_1', 'rd_expense_2', 'revenue_0', 'revenue_1', 'revenue_2']},
        {'metric': 'rd_staff_share', 'as': ratio.replace('{0}', 'rd_staff_0').replace('{1}', 'staff_0'), 'from': ['rd_staff_0', 'staff_0']},
        {'metric': 'tech_staff_share', 'as': ratio.replace('{0}', 'tech_staff_0').replace('{1}', 'staff_0'), 'from': ['tech_staff_0', 'staff_0']},
        {'metric': 'tech_staff_share_hte', 'as': ratio.replace('{0}', 'tech_staff_0').replace('{1}', 'staff_0'), 'from': ['tech_staff_0', 'staff_0']},
        {'metric': 'platform_score_prev', 'as': 'platform_score_1', 'from': ['platform_score_1']},
    ]) %}
{% endmacro %}

{# Every <item>_<offset> that a formula reads, once, sorted. #}
{% macro finance_inputs() %}
    {% set inputs = [] %}
    {% for formula in finance_formulas() %}{% for input in formula['from'] if input not in inputs %}{% do inputs.append(input) %}{% endfor %}{% endfor %}
    {% do return(inputs | sort) %}
{% endmacro %}
