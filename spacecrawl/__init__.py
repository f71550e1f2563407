"""News crawler and article extractor with structured datelines, for runs that nobody watches."""

__version__ = "0.1.0"
