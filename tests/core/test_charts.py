"""Charts: well-formed, named, without style attributes, and true to their numbers."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from beforehand import charts, gazetteer, understand
from beforehand.charts.outlines import outlines
from beforehand.records.figure import Figure, Interval, Meaning, Recipe, Unit
from beforehand.records.picture import Brief
from beforehand.words import words
from made_cases import case, published

SVG = "{http://www.w3.org/2000/svg}"
UK = charts.MapOf(kind="police area", country="GB")
AL = charts.MapOf(kind="county", country="AL")


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    rows = [
        case(
            people=60,
            partner="North <&> “South”",
            gender="Masculine",
            origin_area="AL-07",
            exploitation_area="E23000014",
            exploitation=["ForcedCriminality"],
            registered_year=2023,
            registered_quarter=1,
        ),
        case(
            people=40,
            partner="East",
            gender="Feminine",
            origin_area="AL-10",
            exploitation_area="E23000001",
            exploitation=["ForcedLabour"],
            registered_year=2023,
            registered_quarter=3,
        ),
        case(
            people=5,
            partner="Tiny",
            exploitation=["ForcedLabour"],
            registered_year=2023,
            registered_quarter=3,
        ),
    ]
    return understand.brief(
        published(tmp_path_factory.mktemp("cases"), rows), understand.parse_route("AL:GB")
    )


def every_chart(brief: Brief, palette: charts.Palette | None) -> dict[str, str]:
    share = brief.profile.fields[0].of_everyone[0].figure
    comparison = next(c for c in brief.by_partner if c.code == "ForcedCriminality")
    steps = (
        charts.FunnelBar(label=words("Saw a post"), treated=800, held_out=20),
        charts.FunnelBar(label=words("Reports"), treated=None, held_out_exists=False),
    )
    number = {"E23000014": 60.0, "E23000001": 10.0}
    arms = {"AL-07": "treated", "AL-10": "held out", "AL-01": "exempt", "AL-09": "treated"}
    who = charts.Drawn(arms=arms, steps={"AL-07": 1, "AL-09": 2}, leaks=(("AL-07", "AL-10"),))
    return {
        "interval": charts.interval_bar(share, palette=palette),
        "effect": charts.effect_bar(effect(2.0, 1.3, None), palette=palette),
        "forest": charts.forest(comparison, palette=palette),
        "narrow": charts.forest(comparison, narrow=True, shrunk=True, palette=palette),
        "columns": charts.columns(brief.trend, palette=palette),
        "shares": charts.share_bars(brief.profile.fields[0], palette=palette),
        "choropleth": charts.choropleth(UK, number, words("Where"), palette=palette),
        "arms": charts.arms_map(AL, who, words("Who"), palette=palette),
        "flows": charts.flow_map(brief.route, (AL, UK), palette=palette),
        "flows narrow": charts.flow_map(brief.route, (AL, UK), narrow=True, palette=palette),
        "funnel": charts.funnel(steps, palette=palette),
    }


def effect(value: float, low: float | None, high: float | None) -> Figure:
    interval = Interval(low=low, high=high, method="randomisation", meaning=Meaning.MODEL)
    return Figure(
        value=value,
        unit=Unit.RATIO,
        definition=words("Ratio"),
        source="A test",
        data_hash="f" * 64,
        recipe=Recipe(function="prove.lift"),
        interval=interval,
    )


def test_every_chart_is_named_and_well_formed(brief: Brief) -> None:
    for palette in (None, charts.PAPER):
        for name, drawing in every_chart(brief, palette).items():
            root = ElementTree.fromstring(drawing)
            assert root.get("role") == "img", name
            assert len(root.get("aria-label") or "") > 2, name
            assert root.get("viewBox"), name


def test_no_chart_needs_a_style_attribute_or_a_script(brief: Brief) -> None:
    for palette in (None, charts.PAPER):
        for drawing in every_chart(brief, palette).values():
            assert " style=" not in drawing
            assert "<script" not in drawing
            assert "<style" not in drawing


def test_on_the_web_colours_come_from_classes_and_in_print_from_the_chart(brief: Brief) -> None:
    for name, drawing in every_chart(brief, None).items():
        assert "#0c6a6b" not in drawing, name
    for name, drawing in every_chart(brief, charts.PAPER).items():
        inner = ElementTree.fromstring(drawing)
        assert not [one for one in inner.iter() if one is not inner and one.get("class")], name


def test_every_class_that_a_chart_uses_has_a_style(brief: Brief) -> None:
    for drawing in every_chart(brief, None).values():
        for element in ElementTree.fromstring(drawing).iter():
            for css in (element.get("class") or "").split():
                assert css in {"chart", "hatch"} or f".{css}" in charts.STYLE, css


def test_maps_stay_small(brief: Brief) -> None:
    drawn = every_chart(brief, None)
    for name in ("choropleth", "arms"):
        assert len(drawn[name].encode()) < 60_000
    assert len(drawn["flows"].encode()) < 80_000


def test_areas_of_few_people_are_left_blank(brief: Brief) -> None:
    del brief
    drawing = charts.choropleth(UK, {"E23000014": 60.0, "E23000001": 10.0}, words("Where"))
    paths = {
        (one.findtext(f"{SVG}title") or ""): one.get("class")
        for one in ElementTree.fromstring(drawing).iter(f"{SVG}path")
    }
    assert paths["West Midlands: 60 people"] == "area shade5"
    assert paths["Metropolitan Police: under 11 people"] == "area blank"


def test_shades_grow_with_people_and_start_at_the_threshold() -> None:
    shade = charts.shades({"a": 10, "b": 11, "c": 100, "d": 1000})
    assert list(shade) == ["b", "c", "d"]
    assert shade["b"] <= shade["c"] <= shade["d"] == 5


def test_an_arc_under_the_threshold_is_not_drawn(brief: Brief) -> None:
    drawing = charts.flow_map(brief.route, (AL, UK), least=50)
    arcs = [
        one
        for one in ElementTree.fromstring(drawing).iter(f"{SVG}path")
        if one.get("class") == "flow"
    ]
    assert len(arcs) == 1


def test_neighbours_keep_sharing_their_border() -> None:
    drawn = outlines("county", "AL", 300, 380)
    assert len(drawn.areas) == 12
    for area in drawn.areas:
        assert area.path.startswith("M")
        assert 0 <= area.at[0] <= drawn.width
        assert 0 <= area.at[1] <= drawn.height


def test_a_place_is_found_in_the_larger_area_it_lies_in() -> None:
    town = gazetteer.places("municipality", "AL")[0]
    assert charts.area_of(town.code, "county") == town.parent
    assert charts.area_of("E23000014", "region") == "E12000005"
    assert charts.area_of(None, "county") is None
    assert charts.area_of("nowhere", "county") is None


def test_the_forest_draws_the_interval_where_it_lies(brief: Brief) -> None:
    comparison = next(c for c in brief.by_partner if c.code == "ForcedCriminality")
    root = ElementTree.fromstring(charts.forest(comparison))
    dots = [float(one.get("cx") or 0) for one in root.iter(f"{SVG}circle")]
    bars = [one for one in root.iter(f"{SVG}line") if one.get("class") == "ci"]
    assert len(dots) == len(bars) == len(comparison.groups)
    for dot, bar in zip(dots, bars, strict=True):
        assert float(bar.get("x1") or 0) - 0.1 <= dot <= float(bar.get("x2") or 0) + 0.1


def test_small_groups_and_small_counts_are_not_given_away(brief: Brief) -> None:
    comparison = next(c for c in brief.by_partner if c.code == "ForcedLabour")
    drawing = charts.forest(comparison, least=11)
    assert "Tiny" not in drawing
    assert "North" in drawing
    assert "in under 11 of them" in drawing


def test_names_are_escaped(brief: Brief) -> None:
    comparison = brief.by_partner[0]
    assert "North &lt;&amp;&gt;" in charts.forest(comparison)


def test_the_highest_column_stands_out(brief: Brief) -> None:
    root = ElementTree.fromstring(charts.columns(brief.trend))
    bars = list(root.iter(f"{SVG}rect"))
    assert [one.get("class") for one in bars] == ["bar on", "bar", "bar"]
    heights = [float(one.get("height") or 0) for one in bars]
    assert heights[1] == 0
    assert heights[0] / heights[2] == pytest.approx(60 / 45, abs=0.02)


def test_an_open_end_runs_to_the_edge(brief: Brief) -> None:
    del brief
    drawing = charts.effect_bar(effect(1.2, 0.7, None))
    root = ElementTree.fromstring(drawing)
    assert len(list(root.iter(f"{SVG}path"))) == 1
    assert "no change" in drawing
    assert "0.7 or more" in drawing


def test_what_is_withheld_is_said_to_be(brief: Brief) -> None:
    assert "withheld" in every_chart(brief, None)["funnel"]


@pytest.mark.parametrize(
    ("number", "said"),
    [(7, "7"), (7659, "7,659"), (1_000_000, "1,000,000"), (12_007, "12,007")],
)
def test_thousands_are_set_apart(number: int, said: str) -> None:
    assert str(charts.count(number)) == said


@pytest.mark.parametrize(("p", "said"), [(5e-05, "under 0.001"), (0.0, "under 0.001"),
                                         (0.001, "0.001"), (0.0476, "0.048")])  # fmt: skip
def test_a_p_value_is_said_with_three_decimals_and_never_as_0(p: float, said: str) -> None:
    assert str(charts.p_value(p)) == said


def test_shares_are_said_with_one_decimal() -> None:
    assert str(charts.percent(0.46559)) == "46.6%"
    assert str(charts.percent(1)) == "100.0%"
    assert str(charts.decimal(-2.04)) == "−2.0"
    assert str(charts.people(1)) == "1 person"
    assert str(charts.people(3, 11)) == "under 11 people"
