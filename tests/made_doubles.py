# ruff: noqa: E501, ISC004 - lists of names
"""Invented people whom two partners recorded, with the errors that clerks make.

Names are common given names and surnames of the place, put together at random with skewed
frequencies; beyond the common surnames a long tail is built of syllables. A third of the people
belong to families that share a surname. Nobody here exists.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

_GIVEN_M = {
    "AL": "Arben Agim Artan Arjan Altin Ardit Besnik Bledar Blerim Bujar Dritan Dashamir Edmond Elton Erion Ermal "
    "Ervin Fatmir Fatos Flamur Florian Gentian Gëzim Gjergj Genc Hysen Ilir Indrit Klodian Kujtim Klajdi Luan "
    "Ledion Lulzim Mark Mentor Naim Nikolin Olsi Petrit Përparim Qemal Qazim Redi Rexhep Sokol Shpëtim Skënder "
    "Sajmir Saimir Taulant Valon Viktor Xhevahir Xhevdet Ylli Zamir Zef Gjon Ndue Pjetër Lekë Admir Albert Armand "
    "Alban Aleksandër Eduard Enea Endrit Ergys Igli Jetmir Kastriot Leonard Marsel Orges Roland Bashkim Sulejman "
    "Ibrahim Mehmet Muhamet Dhimitër Kristaq Vasil Spiro Thoma Llazar Josif Astrit Afrim Avni Bekim Bajram Burim "
    "Driton Fisnik Granit Isuf Jeton Kushtrim Liridon Nderim Përparim Ramadan Shkëlqim Shefqet Vehbi Xhavit Ymer",
    "GB": "James John David Michael Robert William Thomas Daniel Matthew Andrew Christopher Joseph Joshua Jack Harry "
    "George Samuel Benjamin Alexander Luke Adam Ryan Nathan Liam Connor Callum Kieran Stephen Peter Paul Mark Simon "
    "Richard Anthony Kevin Gary Lee Craig Jordan Kyle Aaron Lewis Charlie Oliver Edward Patrick Sean Ian Neil Darren",
    "RO": "Andrei Alexandru Ionut Mihai Cristian Florin Marius Gabriel Daniel Adrian Bogdan Catalin Constantin Cosmin "
    "Dragos Emil Gheorghe Ion Iulian Lucian Marian Nicolae Ovidiu Petru Radu Razvan Sorin Stefan Valentin Vasile Viorel",
    "VN": "Anh Binh Chien Cuong Dat Dung Duc Hai Hieu Hoang Hung Huy Khanh Khoa Linh Long Minh Nam Nghia Phong Phuc Quan "
    "Quang Son Tam Thang Thanh Tien Toan Trung Tuan Tung Viet Vinh",
    "PL": "Adam Andrzej Bartosz Damian Dariusz Dawid Grzegorz Jacek Jakub Jan Kamil Krzysztof Lukasz Maciej Marcin Marek "
    "Mariusz Mateusz Michal Patryk Pawel Piotr Przemyslaw Rafal Robert Sebastian Slawomir Tomasz Wojciech Zbigniew",
    "NG": "Emeka Chinedu Obinna Ikenna Kelechi Uche Nnamdi Tunde Segun Femi Kunle Wale Bola Ade Dele Sunday Monday Friday "
    "Blessing Godwin Samuel Emmanuel Victor Joseph Musa Ibrahim Sani Yusuf Abubakar Aliyu Osagie Efosa Osaze",
}
_GIVEN_F = {
    "AL": "Albana Alma Anila Arta Ardita Aurela Besa Besjana Blerta Brunilda Drita Denisa Diana Dorina Donika Edlira "
    "Elda Elira Elona Elvana Enkelejda Erjona Ermira Esmeralda Fatbardha Fatmira Fjolla Flora Flutura Gentiana "
    "Greta Hasna Ilda Irma Jonida Jeta Klodiana Kristina Ledia Lindita Liri Luljeta Majlinda Manjola Marsela "
    "Mimoza Mirela Mirlinda Ornela Rezarta Rovena Rudina Sara Shpresa Sidorela Silvana Suela Teuta Valbona Valentina "
    "Vera Vjollca Vjosa Xhensila Xhuljana Zana Zamira Adelina Aferdita Ajkuna Elisabeta Eva Entela Irena Julinda",
    "GB": "Sarah Emma Laura Jessica Rebecca Charlotte Hannah Sophie Amy Katie Lucy Emily Megan Chloe Lauren Rachel Amber "
    "Samantha Natalie Jennifer Nicola Victoria Elizabeth Kelly Claire Lisa Michelle Karen Susan Patricia Zoe Holly",
    "RO": "Maria Elena Ana Ioana Andreea Mihaela Alexandra Cristina Daniela Gabriela Georgiana Florentina Larisa Alina "
    "Diana Roxana Simona Raluca Oana Nicoleta Mirela Loredana Lavinia Adriana Bianca Denisa",
    "VN": "Anh Chi Diep Dung Giang Ha Hanh Hien Hoa Hong Huong Huyen Lan Linh Loan Mai My Nga Ngoc Nhung Phuong Quynh "
    "Tam Thao Thu Thuy Trang Trinh Tuyet Van Yen",
    "PL": "Agnieszka Aleksandra Anna Barbara Beata Dorota Ewa Iwona Joanna Justyna Karolina Katarzyna Magdalena Malgorzata "
    "Marta Monika Natalia Patrycja Paulina Sylwia Weronika Zofia",
    "NG": "Blessing Joy Faith Grace Mercy Patience Precious Gift Favour Happiness Esther Ruth Mary Sarah Ngozi Chioma "
    "Adaeze Amaka Ifeoma Nneka Osas Itohan Omotola Bukola Funke Aisha Fatima Zainab Hauwa",
}
_FAMILY = {
    "AL": "Hoxha Shehu Prifti Dervishi Gjoka Marku Lleshi Doda Deda Kola Leka Çela Hasani Basha Bushi Kaja Sula Meta "
    "Kurti Gega Hysa Muça Duka Rama Topi Berisha Krasniqi Gashi Shala Morina Bytyqi Thaçi Haliti Ahmeti Osmani Hajdari "
    "Zeneli Dauti Sejdiu Qosja Nika Nikolli Prendi Pjetri Gjini Gjergji Ndoja Ndreca Toma Vata Luli Marashi Palushi "
    "Tafa Tahiri Xhafa Xhaferi Xheka Zogu Zyka Mema Memushaj Kaçi Koçi Koçiu Lika Lala Lamaj Hyka Hoti Halili Haxhiu "
    "Goga Gjeçi Frroku Dema Dida Dreshaj Cani Çekrezi Bregu Bardhi Balla Baçi Bajrami Aliaj Aliu Allaj Ademi Alimadhi "
    "Alushi Arapi Sinani Sokoli Spahiu Stafa Syla Shkurti Shtylla Shqerra Rexha Ruçi Rroku Rusta Pali Paja Peci Plaku "
    "Pepa Pema Pollozhani Osja Noka Nela Neziri Mziu Murati Mustafa Mujaj Miri Mici Mata Manaj Malaj Maloku Lushi Lumi "
    "Laçi Kuqi Kuka Kryeziu Koka Kodra Kazazi Kamberi Jaku Jakupi Isufi Islami Imeri Idrizi Ibra Hysaj Hila Haka",
    "GB": "Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Roberts Johnson Lewis Walker Robinson Wood "
    "Thompson White Watson Jackson Wright Green Harris Cooper King Lee Martin Clarke James Morgan Hughes Edwards Hill "
    "Moore Clark Harrison Scott Young Morris Hall Ward Turner Carter Phillips Mitchell Patel Adams Campbell Anderson "
    "Allen Cook Bailey Parker Miller Davis Murphy Price Bell Baker Griffiths Kelly Simpson Marshall Collins Bennett "
    "Cox Richardson Fox Gray Rose Chapman Hunt Robertson Shaw Reynolds Lloyd Ellis Richards Russell Wilkinson Khan "
    "Graham Stewart Reid Murray Powell Palmer Holmes Rogers Stevens Walsh Hunter Thomson Matthews Ross Owen Mason "
    "Knight Kennedy Butler Saunders",
    "RO": "Popa Popescu Ionescu Radu Dumitru Stan Stoica Gheorghe Matei Ciobanu Rusu Constantin Marin Lazar Florea Stanciu "
    "Munteanu Dobre Nistor Moldovan Tudor Barbu Neagu Dinu Sandu Cojocaru Oprea Diaconu Mocanu Petrescu Vasile Ene",
    "VN": "Nguyen Tran Le Pham Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly",
    "PL": "Nowak Kowalski Wisniewski Wojcik Kowalczyk Kaminski Lewandowski Zielinski Szymanski Wozniak Dabrowski Kozlowski "
    "Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawlowski Michalski Nowicki Adamczyk Dudek Zajac",
    "NG": "Okafor Okonkwo Eze Nwosu Obi Okoro Nwachukwu Adeyemi Adebayo Ogunleye Balogun Bello Ibrahim Musa Abubakar "
    "Osagie Igbinedion Omoregie Idahosa Aigbe Ehigiator Uwaifo Okoye Chukwu Anyanwu",
}
_TAIL = {
    "AL": ("Ba Be Bu Ça Da De Do Fi Ga Gje Gju Ha He Hi Ka Ke Ko Ku La Le Li Lu Ma Me Mu Na Ne Nu Pa Pe Pre Qa Qe Ra Re Ri "
           "Sa Se Si Sha She Sho Ta Te To Tro Va Ve Vu Xha Xhe Za Ze Zi", "b c d f g j k l ll m n p q r rr s sh t th v z zh",
           "aj ai i a u oll ani eti iku ollari ari ushi aku eka oja uli eni ati isha"),
    "GB": ("Ash Bar Bel Ben Black Brad Brook Bur Cal Car Chad Col Cran Dal Den Dun East El Fair Far Gar Glen Hal Ham Har "
           "Has Hol Hur Ken Kil Lan Lin Lock Mar Mel Nor Oak Pen Pres Rad Rams Red Ros Row Sax Shel Stan Sut Thorn Wal War Wes Win",
           "b d f g k l m n s t w", "son ton ley ford ham wood well field man worth ings er den by lock"),
    "RO": ("Al Bal Bar Bog Cor Cris Dan Dra Fil Gav Her Ili Lup Man Mir Mun Ned Ol Pav Rad Sim Ser Tan Ud Vla Zam", "d l n r s t v",
           "escu eanu aru oiu an ache ila ea"),
    "VN": ("An Ban Chu Cao Dao Dinh Doan Ha Huynh Kieu La Luong Luu Mac Mai Nghiem Ong Phung Quach Ta Thai Than To Trinh Truong Vuong",
           "", ""),
    "PL": ("Bar Bor Cie Dom Dzi Fra Gor Grab Jab Jan Kal Kar Kos Kub Lis Mar Mil Os Pal Piet Rog Sad Sob Stan Szcz Tom Urb Wal Wro Zab",
           "b d g k l n r s t w", "owski ewski inski icki czyk ak ek iak"),
    "NG": ("Ade Aki Aji Ani Chi Ebo Eke Eme Ezi Ige Iro Izu Ndu Nna Nwa Oba Odu Oga Oju Oko Olu Onu Ope Oru Osa Oye Uba Ude Uko Ume Uzo",
           "b d g k l m n r t w", "ike aro emi unle anya eze obi ogu oma uru asi ola"),
}  # fmt: skip
_ORIGINS = (("AL", 0.62), ("GB", 0.14), ("RO", 0.08), ("VN", 0.06), ("PL", 0.04), ("NG", 0.06))


@dataclass(frozen=True, slots=True)
class Recorded:
    """One row at one partner. ``who`` is the truth, which no partner knows."""

    who: int
    given: str
    family: str
    born: str  # ISO, or "" where it was not recorded
    sex: str  # "f", "m" or ""
    citizenship: str
    age: int  # at registration, as somebody counted it; -1 not recorded
    year: int  # of registration


@dataclass(frozen=True, slots=True)
class Errors:
    """How often a partner's clerk errs, as shares of rows."""

    typo: float = 0.10  # in each name
    second: float = 0.15  # of names with a typo have another
    variant: float = 0.10  # another spelling of the same sounds
    nickname: float = 0.05
    swapped_names: float = 0.02
    double: float = 0.03  # a second surname written or left out
    married: float = 0.06  # a woman's other surname
    no_given: float = 0.01
    no_family: float = 0.01
    wrong_date: float = 0.12
    no_date: float = 0.04
    wrong_sex: float = 0.005
    wrong_citizenship: float = 0.02
    keyboard: bool = False  # slips to a neighbouring key, rather than any letter


#: The second error model, on which nothing was chosen.
OTHER = Errors(
    typo=0.07, second=0.3, variant=0.18, nickname=0.08, swapped_names=0.05, double=0.06,
    married=0.10, no_given=0.02, no_family=0.015, wrong_date=0.15, no_date=0.06,
    wrong_citizenship=0.04, keyboard=True,
)  # fmt: skip

_NEAR = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hku", "k": "jli", "l": "ko", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol",
    "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs",
    "y": "tuh", "z": "xas",
}  # fmt: skip
_VARIANTS = (
    ("ë", "e"), ("ç", "c"), ("ç", "ch"), ("xh", "dj"), ("xh", "j"), ("gj", "dj"), ("gj", "gi"), ("q", "ch"),
    ("q", "k"), ("sh", "sch"), ("dh", "d"), ("th", "t"), ("ll", "l"), ("rr", "r"), ("nj", "ni"), ("y", "i"),
    ("j", "i"), ("x", "ks"), ("c", "k"), ("k", "c"), ("ph", "f"), ("aj", "a"), ("ai", "aj"), ("w", "v"),
    ("z", "s"), ("oo", "u"), ("ie", "i"), ("ck", "k"),
)  # fmt: skip
_NICK = {
    "Aleksandër": "Sandri", "Arben": "Beni", "Gjergj": "Gjergji", "Eduard": "Edi", "Fatmir": "Miri", "Petrit": "Triti",
    "Sulejman": "Sul", "Dhimitër": "Mitri", "Elisabeta": "Beti", "Kristina": "Tina", "Luljeta": "Leta", "James": "Jim",
    "Robert": "Bob", "William": "Bill", "Thomas": "Tom", "Daniel": "Dan", "Matthew": "Matt", "Michael": "Mike",
    "Elizabeth": "Liz", "Rebecca": "Becky", "Susan": "Sue", "Samuel": "Sam", "Alexander": "Alex", "Anthony": "Tony",
}  # fmt: skip


class _Drawn:
    """Draws a word by weights that fall with its rank."""

    def __init__(self, words: Sequence[str], steep: float) -> None:
        self.words = list(words)
        self.steps = list(accumulate(1 / (rank + 8) ** steep for rank in range(len(words))))

    def __call__(self, rng: random.Random) -> str:
        return rng.choices(self.words, cum_weights=self.steps)[0]


def _surnames(origin: str) -> Callable[[random.Random], str]:
    common = _FAMILY[origin].split()
    heads, middles, ends = (part.split() for part in _TAIL[origin])
    tail = [
        f"{head}{middle}{end}"
        for head in heads
        for middle in middles or [""]
        for end in ends or [""]
    ]
    random.Random(1).shuffle(tail)
    return _Drawn([*common, *tail[:6000]], 1.0)


def people(count: int, rng: random.Random) -> list[Recorded]:
    """Invented people as they are, before anybody wrote them down."""
    surnames = {origin: _surnames(origin) for origin, _ in _ORIGINS}
    givens = {
        (origin, sex): _Drawn(table[origin].split(), 0.7)
        for sex, table in (("m", _GIVEN_M), ("f", _GIVEN_F))
        for origin, _ in _ORIGINS
    }
    origins, shares = zip(*_ORIGINS, strict=True)
    found: list[Recorded] = []
    while len(found) < count:
        origin = rng.choices(origins, shares)[0]
        family = surnames[origin](rng)
        for _ in range(rng.choices((1, 2, 3, 4), (0.8, 0.12, 0.05, 0.03))[0]):
            sex = "m" if rng.random() < 0.72 else "f"
            year = rng.choice((2022, 2023, 2024, 2025))
            born = date(year, 6, 1) - timedelta(days=int(rng.triangular(14, 48, 21) * 365.25))
            if rng.random() < 0.03:
                born = born.replace(month=1, day=1)
            age = int((date(year, 7, 1) - born).days / 365.25)
            given = givens[origin, sex](rng)
            found.append(
                Recorded(len(found), given, family, born.isoformat(), sex, origin, age, year)
            )
    return found[:count]


def two_partners(
    rows: int, seed: int, errors: Errors = Errors()
) -> tuple[list[Recorded], list[Recorded]]:
    """Two partners' rows, of which half are of people whom both met."""
    rng = random.Random(seed)
    everybody = people(rows + rows - rows // 2, rng)
    rng.shuffle(everybody)
    other = _Drawn(_FAMILY["AL"].split(), 0.5)
    first = [_written(one, errors, rng, other) for one in everybody[:rows]]
    second = [_written(one, errors, rng, other) for one in everybody[-rows:]]
    rng.shuffle(first)
    rng.shuffle(second)
    return first, second


def scaled(errors: Errors, times: float) -> Errors:
    """So many times as many errors of each kind, at most in 9 of 10 rows."""
    shares = {
        name: min(0.9, times * value)
        for name, value in asdict(errors).items()
        if not isinstance(value, bool) and name != "second"
    }
    return replace(errors, **shares)


def coalition(
    rows: int, partners: int, met: float, seed: int, clerks: Sequence[Errors]
) -> list[list[Recorded]]:
    """Each partner's rows: a share ``met`` of as many people whom any may meet, and its own.

    One of the clerks, drawn anew, writes each row: with clerks unlike each other, errors in one
    field go with errors in another.
    """
    rng = random.Random(seed)
    shared = round(met * rows)
    own = rows - shared
    everybody = people(rows + partners * own, rng)
    rng.shuffle(everybody)
    other = _Drawn(_FAMILY["AL"].split(), 0.5)
    found = []
    for at in range(partners):
        there = rng.sample(everybody[:rows], shared)
        there += everybody[rows + at * own : rows + (at + 1) * own]
        rng.shuffle(there)
        found.append([_written(one, rng.choice(clerks), rng, other) for one in there])
    return found


def _written(
    person: Recorded, errors: Errors, rng: random.Random, other: Callable[[random.Random], str]
) -> Recorded:
    """The person as one clerk wrote them down."""
    given, family = person.given, person.family
    if rng.random() < errors.nickname:
        given = _NICK.get(given, given)
    if person.sex == "f" and rng.random() < errors.married:
        family = other(rng)
    if rng.random() < errors.double:
        family = f"{family}-{other(rng)}" if rng.random() < 0.5 else f"{other(rng)} {family}"
    given, family = _spelt(given, errors, rng), _spelt(family, errors, rng)
    if rng.random() < errors.swapped_names:
        given, family = family, given
    if rng.random() < errors.no_given:
        given = ""
    elif rng.random() < errors.no_family:
        family = ""
    sex = {"f": "m", "m": "f"}[person.sex] if rng.random() < errors.wrong_sex else person.sex
    wrong = rng.random() < errors.wrong_citizenship
    year = min(2025, person.year + rng.choice((0, 0, 1)))
    return replace(
        person,
        given=given,
        family=family,
        born=_date(person.born, errors, rng),
        sex=sex,
        citizenship=rng.choice(("AL", "XK", "GB", "")) if wrong else person.citizenship,
        age=person.age + (year - person.year) + rng.choice((0, 0, 0, 0, 0, 0, 1, -1)),
        year=year,
    )


def _spelt(name: str, errors: Errors, rng: random.Random) -> str:
    if rng.random() < errors.variant:
        fits = [(old, new) for old, new in _VARIANTS if old in name.lower()]
        if fits:
            old, new = rng.choice(fits)
            name = name.lower().replace(old, new, 1).title()
    if rng.random() < errors.typo:
        name = _typo(name, errors, rng)
        if rng.random() < errors.second:
            name = _typo(name, errors, rng)
    return name


def _typo(name: str, errors: Errors, rng: random.Random) -> str:
    if len(name) < 2:
        return name
    at = rng.randrange(len(name))
    letters = "abcdefghijklmnopqrstuvwxyz"
    if errors.keyboard:
        letters = _NEAR.get(name[at].lower(), letters)
    kind = rng.random()
    if kind < 0.35:
        return name[:at] + rng.choice(letters) + name[at + 1 :]
    if kind < 0.6:
        return name[:at] + name[at + 1 :]
    if kind < 0.8:
        return name[:at] + rng.choice(letters) + name[at:]
    at = min(at, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _date(born: str, errors: Errors, rng: random.Random) -> str:
    if rng.random() < errors.no_date:
        return ""
    if rng.random() >= errors.wrong_date:
        return born
    day = date.fromisoformat(born)
    kind = rng.choices(("swap", "digit", "year", "first", "january"), (25, 35, 15, 15, 10))[0]
    if kind == "swap" and day.day <= 12:
        return day.replace(month=day.day, day=day.month).isoformat()
    if kind == "year":
        return _valid(day.year + rng.choice((-1, 1)), day.month, day.day) or born
    if kind == "first":
        return day.replace(day=1).isoformat()
    if kind == "january":
        return day.replace(month=1, day=1).isoformat()
    for _ in range(20):
        digits = list(day.strftime("%Y%m%d"))
        at = rng.choice((2, 3, 3, 4, 5, 5, 6, 7, 7))
        digits[at] = rng.choice("0123456789")
        text = "".join(digits)
        made = _valid(int(text[:4]), int(text[4:6]), int(text[6:]))
        if made and made != born and 1940 < int(text[:4]) < 2013:
            return made
    return born


def _valid(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
