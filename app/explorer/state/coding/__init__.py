"""What the page 编码 and the cards show and hear: values for the components, and operations of the
browser turned into operations of the store. No widget and no Streamlit enter.
"""
