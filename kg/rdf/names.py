"""IRIs of what a build makes: readable as Chinese, valid whatever the name, and a pure function of it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256

import pyoxigraph as ox

from kg.errors import KgError
from kg.model import KINDS, Span
from kg.vocabulary import BASE, prefix_of, prefixes

LONGEST = 80

# What an IRI may not hold, or what would change its structure, becomes a look-alike that it may hold; so do
# quotation marks, which an IRI may hold but a Turtle local name may not. Normalised text has no look-alike of
# its own (`kg.text` folds them), and one that comes all the same is percent-encoded: no two names meet.
_LOOKALIKES = {
    " ": "＿", "/": "／", "%": "％", "#": "＃", "?": "﹖", "<": "＜", ">": "＞", '"': "＂", "\\": "＼",
    "^": "＾", "`": "｀", "{": "｛", "|": "｜", "}": "｝", "[": "［", "]": "］",
    "“": "「", "”": "」", "‘": "『", "’": "』", "—": "－",
}  # fmt: skip
_DOT = "．"  # for one at the start: `..` would climb out of the folder
# Unreserved and reserved characters of a path segment, and the `ucschar` of RFC 3987 without spaces,
# invisible characters and the direction marks that its section 4.1 forbids; all else is percent-encoded.
_FIT = (
    "A-Za-z0-9\\-._~!$&'()*+,;=:@\u00a1-\u00ac\u00ae-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe\uff00-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd"
)
_ODD = re.compile(f"[^{_FIT}]|[{re.escape(''.join((*_LOOKALIKES, *_LOOKALIKES.values(), _DOT)))}]")
_UNFIT = re.compile(f"%(?![0-9A-Fa-f]{{2}})|[^{_FIT}%/?#]")


@lru_cache(maxsize=1 << 16)
def local(name: str) -> str:
    """The part of an IRI that stands for a name.

    >>> local("中国—东盟博览会"), local("“双品”网购节"), local("TCP/IP 50%")
    ('中国－东盟博览会', '「双品」网购节', 'TCP／IP＿50％')
    >>> local("../etc"), local("a\\u202eb")
    ('．．／etc', 'a%E2%80%AEb')
    """
    whole = unicodedata.normalize("NFC", name)
    # A name beyond measure is cut; one in another normal form would meet its twin: a digest tells them apart.
    suffix = f"-{digest(name)}" if whole != name or len(name) > LONGEST or not name else ""
    found = _ODD.sub(_encoded, whole[:LONGEST])
    rest = found.lstrip(".")
    return _DOT * (len(found) - len(rest)) + rest + suffix


def _encoded(match: re.Match[str]) -> str:
    char = match.group()
    return _LOOKALIKES.get(char) or _percent(match)


def digest(*parts: object) -> str:
    """Sixteen digits that stand for some values, the same on every machine."""
    return sha256(ascii(tuple(map(str, parts))).encode()).hexdigest()[:16]


def address(url: str) -> ox.NamedNode | None:
    """The IRI of a web address, what is not allowed in it encoded; None for anything but http and https.

    An address with dot segments is no IRI for us: one reader resolves them and another does not.
    """
    if not re.match("https?://[^/?#]", url, re.IGNORECASE) or re.search(r"/\.\.?(?:[/?#]|$)", url.strip()):
        return None
    fit = _UNFIT.sub(_percent, url.strip())
    try:
        return ox.NamedNode(fit)
    except ValueError:
        return None


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Names:
    """The IRIs under one base."""

    base: str = BASE

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        found = dict(prefixes(self.base))
        return found | {kind: found[prefix_of(kind)] for kind in KINDS}

    def entity(self, name: str) -> ox.NamedNode:
        """A thing, by its id in the graph.

        >>> Names().entity("Place/鼓楼区-320106").value
        'https://shangtu.example/id/place/鼓楼区-320106'
        """
        kind, _, rest = name.partition("/")
        if kind not in KINDS:
            raise KgError("a thing of no known kind", name, f"use one of {', '.join(KINDS)}")
        return self._node(kind, local(rest))

    def article(self, stem: str) -> ox.NamedNode:
        """An article, which also is the name of its graph."""
        return self._node("article", local(stem))

    def passage(self, stem: str, span: Span) -> ox.NamedNode:
        """A stretch of an article's text, as RFC 5147 writes it."""
        return self._node("article", f"{local(stem)}#char={span.start},{span.end}")

    def measure(self, label: str) -> ox.NamedNode:
        """A measure, by the words of the text."""
        return self._node("measure", local(label))

    def minted(self, prefix: str, *key: object) -> ox.NamedNode:
        """Something that has no name of its own, by what makes it one."""
        return self._node(prefix, digest(*key))

    def known(self, prefix: str, name: str) -> ox.NamedNode:
        """Something whose name was made before: an observation, a statement."""
        return self._node(prefix, local(name))

    def _node(self, prefix: str, name: str) -> ox.NamedNode:
        return ox.NamedNode(self._prefixes[prefix] + name)
