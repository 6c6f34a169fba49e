"""Exchange: entries out of files and into files, without loss."""

from knowledge.exchange.dump import dump, left_out
from knowledge.exchange.faults import BadRows, Fault, Place
from knowledge.exchange.files import FORMATS, UnknownFormat, read, write
from knowledge.exchange.load import Loaded, load
from knowledge.exchange.rows import Row

__all__ = [
    "FORMATS",
    "BadRows",
    "Fault",
    "Loaded",
    "Place",
    "Row",
    "UnknownFormat",
    "dump",
    "left_out",
    "load",
    "read",
    "write",
]
