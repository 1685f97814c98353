"""The file of weights that the line model is read from: the shipped one, or one that an installation has learned."""

from pathlib import Path

SHIPPED = Path(__file__).parent / "weights.npz"
_chosen = SHIPPED


def choose(path: Path) -> None:
    """Read the model from this file from now on; to be called before any clip is read."""
    global _chosen
    _chosen = path


def chosen() -> Path:
    """The file that the model is read from."""
    return _chosen
