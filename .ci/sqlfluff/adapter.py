"""dbt's adapter for sqlfluff's Jinja templater: of a macro that has dialects the default one, DuckDB's, is linted."""

from jinja2 import pass_context


@pass_context
def dispatch(context, macro):
    """The macro default__<macro> of the project."""
    return context[f"default__{macro}"]


def quote(column):
    """A column whose name SQL knows as a word of its own."""
    return f'"{column}"'
