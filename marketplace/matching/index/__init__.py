"""Every open opportunity as packed columns, so that one life is held against all of them in microseconds.

The index judges and scores exactly as `fit.judge` and `scoring.rank` do; those stay the plain words of the rules.
"""
