import pytest

from spacecrawl.text.agencies import add_agencies, agency_name, find_agency


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AFP", "Agence France-Presse"),
        ("SPX", "Space Media Network"),
        ("UPI", "United Press International"),
        ("RIA Novosti", "RIA Novosti"),
        ("REUTERS", "Reuters"),
        ("Xinhua", "Xinhua News Agency"),
        ("ITAR-TASS", "TASS"),
        ("JPL", "Jet Propulsion Laboratory"),
        ("XYZZY", None),
        ("", None),
    ],
)
def test_agency_name(code, name):
    assert agency_name(code) == name


def test_countries():
    assert find_agency("dpa").country == "DE"
    assert find_agency("SPX").country is None


def test_a_user_s_table(tmp_path):
    table = tmp_path / "agencies.toml"
    table.write_text('[[agency]]\nname = "Orbit Press"\ncodes = ["OPXQ"]\n', encoding="utf-8")
    assert add_agencies(table) == 1
    assert agency_name("opxq") == "Orbit Press"


def test_an_entry_without_codes_is_named(tmp_path):
    table = tmp_path / "agencies.toml"
    table.write_text('[[agency]]\nname = "Orbit Press"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="agency 1"):
        add_agencies(table)
