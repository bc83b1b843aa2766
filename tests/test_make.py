from tests import make


def test_marks_become_code_point_spans() -> None:
    assert make.marked("<c0>We 🎉 <m0>Ana</m0></c0> x <c0>y</c0>") == ("We 🎉 Ana x y", {"m0": [[5, 8]], "c0": [[0, 8], [11, 12]]})
