"""Invented identifiers of every kind, from ranges and forms that nobody was given."""

from __future__ import annotations

import random
import string

import phonenumbers

from beforehand.share.partner.gate import numbers
from notes.language import Language, Lot

_MAIL_HOSTS = ("example.org", "example.com", "mail.example.net")
_TRAP_YEARS = (2018, 2024)


def identifier(kind: str, language: Language, lot: Lot, rng: random.Random) -> str:
    """One identifier of the kind."""
    makers = {
        "N": lambda: full_name(language, lot, rng),
        "G": lambda: inflected(rng.choice(lot.given), language, rng),
        "S": lambda: rng.choice(lot.family),
        "PHONE": lambda: phone(rng.choice(language.phones), rng),
        "MAIL": lambda: mail(lot, rng),
        "WEB": lambda: web(lot, rng),
        "ADDR": lambda: rng.choice(language.streets),
        "POST": lambda: rng.choice(("B99 9ZZ", "M99 9XX", "SE99 1AA", "EH95 1ZZ", "b999zz")),
        "DOB": lambda: day(language, rng, 1965, 2008),
        "DAY": lambda: day(language, rng, *_TRAP_YEARS),
        "NHS": lambda: nhs(rng),
        "NINO": lambda: rng.choice(("QQ {0} {1} {2} C", "QQ{0}{1}{2}C")).format(*_pairs(rng)),
        "NID": lambda: national(language.name, rng),
        "DOC": lambda: rng.choice(("BA", "N", "ZZ ", "P")) + digits(rng, 7),
        "IBAN": lambda: iban(rng),
        "CARD": lambda: card(rng),
        "CASE": lambda: case(language.name, rng),
        "GEO": lambda: place_on_earth(rng),
        "PLATE": lambda: plate(rng),
        "MRZ": lambda: mrz(rng),
    }
    return makers[kind]()


def trap(kind: str, language: Language, rng: random.Random) -> str:
    """Something that identifies nobody."""
    pools = {
        "place": language.places,
        "org": language.organisations,
        "month": language.months,
        "job": language.jobs,
        "nationality": language.nationalities,
        "noun": language.nouns,
        "money": language.money,
        "count": language.counts,
    }
    return str(rng.randint(15, 60)) if kind == "age" else rng.choice(pools[kind])


def full_name(language: Language, lot: Lot, rng: random.Random) -> str:
    """Given and family name as the language writes them."""
    given, family = rng.choice(lot.given), rng.choice(lot.family)
    if language.name == "Vietnamese":
        return f"{family} {given}"
    return f"{given} {inflected(family, language, rng)}"


def inflected(name: str, language: Language, rng: random.Random) -> str:
    """With an ending of the language where the name takes one."""
    ending = rng.choice(language.inflected)
    return name + ending if name[-1].lower() not in "aeiouyëţ" else name


def digits(rng: random.Random, count: int) -> str:
    """So many digits."""
    return "".join(rng.choice(string.digits) for _ in range(count))


def _pairs(rng: random.Random) -> list[str]:
    return [digits(rng, 2) for _ in range(3)]


def phone(form: str, rng: random.Random) -> str:
    """A number of the form; only those for drama and the like are valid at all."""
    made = "".join(rng.choice(string.digits) if sign == "#" else sign for sign in form)
    return made.strip()


def unassigned(number: str) -> bool:
    """Whether the number is of a range for drama or of none that is in use."""
    plain = "".join(sign for sign in number if sign.isdecimal() or sign == "+")
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in plain)
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    drama = ("07700900", "+447700900", "+4407700900", "02079460", "01632960", "+120255501")
    if plain.startswith(drama):
        return True
    homes = (None,) if plain.startswith("+") else ("AL", "XK", "RO", "VN", "PL", "IQ")
    parsed = [phonenumbers.parse(plain, home) for home in homes]
    own = {"067": "AL", "042": "XK", "060": "RO", "011": "VN", "400": "PL", "070": "IQ"}
    if homes != (None,):
        parsed = [phonenumbers.parse(plain, own[plain[:3]])]
    return not any(phonenumbers.is_valid_number(one) for one in parsed)


def mail(lot: Lot, rng: random.Random) -> str:
    """A mail address at an example host."""
    who = _plain(rng.choice(lot.family))
    host = rng.choice(_MAIL_HOSTS)
    forms = (f"{who}{digits(rng, 2)}@{host}", f"a.{who}@{host}", f"{who} (at) example (dot) org")
    return rng.choice(forms)


def web(lot: Lot, rng: random.Random) -> str:
    """A link or the name of an account."""
    who = _plain(rng.choice(lot.family))
    return rng.choice(
        (
            f"@{who}_{digits(rng, 2)}",
            f"insta: {who}.{digits(rng, 2)}",
            f"www.example.org/{who}",
            f"t.me/{who}{digits(rng, 2)}",
            f"https://example.com/u/{digits(rng, 4)}",
            f"facebook.com/{who}.example",
        )
    )


def _plain(name: str) -> str:
    kept = "".join(sign for sign in name.lower() if sign in string.ascii_lowercase)
    return kept or "zed"


def day(language: Language, rng: random.Random, low: int, high: int) -> str:
    """A day as the language writes it."""
    month, number = rng.randint(1, 12), rng.randint(1, 28)
    name = rng.choice(language.months)
    form = rng.choice(language.births)
    return form.format(
        d=number, d2=f"{number:02}", m=month, m2=f"{month:02}", month=name, y=rng.randint(low, high)
    )


def nhs(rng: random.Random) -> str:
    """A number of the range kept for tests (999), with its check digit."""
    while True:
        made = f"999{digits(rng, 7)}"
        if numbers.is_nhs(made):
            break
    form = rng.choice(("{0}{1}{2}", "{0} {1} {2}", "{0}-{1}-{2}"))
    return form.format(made[:3], made[3:6], made[6:])


def national(language: str, rng: random.Random) -> str:
    """A personal number of the language's country, from a range that is not given out."""
    if language == "Albanian":
        born = (
            f"{rng.choice('HIJK')}{digits(rng, 1)}{rng.randint(1, 12) + 50 * rng.randint(0, 1):02}"
        )
        return (
            f"{born}{rng.randint(1, 28):02}{digits(rng, 3)}{rng.choice('ABCDEFGHIJKLMNOPQRSTUVW')}"
        )
    if language == "Romanian":  # county 90 does not exist
        return _until(
            numbers.is_romanian, lambda: f"190{rng.randint(1, 12):02}1590{digits(rng, 4)}"
        )
    if language == "Polish":  # born in the 22nd century
        return _until(numbers.is_polish, lambda: f"05{rng.randint(41, 52)}15{digits(rng, 5)}")
    if language == "Vietnamese":  # province 000 does not exist
        return f"000{digits(rng, 9)}"
    return f"1999{digits(rng, 8)}"


def _until(holds: object, make: object) -> str:
    assert callable(holds)
    assert callable(make)
    while True:
        made = str(make())
        if holds(made):
            return made


def iban(rng: random.Random) -> str:
    """Of a bank that does not exist, with right check digits."""
    country, length = rng.choice((("GB", 22), ("AL", 28), ("RO", 24), ("PL", 28), ("XK", 20)))
    body = ("TEST" if country in {"GB", "RO"} else "0000") + digits(rng, length - 8)
    turned = "".join(str(int(sign, 36)) for sign in f"{body}{country}00")
    made = f"{country}{98 - int(turned) % 97:02}{body}"
    if rng.random() < 0.5:
        return made
    return " ".join(made[at : at + 4] for at in range(0, len(made), 4))


def card(rng: random.Random) -> str:
    """Of an issuer's range for tests, with its check digit."""
    made = _until(numbers.is_card, lambda: f"40000000{digits(rng, 8)}")
    return " ".join(made[at : at + 4] for at in range(0, 16, 4)) if rng.random() < 0.5 else made


def case(language: str, rng: random.Random) -> str:
    """A case number as offices write them."""
    year, number = rng.randint(18, 24), rng.randint(100, 9999)
    named = {
        "English": (f"crime ref 20{year}/{number}", f"URN 20XX{digits(rng, 7)}"),
        "Albanian": (f"çështja nr. {number}/20{year}", f"dosja {number}/{year}"),
        "Romanian": (f"dosar {number}/20{year}", f"dosarul nr. {number}/{year}/20{year}"),
        "Vietnamese": (f"hồ sơ {number}/20{year}", f"vụ án số {number}/20{year}"),
        "Polish": (f"sprawa {number}/20{year}", f"sygn. akt {number}/{year}"),
        "Arabic": (f"قضية {number}/20{year}", f"ملف {number}/{year}"),
    }
    return rng.choice((*named[language], f"NRM-{year}-{number:04}", f"CAS/{year}/{number}"))


def place_on_earth(rng: random.Random) -> str:
    """A point: decimal, degrees, an open location code, three words, the British grid."""
    north, east = 52 + rng.random(), -2 + rng.random()
    word = rng.choice(("filled", "copper", "island", "marble"))
    return rng.choice(
        (
            f"{north:.5f}, {east:.5f}",
            f"{north:.4f} {east:.4f}",
            f"52°{rng.randint(10, 59)}'{rng.randint(10, 59)}\"N 1°{rng.randint(10, 59)}'12\"W",
            f"9C4W{rng.choice('23456789CFGH')}{rng.choice('CFGH')}XX+{rng.choice('23456')}Q",
            f"///{word}.lantern.soap",
            f"SP {digits(rng, 3)} {digits(rng, 3)}",
        )
    )


def plate(rng: random.Random) -> str:
    """A British or an Albanian number plate; II and QQ are not issued."""
    return rng.choice(
        (f"QQ{digits(rng, 2)} ZZZ", f"QQ{digits(rng, 2)}ZZZ", f"AA {digits(rng, 3)} QQ")
    )


def mrz(rng: random.Random) -> str:
    """The second line of a passport of Utopia."""
    number = f"L{digits(rng, 8)}"
    born = f"{rng.randint(70, 99)}{rng.randint(1, 12):02}15"
    ends = "300415"
    check = numbers.mrz_digit
    start = f"{number}{check(number)}UTO{born}{check(born)}M{ends}{check(ends)}"
    personal = "<" * 14
    rest = f"{number}{check(number)}{born}{check(born)}{ends}{check(ends)}{personal}0"
    return f"{start}{personal}0{check(rest)}"
