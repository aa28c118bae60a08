"""Which headings nobody knows are still worth a look."""

from __future__ import annotations

import duckdb

from dagster_project.publish.deliveries import read_unmapped


def test_headings_are_told_until_a_later_delivery_was_read(pool):
    """The blacklist of May was superseded by August's; nothing came after the certificates of November."""
    with duckdb.connect(str(pool), read_only=True) as connection:
        [(title, _, file, sheet, row, heading, near, *_)] = read_unmapped(connection)
    assert (title, file.split("/")[-1], sheet, row) == ("高新技术企业名单", "高企11月.xlsx", "名单", 2)
    assert (heading, near) == ("证号", "证书编号")
