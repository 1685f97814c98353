"""How others see an article: the forms that pages and API both give out."""
