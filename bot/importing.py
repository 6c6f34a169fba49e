"""Importing: the command `relais import`."""

import sys
from pathlib import Path
from typing import Any

import click

from bot import exchange, running, whole, workplace
from bot.exchange import Manner
from bot.workplace import do
from knowledge.entry import Genre
from knowledge.exchange import Choices, read_mapping
from knowledge.exchange.faults import BadRows, Fault, Place, Unreadable
from knowledge.exchange.formats import BY_NAME
from knowledge.exchange.rows import CHANNEL
from knowledge.exchange.trees import Tree, open_tree
from knowledge.exchange.whole import find

BY = "import"
FILES = click.Path(exists=True, path_type=Path)
KINDS = click.Choice([kind.value for kind in Genre])


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--from", "form", type=click.Choice([*BY_NAME]), help="Its format, if not seen.")
@click.option("--source", help="A name for where it is from, put before its ids.")
@click.option("--topic", help="The topic of what the mapping gives none.")
@click.option("--topics", "mapping", type=FILES, help="YAML: names there → topics, kinds, owners.")
@click.option("--kind", type=KINDS, help="What sort of knowledge it is; faq.")
@click.option("--lang", help="Its language, where it says none: fr, en …")
@click.option("--audience", help="The private channel for what not everybody may see there.")
@click.option("--private", is_flag=True, help="Bring what a file keeps for private channels too.")
@click.option("--archive-missing", is_flag=True, help="Archive what the source has no more.")
@click.option("--overwrite", is_flag=True, help="Where people changed the same: the file's word.")
@click.option("--all", "tells_all", is_flag=True, help="Show the lists of the report whole.")
@click.option("--workspace", help="The workspace's id, where it can't be told.")
def import_(
    files: tuple[Path, ...],
    dry_run: bool,
    archive_missing: bool,
    overwrite: bool,
    tells_all: bool,
    workspace: str | None,
    **wishes: Any,
) -> None:
    """Load entries, all of them or none: files, folders, zips.

    Exports of Zendesk, Notion, Confluence and Guru, FAQ pages saved as HTML, JSONL, CSV, folders of
    Markdown, and what `relais export --everything` wrote. The format is seen by itself. Imported
    again, a source changes only what it has changed, and nothing that people changed here.

    \b
    relais import --dry-run zendesk/            what would come of it
    relais import zendesk/ --topics topics.yaml
    relais import Export-1f2e.zip --lang fr     Notion or Confluence
    relais import cards.csv --topic refunds     Guru
    relais import faq.html --archive-missing
    """
    manner = Manner(dry_run, archive_missing, overwrite, tells_all)
    do(_import([*files], workspace, _choices(**wishes), manner))


def _choices(
    mapping: Path | None, kind: str | None, audience: str | None, **wishes: Any
) -> Choices:
    if audience and not CHANNEL.fullmatch(audience):
        raise click.BadParameter(f"{audience} is no id of a channel (C0123ABCD).")
    named = read_mapping(mapping) if mapping else {}
    return Choices(**named, **wishes, kind=Genre(kind) if kind else None, audience=audience)


async def _import(
    files: list[Path], workspace: str | None, choices: Choices, manner: Manner
) -> None:
    async with workplace.database() as database:
        team = workspace or await workplace.workspace_of(database)
        how: dict[str, Any] = {"by": BY, "now": running.now(), "say": workplace.aside}
        if len(files) == 1 and not choices.form and (export := _complete(files[0])):
            tree, above = export
            how |= {"private": choices.private, "dry": manner.is_dry}
            await whole.restore(database, team, tree, above, **how)
            return
        with click.progressbar(length=0, label="Importing", file=sys.stderr) as bar:
            how |= {"choices": choices, "manner": manner, "progress": _mover(bar)}
            await exchange.import_files(database, team, files, **how)


def _complete(path: Path) -> tuple[Tree, str] | None:
    """The complete export at a path, and where in it; None where there is none."""
    try:
        tree = open_tree(path)
    except Unreadable as unreadable:
        raise BadRows([Fault(Place(str(path), 0), unreadable.reason)]) from unreadable
    above = find(tree)
    return None if above is None else (tree, above)


def _mover(bar: Any) -> Any:
    def move(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)

    return move
