"""Parsers: one page in, one Article out; no network, no clock, no settings."""
