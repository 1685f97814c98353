"""The chain of states over the lines of a clip: its probabilities, whatever the scores are."""

import numpy as np
import pytest

from articles.parser.line_model import chain
from articles.parser.line_model.model import default_model
from articles.parser.line_model.states import STATES


@pytest.mark.parametrize("excluded", [0.0, 0.3, 0.8, 0.95, 1.0])
@pytest.mark.parametrize("spread", [1, 5, 40, 300])
def test_the_states_of_each_line_have_probabilities_that_add_up(spread, excluded):
    """Also where all states of many lines in a row are excluded, and no step between them is allowed."""
    model, random = default_model(), np.random.default_rng(int(spread + 10 * excluded))
    for lines in range(1, 60):
        scores = (random.normal(size=(lines, len(STATES))) * spread).astype(np.float32)
        scores[random.random(scores.shape) < excluded] = chain.IMPOSSIBLE

        likely = chain.marginals(scores, *model.odds)

        assert np.isfinite(likely).all()
        assert likely.sum(axis=1) == pytest.approx(np.ones(lines))
