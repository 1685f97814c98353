"""The editors' and moderators' interface: Django's admin, a module per page."""
