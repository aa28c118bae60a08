"""What changed between two deliveries, as a table; re-issues and repeats."""

import pyarrow.parquet as pq

CODES = ["914103000768204278", "911405005635962824", "91140100713607689C", "91411323MA3X5GNL18"]
REGISTRY = "企业名称,统一社会信用代码,住所,成立日期\n"


def registry(*rows):
    return REGISTRY + "".join(f"{name},{CODES[code]},{address},{day}\n" for code, name, address, day in rows)  # fmt: skip


def changes(bureau, source):
    rows = bureau.table("delivery_change", source)
    return [
        (str(r["earlier"])[5:], str(r["later"])[5:], r["key"], r["change"], r["column"], r["before"], r["after"])
        for r in rows
    ]  # fmt: skip


def counts(bureau, source):
    return [
        tuple(row[f"rows_{what}"] for what in ("added", "removed", "changed", "repeated"))
        for row in bureau.table("delivery", source)
    ]


def test_a_full_list_is_compared_with_the_one_before(bureau):
    source = "company_registry"
    one, two, three = (
        (0, "甲公司", "甲街", "2015-03-01"),
        (1, "乙公司", "乙街", "2016-01-01"),
        (2, "丙公司", "丙街", ""),
    )
    bureau.put(f"{source}/2026-01-01/a.csv", registry(one, two))
    bureau.put(f"{source}/2026-02-01/a.csv", registry(three, (0, "甲公司", "甲新街", "2015.3.2")))
    bureau.put(f"{source}/2026-03-01/a.csv", registry(two, (2, "丙公司", "丙街", "2019年1月1日")))
    bureau.read(source)
    first, second, third = ("01-01", "02-01", "03-01")
    a, b, c = (f"{code} | {name}" for code, name in zip(CODES, ("甲公司", "乙公司", "丙公司"), strict=False))
    assert changes(bureau, source) == [
        (first, second, b, "removed", "", None, None),
        (first, second, c, "added", "", None, None),
        (first, second, a, "changed", "address", "甲街", "甲新街"),
        (first, second, a, "changed", "established_on", "2015-03-01", "2015-03-02"),
        (second, third, a, "removed", "", None, None),
        (second, third, b, "added", "", None, None),
        (second, third, c, "changed", "established_on", None, "2019-01-01"),
    ]
    rows = bureau.table("delivery_change", source)
    assert rows[2]["evidence_before"] == f"{source}/2026-01-01/a.csv#表1!2"
    assert rows[2]["evidence"] == f"{source}/2026-02-01/a.csv#表1!3"
    assert (rows[0]["evidence_before"], rows[0]["evidence"]) == (f"{source}/2026-01-01/a.csv#表1!3", "")
    assert counts(bureau, source) == [(0, 0, 0, 0), (1, 1, 1, 0), (1, 1, 1, 0)]


def test_each_part_of_a_full_list_is_compared_with_its_own_last(bureau):
    head, source = "名称,名单,列入日期\n", "credit_blacklist"
    court, tax = "甲公司,失信被执行人,2025-01-01\n", "乙公司,重大税收违法失信主体,2025-01-01\n"
    bureau.put(f"{source}/2026-01-01/a.csv", head + court + tax)
    bureau.put(f"{source}/2026-02-01/a.csv", head + tax.replace("乙", "丙"))
    bureau.put(f"{source}/2026-03-01/a.csv", head + court)
    bureau.read(source)
    told = [
        (earlier, later, key.split(" | ")[1], change)
        for earlier, later, key, change, *_ in changes(bureau, source)
    ]
    assert told == [("01-01", "02-01", "乙公司", "removed"), ("01-01", "02-01", "丙公司", "added")]
    assert counts(bureau, source) == [(0, 0, 0, 0), (1, 1, 0, 0), (0, 0, 0, 1)]


def test_a_corrected_batch_of_an_appended_list_shows_what_it_corrected(bureau):
    head, source = "企业名称,证书编号,发证日期,所在地\n", "high_tech_enterprise"
    text = head + "甲公司,GR202114000001,2021-12-07,离石区\n乙公司,GR202114000002,2021-12-07,\n"
    bureau.put(f"{source}/2026-01-01/a.csv", text)
    bureau.put(
        f"{source}/2026-02-01/更正.csv",
        text.replace("离石区", "孝义市") + "丙公司,GR202114000003,2021-12-07,\n",
    )
    bureau.put(f"{source}/2026-03-01/a.csv", text)
    bureau.read(source)
    assert [(c[0], c[1], *c[3:]) for c in changes(bureau, source)] == [
        ("01-01", "02-01", "changed", "county", "离石区", "孝义市"),
        ("02-01", "03-01", "changed", "county", "孝义市", "离石区"),
    ]
    assert counts(bureau, source) == [(0, 0, 0, 0), (1, 0, 1, 1), (0, 0, 1, 1)]
    (note,) = [n for n in bureau.table("note", source) if "重复提交" in n["note"]]
    assert (note["file"], note["found"]) == (f"{source}/2026-03-01/a.csv", f"{source}/2026-01-01/a.csv")


def test_one_delivery_and_none_change_nothing_but_the_table_is_there(bureau):
    bureau.put("company_registry/2026-01-01/a.csv", registry((0, "甲公司", "", "")))
    bureau.put("company_registry/2026-02-01/a.csv", "商号\n甲\n")
    bureau.put("company_registry/2026-03-01/a.csv", registry((0, "甲公司", "", "")))
    for source in ("company_registry", "evidence"):
        bureau.read(source)
        assert bureau.table("delivery_change", source) == []
    assert counts(bureau, "company_registry") == [(0,) * 4, (None,) * 4, (0, 0, 0, 1)]
    assert pq.read_table(bureau.lake / "delivery_change").num_rows == 0


def test_amounts_are_told_as_people_write_them(bureau):
    head = "企业名称,会计年度,营业收入（万元）,研发费用（万元）\n"
    bureau.put("company_report/2026-01-01/a.csv", head + "甲公司,2025,100,0\n")
    bureau.put("company_report/2026-02-01/a.csv", head + "甲公司,2025,1200.50,10\n")
    bureau.read("company_report")
    assert {c[4:] for c in changes(bureau, "company_report")} == {
        ("revenue", "100", "1200.5"),
        ("rd_expense", "0", "10"),
    }
