"""Outlets that reported claims, as entities of the document."""

from collections.abc import Sequence

from app.extract.attribution.outlets import outlet_name
from app.extract.attribution.relations import Attribution
from app.extract.speakers.drafts import EntityDraft
from app.extract.text.segmentation import Text
from app.terms.words import fold


def outlet_entities(
    text: Text, attributions: Sequence[Attribution], entities: Sequence[EntityDraft]
) -> tuple[list[EntityDraft], list[str | None]]:
    """Return the outlets that are not yet among the entities, and for each attribution the id of its outlet or None.

    An outlet that also speaks keeps its entity. Any other becomes an organization.
    """
    ids_by_name = {fold(name): entity.id for entity in entities for name in (entity.name, *entity.aliases) if name}
    added: dict[str, EntityDraft] = {}
    outlet_ids = []
    for attribution in attributions:
        words = outlet_name(text, attribution)
        key = fold(words or "")
        if words and key and key not in ids_by_name and key not in added:
            added[key] = EntityDraft(id=f"o{len(added) + 1}", kind="organization", name=words, anonymous=False)
        outlet_ids.append(ids_by_name.get(key) or (added[key].id if key in added else None))
    return list(added.values()), outlet_ids
