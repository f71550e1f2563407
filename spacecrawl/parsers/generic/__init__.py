"""The parser of any page that no site parser claims."""
