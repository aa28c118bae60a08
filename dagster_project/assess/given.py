"""A table of facts as given: read whole, checked cell by cell, nothing derived.

A facts table has `company_id` and any columns of the catalogue (the seed `metrics`): numbers, flags 1 or 0, text. Blank is
unknown, and so is a metric without a column.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.assess.asked import Asked, asked

NUMBER = "decimal(18, 6)"
TEXT_KINDS = ("text",)
TOO_LONG = 60
# A number's text with no more than six decimals, and on the same side of every bound as it was (a bound has five at most, see the
# seeds' tests): what follows the sixth is cut off, and a sixth that is 0 becomes 1 where anything was cut.
AS_WRITTEN = """
create or replace temp macro plain_digits(cell) as
    case when contains(lower(cell), 'e') then cast(cast(cell as decimal(38, 25)) as varchar) else cell end;
create or replace temp macro cut_digits(cell, point) as case
    when trim(substr(cell, point + 7), '0123456789') <> '' or rtrim(substr(cell, point + 7), '0') = '' then cell
    when substr(cell, point + 6, 1) = '0' then left(cell, point + 5) || '1'
    else left(cell, point + 6)
end;
create or replace temp macro as_written(cell) as
    case when strpos(cell, '.') > 0 and strlen(cell) - strpos(cell, '.') > 6 then cut_digits(cell, strpos(cell, '.')) else cell end
"""


@dataclass(frozen=True)
class Given:
    """What was read: the table `given` (company_id, a column for each of `metrics`, in the file's order).

    `kinds` says what each metric is (number, flag, text); `passed_over` are the columns that are no metric.
    """

    rows: int
    kinds: dict[str, str]
    passed_over: list[str]


def read_facts(connection: duckdb.DuckDBPyConnection, path: Path) -> Given:
    """Read path (CSV in UTF-8, or Parquet by its ending) into the connection's table `given`.

    Numbers become DECIMAL(18, 6), as everywhere in the engine, on the side of every bound that they are on as written. Raises FileNotFoundError, and ValueError with file, row (the
    heading being row 1), column, expected and found for the first cell that can't be read or that is no grade, no count or
    no word of the standards, for a missing, blank or repeated company_id, and for a repeated column.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"没有这个文件：{path}")
    parquet = path.suffix.lower() == ".parquet"
    headings = _headings(connection, path, parquet)
    known = asked(connection)
    columns_asked = {name: known[name] for name in headings if name in known}
    kinds = {name: one.kind for name, one in columns_asked.items()}
    passed_over = [name for name in headings if name and name not in known and name != "company_id"]
    connection.execute(AS_WRITTEN)
    try:
        connection.execute(
            f"create or replace table given as {_typed(kinds, _relation(parquet))}", [str(path)]
        )
    except duckdb.Error as error:
        _locate(connection, path, parquet, columns_asked)
        raise ValueError(f"{path}：读不了这张表：{str(error).splitlines()[0]}") from error
    if _has_wrong(connection, columns_asked):
        _locate(connection, path, parquet, columns_asked)
    [(rows,)] = connection.execute("select count(*) from given").fetchall()
    return Given(rows, kinds, passed_over)


def _relation(parquet: bool) -> str:
    if parquet:
        return "read_parquet(?)"
    return (
        "read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', "
        "null_padding = false, strict_mode = true, nullstr = '')"
    )


def _headings(connection: duckdb.DuckDBPyConnection, path: Path, parquet: bool) -> list[str]:
    if parquet:
        try:
            table = connection.execute("select * from read_parquet(?) limit 0", [str(path)])
        except duckdb.Error as error:
            raise ValueError(f"{path}：不是完整的 Parquet 文件，请重新导出") from error
        headings = [column[0] for column in table.description]
    else:
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                headings = next(csv.reader(file), [])
        except UnicodeDecodeError as error:
            raise ValueError(f"{path}：应为 UTF-8 编码的 CSV，请另存为“CSV UTF-8”") from error
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise ValueError(f"{path}：第 1 行有重复的列：{'、'.join(twice)}")
    if "company_id" not in headings:
        found = "、".join(headings)[:TOO_LONG] or "空文件"
        raise ValueError(f"{path}：第 1 行应有 company_id 一列，实为：{found}")
    return headings


def _typed(kinds: dict[str, str], relation: str) -> str:
    """A query of the table in its columns' types. Each step is a select of its own: a macro copies what it is given as often as it
    names it, and one in another took two seconds to plan.
    """
    cells, plain, typed = (["company_id"] for _ in range(3))
    for name, kind in kinds.items():
        is_text = kind in TEXT_KINDS
        cells.append(f'nullif(trim(cast("{name}" as varchar)), \'\') as "{name}"')
        plain.append(f'"{name}"' if is_text else f'plain_digits("{name}") as "{name}"')
        typed.append(f'"{name}"' if is_text else f'cast(as_written("{name}") as {NUMBER}) as "{name}"')
    cells[0] = "trim(cast(company_id as varchar)) as company_id"
    query = relation
    for columns in (cells, plain, typed):
        query = f"(select {', '.join(columns)} from {query})"
    return query


def _locate(connection, path: Path, parquet: bool, columns: dict[str, Asked]) -> None:
    """Raise ValueError for the first cell, by row and then column, that is not what its column asks for."""
    seen: dict[str, int] = {}
    for number, row in _parquet_rows(connection, path, columns) if parquet else _csv_rows(path):
        company = (row["company_id"] or "").strip()
        if not company or company in seen:
            expected = f"不重复的企业编号（第 {seen[company]} 行已有）" if company else "企业编号"
            raise _bad_cell(path, number, "company_id", expected, company)
        seen[company] = number
        for name, one in columns.items():
            found = (row[name] or "").strip()
            if found and (wanted := one.expected(found)):
                raise _bad_cell(path, number, name, wanted, found)


def _parquet_rows(connection, path: Path, columns: dict[str, Asked]):
    names = ["company_id", *columns]
    cells = ", ".join(f'cast("{name}" as varchar)' for name in names)
    found = connection.execute(f"select {cells} from read_parquet(?)", [str(path)]).fetchall()
    yield from enumerate((dict(zip(names, row, strict=True)) for row in found), start=2)


def _csv_rows(path: Path):
    """(row as a spreadsheet counts it, {heading: cell}); raises ValueError for a row of another length."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        headings = next(reader)
        for number, row in enumerate(reader, start=2):
            if row and len(row) != len(headings):
                raise ValueError(f"{path}：第 {number} 行应有 {len(headings)} 格，实为 {len(row)} 格")
            if row:
                yield number, dict(zip(headings, row, strict=True))


def _bad_cell(path: Path, row: int, column: str, expected: str, found: str) -> ValueError:
    shown = f"“{found[:TOO_LONG]}”" if found else "空"
    return ValueError(f"{path}：第 {row} 行 {column} 列：应为{expected}，实为{shown}")


def _has_wrong(connection, columns: dict[str, Asked]) -> bool:
    """Whether a value is not what its column asks for, or a company_id is blank or repeated."""
    tests = [one.wrong(name) for name, one in columns.items()]
    tests += [
        "bool_or(company_id is null or company_id = '')",
        "count(distinct company_id) < count(company_id)",
    ]
    [found] = connection.execute(f"select {', '.join(tests)} from given").fetchall()
    return any(found)
