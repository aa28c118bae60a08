# ruff: noqa: C408 (rows of a list read best as keyword arguments)
"""A company's rows on every list and delivery."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from .calendar import REPEATED, REPORT_DAYS, Delivery, deliveries, due
from .company import Company, chance
from .mess import Mention, mention
from .names import FOREIGN, INSTITUTES, INVESTORS, person
from .title_life import WORDS

LAG = timedelta(days=3)


class Row(NamedTuple):
    """One row of one delivery: values by contract column, and whom each printed name truly means."""

    delivery: Delivery
    values: dict
    mentions: tuple[Mention, ...] = ()
    county_code: str = ""


def rows(company: Company, seed: int) -> Iterator[Row]:
    """Every row of every list that speaks of the company, source by source."""
    random = chance(company.number, seed, 4)
    if company.registered:
        yield from _registry(company, random)
    for patent in company.patents:
        yield from _patent(company, patent, random)
    yield from _certificates(company, random)
    for entry in company.tech_years:
        yield from _plain(company, "tech_sme", entry["published_on"], entry, random)
    for title in company.titles:
        values = title | {"tier": WORDS[title["tier"]], "zone": company.zone}
        day = max(title.get("event_on") or title["recognised_on"], date(2024, 11, 1))
        yield from _plain(company, "recognised_title", day, values, random)
    yield from _listings(company, random)
    for penalty in company.penalties:
        yield from _plain(company, "penalty", penalty["penalised_on"], penalty, random)
    for year, figures in company.reports.items():
        yield from _plain(company, "company_report", REPORT_DAYS[year], figures, random, code=True)
    if company.kind == "strong_start" and random.random() < 0.25:  # a correction of the last report
        changed = company.reports[2025] | {
            "market_rank_domestic": company.reports[2025]["market_rank_domestic"] + 1
        }
        yield from _plain(company, "company_report", date(2026, 10, 12), changed, random, code=True)
    for proof in company.proofs:
        yield from _plain(company, "evidence", proof["awarded_on"], proof, random)
    if company.kind == "strong_start" and random.random() < 0.3:
        for investor in random.sample(INVESTORS, 2):
            values = dict(
                investor=investor,
                is_qualified="是",
                paid_in=random.choice((300, 600, 1_200)),
                paid_on=random.choice((date(2024, 12, 20), date(2025, 9, 3))),
            )
            yield from _plain(company, "equity_investment", values["paid_on"], values, random, code=True)
    for entry in company.applications:
        yield from _plain(company, "application", entry["applied_on"], entry, random, code=True)
    for entry in company.judgements:
        yield from _plain(company, "judgement", entry["judged_on"], entry, random, code=True)


def _plain(
    company: Company, source: str, day: date, values: dict, random: Random, code: bool | None = None
) -> Iterator[Row]:
    """A row in the first delivery after a day; its code is printed where the layout has one, at times not."""
    delivery = due(source, day if source == "company_report" else day + LAG)
    if delivery is None:
        return
    columns = delivery.columns
    shown = code or (code is None and "uscc" in columns and random.random() < 0.8)
    if "published_code" in columns:
        shown = random.random() < 0.8
    who = mention(company, day, random, bool(shown and company.uscc))
    if values.get("event") == "更名":
        who = Mention(company.former, company.company_id, "former_name", 1)
    code_text = company.uscc if shown else ""
    if not company.planted and random.random() < 0.05:
        code_text = _lettered(code_text)
    extra: dict[str, Any] = {
        "name": who.name,
        "uscc": code_text,
        "published_code": code_text,
        "county": company.county,
    }
    if source == "company_report":
        extra["reported_on"] = delivery.day - timedelta(days=random.randint(3, 20))
    yield Row(delivery, values | extra, (who,), company.county_code)


def _lettered(code: str) -> str:
    """The code with a letter O for the first zero of its organisation code, as scanners and clerks write it."""
    return code[:9] + code[9:17].replace("0", "O", 1) + code[17:]


def _registry(company: Company, random: Random) -> Iterator[Row]:
    status = "存续（在营、开业、在册）"
    if company.kind == "plain" and random.random() < 0.03:
        status = random.choice(("吊销，未注销", "注销"))
    county = "" if random.random() < 0.03 else company.county
    zone = company.zone if random.random() < 0.7 else ""
    lettered = company.kind == "plain" and random.random() < 0.2
    for delivery in deliveries("company_registry"):
        if company.established > delivery.day - timedelta(days=10) or (
            company.leaves_on and company.leaves_on <= delivery.day
        ):
            continue
        renamed = bool(company.renamed_on and company.renamed_on <= delivery.day)
        if company.ends and company.ends[0] <= delivery.day:
            status = company.ends[1]
        uscc = company.uscc
        if lettered and delivery.day == date(2026, 11, 6):
            uscc = _lettered(uscc)
        values = dict(
            name=company.name_on(delivery.day),
            uscc=uscc,
            registration_no=company.registration_no,
            register_id=company.register_id,
            former_names=company.former if renamed else "",
            county=county,
            county_code=company.county_code if county else "",
            zone=zone,
            address=company.address,
            industry=company.industry.name,
            size_industry=company.industry.size,
            company_type=company.company_type,
            established_on=company.established,
            status=status,
        )
        yield Row(delivery, values, (), company.county_code)


def _patent(company: Company, patent: dict, random: Random) -> Iterator[Row]:
    event = patent["event"]
    delivery = due("patent_grant", (patent.get("event_on") or patent["granted_on"]) + LAG)
    if delivery is None:
        return
    owners = [mention(company, patent["granted_on"], random)]
    if random.random() < 0.16:
        other = random.choice(
            (random.choice(INSTITUTES), random.choice(FOREIGN), person(random), person(random))
        )
        noise = "absent" if other in INSTITUTES else "foreign" if other in FOREIGN else "person"
        owners.insert(
            0 if company.kind == "signal" and random.random() < 0.3 else 1, Mention(other, "", noise)
        )
    values = {key: value for key, value in patent.items() if key != "own"}
    values |= {"owners": [owner.name for owner in owners], "address": company.address.removeprefix("山西省")}
    if event == "转让":
        values["new_owners"] = [random.choice(INSTITUTES)]
    if event != "授权" and "event" not in delivery.columns:
        return
    for day in REPEATED if delivery.day == REPEATED[0] else (delivery.day,):
        at = next(item for item in deliveries("patent_grant") if item.day == day)
        yield Row(at, values, tuple(owners), company.county_code)


def _certificates(company: Company, random: Random) -> Iterator[Row]:
    for certificate in company.certificates:
        yield from _plain(company, "high_tech_enterprise", certificate["issued_on"], certificate, random)
        if company.renamed_on and certificate["issued_on"] < company.renamed_on and random.random() < 0.6:
            delivery = due(
                "high_tech_enterprise", max(company.renamed_on + timedelta(days=40), date(2026, 1, 1))
            )
            values = certificate | dict(
                name=company.former,
                event="更名",
                event_on=company.renamed_on + timedelta(days=40),
                new_name=company.name,
                county=company.county,
            )
            if delivery:
                yield Row(
                    delivery,
                    values,
                    (Mention(company.former, company.company_id, "former_name", 1),),
                    company.county_code,
                )


def _listings(company: Company, random: Random) -> Iterator[Row]:
    style = random.choice(("plain", "plain", "masked", "blank"))
    code = company.uscc
    if style == "masked":
        code = f"{code[:10]}****{code[-4:]}"
    elif style == "blank":
        code = ""
    for listing in company.listings:
        for delivery in deliveries("credit_blacklist"):
            if listing["listed_on"] + LAG <= delivery.day and not (
                listing["cleared_on"] and listing["cleared_on"] <= delivery.day
            ):
                who = Mention(company.name, company.company_id, "exact", 1)
                values = {key: value for key, value in listing.items() if key != "cleared_on"}
                yield Row(
                    delivery,
                    values | dict(name=who.name, published_code=code, county=company.county),
                    (who,),
                    company.county_code,
                )
    for entry in company.abnormal:
        for delivery in deliveries("abnormal_operation"):
            removed = (
                entry["removed_on"] if entry["removed_on"] and entry["removed_on"] <= delivery.day else None
            )
            if entry["listed_on"] + LAG > delivery.day or (
                removed and delivery.day - removed > timedelta(days=240)
            ):
                continue
            who = Mention(company.name, company.company_id, "exact", 1)
            values = entry | dict(
                removed_on=removed, name=who.name, published_code=code, county=company.county
            )
            yield Row(delivery, values, (who,), company.county_code)
