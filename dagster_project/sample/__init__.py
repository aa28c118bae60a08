"""A fictional region of any size, with its ground truth: `write_sample`."""

from .write import write_sample

__all__ = ["write_sample"]
