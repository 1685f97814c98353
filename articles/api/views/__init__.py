"""The addresses of the API. Each asks the archive for what is public, and the serializers write it."""
