"""The Space Media Network: its article pages of every era since 2003."""
