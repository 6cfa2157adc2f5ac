"""Pictures of value objects of the analysis: PNG and SVG by matplotlib, charts as ECharts options.

A figure is handed numbers, names and colours and draws them. What never enters: counting, choosing
what is drawn, colours of themes (``app.palette``), and files (``app.exporters``).
"""
