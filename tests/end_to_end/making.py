"""Makes clips for proofs that need many: tidy articles of about 5 kB, each different, by number."""

import random

WORDS = """
Stadt Rat Brücke Bau Herbst Bürger Markt Geld Kosten Plan Schule Straße Verein Bahn Wasser Wald Haushalt Polizei
Sprecherin Bürgermeister Antrag Sitzung Mehrheit Kritik Sanierung Gutachten Umbau Termin Förderung Gemeinde
""".split()  # noqa: SIM905
VERBS = ["plant", "prüft", "fordert", "beschließt", "verschiebt", "lobt", "kritisiert", "erwartet", "sucht"]


def sentence(chance: random.Random) -> str:
    """One German sentence of about a hundred characters."""
    one, two, three, four = (chance.choice(WORDS) for _ in range(4))
    return (
        f"Die {one} {chance.choice(VERBS)} nach langer Debatte um {two} und {three} noch im Sommer einen neuen {four}."
    )


def made_clip(number: int, paragraphs: int = 9) -> bytes:
    """A clip with headline, lead, paragraphs, a crosshead and a sign-off."""
    chance = random.Random(number)
    body = [" ".join(sentence(chance) for _ in range(5)) for _ in range(paragraphs)]
    body.insert(paragraphs // 2, f"Streit um {chance.choice(WORDS)} und {chance.choice(WORDS)}")
    head = [f"{chance.choice(WORDS)} {number}: Neuer Anlauf im Rat", f"{sentence(chance)} {sentence(chance)}"]
    return ("\n\n".join([*head, *body]) + " (dpa)\n").encode()
