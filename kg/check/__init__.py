"""Whether a graph is well formed, and whether ontology, shapes, context, lexicons and queries are.

`check` holds a built graph against the SHACL shapes, a part at a time, and adds what shapes cannot say: that
a quotation is as long as its offsets, that it stands so in the article, that each claim has its plain triple.
`lint` looks at what the package and its users write by hand.
"""

from kg.check.files import Fault, lint
from kg.check.shapes import Finding, check

__all__ = ["Fault", "Finding", "check", "lint"]
