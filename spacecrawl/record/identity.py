"""What names a record and tells whether its content changed."""

from __future__ import annotations

import hashlib

from spacecrawl.record.article import Article

ID_DIGITS = 16


def article_id(url: str) -> str:
    """Return a record's id: the first 16 hex digits of SHA-256 over its canonical address."""
    return hashlib.sha256(url.encode()).hexdigest()[:ID_DIGITS]


def content_hash(article: Article) -> str:
    """Return hex SHA-256 over title, byline, dateline text and body, joined by blank lines; None counts as empty."""
    dateline = article.dateline.text if article.dateline else None
    parts = (article.title, article.byline, dateline, article.body)
    return hashlib.sha256("\n\n".join(part or "" for part in parts).encode()).hexdigest()


def identify(article: Article) -> Article:
    """Set id, host and content_hash from what the article says; return it."""
    from spacecrawl.sites.address import host_of, without_www

    article.id = article_id(article.url) if article.url else None
    article.host = without_www(host_of(article.url)) if article.url else None
    article.content_hash = content_hash(article)
    return article
