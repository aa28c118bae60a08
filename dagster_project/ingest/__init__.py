"""From files as received to typed, traceable rows.

    contracts = load_contracts()
    found = scan(raw, contracts, as_of)
    report = ingest_source(contracts[source], found.deliveries, lake)

Evidence of a row: `<path under raw>[!member]#<sheet>!<row>`. The sheet is the worksheet's name; 表1, 表2
... where the format has none (csv, txt, docx, html, CNIPA XML), 第1页 ... in a PDF. The row is 1-based as
the file shows it: the record in a csv, the row in a sheet, the row within the table (docx, html) or within
the page (pdf), the patent in an XML.
"""

from dagster_project.ingest.contract import Column, Contract
from dagster_project.ingest.contract_file import ContractError, load_contracts, read_contract
from dagster_project.ingest.deliveries import Delivery, PassedOver, Scan, scan
from dagster_project.ingest.lake import write_contract_tables
from dagster_project.ingest.problems import Problem, RequiredSourceError
from dagster_project.ingest.reports import DeliveryReport, SourceReport, write_passed_over
from dagster_project.ingest.source import ingest_source

__all__ = [
    "Column",
    "Contract",
    "ContractError",
    "Delivery",
    "DeliveryReport",
    "PassedOver",
    "Problem",
    "RequiredSourceError",
    "Scan",
    "SourceReport",
    "ingest_source",
    "load_contracts",
    "read_contract",
    "scan",
    "write_contract_tables",
    "write_passed_over",
]
