"""The public site: HTML pages, feeds and sitemaps."""
