"""Places, boundaries and population of Albania and the United Kingdom."""

import pytest

from beforehand import gazetteer
from beforehand.refusals import UnknownKindOfPlace, UnknownPlace


@pytest.mark.parametrize(
    ("kind", "country", "number"),
    [
        ("county", "AL", 12),
        ("municipality", "AL", 61),
        ("local authority", "GB", 361),
        ("police area", "GB", 45),
        ("region", "GB", 12),
    ],
)
def test_each_kind_of_place_is_there_whole_with_a_boundary_each(kind, country, number):
    found = gazetteer.places(kind, country)
    drawn = gazetteer.boundaries(kind, country)["features"]
    assert len(found) == len({one.code for one in found}) == number
    assert {feature["id"] for feature in drawn} == {one.code for one in found}


def test_municipalities_add_to_their_counties_and_to_the_census_of_2011():
    counties = gazetteer.places("county", "AL")
    municipalities = gazetteer.places("municipality", "AL")
    for county in counties:
        inside = sum(one.population for one in municipalities if one.parent == county.code)
        assert inside == county.population
    assert sum(one.population for one in counties) == 2_800_138


def test_a_code_names_one_place_of_any_kind():
    assert gazetteer.place("AL-07").name == "Kukës"
    assert gazetteer.place("E23000001").kind == "police area"
    assert gazetteer.place("AL111").parent == "AL-09"


def test_every_local_authority_lies_in_a_police_area():
    areas = {one.code for one in gazetteer.places("police area", "GB")}
    assert {one.parent for one in gazetteer.places("local authority", "GB")} == areas


def test_an_unknown_code_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownPlace, match="AL-07"):
        gazetteer.place("AL-077")
    with pytest.raises(UnknownKindOfPlace, match="municipality"):
        gazetteer.places("parish", "AL")


def test_a_place_is_found_by_name_without_its_diacritics():
    assert gazetteer.find(" kukes ", "county", "AL").code == "AL-07"
    assert gazetteer.find("KUKËS", "municipality", "AL").parent == "AL-07"
    with pytest.raises(UnknownPlace, match="Kukës"):
        gazetteer.find("Kukez", "county", "AL")


def test_county_population_runs_from_2002_to_2023():
    kukes = gazetteer.county_population("AL-07")
    assert (min(kukes), max(kukes), len(kukes)) == (2002, 2023, 13)
    assert kukes[2023] < kukes[2002]
    with pytest.raises(UnknownPlace):
        gazetteer.county_population("AL111")


def test_a_force_works_in_its_area_and_an_agency_in_none():
    area = gazetteer.responder_area("Metropolitan Police Service")
    assert area is not None
    assert gazetteer.place(area).name == "Metropolitan Police"
    assert gazetteer.responder_area("British Transport Police") is None
    assert gazetteer.responder_area("Barnardo's") is None
