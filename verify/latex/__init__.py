"""Reading what students write: document → segments → syntax trees → typed terms → linked chains.

The one place that reads TeX and Markdown. Nothing here runs TeX, a shell or Python found in a document.
"""
