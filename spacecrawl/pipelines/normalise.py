"""The first pipeline: every text in one form, then the names that hang on it."""

from __future__ import annotations

from typing import Any

from spacecrawl.reading import PreparedArticle
from spacecrawl.record import Article
from spacecrawl.record.identity import identify
from spacecrawl.record.normalise import normalise


class NormalisePipeline:
    """Normalises Articles and names them; items of other kinds pass."""

    def process_item(self, item: Any) -> Any:
        """Return the item, normalised in place unless its reading process has done so."""
        if isinstance(item, PreparedArticle) or not isinstance(item, Article):
            return item
        return identify(normalise(item))
