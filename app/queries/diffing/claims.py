"""Claims of two revisions, paired by id, then by their words, then by what comes nearest."""

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from app.answers.diffing.revisions import ChangedClaim, ClaimChange, ClaimInRevision, PassageInText
from app.queries.diffing.pairs import Words, pair_nearest
from app.queries.diffing.sides import Side
from app.queries.verifying.passages import find_passage

Pairs = dict[str, str]  # ids of the later revision to those of the earlier one


def diff_claims(before: Side, after: Side) -> list[ChangedClaim]:
    """Compare the claims of two revisions, in the order of the later one; those that it has no more come last."""
    pairs = _pairs(before, after)
    changed = [_both(before, pairs[key], after, key) if key in pairs else _one(None, _claim(after, key)) for key in after.claims]
    left = {*before.claims} - {*pairs.values()}
    removed = [_one(_claim(before, key), None, _passage(before, key, after)) for key in before.claims if key in left]
    return changed + removed


def _pairs(before: Side, after: Side) -> Pairs:
    pairs = {key: key for key in after.claims if key in before.claims}
    pairs |= dict(_same_words(before, after, pairs))
    old = [key for key in before.claims if key not in {*pairs.values()}]
    new = [key for key in after.claims if key not in pairs]
    nearest = pair_nearest([_words(before, key) for key in old], [_words(after, key) for key in new])
    return pairs | {new[there]: old[here] for here, there in nearest}


def _same_words(before: Side, after: Side, known: Pairs) -> Iterator[tuple[str, str]]:
    """Yield pairs of claims of the same quote, in order: other words name the speaker, or somebody else is."""
    by_quote = defaultdict[str, list[str]](list)
    for key, claim in before.claims.items():
        if key not in known:
            by_quote[claim["quote_sha256"]].append(key)
    for key, claim in after.claims.items():
        if key not in known and by_quote[claim["quote_sha256"]]:
            yield key, by_quote[claim["quote_sha256"]].pop(0)


def _words(side: Side, key: str) -> Words:
    """Return what a claim is compared by: its words, or its gist where the text is not there."""
    claim = side.claims[key]
    return Words(side.quote(claim) or claim.get("gist") or "", side.speaker_key(claim))


def _both(before: Side, old: str, after: Side, new: str) -> ChangedClaim:
    earlier, later = before.claims[old], after.claims[new]
    here, there = _claim(before, old), _claim(after, new)
    is_same_speaker = before.speaker_key(earlier) == after.speaker_key(later)
    has_same_words = earlier["quote_sha256"] == later["quote_sha256"]
    change: ClaimChange = "kept"
    if not has_same_words:
        change = "reworded"
    elif not is_same_speaker:
        change = "speaker_changed"
    elif here["as_said"] != there["as_said"]:
        change = "reworded"
    elif earlier["content"] != later["content"]:
        change = "moved"
    both = here["quote"] is not None and there["quote"] is not None
    distance = 0 if has_same_words else Levenshtein.distance(here["quote"] or "", there["quote"] or "") if both else None
    return ChangedClaim(change=change, same_speaker=is_same_speaker, distance=distance, before=here, after=there, passage=None)


def _one(before: ClaimInRevision | None, after: ClaimInRevision | None, passage: PassageInText | None = None) -> ChangedClaim:
    change: ClaimChange = "added" if before is None else "removed"
    return ChangedClaim(change=change, same_speaker=None, distance=None, before=before, after=after, passage=passage)


def _passage(before: Side, key: str, after: Side) -> PassageInText | None:
    """Return where the words of a removed claim are in the later text."""
    spans = [(start, end) for start, end in before.claims[key]["content"]]
    if before.text is None or after.text is None or not spans:
        return None
    found = find_passage(after.text, [before.text[start:end] for start, end in spans], spans)
    words = [after.text[start:end] for start, end in found.spans]
    return PassageInText(status=found.status, content=after.spans(found.spans), found=words, distance=found.distance)


def _claim(side: Side, key: str) -> ClaimInRevision:
    claim = side.claims[key]
    return ClaimInRevision(
        id=key,
        kind=claim["kind"],
        speaker=side.label(claim.get("speaker")),
        as_said=side.as_said(claim),
        quote=side.quote(claim),
        gist=claim.get("gist"),
        content=side.spans(claim["content"]),
    )
