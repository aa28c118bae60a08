"""The page's picture of the year's targets, place by place: done, could apply, missing; whoever misses most stands first."""

from __future__ import annotations

from html import escape

import duckdb

_ROWS = """
    select place, coalesce(zone_code, '') <> '' as is_zone, tier, tier_title, target, done, in_pool, in_reserve,
        greatest(gap, 0) as gap, greatest(gap - in_pool, 0) as short
    from county_progress
    left join (select tier, ladder_order from tiers) using (tier)
    where year = (select year(as_of) from stg_run)
    order by ladder_order, tier, county_code, zone_code nulls first"""
_KEY = (
    ("done", "已完成"),
    ("pool", "库内可申报，够补差额的"),
    ("short", "可申报的全评上还差"),
)


def progress_chart(connection: duckdb.DuckDBPyConnection) -> str:
    """The section, '' where no targets are set for the year. Each company stands in one row: a zone's in the zone's."""
    found = connection.execute(_ROWS).fetchall()
    if not found:
        return ""
    names = (
        "place",
        "is_zone",
        "tier",
        "tier_title",
        "target",
        "done",
        "in_pool",
        "in_reserve",
        "gap",
        "short",
    )
    rows = [dict(zip(names, row, strict=True)) for row in found]
    tiers = {row["tier"]: row["tier_title"] for row in rows}
    places: dict[str, dict[str, dict]] = {}
    for row in rows:
        places.setdefault(row["place"], {})[row["tier"]] = row
    sums = {
        place: tuple(sum(row[name] for row in by.values()) for name in ("gap", "short", "target", "done"))
        for place, by in places.items()
    }
    order = sorted(places, key=lambda place: (-sums[place][1], -sums[place][0], place))
    most = max(row["target"] for row in rows) or 1
    key = "".join(f"<i class=p-{code}></i>{word}" for code, word in _KEY)
    heads = "".join(f"<th colspan=2>{escape(title)}</th>" for title in tiers.values())
    lines = []
    for place in order:
        gap, short, target, done = sums[place]
        cells = "".join(_cell(places[place].get(tier), most) for tier in tiers)
        kind = " class=zone" if next(iter(places[place].values()))["is_zone"] else ""
        lines.append(
            f"<tr{kind}><td class=place>{escape(place)}</td><td class=n>{done}/{target}</td><td>{_call(gap, short)}</td>{cells}</tr>"
        )
    return (
        f"<h2>哪个县要催（当年目标，户）</h2><p class=key>{key}</p>"
        f"<table class=progress><tr><th>县（市、区）、开发区</th><th>合计</th><th>要不要催</th>{heads}</tr>"
        f"{_total(rows, tiers)}{''.join(lines)}</table>"
        "<p class=note>后备不足的在前，差得多的在前。开发区的企业只计在开发区一行，各行可以相加；只数第一次认定的。</p>"
    )


def _call(gap: int, short: int) -> str:
    if not gap:
        return "已完成"
    if short:
        return f"<b class=warn>差 {gap}，后备不足，还缺 {short}</b>"
    return f"<b>差 {gap}，催可申报的申报</b>"


def _cell(row: dict | None, most: int) -> str:
    """Done of target in figures, then one bar on the scale of all places."""
    if not row or not (row["target"] or row["done"]):
        return "<td class=n>—</td><td></td>"
    parts = (
        ("done", row["done"], f"已完成 {row['done']}"),
        ("pool", row["gap"] - row["short"], f"库内可申报 {row['in_pool']}"),
        ("short", row["short"], f"还缺 {row['short']}；待补数、差一步 {row['in_reserve']}"),
    )
    bars = "".join(
        f'<i class=p-{code} style="width:{value * 100 / most:.1f}%" title="{title}"></i>'
        for code, value, title in parts
        if value
    )
    return f"<td class=n>{row['done']}/{row['target']}</td><td><div class=bar>{bars}</div></td>"


def _total(rows: list[dict], tiers: dict[str, str]) -> str:
    """The region's own line: figures only, since its bars would dwarf the places'."""
    cells = ""
    for tier in tiers:
        target, done, ready = (
            sum(row[name] for row in rows if row["tier"] == tier) for name in ("target", "done", "in_pool")
        )
        cells += f"<td class=n>{done}/{target}</td><td>可申报 {ready}</td>"
    target, done, gap = (sum(row[name] for row in rows) for name in ("target", "done", "gap"))
    return f"<tr class=total><td class=place>合计</td><td class=n>{done}/{target}</td><td>各地差额共 {gap}</td>{cells}</tr>"
