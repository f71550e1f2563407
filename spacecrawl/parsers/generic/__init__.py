"""The parser of any page that no site parser claims."""

from spacecrawl.parsers.generic.parser import GenericParser

__all__ = ["GenericParser"]
