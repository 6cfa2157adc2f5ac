"""Machine coders at work on a study."""
