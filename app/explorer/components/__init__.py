"""Parts of the explorer that run in the browser, each a Streamlit component in plain JavaScript.

A component draws what Python gives it and keeps what the reader asks for until Python acknowledges
it. What never enters: the project (a component gets plain values and hands over what was sent),
numbers that are computed here, markup (text reaches the page by ``textContent`` only), scripts or
styles of another host, sentences (they come with the data, from the catalogue).
"""
