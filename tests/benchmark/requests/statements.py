"""SQL statements that give what the requests give, over the reference file.

Datasette serves them as canned queries, and answers are checked against them. ``sqlite3`` exports ``CLAIM``.
"""

CLAIM = """
SELECT c.id, c.kind, c.mode, c.cue_text, c.explicit, c.section, c.addressee, c.place, c.gist, c.quote, c.confidence, c.review, c.as_said,
       c.source, c.cue, c.content, c.excerpts, c.said_edtf, c.said_earliest, c.said_latest, c.said_precision,
       a.id AS article_id, a.title, a.publisher, a.published, a.url,
       s.id AS speaker_id, s.kind AS speaker_kind, s.name AS speaker, s.anonymous, p.descriptor, r.title AS role, r.organization,
       v.id AS reported_via_id, v.name AS reported_via,
       (SELECT json_group_array(json_array(coalesce(e.id, n.id), coalesce(n.name, n.descriptor, e.title)))
        FROM abouts b LEFT JOIN entities n ON n.number = b.entity LEFT JOIN events e ON e.number = b.event
        WHERE b.claim = c.number) AS about,
       (SELECT json_group_array(json_array(n.id, n.name))
        FROM holders h JOIN entities n ON n.number = h.entity WHERE h.claim = c.number) AS holders
FROM {rows} JOIN articles a ON a.number = c.article
LEFT JOIN entities s ON s.number = c.speaker
LEFT JOIN appearances p ON p.article = c.article AND p.position = c.speaker_position
LEFT JOIN roles r ON r.article = c.article AND r.position = c.speaker_position AND r.number = 0
LEFT JOIN entities v ON v.number = c.reported_via
"""
OF_CLAIMS = CLAIM.format(rows="claims c")
IN_ORDER = "ORDER BY c.said_order DESC, c.id DESC"
NEWEST = f"{IN_ORDER} LIMIT 50"
HITS = "c.number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :words)"
SPEAKER = "c.speaker = (SELECT number FROM entities WHERE id = :speaker)"
WITHIN = "(:first = '' OR (said_order >= :first AND said_earliest <= :last))"
GROUPED = "(SELECT {column} AS value, count(*) AS number FROM claims WHERE {within} GROUP BY {column})"
COMMONEST = "ORDER BY number DESC, value IS NULL, value LIMIT 50"
FACETS = f"""
SELECT * FROM (SELECT s.id AS value, g.number AS number, 'speaker' AS facet
               FROM {GROUPED.format(column="speaker", within=WITHIN)} g LEFT JOIN entities s ON s.number = g.value {COMMONEST})
UNION ALL
SELECT * FROM (SELECT value, number, 'kind' AS facet FROM {GROUPED.format(column="kind", within=WITHIN)} {COMMONEST})
"""
# Claims and events by month, where the date lies within one month.
DATED = """
SELECT substr({prefix}_earliest, 1, 7) AS month, count(*) FILTER (WHERE '{prefix}' = 'said') AS claims,
       count(*) FILTER (WHERE '{prefix}' = 'date') AS events
FROM {table} WHERE substr({prefix}_earliest, 1, 7) = substr({prefix}_latest, 1, 7)
AND (:first = '' OR ({prefix}_order >= :first AND {prefix}_earliest <= :last)) GROUP BY month
"""

STATEMENTS = {
    "claim": f"{OF_CLAIMS} WHERE c.id = :id",
    "list": f"{OF_CLAIMS} WHERE {SPEAKER} AND c.said_order >= :first AND c.said_earliest <= :last {NEWEST}",
    "article": f"{OF_CLAIMS} WHERE c.article = (SELECT number FROM articles WHERE id = :id) ORDER BY c.position",
    "search": f"{OF_CLAIMS} WHERE {HITS} {NEWEST}",
    "ranked": CLAIM.format(rows="claims_fts f JOIN claims c ON c.number = f.rowid")
    + "WHERE claims_fts MATCH :words ORDER BY bm25(claims_fts), c.id DESC LIMIT 50",
    "facets": FACETS,
    "count": f"SELECT count(*) AS number FROM claims c WHERE (:speaker = '' OR {SPEAKER}) AND {WITHIN}",
    "timeline": "SELECT month, sum(claims) AS claims, sum(events) AS events FROM ("
    + " UNION ALL ".join(DATED.format(prefix=prefix, table=table) for prefix, table in (("said", "claims"), ("date", "events")))
    + ") GROUP BY month ORDER BY month",
    # The number of claims that a search over all types reports: at most 1,000.
    "hits": "SELECT min(count(*), 1000) AS number FROM claims_fts WHERE claims_fts MATCH :words",
    "page": f"{OF_CLAIMS} WHERE (c.said_order, c.id) < (:said_order, :id) {NEWEST}",
}
# The same as pages of Datasette's table, which orders the claims of one day otherwise. ``row`` is the number of the speaker or article.
TABLE_PAGES = {
    "claim": "id={id}",
    "list": "speaker={row}&said_order__gte={first}&said_earliest__lte={last}&_sort_desc=said_order&_size=50",
    "article": "article={row}&_sort=position&_size=100",
}
# Samples of an archive, of which the requests are made. The ends of ids give an order that looks random but is always the same.
SAMPLES = {
    "claims": "SELECT id FROM claims WHERE number % :every = 0 ORDER BY substr(id, -6)",
    "articles": "SELECT id, number FROM articles WHERE number % :every = 0 ORDER BY substr(id, -6)",
    "speakers": "SELECT s.id, s.number FROM (SELECT speaker, count(*) AS claims FROM claims GROUP BY speaker) "
    "JOIN entities s ON s.number = speaker ORDER BY claims DESC, s.id LIMIT 200",
    "keys": "SELECT said_order, id FROM claims ORDER BY said_order DESC, id DESC LIMIT :limit OFFSET :offset",
    "size": "SELECT count(*) FROM claims",
}
