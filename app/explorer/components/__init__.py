"""Parts of the explorer that run in the browser, each a Streamlit component in plain JavaScript."""
