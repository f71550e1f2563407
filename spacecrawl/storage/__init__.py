"""The data folder: articles, runs, and reading them back."""

from spacecrawl.storage.articles import ArticleStore, load
from spacecrawl.storage.folder import DataFolder, RunFolder

__all__ = ["ArticleStore", "DataFolder", "RunFolder", "load"]
