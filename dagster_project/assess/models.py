"""The text of the models of dbt_models/ as SQL over tables named like the models and seeds they refer to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import jinja2
import yaml
from jinja2.runtime import Macro

from dagster_project.settings import DBT_PROJECT

DBT_TAGS = ("test", "materialization")


@cache
def _macros() -> str:
    """Every macro of the project; what has a tag of dbt's own isn't Jinja's, and no model calls it."""
    texts = [path.read_text("utf-8") for path in sorted((DBT_PROJECT / "macros").rglob("*.sql"))]
    return "\n".join(text for text in texts if not any("{% " + tag in text for tag in DBT_TAGS))


@cache
def _files() -> dict[str, Path]:
    return {path.stem: path for path in (DBT_PROJECT / "models").rglob("*.sql")}


@cache
def _variables() -> dict[str, object]:
    return yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text("utf-8"))["vars"]


class _Adapter:
    """dbt's adapter as far as the macros ask it: DuckDB's dialect is the default of every macro that has dialects."""

    @staticmethod
    @jinja2.pass_context
    def dispatch(context: jinja2.runtime.Context, macro: str) -> Callable[..., str]:
        """The macro default__<macro>, which the project has."""
        return context[f"default__{macro}"]

    @staticmethod
    def quote(column: str) -> str:
        return f'"{column}"'


@cache
def _environment() -> jinja2.Environment:
    """Where every template finds the macros; they are compiled once, since there are more of them than of any model."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    environment.globals |= {
        "source": lambda folder, other: f"{folder}.{other}",
        "config": lambda **_: "",
        "var": lambda variable: _variables()[variable],
        "adapter": _Adapter,
    }
    macros = vars(environment.from_string(_macros()).module)
    environment.globals |= {name: macro for name, macro in macros.items() if isinstance(macro, Macro)}
    return environment


@cache
def rendered(text: str) -> tuple[str, tuple[str, ...]]:
    """A template's SQL and the models and seeds it reads, in the order of their mention; it may call any macro."""
    read: dict[str, None] = {}
    template = _environment().from_string(text)
    return template.render(ref=lambda other: read.setdefault(other) or other).strip(), tuple(read)


def model(name: str) -> tuple[str, tuple[str, ...]]:
    """A model's select statement and what it reads. Raises KeyError when there is no such model."""
    return rendered(_files()[name].read_text("utf-8"))


@cache
def between(start: str, ends: tuple[str, ...]) -> tuple[str, ...]:
    """The models that lie on a way from `start` to one of `ends`, each after those it reads; `ends` among them."""
    known: dict[str, bool] = {start: True}
    order: list[str] = []

    def reaches(name: str) -> bool:
        if name not in known:
            known[name] = False
            if name in _files():
                # each parent is asked, not only up to the first that does: all have to be in the order
                parents = [reaches(parent) for parent in model(name)[1]]
                known[name] = any(parents)
                if known[name]:
                    order.append(name)
        return known[name]

    for end in ends:
        reaches(end)
    return tuple(order)
