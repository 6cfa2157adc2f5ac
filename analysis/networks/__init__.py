"""Networks of codes: which pairs become edges and by what rule, centralities in exact arithmetic,
communities with their stability. Pairs come from ``analysis.cooccurrence``; nothing is drawn here.
"""
