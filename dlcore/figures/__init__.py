"""Data -> plotly Figure: numbers first, then a drawing that cannot fail on empty input.

No Keras and no I/O here. Labels are arguments, so that a figure speaks the language of its reader;
three and more are a record, the chart's `Words`. A chart is made of `lines` and `marks` on a
`layout`, in the colours of `palette`.
"""
