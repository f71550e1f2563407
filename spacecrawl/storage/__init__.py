"""The data folder: articles, the ledger, runs, and reading them back."""

from spacecrawl.storage.addresses import Address, Addresses
from spacecrawl.storage.articles import ArticleStore
from spacecrawl.storage.folder import DataFolder, RunFolder
from spacecrawl.storage.ledger import Ledger
from spacecrawl.storage.newest import newest_records
from spacecrawl.storage.records import load
from spacecrawl.storage.runs import KnownSite, Run, Runs

__all__ = [
    "Address",
    "Addresses",
    "ArticleStore",
    "DataFolder",
    "KnownSite",
    "Ledger",
    "Run",
    "RunFolder",
    "Runs",
    "load",
    "newest_records",
]
