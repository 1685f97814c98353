"""The roles of the characters below an article, entered from front to back, so that each is entered once."""

from articles.parser.assembly_log import AssemblyLog
from articles.parser.roles import Role


class CommentEntries:
    """Enters spans into a log. It only goes forward: what lies behind cannot be entered again, what is skipped is
    entered as boilerplate."""

    __slots__ = ("_at", "_log")

    def __init__(self, log: AssemblyLog, start: int) -> None:
        self._log, self._at = log, start

    def enter(self, start: int, end: int, role: Role, rule: str) -> None:
        """Assign a role to the span, without what already has one."""
        start = max(start, self._at)
        if end <= start:
            return
        if start > self._at:
            self._log.enter(self._at, start, Role.BOILERPLATE, "between_comments")
        self._log.enter(start, end, role, rule)
        self._at = end
