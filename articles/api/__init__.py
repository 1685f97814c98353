"""The programs' door: JSON under /api/v1/."""
