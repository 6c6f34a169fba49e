"""Reading: a line of Slack's markup as runs of words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers.ui.text.runs import CODE, Run
from handlers.ui.text.tokens import TOKEN, address, shown, unescaped

INLINE_CODE = re.compile(r"`([^`\n]+)`")
# What is read already waits behind numbers while the rest is read.
KEPT = re.compile("\x02([0-9]+)\x03")
STYLED = re.compile(
    r"(?<![\w*_~])(?P<sign>[*_~])(?=[*_~]{0,2}[^\s*_~])"
    r"(?P<text>[^\n]{1,1000}?)(?<!\s)(?P=sign)(?![\w*_~])"
)
DEPTH = 3


class Reading:
    """Reads lines one by one; `names` are those of people and channels, by id."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.kept: list[Run] = []

    def runs(self, line: str) -> list[Run]:
        """The words of a line, each stretch with its style and where it leads."""
        self.kept = []
        line = TOKEN.sub(self._token, INLINE_CODE.sub(self._code, line))
        return list(self._styled(line, ()))

    def _styled(self, text: str, styles: tuple[str, ...]) -> Iterator[Run]:
        while len(styles) < DEPTH and (found := STYLED.search(text)):
            yield from self._bare(text[: found.start()], styles)
            yield from self._styled(found["text"], (*styles, found["sign"]))
            text = text[found.end() :]
        yield from self._bare(text, styles)

    def _bare(self, text: str, styles: tuple[str, ...]) -> Iterator[Run]:
        """Words without styles of their own, and what was kept among them."""
        for place, part in enumerate(KEPT.split(text)):
            if place % 2:
                run = self.kept[int(part)]
                yield replace(run, styles=(*styles, *run.styles))
            elif part:
                yield Run(unescaped(part), styles)

    def _code(self, found: re.Match[str]) -> str:
        inside = TOKEN.sub(lambda token: shown(token[1], self.names), found[1])
        return self._keep(Run(unescaped(inside), (CODE,)))

    def _token(self, found: re.Match[str]) -> str:
        inside = KEPT.sub(lambda kept: self.kept[int(kept[1])].text, found[1])
        words = unescaped(shown(inside, self.names))
        return self._keep(Run(words, url=address(inside)))

    def _keep(self, run: Run) -> str:
        self.kept.append(run)
        return f"\x02{len(self.kept) - 1}\x03"
