"""What every list of the admin costs in processor time over 1,000 articles, and over 100,000 with a million comments.

    for n in 1000 100000; do
        export DATABASE_URL=sqlite:////tmp/lists-$n.sqlite3
        python manage.py migrate -v 0
        python manage.py shell -c "from tests.bench import list_speed as bench; bench.fill($n)"
    done
    python -m tests.bench.list_speed sqlite:////tmp/lists-1000.sqlite3 sqlite:////tmp/lists-100000.sqlite3 [word …]

walks each list of each noun as it opens, page 2 and the last page, each choice of each filter, each ordering both
ways, and a search for a common word, a rare one and one that nobody wrote (or only the steps that have one of the
words in their name). It prints each step that costs more than MAX_RATIO times as much with the large data set,
or the worst, and each that asks more than MAX_QUERIES queries.

The two houses are asked in turn, step by step, each by a process of its own, and the best of REPEATS counts: what else
the machine does meanwhile, it does to both. Rows have to be shown in both: the small house has more than a page of
whatever the large one has a page of, as far as it can (there is one article in a thousand about the citadel). Where
it has fewer rows on that page all the same, the larger of its cost and that of its own full page of the same list is
compared with; such steps are marked.
The rows are made inside the database by arithmetic on their numbers, so that they are the same each time.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

REPEATS = 4
MAX_RATIO = 2.0
MAX_QUERIES = 15  # queries of a list
FEW = 120  # of what there is at least, so that a page is full
NAMED = {"A": "article", "S": "source", "P": "person", "T": "topic"}  # the letters in the values below
NOUNS = {  # table: (how many for each article, columns, their values made from the number n; A is how many articles)
    "articles_source": (
        0.005,
        "kind, name, slug, homepage, right, right_note",
        "CASE n % 10 WHEN 0 THEN 'agency' ELSE 'outlet' END, 'Quelle ' || n, 'quelle-' || n, '',"
        " CASE n % 4 WHEN 0 THEN 'unclear' ELSE 'full' END, ''",
    ),
    "articles_topic": (0.01, "name, slug, description", "'Thema ' || n, 'thema-' || n, ''"),
    "articles_person": (0.02, "name, slug", "'Person ' || n, 'person-' || n"),
    "articles_clip": (
        1,
        "sha256, state, state_reason, size, encoding, language, source_id, url, right, right_note,"
        " received_at, data, text, issued_precision",
        "printf('%064x', n), CASE WHEN n % 17 = 0 THEN 'new' WHEN n % 16 = 0 THEN 'discarded' ELSE 'adopted' END, '',"
        " 2000, 'utf-8', 'de', 1 + n % {S}, '', '', '', {time}, zeroblob(2000), {text}, ''",
    ),
    "articles_clipname": (1, "clip_id, name, seen_at", "n, 'ausschnitt-' || n || '.txt', {time}"),
    "articles_reading": (
        1,
        "clip_id, parser_version, read_at, warning_count, segments, fields, evidence, warnings, corrections",
        "n, '1', {time}, n % 3, '[]', '{{}}', '{{}}', '[]', '[]'",
    ),
    "articles_article": (
        1,
        "issued_on, issued_precision, state, slug, language, kicker, headline,"
        " headline_is_provisional, subheadline, lead, dateline, byline, signoff, genre, source_id, original_url,"
        " clip_id, reading_id, publish_at, withdrawn_reason, override_reason, comment_status, noindex, responsible_id,"
        " due_at, note, created_at, updated_at, version, body, moderation, state_reason, went_with_clip",
        "date('2005-01-01', '+' || (n * 7000 / {A}) || ' days'), 'day', {state}, 'text-' || n, 'de', '',"
        " 'Überschrift ' || (n * 7919 % {A}) || ' vom Rathaus', n % 18 = 0, '', {text}, '', '', '', '', 1 + n % {S},"
        " '', n, n, {time}, CASE WHEN {state} = 'withdrawn' THEN 'Falsch.' ELSE '' END, '', 'open', 0,"
        " CASE WHEN n % 18 = 0 THEN 1 END, CASE WHEN n % 18 = 0 THEN {time} END, '', {time}, {time}, 1,"
        " '<p>' || {text} || '</p>', '', '', 0",
    ),
    "articles_articleagency": (0.5, "article_id, source_id, part, position", "n * 2, 1 + n % {S}, 'origin', 0"),
    "articles_contribution": (1, "article_id, person_id, role, position", "n, 1 + n % {P}, 'author', 0"),
    "articles_article_topics": (1, "article_id, topic_id", "n, 1 + n % {T}"),
    "articles_image": (
        1,
        "kind, file, caption, credit, photographer, agency, alt_text, copyright, embedded, focal_x,"
        " focal_y, sha256, usage_terms, created_at",
        "'photo', '', 'Das Rathaus, Bild ' || n, CASE n % 18 WHEN 0 THEN '' ELSE 'dpa' END, '', '', '', '', '{{}}',"
        " 0.5, 0.5, '', '', {time}",
    ),
    "articles_placement": (1, "article_id, image_id, position, alt_text, is_decorative", "n, n, 0, '', 0"),
    "articles_comment": (
        10,
        "article_id, path, status, awaits_ancestor, author, author_is_inferred, parent_is_inferred, email,"
        " text, written_text, created_at, decision_note, reports_count, screened, sender_hash, text_hash, seen_at",
        "1 + (n - 1) / 10, printf('%06d', 1 + (n - 1) % 10), CASE WHEN n % 97 = 0 THEN 'pending' WHEN n % 31 = 0 THEN"
        " 'rejected' WHEN n % 37 = 0 THEN 'spam' ELSE 'approved' END, 0, 'Name ' || (n % 5000), 0, 0, '', {text}, '',"
        " {time}, '', n % 151 = 0, '[]', '', '', CASE n % 53 WHEN 0 THEN NULL ELSE {time} END",
    ),
    "articles_auditentry": (
        3,
        "at, verb, noun, object_id, object_text, version, reason, details, by_id",
        "{time}, CASE n % 4 WHEN 0 THEN 'publish' WHEN 1 THEN 'moderate' ELSE 'change' END, 'articles.article',"
        " 1 + n % {A}, 'Überschrift ' || n, 1, '', '{{}}', CASE n % 5 WHEN 0 THEN 1 END",
    ),
}
MADE = {  # pieces of the above; the newest row is from yesterday, the others reach back evenly over ten years
    "time": "datetime('now', '-' || (({N} - n + 1440) * 5256000 / ({N} + 1440)) || ' minutes')",
    "state": "CASE n % 18 WHEN 0 THEN 'draft' WHEN 1 THEN 'in_review' WHEN 2 THEN 'returned' WHEN 3 THEN 'approved'"
    " WHEN 4 THEN 'withdrawn' ELSE 'published' END",
    "text": "'Nummer ' || n || ': Der Rat der Stadt hat gestern über die Brücke am alten Markt gesprochen; ' ||"
    " CASE WHEN n % 1000 = 0 THEN 'die Zitadelle' WHEN n % 2 = 0 THEN 'das Rathaus' ELSE 'der Markt' END"
    " || ' bleibt, wie es war, bis zum Frühling.'",
}
ONE_OF_A_KIND = ("articles.imprint", "articles.commentpolicy")  # no lists: they lead to the one row there is
SEARCHED = ("Rathaus", "Zitadelle", "Unbenanntes")
TOGETHER = {  # what moderators ask for at once
    "articles.comment": {
        "of one article": "?article__id__exact=7",
        "waiting, of one article": "?waiting=pending&article__id__exact=7",
        "waiting, with a word": "?waiting=pending&q=Rathaus",
        "reported, with a word that nobody wrote": "?waiting=reported&q=Unbenanntes",
        "of a name": "?person=Name 7",
        "of a name, published unread": "?person=Name 7&waiting=unread",
        "below one headline, waiting": "?headline=Überschrift 7 vom Rathaus&waiting=pending",
    }
}


def fill(articles: int) -> None:
    """Make the rows of a house with so many articles, and enter the articles into the index of the search."""
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection, transaction

    User.objects.filter(username="desk").exists() or User.objects.create_superuser("desk")
    known = {letter: max(int(articles * NOUNS[f"articles_{noun}"][0]), FEW) for letter, noun in NAMED.items()}
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (each, columns, values) in NOUNS.items():
            number = max(int(articles * each), FEW)
            made = {name: piece.format(N=number) for name, piece in MADE.items()}
            cursor.execute(
                f"INSERT INTO {table} ({columns}) WITH RECURSIVE count(n) AS"
                f" (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < {number})"
                f" SELECT {values.format(**known, **made)} FROM count"
            )
            told(f"{table}: {number}")
    call_command("index", verbosity=0)  # also lets the database look at the articles, as after every migrate


def serve() -> None:
    """Print the steps there are, then for each address on stdin what it costs: milliseconds, rows, queries."""
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="desk"))
    told(json.dumps(list(steps())))
    for line in sys.stdin:
        told(json.dumps(_cost(client, line.rstrip("\n"))))


def steps() -> Iterator[tuple[str, str]]:
    """Everything that one can ask of each list: its name, and the address."""
    from django.contrib import admin
    from django.contrib.auth.models import User
    from django.test import RequestFactory
    from django.urls import resolve, reverse

    for model, page in admin.site._registry.items():
        label = model._meta.label_lower
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        request = RequestFactory().get(address)
        request.user, request.resolver_match = User.objects.get(username="desk"), resolve(address)
        if label in ONE_OF_A_KIND:
            continue
        changes = page.get_changelist_instance(request)
        yield label, address
        pages = changes.paginator.num_pages
        for number in sorted({2, pages} - {1} if pages > 1 else set()):
            yield f"{label} page {'2' if number == 2 else 'last'}", f"{address}?p={number}"
        for step, question in _filters(changes):
            yield f"{label} {step}", address + question
        for column in changes.get_ordering_field_columns() | dict.fromkeys(_sortable(changes), ""):
            for sign in ("", "-"):
                yield f"{label} by {changes.list_display[column]} {sign}", f"{address}?o={sign}{column}"
        for step, question in TOGETHER.get(label, {}).items():
            yield f"{label} {step}", address + question
        for word in SEARCHED if changes.search_fields else ():
            yield f"{label} q={word}", f"{address}?q={word}"


def _sortable(changes: Any) -> list[int]:
    return [n for n, name in enumerate(changes.list_display) if changes.get_ordering_field(name)]


def _filters(changes: Any) -> Iterator[tuple[str, str]]:
    for spec in changes.filter_specs:
        for number, choice in enumerate(spec.choices(changes)):
            if "query_string" in choice and number:
                yield f"{spec.title}={choice['display']}", choice["query_string"]
            elif "name" in choice:
                for value in getattr(spec, "examples", ("1",)):
                    yield f"{spec.title}: {value}", f"?{choice['name']}={value}"


def _cost(client: Any, address: str) -> tuple[float, int, int]:
    from django.db import connection

    asked = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        start = time.process_time()
        response = client.get(address)
        spent = (time.process_time() - start) * 1e3
    if response.status_code != 200:
        raise AssertionError(f"{address} answers {response.status_code}")
    return spent, len(response.context_data["cl"].result_list), asked


class House:
    """A process that asks one of the two databases."""

    def __init__(self, url: str):
        command = [sys.executable, "manage.py", "shell", "-v", "0"]
        command += ["-c", "from tests.bench import list_speed as bench; bench.serve()"]
        ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
        self.process: Any = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, **ends)
        self.steps = dict(json.loads(self.process.stdout.readline()))
        self.best: dict[str, tuple[float, int, int]] = {}

    def ask(self, step: str) -> None:
        """Take the step once, and keep what it cost if it was never cheaper."""
        self.process.stdin.write(self.steps[step] + "\n")
        cost = tuple(json.loads(self.process.stdout.readline()))
        self.best[step] = min(self.best.get(step, cost), cost)


def compare(small: str, large: str, words: list[str]) -> bool:
    """Print what grows by more than MAX_RATIO, or the worst. False if anything does, or asks more than MAX_QUERIES."""
    few, many = House(small), House(large)
    both = [step for step in many.steps if step in few.steps]
    wanted = [step for step in both if not words or any(word in step for word in words)]
    for step in dict.fromkeys([*(one.split()[0] for one in wanted), *wanted]):
        for _again in range(REPEATS):
            few.ask(step)
            many.ask(step)
    ratios = []
    for step in wanted:
        (spent, rows, _), (cost, shown, asked) = few.best[step], many.best[step]
        full = few.best[step.split()[0]][0] if rows < shown else 0
        ratios.append((cost / max(spent, full), max(spent, full), cost, f"{step}{' *' if full else ''}", asked))
    ratios.sort(reverse=True)
    for ratio, spent, cost, step, _asked in [one for one in ratios if one[0] > MAX_RATIO] or ratios[:10]:
        told(f"{ratio:6.2f} ×  {spent:7.1f} → {cost:7.1f} ms  {step}")
    talkative = [one for one in ratios if one[4] > MAX_QUERIES]
    for *_costs, step, asked in talkative:
        told(f"{asked} queries  {step}")
    told(f"{len(ratios)} steps, {sum(one[0] > MAX_RATIO for one in ratios)} of them over {MAX_RATIO} ×")
    told(f"the most queries of a step: {max(one[4] for one in ratios)}")
    told(f"* {sum(one[3].endswith(' *') for one in ratios)} have fewer rows on the page in the small house")
    return ratios[0][0] <= MAX_RATIO and not talkative


def told(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(0 if compare(*sys.argv[1:3], sys.argv[3:]) else 1)
