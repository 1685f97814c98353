"""The log of an assembly: entries for the ledger, evidence for fields, warnings for the editor."""

from dataclasses import replace

from articles.parser.document import ClipWarning, Derivation, Evidence
from articles.parser.ledger import Entry
from articles.parser.normalization import normalise
from articles.parser.patterns.screen_reader import without_unseen
from articles.parser.roles import Role
from articles.text.lines import Span

MAX_EVIDENCE_SPANS = 50  # spans that one piece of evidence names


class AssemblyLog:
    """The entries, evidence and warnings of one clip; all spans refer to `text`."""

    __slots__ = (
        "_garbled",
        "_repair_warning_index",
        "_repaired_spans",
        "_repairs",
        "entries",
        "evidence",
        "text",
        "warnings",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.entries: list[Entry] = []
        self.evidence: list[Evidence] = []
        self.warnings: list[ClipWarning] = []
        self._garbled = False
        self._repaired_spans: list[Span] = []
        self._repair_warning_index = 0  # index of the warning about repairs
        self._repairs: dict[int, tuple[str, ...]] = {}  # by the first and by the last character of a repaired stretch

    def enter(self, start: int, end: int, role: Role, rule: str) -> None:
        """Assign a role to a span of the text, without the blanks at its ends."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end > start:
            self.entries.append((start, end, role, rule))

    def add_evidence(
        self,
        field: str,
        rule: str,
        *spans: Span,
        how: Derivation = Derivation.VERBATIM,
        confidence: float = 1.0,
        alternatives: tuple[str, ...] = (),
    ) -> None:
        """Record the origin of a field; repairs are looked up by its spans."""
        repairs = self._repaired(spans) if self._repairs else ()
        how = Derivation.NORMALISED if repairs and how is Derivation.VERBATIM else how
        self.evidence.append(
            Evidence(field, how, rule, spans[:MAX_EVIDENCE_SPANS], round(confidence, 3), alternatives, repairs)
        )

    def _repaired(self, spans: tuple[Span, ...]) -> tuple[str, ...]:
        get = self._repairs.get
        repairs = [get(start) or get(-end) or () for start, end in spans]
        return tuple(dict.fromkeys(rule for rules in repairs for rule in rules))

    def drop_evidence(self, field: str) -> None:
        """Forget the origin of a field that is not printed after all."""
        self.evidence = [entry for entry in self.evidence if entry.field != field]

    def move_evidence(self, number: int, index: int, takes_credit: bool) -> None:
        """Picture `number` is picture `index` once more: keep what its repetition alone tells, the credit."""
        kept = []
        for entry in self.evidence:
            if entry.field == f"images.{number}.credit" and takes_credit:
                kept.append(replace(entry, field=f"images.{index}.credit"))
            elif not entry.field.startswith(f"images.{number}."):
                kept.append(entry)
        self.evidence = kept

    def warn(self, code: str, message: str, *spans: Span, **params: int | str) -> None:
        """Add a warning for the editor; `params` are the numbers and names in the message."""
        self.warnings.append(ClipWarning(code, message, spans, tuple(params.items())))

    def clean(self, start: int, end: int) -> tuple[str, Derivation]:
        """The normalised text of a span, and whether it is verbatim or normalised."""
        seen = without_unseen(self.text[start:end])
        normalised = normalise(seen)
        if len(seen) < end - start:
            normalised = normalised._replace(rules=("not_for_readers", *normalised.rules))
        if normalised.rules:
            self._log_repair(start, end, normalised.rules)
        if normalised.garbled and not self._garbled:
            self._garbled = True
            self.warn("garbled", "Some characters of the clip are garbled and could not be repaired.", (start, end))
        return normalised.text, Derivation.NORMALISED if normalised.rules else Derivation.VERBATIM

    def _log_repair(self, start: int, end: int, rules: tuple[str, ...]) -> None:
        """Record repairs. Garbled letters give one warning for the whole clip, with the number of places."""
        is_new = start not in self._repairs
        self._repairs[start] = self._repairs[-end] = rules
        if "mojibake" not in rules or not is_new:
            return
        self._repaired_spans.append((start, end))
        places = len(self._repaired_spans)
        message = f"Garbled letters were repaired (places: {places}): the text had been decoded wrongly before."
        warning = ClipWarning(
            "mojibake_repaired", message, tuple(self._repaired_spans[:MAX_EVIDENCE_SPANS]), (("places", places),)
        )
        if places == 1:
            self._repair_warning_index = len(self.warnings)
            self.warnings.append(warning)
        self.warnings[self._repair_warning_index] = warning

    def take(
        self, field: str, rule: str, start: int, end: int, confidence: float = 1.0, alternatives: tuple[str, ...] = ()
    ) -> str:
        """The normalised text of a field, after recording its evidence."""
        text, how = self.clean(start, end)
        self.add_evidence(field, rule, (start, end), how=how, confidence=confidence, alternatives=alternatives)
        return text
