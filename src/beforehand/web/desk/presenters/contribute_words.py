"""Sentences that the scripts of *Contribute* write; they fill each ``{name}``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from beforehand.records.agreements import Tlp


def page_words() -> dict[str, str]:
    """All of them, by the names that the scripts use."""
    return {
        **_reading(),
        **_columns(),
        **_checking(),
        **_sharing(),
        **_blinding(),
        **_keeping(),
        **_receipt(),
    }


def _reading() -> dict[str, str]:
    return {
        "loading": _("Loading the reader (7 MB, once)…"),
        "starting": _("Starting the reader…"),
        "ready": _("The reader is ready."),
        "failed": _(
            "The reader could not be loaded. Reload the page, or seal with the command line."
        ),
        "broken": _(
            "Something went wrong in the reader. Your file is still only here. Reload the page "
            "and try again, or seal with the command line."
        ),
        "reading": _("Reading {file} on this computer…"),
        "working": _("Working…"),
        "size": _("{rows} rows, {columns} columns"),
        "keyHeld": _("Held in this page. Its mark is {mark}: the same at every partner."),
        "yes": _("yes"),
        "no": _("no"),
        "none": _("none"),
        "choose": _("Choose…"),
    }


def _columns() -> dict[str, str]:
    return {
        "proposing": _("Looking at the columns…"),
        "summary": _(
            "{columns} columns: {codes} become codes, {who} say who the person is, {stays} stay."
        ),
        "group_look": _("Look at these"),
        "group_look_say": _("Here we are not sure, or words are left that we do not know."),
        "group_matched": _("Matched"),
        "group_matched_say": _("Their names and words are usual ones. Open to check."),
        "group_who": _("Say who the person is"),
        "group_who_say": _(
            "They never leave. With the coalition's key they become values that cannot be read, "
            "to find the same person at another partner."
        ),
        "group_stays": _("Stay on your computer"),
        "group_stays_say": _("Nothing of these is sent."),
        "means": _("What the column {column} means"),
        "stays": _("Stays on this computer"),
        "optWho": _("Says who the person is"),
        "optField": _("Becomes codes"),
        "noExamples": _("{filled} cells; not shown, since they may name people"),
        "emptyColumn": _("empty"),
        "level_sure": _("sure"),
        "level_likely": _("likely"),
        "level_unsure": _("not sure"),
        "right": _("This is right"),
        "understood": _("Words understood: {count}"),
        "chooseCode": _("What does it mean?"),
        "notRecorded": _("Not recorded"),
        "notSaid": _("–"),
        "real": _("It happened"),
        "madeUp": _("It is made up, for practice"),
        "consentHead": _("Which column says whether the person agreed to share?"),
        "consentSay": _("Rows of people who declined stay here and are only counted."),
        "consentColumns": _("This column says it"),
        "consentNone": _("No column says it"),
        "consentEveryone": _("Everybody in this sheet agreed"),
        "consentNotAsked": _("Nobody was asked"),
        "consentNotAskedSay": _(
            "Then the rows rest on another lawful basis, which your agreement must name. If some "
            "people were asked and declined, take their rows out first."
        ),
        "consentFirst": _("Say first which column tells who agreed to share, or that none does."),
        "lookFirst": _("Look at these columns first ({count}): {columns}."),
        "keptSaid": _("These columns were matched before: {dataset}, version {version}."),
        "keptAlmost": _(
            "Most of these columns were matched before: {dataset}, version {version}. What you "
            "decided then stands below; only this is new:"
        ),
        "newColumn": _("new column: {column}"),
        "goneColumn": _("column that is gone: {column}"),
        "newWord": _("new word in {column}: {value} ({rows})"),
    }


def _checking() -> dict[str, str]:
    return {
        "checking": _("Checking every cell…"),
        "noFaults": _("Every cell of {rows} rows fits."),
        "faults": _("Cells that do not fit: {count}"),
        "faultsSay": _(
            "Mend them in your spreadsheet and choose it again, or go back and say what their "
            "words mean. Nothing is sent before."
        ),
        "th_row": _("Row"),
        "th_column": _("Column"),
        "th_value": _("Cell"),
        "th_problem": _("What is wrong"),
        "th_nearest": _("Nearest code"),
        "moreFaults": _("The first {shown} are shown; the marked-up copy holds them all."),
        "markedUp": _("Save a marked-up copy"),
        "markedUpSay": _("The same sheet with these cells coloured. It stays on your computer."),
        "dropped": _("Columns that stay here: {count}"),
        "gateHead": _("This may name a person"),
        "gateSay": _(
            "Decide for each. Nothing you decide lets text or names leave: it can only take away, "
            "or say that a code names nobody."
        ),
        "gateNothing": _("Nothing that is sent looks like a person's name, number or address."),
        "gateWhere": _("{column}, {cells} cells"),
        "gateChoose": _("What to do about: {label}"),
        "gateEach": _("Decide cell by cell"),
        "gateAsAll": _("As decided above"),
        "gateStays": _("Found in what stays here: {count} cells"),
        "gateStaysLine": _("{label} in {column}: {cells} cells"),
        "waiting": _("Still to decide: {count}"),
        "typed": _("what you typed"),
        "rows": _("whole rows"),
    }


def _sharing() -> dict[str, str]:
    return {
        "m_group": _("Which partners see the rows"),
        "m_everyone": _("Every partner of the hub"),
        "m_tlp": _("How far they may be passed on"),
        "m_embargo": _("Nobody but you before this day (may stay empty)"),
        "m_name": _("Your organisation's name"),
        "m_shown": _("Shown with its rows"),
        "m_hidden": _("Not shown: “a partner”"),
        "m_other": _("Not shown: {partner} publishes for you"),
        "m_unknown": _("{partner} publishes for you: no agreement says so, so no name is shown"),
        "previewing": _("Making the preview…"),
        "previewHead": _("What others will see"),
        "previewRowsHead": _("The first {count} rows, exactly as they will be sent"),
        "previewLinked": _(
            "Beside each row go values made of the columns that say who the person is. Nobody "
            "can read them back; they only tell whether another partner knows the same person."
        ),
        "previewUnlinked": _(
            "Without the coalition's key nothing is sent that could match a person."
        ),
        "sealing": _("Coding the rows…"),
        "withoutConsent": _(
            "Rows of people who did not agree to share: {count}. They stay here; only their "
            "number is told."
        ),
        "sending": _("Sending the coded rows…"),
        "notSent": _("The desk did not answer. Nothing was taken; try again."),
        "ready_rows": _("{rows} coded rows of {partner}, {edition}, are ready."),
        "ready_bytes": _("{kilobytes} KB will be sent. Its hash, which the receipt repeats:"),
    }


def _blinding() -> dict[str, str]:
    return {
        "passHeld": _("Held in this page."),
        "passBad": _("{file} is not a pass for the keyholder. Ask the keyholder for yours."),
        "keyAndPass": _(
            "The coalition's key and your pass for the keyholder go together: choose the other one "
            "too. To give without matching, reload the page and choose neither."
        ),
        "b_values": _("Making the values that match people…"),
        "b_asking": _("Asking the keyholder…"),
        "b_done": _("Blinded by the keyholder: {done} of {whole} values."),
        "b_left": _("{done} of {whole} values blinded; {left}."),
        "b_seconds": _("less than a minute left"),
        "b_minute": _("about one minute left"),
        "b_minutes": _("about {minutes} minutes left"),
        "b_stopped": _(
            "Stopped at {done} of {whole} values. They stay in this page: go on when you like."
        ),
        "b_unreachable": _(
            "The keyholder at {url} does not answer this page. What was blinded stays here: look "
            "at your line, then go on. If it never answers, whoever runs it must tell it this "
            "desk's address."
        ),
        "b_pass": _(
            "The keyholder does not take this pass. Ask for a new one and choose it on the first "
            "step. What was blinded stays here."
        ),
        "b_spent": _(
            "Your allowance at the keyholder is spent for today. Leave this page open and go on "
            "tomorrow, or ask the keyholder for more. What was blinded stays here."
        ),
        "b_faulty": _(
            "The keyholder answered with something else than was asked, or changed its key "
            "meanwhile. Go on once; if it stays so, tell whoever runs it. Nothing was sent."
        ),
        "b_broken": _(
            "Blinding could not start in this browser. Nothing was sent. Reload the page, or seal "
            "with the command line."
        ),
    }


def _keeping() -> dict[str, str]:
    return {
        "keepHead": _("Next time with one click"),
        "keepSay": _(
            "The desk can keep which column is which and your words for codes, for your "
            "organisation's data officers alone. No case is in it. You can delete it at any time."
        ),
        "keepWhat": _("What would be kept, word for word"),
        "keepLeft": _("Left out: {count}"),
        "keepLeftSay": _(
            "These may name somebody, or are rare and not usual words for a code. They are not "
            "kept; next time you are asked about them again."
        ),
        "keepDo": _("Keep it"),
        "keepFile": _("Save it as a file"),
        "keepDone": _("Kept: {dataset}, version {version}."),
    }


def _receipt() -> dict[str, str]:
    return {
        "r_given": _("Your rows are in the pool. Keep this receipt."),
        "r_already": _("The pool had these rows already: nothing changed."),
        "r_cases": _("To what you have given"),
    }


def tlp_words() -> list[tuple[Tlp, str]]:
    """The marks of the Traffic Light Protocol, strictest first, and what each means here."""
    return [
        (Tlp.RED, _("for nobody else")),
        (Tlp.AMBER_STRICT, _("for those partners alone")),
        (Tlp.AMBER, _("for those partners and who works with them")),
        (Tlp.GREEN, _("for the whole community")),
        (Tlp.CLEAR, _("for everybody")),
    ]
