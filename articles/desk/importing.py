"""Imports clips."""


def seed_hashes():
    return []
