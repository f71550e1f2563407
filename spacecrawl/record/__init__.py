"""The record: what one article looks like, its JSON Schema, and how records are named and compared."""

from spacecrawl.record.article import (
    SCHEMA_VERSION,
    Article,
    Author,
    Dateline,
    Extractor,
    Image,
    Link,
    Sidebar,
    Source,
)

__all__ = [
    "SCHEMA_VERSION",
    "Article",
    "Author",
    "Dateline",
    "Extractor",
    "Image",
    "Link",
    "Sidebar",
    "Source",
]
