"""English."""

from __future__ import annotations

from notes.language import Language, Lot, lines, words

ENGLISH = Language(
    name="English",
    first=Lot(
        given=words("Emma Daniel Sarah Thomas Rebecca Kevin Hannah Oliver"),
        family=words("Whitlock Fairburn Ockley Tarrant Pembury Ashdown Grimsdale Coverley"),
        sentences=lines("""
            The client said that {N} met him at the station in {place}.
            She was driven there by {G}, whom she calls her boyfriend.
            {N} took her passport on the first night.
            The landlord, Mr {S}, collects the rent on Fridays.
            He was told to ring {PHONE} if the police came.
            They lived at {ADDR} with six others.
            She was born on {DOB} and has no papers.
            He wrote to {MAIL} for help.
            The advert was on {WEB} last spring.
            A report was made to the police, {CASE}.
            He arrived on {DAY} by lorry.
            The farm is at {GEO}.
        """),
        traps=lines("""
            He worked as a {job} in {place} for {age} months and was paid {money}.
            The police found {count} and no weapons.
            The {noun} speaks {nationality} and was referred by {org}.
            In {month} she moved from {place} to {place}.
        """),
        labels=lines("""
            NHS number {NHS}
            NI number: {NINO}
            Passport {DOC}
            IBAN {IBAN}
            Postcode {POST}
            Card {CARD}
            Van {PLATE}
            {MRZ}
        """),
    ),
    held=Lot(
        given=words("Tamsin Rowan Imogen Callum Bronwen Fergus Saffron Jarvis"),
        family=words(
            "Hesketh Trevanion Ollerton Quickfall Birtwhistle Kinnersley Ravenhall Stobbs"
        ),
        sentences=lines("""
            According to the neighbour, {N} runs the house and keeps the keys.
            His cousin {G} had come over the year before.
            {N} disclosed that two other girls were held upstairs.
            I spoke with Mrs {S} about the tenancy.
            Contact number given: {PHONE}.
            Text messages came from {PHONE} late at night.
            The car stopped outside {ADDR} and waited.
            DOB {DOB}, no fixed abode.
            His e-mail is {MAIL} but he has no phone.
            The recruiter uses {WEB} and deletes the messages.
            Linked to {CASE} at the magistrates.
            Interviewed on {DAY} with an interpreter.
            Location shared: {GEO}.
            The man called {G} hit him when he asked about wages.
        """),
        traps=lines("""
            Now {age} years old, the {noun} wants to train as a {job}.
            He sent {money} home between 2019 and 2021.
            Officers from {org} counted {count} in the loft.
            The {nationality} community in {place} offered help last {month}.
            Wages were promised at {money} and never paid.
        """),
        labels=lines("""
            {NHS}
            his NI no is {NINO}
            travel document {DOC}
            paid into {IBAN}
            {POST}
            the card ending, in full {CARD}
            reg {PLATE}
            scanned: {MRZ}
        """),
    ),
    phones=lines("""
        07700 900###
        07700900###
        +44 7700 900 ###
        +44 (0)7700 900###
        0044 7700 900###
        020 7946 0###
        (01632) 960 ###
        +1 202 555 01##
    """),
    streets=lines("""
        12 Larkfield Road
        Flat 3, 48 Quarry Bank Lane
        7a Mill Brow Terrace
        221 Cotswold Avenue
        Station Road
        19 Hawthorn Cl
    """),
    months=words("January February March April May June July August September October November"),
    births=("{d}/{m}/{y}", "{d}.{m}.{y}", "{y}-{m2}-{d2}", "{d} {month} {y}", "{month} {d}, {y}"),
    places=words("Birmingham Kukës Dover Manchester Tirana Calais Stoke-on-Trent London Leeds"),
    organisations=lines("""
        West Midlands Police
        the Home Office
        the Salvation Army
        Migrant Help
        Birmingham City Council
        Immigration Enforcement
    """),
    jobs=words("waiter cleaner roofer driver gardener nurse baker builder"),
    nationalities=words("Albanian English Romanian Polish Vietnamese Kurdish"),
    nouns=words("Client Victim Subject Officer Social_Worker"),
    money=("£45,000", "£250 a week", "15 000 lek", "20,000 euros", "12000 pounds"),
    counts=("1,200 plants", "340 plants", "2500 watts of lamps", "12 kg of cannabis", "16 lamps"),
)
