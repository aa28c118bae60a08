"""What differs between a published and a registered name, told the way a reader would tell it.

Every comparison answers with one word a field; decision weights and Chinese labels for them stand in weights.yaml.
"""

from typing import NamedTuple

from dagster_project.identity.names import Name, words
from dagster_project.identity.place_words import Place, county_cities, place_words
from dagster_project.matching.bodies import compare_bodies
from dagster_project.matching.one_edit import one_edit

_WORDED = frozenset(("limited", "joint", "company", "cooperative", "partnership", "factory"))
_BETWEEN = ("、", ";")  # between names in one cell


class Difference(NamedTuple):
    """trade: same|doubled|sound|look|swap|gap|lost|affix|other|different|none; industry: same|slip|letter|sign|general|added|sister (said by
    evidence.py)|missing|    general_changed|changed|different; number: same|differs|placed; group: same|one_sided|parent; form: same|spelling|
    slip|conversion|missing|changed; branch, note: none|same|one_sided|differs; region: same|slip|nested|county_city|address|
    none|dropped|placed|bracketed|seat|other_reading|conflict; town: none|same|one_sided|conflict."""

    trade: str
    industry: str
    number: str
    group: str
    form: str
    branch: str
    note: str
    region: str
    town: str


def compare(query: Name, known: Name, county: str = "", chain: tuple[str, ...] = ()) -> Difference:
    """Differences of a published name (`query`) from a registered one (`known`), whose company lies in `county`
    (code or '') with place stems `chain`."""
    if query.folded == known.folded:
        return Difference("same" if known.trade else "none", "same", "same", "same", "same", _both(known.branch),
                          _both(known.notes), _both(known.places or known.bracketed), "none")  # fmt: skip
    trade, industry, number, group = compare_bodies(query, known, chain)
    form = _form(query, known)
    if group == "same" and "集团" in query.body and _daughter(query, known):
        group = "parent"
    if group == "one_sided" and form not in ("same", "spelling"):
        group = "parent"
    found = Difference(trade, industry, number, group, form, _branch(query, known), _note(query, known),
                       _region(query, known, county), _town(query, known))  # fmt: skip
    if found.region == "dropped" and not query.seats and _also_a_place(query.trade, known, county):
        found = found._replace(region="other_reading")
    if found.region == "conflict" and (reread := _misread_place(query, known)):
        return reread
    return _mended(found, query, known)


def _daughter(query: Name, known: Name) -> bool:
    """华北某某集团动物保健品有限公司 beside 华北某某集团有限公司: what follows 集团 is the daughter's own."""
    heads = [name.body.partition("集团") for name in (query, known)]
    return all(found for _, found, _ in heads) and (heads[0][2] == "") != (heads[1][2] == "")


def _misread_place(query: Name, known: Name) -> Difference | None:
    """昌平振兴某某厂 for 平度市昌平振兴某某厂: word for word the same but for the place at the head, so that what was read as another
    place may be the beginning of the trade name; None where it is not so. Only a person can say."""
    for whole, rest in ((known, query), (query, known)):
        if not whole.folded.endswith(rest.folded):
            continue
        head = whole.folded.removesuffix(rest.folded)
        places = [place for place in whole.places if place.level != "country"]
        heads = {
            "".join(place.text for place in places[: at + 1]): places[: at + 1] for at in range(len(places))
        }
        if head in heads:
            town = "one_sided" if any(place.level == "town" for place in heads[head]) else _both(rest.towns)
            return Difference("same" if known.trade else "none", "same", "same", "same", "same", _both(known.branch),
                              _both(known.notes), "other_reading", town)  # fmt: skip
    return None


def _also_a_place(trade: str, known: Name, county: str) -> bool:
    """沁源食品有限公司, where 沁源 may be the county in the company's own province: a trade name only because no other is left.
    A county far away (东方, 兴隆) names many firms that have nothing to do with it."""
    provinces = {county[:2]} if county else {code[:2] for place in known.seats for code in place.codes}
    places = place_words().get(trade, ())
    return any(not provinces or code[:2] in provinces for place in places for code in place.codes)


def _mended(found: Difference, query: Name, known: Name) -> Difference:
    """What one slip in a place or a form really changes, where it made the parser read the rest wrongly."""
    astray = (found.region == "dropped" and not query.places) or found.form not in ("same", "spelling")
    astray |= found.town == "one_sided" or found.note == "one_sided"
    slip = one_edit(query, known) if astray else None
    if slip is None or found.branch not in ("none", "same"):
        return found
    part, kind = slip
    whole = Difference("same" if known.trade else "none", "same", found.number, "same", "same", found.branch,
                       found.note, _both(known.seats), "none")  # fmt: skip
    if part in ("trade", "industry"):  # 科有技限公司
        crossed = found.form != "same" and kind in ("sound", "look", "swap", "doubled")
        return whole._replace(**{part: "slip" if part == "industry" else kind}) if crossed else found
    if part == "bracket":  # （天洋） for （天津）
        return whole._replace(region="slip", note=_both(known.notes)) if kind != "other" else found
    if found.note == "one_sided":
        return found
    if part == "place":
        return whole._replace(region="slip" if kind != "other" else "dropped", trade=whole.trade)
    # 厂 for 店 is another kind of enterprise, no slip
    cut_short = query.form_class in ("", known.form_class) or known.form.endswith(query.form)
    return whole._replace(form="slip" if kind != "other" and cut_short else found.form)


def _both(value) -> str:
    return "same" if value else "none"


def _region(query: Name, known: Name, county: str) -> str:
    told = _told_region(query, known, county)
    # 郴州市某某站 is not the 某某站 of 湖南
    open_ = ("nested", "county_city", "dropped", "placed", "address", "bracketed")
    return "seat" if told in open_ and _seated(known) else told


def _seated(known: Name) -> bool:
    """Whether a name is who it is by its place: a public body, or one without a trade name."""
    public = known.form_class == "institution" or known.body.endswith(words()["public_ends"])
    return public or not known.trade


def _told_region(query: Name, known: Name, county: str) -> str:
    mine, theirs = query.seats, known.seats
    if _national(mine) != _national(theirs):
        left_out = not (mine and theirs) and not (query.bracketed or known.bracketed)  # 电信 for 中国电信
        return "bracketed" if left_out else "conflict"  # 某某(中国)有限公司 is a daughter of 某某公司
    if not mine and not theirs:
        return "none"
    if not mine or not theirs:
        if query.bracketed or known.bracketed:
            return "bracketed"
        if not mine:
            return "dropped"
        if not county:
            return "placed"
        # 宁波某某 is not the 某某 that has its seat elsewhere
        return "address" if _nested(mine[-1].codes, (county,)) else "conflict"
    if query.bracketed and known.bracketed and query.bracketed[-1].codes != known.bracketed[-1].codes:
        return "bracketed"  # 某某(自贡)有限公司 and 某某(四川)有限公司 are sisters
    here, there = _narrowest(query), _narrowest(known)
    # 南山区 alone may be one of several, and agrees with 深圳市南山区
    if here.stem == there.stem and not set(here.codes).isdisjoint(there.codes):
        return "same"
    if _nested(here.codes, there.codes):
        narrower = max(map(len, here.codes)) > max(map(len, there.codes))
        elsewhere = narrower and county and not _nested(here.codes, (county,))
        if elsewhere:
            return "conflict"  # 临汾市某某 is not the 山西某某 of 吕梁
        return "nested" if (narrower and county) or not _city_of_its_own(mine, theirs) else "county_city"
    return "address" if county and _nested(here.codes, (county,)) else "conflict"


def _narrowest(name: Name) -> Place:
    """The place that tells most of where a company is: 梁平区 of 梁平区农业(重庆市)委员会; but 平度市 of 昌平某某(平度市)厂."""
    last = name.seats[-1]
    if name.bracketed and name.places and name.places[-1].codes:
        head = name.places[-1]
        if all(code.startswith(last.codes) for code in head.codes):
            return head
    return last


def _city_of_its_own(mine: tuple[Place, ...], theirs: tuple[Place, ...]) -> bool:
    """吕梁某某 and 孝义某某: 孝义 lies in 吕梁, but is a city with a name of its own, by which its firms go; a district's go by either."""
    wide, narrow = sorted((mine, theirs), key=lambda seats: max(map(len, seats[-1].codes)))
    if (
        wide[-1].level != "city"
        or narrow[-1].level != "county"
        or "city" in [place.level for place in narrow]
    ):
        return False
    inside = {code for code in narrow[-1].codes if code.startswith(wide[-1].codes)}
    return bool(inside) and inside <= county_cities()


def _national(seats: tuple[Place, ...]) -> bool:
    for place in seats:  # noqa: SIM110  (asked of every pair: any() costs more than it says)
        if place.stem == "中国":
            return True
    return False


def _nested(mine: tuple, theirs: tuple) -> bool:
    for a in mine:
        for b in theirs:
            if a.startswith(b) or b.startswith(a):
                return True
    return False


def _town(query: Name, known: Name) -> str:
    mine, theirs = query.towns, known.towns
    if mine == theirs:
        return _both(mine)
    told = (known if mine else query).body
    if not (mine and theirs) and told.startswith(tuple(mine | theirs)):
        return "same"  # 维新 for 维新镇
    # 某某县人民政府 is not the 人民政府 of one of its towns
    return "conflict" if (mine and theirs) or _seated(known) else "one_sided"


def _form(query: Name, known: Name) -> str:
    if query.form == known.form:
        return "same"
    if not query.form or not known.form:
        return "missing"
    if query.form_class == known.form_class and query.form_class in _WORDED:
        return "spelling"
    explained = frozenset((query.form_class, known.form_class)) in words()["conversion"]
    return "conversion" if explained else "changed"


def _branch(query: Name, known: Name) -> str:
    if query.branch == known.branch:
        return _both(query.branch)
    return "differs" if query.branch and known.branch else "one_sided"


def _note(query: Name, known: Name) -> str:
    for sign in _BETWEEN:
        if sign in query.folded and sign not in known.folded:
            return "one_sided"
    if not query.notes and not known.notes:
        return "none"
    mine, theirs = set(query.notes) - {query.branch}, set(known.notes) - {known.branch}
    if mine == theirs:
        return _both(mine)
    return "differs" if mine and theirs else "one_sided"
