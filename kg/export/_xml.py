"""XML that holds any text: escaped, without the characters that XML cannot have."""

from xml.sax.saxutils import escape, quoteattr

from kg.rdf.literals import fit


def text(value: object) -> str:
    """Content of an element."""
    return escape(fit(str(value)), {"\r": "&#13;"})


def quoted(value: object) -> str:
    """An attribute's value with its quotation marks; white space in it survives."""
    return quoteattr(fit(str(value)), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
