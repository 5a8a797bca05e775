"""Whether a reason that somebody typed says anything. Pure."""

LEAST, DIFFERENT = 5, 3
"""So many signs without the spaces, and among them so many different letters."""


def says_something(text: str, least: int = LEAST) -> bool:
    """Whether words could be a reason: not too short, and not the same letter or two over and over."""
    bare = "".join(text.split())
    return len(bare) >= least and len({letter.casefold() for letter in bare if letter.isalpha()}) >= DIFFERENT
