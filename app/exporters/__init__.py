"""Files that a person or another program opens: workbook, CSV folder, graphs, report."""
