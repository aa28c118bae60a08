"""What each measure is called and what to do when its figure is out of bounds, where a check says nothing better."""

from __future__ import annotations

# measure: (title, advice); {column} is the column's Chinese title
WORDS = {
    "rows": ("新到一批的行数", "新到一批一行可用的也没有：请来源部门核对导出条件后重发"),
    "volume_ratio": (
        "新到一批行数与上一批之比",
        "全量名单突然变短多半是只导出了一半（截断），变长多半是导重了：请来源部门核对后重发；发错的用 pool withdraw 撤回",
    ),
    "part_ratio": (
        "变动最大的一部分与它上一批的行数之比",
        "其中这一种（一县）突然变短多半是只导出了一半（截断），变长多半是导重了：请来源部门核对后重发；发错的用 pool withdraw 撤回",
    ),
    "accepted_share": (
        "新到一批可用行的比例",
        "隔离区列明了读不进去的行和原因；多半行读不进去的，常见的是整列错位或表头与内容对不上：请来源部门改正后重新导出；发错的用 pool withdraw 撤回",
    ),
    "duplicate_share": (
        "新到一批内部重复行的比例",
        "同一行在一批里出现多次，多半是导重了：每行只计一次，请来源部门核对是否本应是别的行",
    ),
    "repeated_share": (
        "新到一批中以前已送来的行的比例",
        "与以前送来的行完全相同，多半是把以前月份的名单又发了一遍：请来源部门补发本期名单",
    ),
    "days_forward": (
        "新到一批的最晚{column}比以前各批前进的天数（负数是倒退）",
        "新到一批的内容比以前的旧，多半发成了以前月份的名单：请来源部门补发本期名单，旧的用 pool withdraw 撤回",
    ),
    "days_ahead": (
        "新到一批的{column}晚于收到日期的天数",
        "日期在收到之后，多半是日期读错或发成了别的月份：请来源部门核对日期列",
    ),
    "days_overdue": ("距应到日期的天数", "名单逾期未到：请催来源部门；在此之前按上一批计算"),
    "filled": ("{column}填充率", "{column}缺得多：请来源部门补齐后重发"),
    "valid": (
        "{column}校验相符的比例",
        "代码校验位不符，多半是抄错、错位或被表格软件改动：请来源部门用文本格式重新导出",
    ),
    "drift": (
        "{column}的构成与上一批的差异（0 相同，1 全变）",
        "构成突变，多半是换了导出范围、地区不对或列错位：请来源部门核对后重发",
    ),
    "median_ratio": (
        "{column}中位数与上一批之比",
        "差约 1 万倍多半是把“元”当“万元”填（或相反）：请来源部门核对单位后重发；发错的用 pool withdraw 撤回",
    ),
}
