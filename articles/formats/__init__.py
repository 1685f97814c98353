"""The formats of an article that pages and API share: feeds, structured data, differences."""
