from spacecrawl.commands.printing import most_first


def test_counts_in_one_line():
    assert most_first({}) == ""
    assert most_first({"Reuters": 2, "TASS": 9, "AFP": 2}) == "TASS 9, AFP 2, Reuters 2"
    assert most_first({f"agency {n}": n for n in range(1, 6)}, shown=2) == "agency 5 5, agency 4 4, 3 others 6"
