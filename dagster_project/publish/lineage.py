"""The way from lists to workbooks as a picture: dbt's manifest, a layer a box, drawn in Mermaid for the README."""

from __future__ import annotations

from collections import Counter
from itertools import product

MOST_NAMED = 4  # tables named in a box: those that most of the others are made from
# (layer, what stands in it, the word for one); a layer is a folder of dbt_models/models or a source of sources.yml
LAYERS = (
    ("lake", "what was read: typed rows, quarantine, deliveries", "table"),
    ("matching", "which name is which company, with the evidence", "table"),
    ("seeds", "regions, targets, awards, words", "seed"),
    ("standards", "the standards, as rows", "seed"),
    ("staging", "renamed and cast, nothing else", "model"),
    ("company", "one row an entity", "model"),
    ("metrics", "facts of a company, low and high", "model"),
    ("assessment", "facts against standards", "model"),
    ("pool", "what a bureau reads", "model"),
)


def layer_of(node: dict) -> str | None:
    """The layer that a node of the manifest stands in; None for tests and macros."""
    match node["resource_type"]:
        case "source":
            return node["source_name"]
        case "seed":
            return "standards" if "standards" in node["fqn"] else "seeds"
        case "model":
            return node["fqn"][1]
    return None


def lineage(manifest: dict, lists: int) -> str:
    """The picture: a box a layer with how many tables it has and those most read, an arrow where models of one
    layer read another. lists: how many sources have a contract.

    Raises ValueError when a model stands in a folder that LAYERS does not know.
    """
    nodes = {**manifest["nodes"], **manifest["sources"]}
    layers = {key: layer for key, node in nodes.items() if (layer := layer_of(node))}
    order = [name for name, *_ in LAYERS]
    if unknown := set(layers.values()) - set(order):
        raise ValueError(
            f"层 {'、'.join(sorted(unknown))} 不在 publish/lineage.py 的 LAYERS 里：请补上它是什么"
        )
    reads = [(parent, key) for key in layers for parent in nodes[key].get("depends_on", {}).get("nodes", [])]
    readers = Counter(parent for parent, _ in reads)
    arrows = {(layers[parent], layers[key]) for parent, key in reads if parent in layers}
    lines = ["flowchart TB", f'  raw["<b>raw</b><br/>{lists} lists, as received"]']
    for name, what, word in LAYERS:
        held = sorted((k for k, layer in layers.items() if layer == name), key=lambda k: (-readers[k], k))
        named = ", ".join(nodes[key]["name"] for key in held[:MOST_NAMED] if readers[key] > 1)
        text = [f"<b>{name}</b>, {len(held)} {word}s", what, *([f"<i>{named}</i>"] if named else [])]
        lines.append(f'  {name}["{"<br/>".join(text)}"]')
    lines += ['  exports["<b>exports</b><br/>workbooks, CSV, page"]', "  raw --> lake --> matching"]
    for above, below in product(order, order):
        if above != below and (above, below) in arrows:
            lines.append(f"  {above} --> {below}")
    return "\n".join([*lines, "  pool --> exports", "  exports -. filled in by counties .-> raw"])
