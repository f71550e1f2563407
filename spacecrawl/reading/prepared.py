"""An article as its reading process sends it: what a crawl asks it for, and its line of the file, ready."""

from __future__ import annotations

import json
from typing import Any, Self

from spacecrawl.record import Article
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.line import ADDED_LATER, joined, parted
from spacecrawl.record.similarity import Signature, signature

_AT_HAND = ("id", "url", "site", "date_published", "content_hash", *ADDED_LATER)
"""Fields that are there without reading the line; none but ``also_at``, which is added later, can be changed inside."""

_IN_LINE = frozenset(Article.__dataclass_fields__) - set(_AT_HAND)
_CHANGED_OUTSIDE = frozenset((*ADDED_LATER, "fetched"))
_PREPARED = ("_parts", "_signature", "_source_url", "_filing")


class PreparedArticle(Article):
    """An Article that is normalised, named, checked against the schema, and signed for the search of near-duplicates.

    It comes as the line that it will be: that takes a fraction of the time of an object for every link and picture.
    The other fields are read from the line when somebody asks for one. From then on, or when one is set, the fields
    count and no longer what was prepared: ``is_as_read`` tells.

    ``fetched`` tells how its page came; it is no key of the record.
    """

    __slots__ = ("_filing", "_parts", "_signature", "_source_url", "fetched")
    _parts: tuple[bytes, bytes] | None
    _signature: Signature | None
    _source_url: str | None
    _filing: tuple[str | None, str | None]
    fetched: Fetched

    @classmethod
    def of(cls, article: Article, record: dict[str, Any]) -> Self:
        """Return an article prepared; ``record`` is its plain form."""
        at_hand = tuple(getattr(article, name) for name in _AT_HAND)
        return cls.received(at_hand, parted(record), signature(article.body), article.source_url, article.filing)

    @classmethod
    def received(cls, at_hand: tuple[Any, ...], *prepared: Any) -> Self:
        """Build from what was sent: the fields at hand; line, signature and what hangs on fields that are not."""
        article = cls.__new__(cls)
        for name, value in zip((*_AT_HAND, *_PREPARED), (*at_hand, *prepared), strict=True):
            object.__setattr__(article, name, value)
        object.__setattr__(article, "fetched", Fetched())
        return article

    def __reduce__(self) -> tuple[Any, ...]:
        if self._parts is None:
            return PreparedArticle.of(self, self.to_dict()).__reduce__()
        at_hand = tuple(getattr(self, name) for name in _AT_HAND)
        return PreparedArticle.received, (at_hand, *(getattr(self, name) for name in _PREPARED))

    @property
    def is_as_read(self) -> bool:
        """Tell whether nobody has had a field that was not at hand, or set one: what was prepared still holds."""
        return self._parts is not None

    @property
    def signature(self) -> Signature | None:
        """The signature of its text; None where that is too short to have one."""
        return self._signature if self.is_as_read else signature(self.body)

    @property
    def source_url(self) -> str | None:
        """The address that it was read from."""
        return self._source_url if self.is_as_read else self.source.url

    @property
    def filing(self) -> tuple[str | None, str | None]:
        """Agency, by its name where that is known, and country of its dateline."""
        return self._filing if self.is_as_read else super().filing

    def to_dict(self) -> dict[str, Any]:
        """Return the record."""
        record: dict[str, Any] = json.loads(self.to_line()) if self.is_as_read else super().to_dict()
        return record

    def to_line(self) -> bytes:
        """Return the record as a line of JSON, without its end."""
        if self._parts is None:
            return super().to_line()
        before, after = self._parts
        return joined(before, {name: getattr(self, name) for name in ADDED_LATER}, after)

    def __getattr__(self, name: str) -> Any:
        """Read the line where a field is asked for that is not at hand."""
        if name == "_parts":  # of one that was made field by field, as by dataclasses.replace
            return None
        if name not in _IN_LINE or self._parts is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        self._read_line()
        return getattr(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in _CHANGED_OUTSIDE and self._parts is not None:
            self._read_line()
        object.__setattr__(self, name, value)

    def _read_line(self) -> None:
        """Set the fields that stand in the line only."""
        article = Article.from_dict(self.to_dict())
        for name in _IN_LINE:
            object.__setattr__(self, name, getattr(article, name))
        object.__setattr__(self, "_parts", None)


def signature_of(article: Article) -> Signature | None:
    """Return the signature of an article's text; None where it is too short to have one."""
    return article.signature if isinstance(article, PreparedArticle) else signature(article.body)
