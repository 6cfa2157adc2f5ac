"""What chance alone would bring: the shift test of pairs of codes, and what is made of its p.

``shift_test`` is the test, on ``courses`` (places turned along the talk), ``shifts`` (sums over
interviews) and ``position`` (codes that drift); ``families`` corrects for many pairs at once,
``stratified`` asks the same of strata. Matrices of units go in, arrays by pair come out. No
codebook, study, table or word for people enters.
"""
