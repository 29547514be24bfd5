"""The 121 invented people of the made-up coalition, and which charity met whom.

Shaped after shares that a programme's newsletter quotes from another source; an illustration,
never a corroboration: nobody here exists and nothing can be concluded from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from numpy.random import Generator

#: People whom a second charity met later: 138 rows together.
MET_AGAIN = 17

_FIRST_MALE = (
    "Arben",
    "Besnik",
    "Dritan",
    "Erjon",
    "Fatos",
    "Gentian",
    "Ilir",
    "Klajdi",
    "Luan",
    "Mentor",
    "Naim",
    "Olsi",
    "Petrit",
    "Rexhep",
    "Sokol",
    "Taulant",
    "Valon",
    "Ylli",
    "Zamir",
    "Hysen",
    "Gjergj",
    "Altin",
    "Bujar",
    "Jetmir",
    "Kastriot",
    "Lulzim",
    "Shkëlqim",
    "Vehbi",
    "Xhevdet",
    "Agim",
    "Enea",
    "Ndue",
    "Roland",
    "Viktor",
    "Qemal",
    "Pjetër",
)
_FIRST_FEMALE = (
    "Albana",
    "Besa",
    "Drita",
    "Elira",
    "Fjolla",
    "Mirela",
    "Teuta",
    "Vjosa",
    "Anila",
    "Blerta",
    "Denisa",
    "Greta",
    "Jonida",
    "Kristina",
    "Lindita",
    "Manjola",
    "Ornela",
    "Rovena",
    "Silvana",
    "Xhensila",
    "Zana",
    "Irma",
    "Entela",
    "Suela",
)
#: "Invented", "example", "paper", "nobody": surnames that nobody bears, each with another sound.
_STEMS = ("Trillim", "Shembull", "Letr", "Askush", "Prov", "Ushtrim", "Model")
_ENDS = (
    "aj", "ani", "oci", "eti", "ari", "ushi", "oli", "emi", "obi", "adi", "ufi", "egu", "api",
    "ova", "andi", "arti", "elmi", "onka",
)  # fmt: skip

_NORTH = ("AL-07", "AL-10", "AL-09", "AL-08")
_ORIGINS = (*_NORTH, "AL-11", "AL-02", "AL-03", "")
_ORIGIN_SHARES = (0.29, 0.24, 0.16, 0.08, 0.07, 0.04, 0.03, 0.09)
_AREAS = ("E12000003", "E23000014", "E12000007", "E23000005", "E12000008", "W15000003", "")
_AREA_SHARES = (0.22, 0.17, 0.16, 0.14, 0.11, 0.08, 0.12)
#: Which way they were taken, and where they arrived: where both are known, the one goes with the
#: other. Of people whose charity did not ask, nothing.
_WAYS = (
    ("IT; FR", "E23000032"),
    ("IT; BE", "E23000028"),
    ("FR", "E23000032"),
    ("BE", "E23000028"),
    ("BE", "E23000012"),
    ("IT", "E23000030"),
    ("none", "E23000001"),
)
_WAY_SHARES = (0.2, 0.12, 0.25, 0.17, 0.08, 0.08, 0.1)
_WAY_TOLD, _ARRIVAL_TOLD = 0.66, 0.6
_CONTROLS = (
    ("DebtBondage", 0.62),
    ("FalsePromises", 0.5),
    ("WithholdsDocuments", 0.34),
    ("ThreatensChildrenFamily", 0.3),
    ("TakesEarnings", 0.28),
    ("RestrictsMovement", 0.2),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented person as one charity recorded them. Empty strings are not recorded."""

    charity: int
    surname: str
    first_name: str
    born: date
    met: date
    gender: str  # "m", "f" or ""
    age: int
    origin: str
    way: str  # countries passed through, "none" or ""
    arrival: str
    area: str
    exploitation: str  # "crime", "labour", "sexual", "domestic" or ""
    activity: str
    sector: str
    control: tuple[str, ...]
    recruited: str  # "social", "friends", "family" or ""
    platform: str


#: How many of the 121 were exploited how, by gender: 50 in cannabis, 22 in construction; of the
#: 49 in labour 43 are men, and with cannabis counted as labour 90 of 99.
KINDS: tuple[tuple[int, str, str, str, str], ...] = (
    (47, "m", "crime", "growing cannabis", ""),
    (3, "f", "crime", "growing cannabis", ""),
    (22, "m", "labour", "", "building"),
    (9, "m", "labour", "", "car wash"),
    (7, "m", "labour", "", "restaurant"),
    (5, "m", "labour", "", "farm"),
    (6, "f", "labour", "", "restaurant"),
    (12, "f", "sexual", "", ""),
    (3, "f", "domestic", "", ""),
    (1, "m", "domestic", "", ""),
    (4, "m", "", "", ""),
    (2, "", "", "", ""),
)
#: Of each kind, how many each of the seven charities met first: 31, 24, 20, 17, 13, 10 and 6.
#: One visits prisons, one advises workers, one runs a refuge: so that each sees another part.
FIRST_MET: tuple[tuple[int, ...], ...] = (
    (23, 2, 0, 10, 6, 4, 2),
    (1, 0, 2, 0, 0, 0, 0),
    (1, 12, 0, 3, 4, 1, 1),
    (0, 5, 0, 1, 1, 1, 1),
    (0, 3, 0, 1, 1, 1, 1),
    (0, 2, 0, 1, 0, 1, 1),
    (0, 0, 3, 1, 1, 1, 0),
    (0, 0, 12, 0, 0, 0, 0),
    (0, 0, 3, 0, 0, 0, 0),
    (0, 0, 0, 0, 0, 1, 0),
    (4, 0, 0, 0, 0, 0, 0),
    (2, 0, 0, 0, 0, 0, 0),
)


def people(rng: Generator) -> tuple[Person, ...]:
    """138 rows of 121 people: everybody once, then those whom a second charity met."""
    kinds = [kind[1:] for kind in KINDS for _ in range(kind[0])]
    charities = [
        charity for met in FIRST_MET for charity, count in enumerate(met) for _ in range(count)
    ]
    order = rng.permutation(len(kinds))
    first = [
        _person(rng, number, charities[int(place)], kinds[int(place)])
        for number, place in enumerate(order)
    ]
    chosen = rng.choice(len(first), size=MET_AGAIN, replace=False)
    again = [_met_again(rng, first[int(place)]) for place in chosen]
    (apart,) = rng.spawn(1)  # what is drawn of the way changes nothing that was drawn before
    ways = [_way(apart) for _ in first]
    there = [_told(apart, person, way) for person, way in zip(first, ways, strict=True)]
    later = [_told(apart, person, ways[int(place)])
             for person, place in zip(again, chosen, strict=True)]  # fmt: skip
    return (*there, *(_misspelt(person, number) for number, person in enumerate(later)))


def _way(rng: Generator) -> tuple[str, str]:
    return _WAYS[int(rng.choice(len(_WAYS), p=_WAY_SHARES))]


def _told(rng: Generator, person: Person, way: tuple[str, str]) -> Person:
    """What one charity was told of the way: all, a part, or nothing."""
    asked, arrived = rng.random() < _WAY_TOLD, rng.random() < _ARRIVAL_TOLD
    return replace(person, way=way[0] if asked else "", arrival=way[1] if arrived else "")


def _misspelt(person: Person, number: int) -> Person:
    """As another clerk heard and typed it: seven of ten rows differ in a name or in the date."""
    name, born = person.first_name, person.born
    slips: tuple[dict[str, object], ...] = (
        {},
        {"first_name": f"{name}i" if name[-1] not in "aeiou" else name},  # the definite form
        {"surname": person.surname.replace("sh", "s").replace("ll", "l")},
        {"born": born.replace(year=born.year + 1) if born.day < 29 else born},
        {},
        {"first_name": name.replace("ë", "e").replace("xh", "dj").replace("Xh", "Dj")},
        {"surname": person.surname[:3] + person.surname[4:]},  # a letter left out
        {"born": born.replace(day=born.month, month=born.day) if born.day < 13 else born},
        {"surname": person.first_name, "first_name": person.surname},  # in each other's column
        {},
    )
    return replace(person, **slips[number % len(slips)])  # type: ignore[arg-type]


def _person(rng: Generator, number: int, charity: int, kind: Sequence[str]) -> Person:
    gender, exploitation, activity, sector = kind
    names, drawn = (_FIRST_FEMALE, 8) if gender == "f" else (_FIRST_MALE, 9)
    age = _age(rng)
    met = date(2024, 1, 8) + timedelta(days=int(rng.integers(0, 360)))
    recruited = _pick(rng, ("social", "friends", "family", ""), (0.55, 0.25, 0.1, 0.1))
    online = ("TikTok", "Instagram", "Facebook", "")
    return Person(
        charity=charity,
        surname=_STEMS[number % 7] + _ENDS[number // 7],  # 121 different ones
        first_name=names[(int(rng.integers(drawn)) + drawn * number) % len(names)],
        born=met - timedelta(days=int(365.25 * age + rng.integers(30, 330))),
        met=met,
        gender=gender,
        age=age,
        origin=_pick(rng, _ORIGINS, _ORIGIN_SHARES),
        way="",
        arrival="",
        area=_pick(rng, _AREAS, _AREA_SHARES),
        exploitation=exploitation,
        activity=activity,
        sector=sector,
        control=tuple(code for code, share in _CONTROLS if rng.random() < share),
        recruited=recruited,
        platform=_pick(rng, online, (0.6, 0.2, 0.12, 0.08)) if recruited == "social" else "",
    )


def _age(rng: Generator) -> int:
    """Mostly 18 to 34."""
    drawn = rng.random()
    if drawn < 0.05:
        return int(rng.integers(16, 18))
    return int(rng.integers(35, 48)) if drawn > 0.92 else int(rng.triangular(18, 22, 34.99))


def _met_again(rng: Generator, person: Person) -> Person:
    """The same person at another charity, later; another caseworker noted the control."""
    other = (person.charity + 1 + int(rng.integers(6))) % 7
    noted = tuple(code for code in person.control if rng.random() < 0.7)
    later = person.met + timedelta(days=int(rng.integers(20, 90)))
    return replace(person, charity=other, met=later, control=noted)


def _pick(rng: Generator, choices: Sequence[str], shares: Sequence[float]) -> str:
    return choices[int(rng.choice(len(choices), p=shares))]
