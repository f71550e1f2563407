"""Downloader middlewares where Scrapy's own fall short of what a run must promise."""
