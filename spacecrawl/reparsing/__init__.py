"""The folder's own archive, read again by today's parsers: what would change, and storing it."""
