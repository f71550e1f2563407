"""The built-in replica: a made-up network of news sites in the structure of the real ones, served on loopback.

Its stories' truth lives in ``stories/*.toml``, which no parser reads.
"""
