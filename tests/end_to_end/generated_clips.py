"""Generate clips for tests that need many: tidy articles of about 5 kB, each different, by number."""

import random

WORDS = """
Stadt Rat Brücke Bau Herbst Bürger Markt Geld Kosten Plan Schule Straße Verein Bahn Wasser Wald Haushalt Polizei
Sprecherin Bürgermeister Antrag Sitzung Mehrheit Kritik Sanierung Gutachten Umbau Termin Förderung Gemeinde
""".split()  # noqa: SIM905
VERBS = ["plant", "prüft", "fordert", "beschließt", "verschiebt", "lobt", "kritisiert", "erwartet", "sucht"]


def sentence(rng: random.Random) -> str:
    """One German sentence of about a hundred characters."""
    subject, topic, other_topic, goal = (rng.choice(WORDS) for _ in range(4))
    verb = rng.choice(VERBS)
    return f"Die {subject} {verb} nach langer Debatte um {topic} und {other_topic} noch im Sommer einen neuen {goal}."


def generate_clip(number: int, paragraphs: int = 9) -> bytes:
    """A clip with headline, lead, paragraphs, a crosshead and a sign-off."""
    rng = random.Random(number)
    body = [" ".join(sentence(rng) for _ in range(5)) for _ in range(paragraphs)]
    body.insert(paragraphs // 2, f"Streit um {rng.choice(WORDS)} und {rng.choice(WORDS)}")
    head = [f"{rng.choice(WORDS)} {number}: Neuer Anlauf im Rat", f"{sentence(rng)} {sentence(rng)}"]
    return ("\n\n".join([*head, *body]) + " (dpa)\n").encode()
