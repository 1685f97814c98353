"""Loads the word lists of this folder: plain text (an entry a line, `#` begins a remark) and TOML tables."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def entries(name: str) -> list[str]:
    """The entries of `name.txt` in their order, as written."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """The entries of `name.txt`, case-folded."""
    return frozenset(entry.casefold() for entry in entries(name))


@cache
def table(name: str) -> dict[str, Any]:
    """The table of `name.toml`."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency under its usual name, and what it delivers: `news`, `pictures` or both."""

    name: str
    news: bool
    pictures: bool


@cache
def agencies() -> dict[str, AgencyEntry]:
    """Names and aliases, case-folded → the agency."""
    by_name = {}
    for row in table("agencies")["agency"]:
        entry = AgencyEntry(row["name"], "news" in row["delivers"], "pictures" in row["delivers"])
        for name in (row["name"], *row.get("aliases", ())):
            by_name[name.casefold()] = entry
    return by_name


@cache
def outlets() -> dict[str, str]:
    """Names and aliases of outlets, case-folded → the usual name."""
    rows = table("outlets")["outlet"]
    return {name.casefold(): row["name"] for row in rows for name in (row["name"], *row.get("aliases", ()))}


@cache
def outlet_domains() -> dict[str, str]:
    """Domains without `www.` → the outlet's name."""
    return {domain: row["name"] for row in table("outlets")["outlet"] for domain in row.get("domains", ())}


@cache
def months() -> dict[str, int]:
    """Names and short forms of the months in all languages of the list, case-folded → 1 … 12."""
    return {name.casefold(): int(number) for number, names in table("months")["month"].items() for name in names}


@cache
def months_behind_day() -> dict[str, int]:
    """The same with the short forms that are words as well, for a name behind the number of a day: „3 mag 2024“."""
    short = {name.casefold(): int(n) for n, names in table("months")["behind_day"].items() for name in names}
    return {**short, **months()}
