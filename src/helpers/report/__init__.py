"""From facts to the review both teams read: typed blocks first, then one self-contained file. Nothing here computes."""
