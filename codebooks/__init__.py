"""What to look for: the codebook model, its YAML, its linter and the codebooks that ship."""

__distribution__ = "fangtan"
