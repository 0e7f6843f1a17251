"""Rebuilding a lost warehouse from the archive alone: what the archive says of each batch goes back onto the books,
then the batch is replayed as any other.

``survey`` looks, ``records`` makes books where none were kept, ``load`` writes, ``run`` drives.
"""

from newshouse.stages.rebuild.run import Rebuilt, Step, rebuild

__all__ = ["Rebuilt", "Step", "rebuild"]
