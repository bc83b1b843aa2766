"""SQL statements that give what the requests give: Datasette serves them as canned queries, and answers are checked against them."""

CLAIM = """
SELECT c.id, c.kind, c.mode, c.cue_text, c.explicit, c.section, c.addressee, c.place, c.gist, c.quote, c.confidence, c.review, c.as_said,
       c.source, c.cue, c.content, c.excerpts, c.said_edtf, c.said_earliest, c.said_latest, c.said_precision,
       a.id AS article_id, a.title, a.publisher, a.published, a.url,
       s.id AS speaker_id, s.kind AS speaker_kind, s.name AS speaker, s.anonymous, p.descriptor, r.title AS role, r.organization,
       v.id AS reported_via_id, v.name AS reported_via,
       (SELECT json_group_array(json_array(coalesce(b.event_id, b.entity_id), coalesce(n.name, n.descriptor, e.title)))
        FROM claim_abouts b LEFT JOIN entities n ON n.id = b.entity_id LEFT JOIN events e ON e.id = b.event_id
        WHERE b.claim_id = c.id) AS about,
       (SELECT json_group_array(json_array(n.id, n.name))
        FROM claim_holders h JOIN entities n ON n.id = h.entity_id WHERE h.claim_id = c.id) AS holders
FROM {rows} JOIN articles a ON a.id = c.article_id
LEFT JOIN entities s ON s.id = c.speaker_id
LEFT JOIN appearances p ON p.article_id = c.article_id AND p.position = c.speaker_position
LEFT JOIN roles r ON r.article_id = c.article_id AND r.position = c.speaker_position AND r.number = 0
LEFT JOIN entities v ON v.id = c.reported_via_id
"""
OF_CLAIMS = CLAIM.format(rows="claims c")
NEWEST = "ORDER BY c.said_order DESC, c.id DESC LIMIT 50"
HITS = "c.number IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH :words)"
WITHIN = "(:first = '' OR (said_order >= :first AND said_earliest <= :last))"
FACET = """
SELECT * FROM (SELECT {column} AS value, count(*) AS number, '{name}' AS facet FROM claims WHERE {within}
               GROUP BY value ORDER BY number DESC, value IS NULL, value LIMIT 50)
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
    "list": f"{OF_CLAIMS} WHERE c.speaker_id = :speaker AND c.said_order >= :first AND c.said_earliest <= :last {NEWEST}",
    "article": f"{OF_CLAIMS} WHERE c.article_id = :id ORDER BY c.position",
    "search": f"{OF_CLAIMS} WHERE {HITS} {NEWEST}",
    "ranked": CLAIM.format(rows="claims_fts f JOIN claims c ON c.number = f.rowid")
    + "WHERE claims_fts MATCH :words ORDER BY bm25(claims_fts), c.id DESC LIMIT 50",
    "facets": " UNION ALL ".join(
        FACET.format(name=name, column=column, within=WITHIN) for name, column in (("speaker", "speaker_id"), ("kind", "kind"))
    ),
    "count": f"SELECT count(*) AS number FROM claims WHERE (:speaker = '' OR speaker_id = :speaker) AND {WITHIN}",
    "timeline": "SELECT month, sum(claims) AS claims, sum(events) AS events FROM ("
    + " UNION ALL ".join(DATED.format(prefix=prefix, table=table) for prefix, table in (("said", "claims"), ("date", "events")))
    + ") GROUP BY month ORDER BY month",
    # The number of claims that a search over all types reports: at most 1,000.
    "hits": "SELECT min(count(*), 1000) AS number FROM claims_fts WHERE claims_fts MATCH :words",
    "page": f"{OF_CLAIMS} WHERE (c.said_order, c.id) < (:said_order, :id) {NEWEST}",
}
# The same as pages of Datasette's table, which orders the claims of one day otherwise.
TABLE_PAGES = {
    "claim": "id={id}",
    "list": "speaker_id={speaker}&said_order__gte={first}&said_earliest__lte={last}&_sort_desc=said_order&_size=50",
    "article": "article_id={id}&_sort=position&_size=100",
}
# Samples of an archive, of which the requests are made. The ends of ids give an order that looks random but is always the same.
SAMPLES = {
    "claims": "SELECT id FROM claims WHERE number % :every = 0 ORDER BY substr(id, -6)",
    "articles": "SELECT id FROM articles WHERE number % :every = 0 ORDER BY substr(id, -6)",
    "speakers": "SELECT speaker_id, count(*) AS number FROM claims GROUP BY speaker_id ORDER BY number DESC, speaker_id LIMIT 200",
    "keys": "SELECT said_order, id FROM claims ORDER BY said_order DESC, id DESC LIMIT :limit OFFSET :offset",
    "size": "SELECT count(*) FROM claims",
}
