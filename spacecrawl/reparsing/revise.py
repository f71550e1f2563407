"""Storing what today's parsers find in kept pages."""

from __future__ import annotations

from spacecrawl.record.fetched import Fetched
from spacecrawl.reparsing.task import ReparseTask, Reread
from spacecrawl.storage import ArticleStore


def revise(store: ArticleStore, task: ReparseTask, again: Reread) -> bool:
    """Append the record of a page that was read again, if it differs or is new; tell whether it was appended.

    Content that changed is the next version, revised by the parser. What changed beside it is appended under the
    version that it belongs to: ``version`` and ``revised_by`` stay, and the newest line counts.
    """
    article = again.article
    if article is None:
        return False
    known = store.known(article.id)
    if task.stored is None and known is not None:  # rejected, since it claims the address of another story
        return False
    if known is not None and task.stored is not None:
        article.version, article.revised_by = task.stored["version"], task.stored["revised_by"]
        article.duplicate_of = task.stored["duplicate_of"]
        article.also_at = list(dict.fromkeys((*known.also_at, *article.also_at)))
        if again.changes_content:
            article.version, article.revised_by = known.version + 1, "parser"
    if article.signature and (task.stored is None or again.changes_content):
        article.duplicate_of = store.near_duplicates.find(article.id or "", article.signature)
    page = (task.source.file or "", task.source.offset or 0)
    store.append(article, article.signature, Fetched(page=page))
    return True
