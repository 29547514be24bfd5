"""Channel rules, words that no post may hold, reading age, the library, sign-offs."""

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from beforehand import campaign, store
from beforehand.campaign.content import faults_of
from beforehand.campaign.reading import length_measure, reading_age
from beforehand.campaign.rules import holding, months_since
from beforehand.campaign.wordings import found_in
from beforehand.cli.campaign import command
from beforehand.home import Home
from beforehand.records.channels import Grade, MessageSignOff, SignsFor
from beforehand.records.codec import digest
from beforehand.records.plan import Message
from beforehand.refusals import BadCell, BadTable, UnknownRecord
from beforehand.words import speak
from core.test_campaign_files import planned


def message(body, language="en", **more):
    return Message(version="x-a", language=language, theme="t", headline="Work abroad",
                   body=body, call_to_action="See", **more)  # fmt: skip


def with_messages(*messages):
    return replace(planned(), messages=messages)


def topics(plan, **known):
    return {one.topic: one for one in campaign.findings(plan, campaign.Against(**known))}


def test_every_rule_that_comes_along_has_source_day_and_both_languages():
    for rule in campaign.own_rules():
        assert rule.source
        assert rule.says
        assert rule.says_sq
        assert rule.checked_on <= date(2026, 11, 27)
        assert rule.known in {"read", "from memory"}


def test_a_table_of_rules_with_a_wrong_cell_is_refused_by_row_and_column():
    table = campaign.rules_csv().decode()
    for said, wrong, column in (
        ("2026-11-23", "23.11.2026", "checked_on"),
        ("Meta,EU", "Myspace,EU", "platform"),
        ("social issue,refused", "social issue,forbidden", "grade"),
        ("Meta,EU", "Meta,Europe", "country"),
        (",13-65,", ",young,", "value"),
    ):
        broken = table.replace(said, wrong, 1)
        row = next(i for i, line in enumerate(broken.splitlines(), 1) if wrong in line)
        with pytest.raises(BadCell, match=f"mine.csv, row {row}, column {column}"):
            campaign.read_rules(broken.encode(), file="mine.csv")


def test_a_table_of_rules_without_a_column_is_refused():
    with pytest.raises(BadTable, match="no column source"):
        campaign.read_rules(campaign.rules_csv().replace(b"source", b"from"), file="mine.csv")


def test_the_rule_nearest_to_the_country_holds():
    def social(country):
        held = holding(campaign.own_rules(), country)
        return {r.grade for r in held if (r.platform, r.topic) == ("Meta", "social issue")}

    assert social("IT") == {Grade.REFUSED}
    assert social("AL") == social("GB") == {Grade.NEEDED}


def test_a_rule_that_nobody_checked_for_half_a_year_is_said_to_be_old():
    assert "stale rule" not in topics(planned(), today=date(2027, 5, 22))
    old = topics(planned(), today=date(2027, 5, 23))["stale rule"]
    assert "6 months ago, on 2026-11-23" in speak(old.what)
    assert months_since(date(2026, 1, 31), date(2026, 2, 28)) == 0


def test_a_rule_known_from_memory_says_so():
    plan = with_messages(replace(campaign.example_messages()[1], theme="job advert"))
    assert "counts" in speak(topics(plan)["employment"].what)
    (rule,) = [r for r in campaign.own_rules() if r.topic == "employment"]
    assert rule.known == "from memory"


@pytest.mark.parametrize(
    ("body", "language", "topic"),
    [
        ("Come to us and you will be SAFE.", "en", "promise"),
        ("We guarantee a good end.", "en", "promise"),
        ("Don’t be naive about it.", "en", "blame"),
        ("Albanian gangs wait there.", "en", "stereotype"),
        ("Do not become sex slaves.", "en", "victim"),
        ("Don't go to England!", "en", "deterrence"),
        ("They will deport you.", "en", "deterrence"),
        ("Are you in debt?", "en", "personal"),
        ("Do të jesh i sigurt me ne.", "sq", "promise"),
        ("E ke vetë fajin.", "sq", "blame"),
        ("Mafia shqiptare të pret.", "sq", "stereotype"),
        ("Mos u bëj skllave.", "sq", "victim"),
        ("Mos shko në Angli.", "sq", "deterrence"),
        ("Do të të dëbojnë.", "sq", "deterrence"),
        ("A je në borxh?", "sq", "personal"),
        ("Five questions help you check an offer.", "en", None),
        ("An unbeaten team answers.", "en", None),
        ("Ask about safety at the site and a safe address.", "en", None),
        ("Kontrollo ofertën para nisjes.", "sq", None),
    ],
)
def test_what_no_post_may_say_is_refused_with_reason_and_a_better_wording(body, language, topic):
    found = list(found_in(message(body, language), campaign.own_wordings()))
    assert {one.topic for one, _ in found} == ({topic} if topic else set())
    for wording, said in found:
        assert said in body
        assert wording.reason
        assert wording.reason_sq
        assert wording.better


def test_a_refused_wording_is_the_gravest_finding_in_the_readers_language():
    plan = with_messages(message("You will be safe.", evidence="e"))
    first = campaign.findings(plan, campaign.Against(language="sq"))[0]
    assert (first.grade, first.topic) == ("refused", "promise")
    assert "Premton" in speak(first.what)
    assert "“You will be safe”" in speak(first.what)


def test_no_better_wording_is_itself_refused():
    for wording in campaign.own_wordings():
        better = message(wording.better, wording.language)
        assert not list(found_in(better, campaign.own_wordings())), wording


def test_example_messages_are_refused_nothing_and_are_easy_to_read():
    found = topics(planned())
    assert not {"promise", "blame", "stereotype", "victim", "deterrence", "personal",
                "reading", "evidence"} & set(found)  # fmt: skip


def test_reading_age_grows_with_length_of_sentences_and_words():
    easy = "The cat sat on the mat."
    hard = (
        "Individuals contemplating international employment opportunities should systematically "
        "investigate the organisational legitimacy of prospective intermediaries."
    )
    assert reading_age(easy) == 5.0  # grade -1.4: 6 words, 6 syllables
    assert reading_age("We ask you to read this letter with care.") == pytest.approx(
        0.39 * 9 + 11.8 * 10 / 9 - 15.59 + 5, abs=1e-9
    )
    assert reading_age(hard) > 18
    assert "reading" in topics(with_messages(message(hard)))
    assert length_measure("Një dy tre katër. Pesë gjashtë shtatë tetëmbëdhjetë.") == 4 + 12.5 * 2
    assert (reading_age(""), length_measure("")) == (5.0, 0.0)


def test_a_message_without_evidence_is_named():
    plan = with_messages(*(replace(m, evidence="") for m in campaign.example_messages()))
    assert "contract-a, debt-a, family-a" in speak(topics(plan)["evidence"].what)


def test_posts_to_families_and_messages_warn_of_shared_phones():
    assert "shared phone" in topics(planned())
    alone = with_messages(message("Check.", evidence="e"))
    assert {"audience"} <= set(topics(alone))
    assert "shared phone" not in topics(alone)
    by_phone = replace(alone, audience=replace(alone.audience, platforms=("Viber",)))
    assert "shared phone" in topics(by_phone)


HEADER = ("id,version,kind,title,file,shows,rights,rights_until,people,consent,consent_until,"
          "subtitles")  # fmt: skip
MEDIA = f"""{HEADER}
door,1,picture,A door,door.jpg,A workshop door,"Ours, CC BY",,nobody,,,
man,1,picture,A man,man.jpg,A man with papers,Ours,,volunteer,,,
talk,1,video,A talk,talk.mp4,Two women talk,Ours,2027-01-05,actor,file 12,,en
"""


def media():
    return {f"{m.id}@{m.version}": m for m in campaign.read_media(MEDIA.encode(), file="m.csv")}


def test_pictures_without_rights_or_consent_and_videos_without_subtitles_are_refused():
    last = date(2027, 1, 31)
    assert faults_of(media()["door@1"], "sq", last) == []
    (consent,) = faults_of(media()["man@1"], "sq", last)
    assert "not agreed" in speak(consent[0])
    rights, subtitles = faults_of(media()["talk@1"], "sq", last)
    assert "ends before the campaign" in speak(rights[0])
    assert "subtitles" in speak(subtitles[0])
    assert len(faults_of(media()["talk@1"], "en", date(2027, 1, 5))) == 0
    assert len(faults_of(replace(media()["door@1"], rights=" "), "sq", last)) == 1
    assert len(faults_of(replace(media()["man@1"], people="victim", consent="x"), "sq", last)) == 1


def test_a_message_that_shows_a_picture_of_no_library_is_refused():
    plan = with_messages(message("Check.", media=("door@1", "none@2")))
    found = topics(plan, library=tuple(media().values()))["picture or video"]
    assert found.grade == "refused"
    assert "none@2" in speak(found.what)
    assert "picture or video" not in topics(
        with_messages(message("Check.", media=("door@1",))), library=tuple(media().values())
    )


def test_messages_are_read_from_a_table_and_refused_by_row_and_column():
    table = (
        "version,language,theme,headline,text,call_to_action,meant_for,evidence,media\n"
        "debt-a,sq,debt,Titull,Tekst,Shiko,family,Profili,door@1; talk@1\n"
    )
    (read,) = campaign.read_messages(table.encode("utf-16"), file="posts.csv")
    assert (read.meant_for, read.media, read.body) == ("family", ("door@1", "talk@1"), "Tekst")
    twice = table + table.splitlines()[1] + "\n"
    with pytest.raises(BadCell, match=r"row 3, column version: it says again what row 2"):
        campaign.read_messages(twice.encode(), file="posts.csv")
    with pytest.raises(BadCell, match="row 2, column version"):
        campaign.read_messages(table.replace("debt-a", "Debt A").encode(), file="posts.csv")
    with pytest.raises(BadCell, match="row 2, column headline: it is empty"):
        campaign.read_messages(table.replace("Titull", "").encode(), file="posts.csv")


def agreed(of, role, person):
    return MessageSignOff(version=of.version, language=of.language, text=digest(of), role=role,
                          person=person, signed_on=date(2026, 11, 27))  # fmt: skip


def test_two_people_sign_off_a_message_and_a_changed_word_asks_them_again():
    one = message("Check.")
    partner, lived = SignsFor
    both = [agreed(one, partner, "Ana"), agreed(one, lived, "Besa")]
    assert campaign.missing_roles(one, both) == ()
    assert campaign.missing_roles(one, both[:1]) == (lived,)
    assert campaign.missing_roles(replace(one, body="Check!"), both) == (partner, lived)
    same = [agreed(one, partner, "Ana"), agreed(one, lived, "ana ")]
    assert campaign.missing_roles(one, same) == (lived,)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFOREHAND_HOME", str(tmp_path / "home"))
    store.save(Home(tmp_path / "home"), planned())


def run(*words):
    return CliRunner().invoke(command, list(words), catch_exceptions=True)


def test_a_hub_keeps_its_own_rules_once_they_can_be_read(home, tmp_path):
    table = tmp_path / "mine.csv"
    assert run("rules", "--copy", str(table)).exit_code == 0
    table.write_text(table.read_text().replace("2026-11-23", "soon", 1))
    assert "row 2, column checked_on" in str(run("rules", "--use", str(table)).exception)
    table.write_text(table.read_text().replace("soon", "2020-01-01"))
    assert "19 rules" in run("rules", "--use", str(table)).stdout
    assert "2020-01-01" in run("rules", "--format", "csv").stdout
    eu_only = json.loads(run("check", planned().id, "--format", "json").stdout)
    assert "stale rule" not in {one["topic"] for one in eu_only}  # Albania is outside
    assert "you will be safe" in run("rules", "--words", "--format", "csv").stdout


def test_a_message_is_signed_off_by_two(home):
    made = planned().id[:12]
    words = ("--version", "debt-a", "--language", "sq", "--by")
    first = run("sign-off", made, *words, "Ana", "--role", "local-partner")
    assert "lived experience" in first.stdout
    same = run("sign-off", made, *words, "Ana", "--role", "lived-experience")
    assert "lived experience" in same.stdout  # one person signs for one role
    other = run("sign-off", made, *words, "Besa", "--role", "lived-experience")
    assert "nobody" in other.stdout
    unknown = run("sign-off", made, "--version", "no", "--language", "sq", "--by", "A", "--role",
                  "local-partner")  # fmt: skip
    assert isinstance(unknown.exception, UnknownRecord)


def test_the_library_is_listed_and_grows(home, tmp_path):
    table = tmp_path / "media.csv"
    table.write_text(
        "id,version,kind,title,file,shows,rights,people,consent,subtitles\n"
        "door,1,picture,A door,d.jpg,A door,,nobody,,\n"
    )
    assert "not known" in run("library", str(table)).stdout
    assert json.loads(run("library", "--format", "json").stdout)[0]["id"] == "door"
