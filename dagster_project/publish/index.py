"""index.html of a publication: what is here and the city's picture, one file without scripts, for a file share."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

import duckdb

from dagster_project.publish import words
from dagster_project.publish.cells import chinese_date
from dagster_project.publish.context import Context
from dagster_project.publish.index_progress import progress_chart
from dagster_project.publish.sheets import TOTALS

_STYLE = """
body{font:15px/1.6 "Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif;color:#1F2933;margin:0;background:#F4F6F9}
main{max-width:1120px;margin:0 auto;padding:20px 28px 48px}h1{color:#1F4E79;margin:10px 0 2px;font-size:28px}
h2{color:#1F4E79;font-size:18px;border-bottom:2px solid #1F4E79;margin:30px 0 10px;padding-bottom:3px}
.sample{background:#B45309;color:#fff;font-weight:700;padding:8px 14px;border-radius:4px}.lead,.note{color:#44505C}
table{border-collapse:collapse;width:100%;background:#fff}td,th{padding:4px 8px;border-bottom:1px solid #E3E8EE;text-align:left;
font-weight:400}th{color:#44505C;font-size:13px}td.n{text-align:right;white-space:nowrap;width:3.2em}td.place{white-space:nowrap;width:8em}
.bar{display:flex;height:18px;border-radius:2px;overflow:hidden}.bar i{display:block;height:100%}
.key i{display:inline-block;width:12px;height:12px;border-radius:2px;margin:0 4px 0 14px;vertical-align:-1px}
.cards{display:flex;gap:14px;flex-wrap:wrap;margin:14px 0}.cards div{background:#fff;border-radius:6px;padding:10px 18px;
flex:1;min-width:130px}.cards b{display:block;font-size:26px;color:#1F4E79}a{color:#1F4E79}.zone td.place{padding-left:1.6em;color:#44505C}
.progress td.n{width:2.6em}.progress th{border-bottom:2px solid #C9D3DF}.progress .bar{min-width:90px;height:14px}.progress b{white-space:nowrap}
.total{background:#E8EEF5;font-weight:700}.warn{color:#B00020}.p-done{background:#3C9A5F}.p-pool{background:#A9D8B8}.p-short{background:#D9534F}
.files{columns:3;list-style:none;padding:0}@media print{body{background:#fff}.files{columns:2}}
"""
_SOLID = {
    "ready": "#3C9A5F",
    "needs_data": "#E0B43A",
    "near": "#5B93CF",
    "growing": "#AEB8C4",
    "excluded": "#CE6A70",
}
_RISK = {"red": "#C0392B", "orange": "#E58A2B", "yellow": "#E8CB52", "green": "#7DBE8D"}


def index_page(connection: duckdb.DuckDBPyConnection, context: Context, files: list[tuple[str, str]]) -> str:
    """The page. files: (title, path below the folder) in the order in which they are to stand."""
    names = [column.name for column in TOTALS.columns]
    places = [dict(zip(names, row, strict=True)) for row in connection.execute(TOTALS.sql()).fetchall()]
    counties = [place for place in places if place["kind"] != "开发区"]
    day = chinese_date(context.as_of)
    title = f"{context.region_name}专精特新培育库"
    parts = [
        f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{escape(title)}</title><style>{_STYLE}</style><main>",
        f"<p class=sample>{words.SAMPLE}：{words.MADE_UP}，不得用于工作</p>" if context.is_sample else "",
        f"<h1>{escape(title)}</h1><p class=lead>基准日 {day}。本页不联网、没有脚本，可从共享文件夹直接打开。</p>",
        _cards(connection, counties),
        progress_chart(connection),
        _chart("培育对象（家，按下一称号的状态）", places, words.STATUS, _SOLID, "companies"),
        _chart("复核预警（个称号）", places, words.LEVEL, _RISK, ""),
        "<h2>这里有什么</h2><ul class=files>",
        *(f'<li><a href="{quote(path)}">{escape(name)}</a></li>' for name, path in files),
        "</ul><p class=note>开发区内的企业也计入所在县，两类行不可相加。各列含义见“数据字典”。</p></main></html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _cards(connection, counties: list[dict]) -> str:
    titles, endless = connection.execute(
        "select count(*), count(*) filter (t.valid_to is null) from title t join company c on c.company_id = t.company_id"
        " join stg_region_county g on g.county_code = c.county_code where t.in_force"
    ).fetchone()
    figures = (
        ("培育企业", sum(place["companies"] for place in counties)),
        ("可申报", sum(place["ready"] for place in counties)),
        (f"有效的称号（{endless} 个不设有效期，不复核）" if endless else "有效的称号", titles),
        ("红色预警", sum(place["red"] for place in counties)),
        ("有服务专员", sum(place["served"] for place in counties)),
    )
    return (
        "<div class=cards>"
        + "".join(f"<div><b>{value}</b>{name}</div>" for name, value in figures)
        + "</div>"
    )


def _chart(title: str, places: list[dict], terms: dict[str, str], colours: dict[str, str], total: str) -> str:
    """Stacked bars on one scale, counties first, each zone under its host."""
    sums = {id(place): sum(place[code] for code in terms) for place in places}
    full = max(sums.values(), default=0) or 1
    key = "".join(f'<i style="background:{colours[code]}"></i>{word}' for code, word in terms.items())
    rows = []
    for place in places:
        bars = "".join(
            f'<i style="width:{place[code] * 100 / full:.2f}%;background:{colours[code]}" title="{word} {place[code]}"></i>'
            for code, word in terms.items()
            if place[code]
        )
        kind = " class=zone" if place["kind"] == "开发区" else ""
        shown = place[total] if total else sums[id(place)]
        rows.append(
            f"<tr{kind}><td class=place>{escape(place['place'])}</td><td class=n>{shown}</td>"
            f"<td><div class=bar>{bars}</div></td></tr>"
        )
    return f"<h2>{title}</h2><p class=key>{key}</p><table>{''.join(rows)}</table>"
