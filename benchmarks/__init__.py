"""What Microcred costs, beside named peers and limits: `make bench`, or `make bench ONLY=name`.

Each file here is one benchmark: `run(bench)` sets the scene in a scratch database, measures its sides in alternation
and returns comparisons. `frame/` holds what they share.
"""

NAMES = (
    "catalogue_search_350",
    "catalogue_search_100k",
    "workspace_autosave",
    "claim_next",
    "likeness_100k",
    "submit",
    "award",
    "credential_issue",
    "credential_verify",
    "bulk_issue_100k",
    "status_list_1m",
    "seats_100",
    "agreement_1m",
    "many_facets",
    "lint",
    "designs_diff",
    "catalogue_exchange",
    "upload_2g",
    "pages",
    "recognition",
    "recognition_everyone",
    "draft_page",
    "list_pages_queries",
)
"""The benchmarks, in the order in which they run. Each is a module of this package."""
