"""What the pool's fork server imports once, so that each worker starts in milliseconds with every model warm.

Importing this module works, on purpose: it is named in pool.PAGES and imported by nothing else.
"""

import gc

from newshouse import extract
from newshouse.language import warm
from newshouse.stages import documents

__all__ = ["documents", "extract"]

warm()
gc.collect()
gc.freeze()  # no worker's collector touches, and so copies, what all of them share
