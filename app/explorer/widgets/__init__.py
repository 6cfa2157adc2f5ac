"""What pages share on the screen: the session, what it writes (``edit``), the address, filters,
cards, results, long work, notices. Never here: a page, or a computation.
"""
