"""What the explorer knows, without a screen: the study in memory, what a page is about to show as
plain values, what the browser asks for. Never here: Streamlit, or anything that draws.
"""
