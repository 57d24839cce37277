"""Content negotiation: which of the types on offer a client likes best (RFC 9110, section 12.5.1)."""

from collections.abc import Iterator, Sequence


def best(header: str | None, offers: Sequence[str]) -> str | None:
    """The type on offer with the highest quality, the first of equals; None where none is acceptable.

    >>> best("text/turtle;q=0.5, application/*", ["text/turtle", "application/ld+json"])
    'application/ld+json'
    >>> best("*/*, text/csv;q=0", ["text/csv", "application/json"])
    'application/json'
    >>> best("image/png", ["text/csv"]) is None, best(None, ["text/csv"])
    (True, 'text/csv')
    """
    if header is None or not header.strip():
        return offers[0] if offers else None
    ranges = list(_ranges(header))
    rated = [(_quality(offer, ranges), -place, offer) for place, offer in enumerate(offers)]
    quality, _, found = max(rated, default=(0.0, 0, ""))
    return found if quality > 0 else None


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Quality of one type: that of the most specific range it falls into, zero outside all."""
    group = offer.partition("/")[0]
    fitting = [
        (rank, quality)
        for wanted, quality in ranges
        for rank, name in enumerate(("*/*", f"{group}/*", offer))
        if wanted == name
    ]
    return max(fitting, default=(0, 0.0))[1]


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """The ranges of a header with their qualities; what cannot be read is left out."""
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name.count("/") != 1:
            continue
        given = (value.strip() for key, _, value in (item.partition("=") for item in parameters) if key.strip() == "q")
        try:
            quality = float(next(given, "1"))
        except ValueError:
            continue
        if 0 <= quality <= 1:
            yield name, quality
