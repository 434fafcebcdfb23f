"""What notebooks call: one call, one table or figure. The notebooks themselves hold no logic.

One module per notebook, so that a kernel loads only what its notebook needs. Tables come back as small pandas frames of
text and rounded numbers, in a total order: committed outputs compare.
"""
