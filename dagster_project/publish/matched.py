"""What `pool match` came to, in words."""

from __future__ import annotations

from pathlib import Path

from dagster_project.match_files import Done
from dagster_project.publish.words import DECISION, RULE, term


def outcome(done: Done, out: Path) -> str:
    """Counts by decision and by rule, what was passed over or is doubtful, how long it took, where the result is."""
    lines = [f"共 {done.rows} 个名称，对照 {done.companies} 家企业："]
    for decision, word in DECISION.items():
        count = done.decisions[decision]
        share = f"（{count / done.rows:.1%}）" if done.rows else ""
        why = [(rule, n) for (of, rule), n in done.rules.items() if of == decision]
        told = "，".join(
            f"{term(RULE, rule)} {n}" for rule, n in sorted(why, key=lambda item: (-item[1], item[0]))
        )
        lines.append(f"  {word} {count}{share}" + (f"：{told}" if told else ""))
    lines += [f"  注意：{note}" for note in done.notes]
    lines.append(f"  用时：建索引 {done.index_seconds:.1f} 秒，比对 {done.match_seconds:.1f} 秒")
    lines.append(f"结果已写入 {out}")
    return "\n".join(lines)
