"""The rows that are measured: a consortium and as many households as are asked for, written by Core inserts."""

from benchmarks.data.consortium import Consortium, add_consortium
from benchmarks.data.households import add_applications, add_households
from benchmarks.data.plans import add_lines

__all__ = ["Consortium", "add_applications", "add_consortium", "add_households", "add_lines"]
