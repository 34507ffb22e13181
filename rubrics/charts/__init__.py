"""Drawings of scores as SVG, written once for the page and for print. Pure: figures and words in, SVG out.

`interval.interval_chart` is a row on the scale, `interval.cell_chart` the same in a matrix's cell,
`change.change_chart` before and after beside the noise, `trend.trend_chart` a criterion over time. What a
drawing shows besides its table is named for readers who can't see it; drawings of rows are hidden from them,
because the row says it all. Nothing is told by colour alone: raters are filled dots (squares where they are
far apart), the candidate a hollow diamond, before a hollow circle, an interval a bar with ends.

On the page shapes carry classes that `static/css/components/charts.css` paints; in print they carry plain
colours that stay apart in grey.
"""
