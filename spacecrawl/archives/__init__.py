"""Web archives that others made: WARC files, compressed or not, and WACZ packages, read page by page.

Needs fastwarc, the extra ``archive``; nothing here is imported before there is an archive to read.
"""
