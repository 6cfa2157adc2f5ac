"""Pictures: value objects of the analysis -> PNG and SVG."""
