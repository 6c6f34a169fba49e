"""Exchange: entries out of files and into files, without loss."""

from knowledge.exchange.choices import Choices, read_mapping
from knowledge.exchange.dump import dump
from knowledge.exchange.faults import BadRows, Fault, Place, Skipped
from knowledge.exchange.files import FORMATS, UnknownFormat, write
from knowledge.exchange.load import Loaded, load
from knowledge.exchange.reading import Reading, read
from knowledge.exchange.rows import Row

__all__ = [
    "FORMATS",
    "BadRows",
    "Choices",
    "Fault",
    "Loaded",
    "Place",
    "Reading",
    "Row",
    "Skipped",
    "UnknownFormat",
    "dump",
    "load",
    "read",
    "read_mapping",
    "write",
]
