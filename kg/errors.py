"""The one exception a user may see: what went wrong, where, and how to mend it."""


class KgError(Exception):
    """A failure told in one plain sentence.

    `what` names the fault, `where` the file, line or option, `fix` the way out. `usage` marks wrong
    use of a command (exit code 2) as against a failure of the work itself (exit code 1).
    """

    def __init__(self, what: str, where: str = "", fix: str = "", *, usage: bool = False) -> None:
        self.what = what
        self.where = where
        self.fix = fix
        self.usage = usage
        super().__init__(str(self))

    def __str__(self) -> str:
        """The sentence itself.

        >>> str(KgError("no article found", "news/", "give a folder that holds .md, .html or .txt files"))
        'no article found: news/ (give a folder that holds .md, .html or .txt files)'
        """
        place = f": {self.where}" if self.where else ""
        remedy = f" ({self.fix})" if self.fix else ""
        return f"{self.what}{place}{remedy}"
