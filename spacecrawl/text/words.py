"""Sets of words, written as text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text, parted by white space."""
    return frozenset(text.split())


NAME_PARTICLES = words(
    "de da do dos das du des del dello della di la le les van von vom zu zum zur der den ter ten te "
    "het af av y e i "
    "bin bint ibn al el ul ur abu"
)
"""Lower-case words inside the names of persons."""

PLACE_PARTICLES = words(
    "of the de da do dos das du des del della di la le les el al am an der den im in sur upon on near"
    " and und et y e "
    "a à los las bei ob under by auf sous es au aux en lès"
)
"""Lower-case words inside the names of places."""
