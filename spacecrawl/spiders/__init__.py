"""Spiders: they find pages and hand each article to the pipelines."""
