"""Statements that count all stored rows: the counter rows of ``app.ingest.writing.counters`` must equal them."""

# FROM clauses. The last one has the claims without an organization.
CLAIMS = "claims JOIN articles ON articles.number = claims.article_number LEFT JOIN entities ON entities.number = claims.speaker_number"
# The organizations of each claim are those of the speaker's roles, and the speaker itself if it is an organization.
DATES = "said_earliest, said_latest, said_precision"
ORGANIZATIONS = f"""(
    SELECT claim_id, {DATES}, folded, coalesce(min(spelled), '') || '\t' || coalesce(max(itself), '') AS shown FROM (
        SELECT claims.id AS claim_id, {DATES}, organization_folded AS folded, organization AS spelled, NULL AS itself
        FROM claims JOIN roles ON roles.article_number = claims.article_number AND roles.position = claims.speaker_position
        WHERE organization IS NOT NULL
        UNION ALL
        SELECT claims.id, {DATES}, entities.folded, NULL, CAST(entities.number AS TEXT)
        FROM claims JOIN entities ON entities.number = claims.speaker_number
        WHERE entities.kind = 'organization' AND entities.folded IS NOT NULL
    ) AS named GROUP BY claim_id, {DATES}, folded
) AS organizations"""
WITHOUT_ORGANIZATION = """claims LEFT JOIN entities ON entities.number = claims.speaker_number
    WHERE CASE WHEN entities.kind = 'organization' THEN entities.folded IS NULL ELSE NOT EXISTS (SELECT 1 FROM roles
    WHERE roles.article_number = claims.article_number AND roles.position = claims.speaker_position AND organization IS NOT NULL) END"""
# Counted noun, facet, FROM clause, value, shown value, earliest, latest, precision.
SAID, HAPPENED = ("said_earliest", "said_latest", "said_precision"), ("date_earliest", "date_latest", "date_precision")
PUBLISHED = ("published_on", "published_on", "'day'")
# An open start or end of a date is not counted as a month.
MONTH = "CASE WHEN {precision} IN ('range', 'unknown') AND {day} = '{edge}' THEN '{is_open}' ELSE substr({day}, 1, 7) END"
COUNTERS_BY_MONTH = [
    *(("claims", facet, CLAIMS, f"claims.{facet}", "''", *SAID) for facet in ("kind", "mode", "review", "section")),
    ("claims", "all", CLAIMS, "''", "''", *SAID),
    ("claims", "cue", CLAIMS, "cue_folded", "''", *SAID),
    ("claims", "speaker", CLAIMS, "CAST(speaker_number AS TEXT)", "''", *SAID),
    ("claims", "speaker_kind", CLAIMS, "entities.kind", "''", *SAID),
    ("claims", "place", CLAIMS, "place_folded", "coalesce(place, '')", *SAID),
    ("claims", "publisher", CLAIMS, "publisher_folded", "coalesce(publisher, '')", *SAID),
    ("claims", "organization", ORGANIZATIONS, "folded", "shown", *SAID),
    ("claims", "organization", WITHOUT_ORGANIZATION, "NULL", "''", *SAID),
    ("events", "all", "events", "''", "''", *HAPPENED),
    ("events", "kind", "events", "kind", "''", *HAPPENED),
    ("events", "status", "events", "status", "''", *HAPPENED),
    ("events", "place", "events", "place_folded", "coalesce(place, '')", *HAPPENED),
    ("articles", "all", "articles", "''", "''", *PUBLISHED),
    ("articles", "publisher", "articles", "publisher_folded", "coalesce(publisher, '')", *PUBLISHED),
    ("articles", "language", "articles", "language", "''", *PUBLISHED),
    ("articles", "text", "(SELECT * FROM articles WHERE text IS NOT NULL) AS kept", "''", "''", *PUBLISHED),
]
COUNTERS_WITHOUT_MONTH = [
    ("relations", "all", "relations", "''", "''", "''", "''"),
    ("entities", "kind", "entities WHERE number = survivor_number", "kind", "''", "''", "''"),
    ("speakers", "kind", "entities WHERE number = survivor_number AND claims > 0", "kind", "''", "''", "''"),
    ("claims", "date", "claims", "coalesce(said_precision, '')", "''", "coalesce(said_earliest, '')", "coalesce(said_latest, '')"),
    ("articles", "date", "articles", "''", "''", "published_order", "published_order"),
    ("events", "date", "events", "coalesce(date_precision, '')", "''", "coalesce(date_earliest, '')", "coalesce(date_latest, '')"),
]
# By condition of dates with an open start or end: start and end of the row that counts all of them.
OPEN = {"earliest = '0'": ("'0'", "''"), "earliest > '0' AND latest = '9999-12-31'": ("''", "'9999-12-31'")}


def countings() -> list[str]:
    """Return the statements that count all rows, in total and by month."""
    found = [counting(*counter) for counter in COUNTERS_WITHOUT_MONTH]
    for what, facet, source, value, shown, earliest, latest, precision in COUNTERS_BY_MONTH:
        if facet != "speaker":  # counted in a column of the entity
            found.append(counting(what, facet, source, value, shown, "''", "''"))
        dated = f"{source}{' AND' if source == WITHOUT_ORGANIZATION else ' WHERE'} {earliest} IS NOT NULL"
        first = MONTH.format(precision=precision, day=earliest, edge="0001-01-01", is_open="0")
        last = MONTH.format(precision=precision, day=latest, edge="9999-12-31", is_open="9999-12-31")
        found.append(counting(what, facet, dated, value, shown, first, last))
    return found


def counting(what: str, facet: str, source: str, value: str, shown: str, earliest: str, latest: str) -> str:
    """Return the statement that counts rows by value; a space stands for rows without a value."""
    key = f"{earliest} AS earliest, {latest} AS latest, coalesce({value}, ' ') AS value, {shown} AS shown"
    return f"""
        SELECT '{what}' AS what, '{facet}' AS facet, earliest, latest, value, shown, count(*) AS number
        FROM (SELECT {key} FROM {source}) AS keyed GROUP BY earliest, latest, value, shown
    """


def countings_of_open_ends() -> list[str]:
    """Return the statements that add up, by speaker, claims whose date has an open start or end."""
    return [
        f"""
        SELECT what, facet, {first} AS earliest, {last} AS latest, value, shown, sum(number) AS number
        FROM counts WHERE what = 'claims' AND facet = 'speaker' AND {is_open} AND latest > '' GROUP BY what, facet, value, shown
        """
        for is_open, (first, last) in OPEN.items()
    ]
