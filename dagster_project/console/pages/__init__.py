"""The pages, in the order of the menu."""

from dagster_project.console.frame import Page
from dagster_project.console.pages import (
    changes,
    companies,
    company,
    feedback,
    lists,
    names,
    overview,
    quality,
    standards,
    watch,
)

PAGES = [
    Page("/", "总览", overview.build),
    Page("/companies", "培育库", companies.build),
    Page("/company/{company_id}", "企业", company.build, menu=False),
    Page("/changes", "变化", changes.build, menu=False),
    Page("/watch", "复核预警", watch.build),
    Page("/names", "名称核对", names.build, roles=("city", "county")),
    Page("/feedback", "县级回填", feedback.build, roles=("city", "county")),
    Page("/quality", "数据质量", quality.build),
    Page("/standards", "标准", standards.build),
    Page("/lists", "投放名单", lists.build, roles=("city",)),
]
