"""Counts of facets: values of one group that are written differently."""

from app.queries.counting.facets import NO_VALUE, Value, _in_order


def test_of_several_spellings_the_first_known_one_is_shown_whatever_the_order() -> None:
    spellings: list[Value] = [
        ("harbour", None, None),
        ("harbour", "Harbour", None),
        ("harbour", "HARBOUR", "b"),
        ("harbour", "HARBOUR", None),
    ]
    for values in ([[each] for each in spellings], [[each] for each in spellings[::-1]]):
        keys = {(number,): 1 for number in range(len(values))}
        (counted,) = _in_order(keys, dict(zip(keys, values, strict=True)).__getitem__)
        assert (counted.value, counted.label, counted.number) == ("HARBOUR", "b", 4)


def test_rows_without_a_value_are_counted_last_of_equals() -> None:
    found = _in_order({(0,): 2, (1,): 2}, lambda key: [NO_VALUE] if key[0] else [("a", "A", None)])
    assert [(each.value, each.number) for each in found] == [("A", 2), (None, 2)]
