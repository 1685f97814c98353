"""The street: settings, addresses, servers."""
