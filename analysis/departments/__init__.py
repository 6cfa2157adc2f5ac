"""Departments and other bodies: how they are named, whose speaker somebody is, and who speaks of
whom. No table and no picture; those are ``app.analyses.mentions``.
"""
