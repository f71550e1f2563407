"""Finding pages: what index pages, feeds and sitemaps list, and which of it a run fetches. Plain functions."""
