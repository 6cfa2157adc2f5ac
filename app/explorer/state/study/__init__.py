"""A study held in memory for all browser sessions of one server: what is read, and what is kept."""
