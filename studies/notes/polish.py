"""Polish."""

from __future__ import annotations

from notes.language import Language, Lot, lines, words

POLISH = Language(
    name="Polish",
    first=Lot(
        given=words("Tomasz Katarzyna Marek Agnieszka Piotr Joanna Krzysztof Monika"),
        family=words("Wiśniowski Zaborska Górczak Malinowska Brzeziński Dobrowolski"),
        sentences=lines("""
            Klient powiedział, że {N} czekał na niego na dworcu w {place}.
            Zawiózł ją tam {G}, którego nazywa swoim chłopakiem.
            {N} zabrał jej paszport pierwszej nocy.
            Pan {S} zbiera czynsz w piątki.
            Kazano mu dzwonić pod {PHONE}, jeśli przyjdzie policja.
            Mieszkali przy {ADDR} z sześcioma innymi.
            Urodziła się {DOB} i nie ma dokumentów.
            Napisał na {MAIL} o pomoc.
            Ogłoszenie było na {WEB} zeszłej wiosny.
            Złożono zawiadomienie na policji, {CASE}.
            Przyjechał {DAY} ciężarówką.
            Gospodarstwo jest w {GEO}.
        """),
        traps=lines("""
            Pracował jako {job} w {place} przez {age} miesięcy i dostał {money}.
            Policja znalazła {count} i żadnej broni.
            {noun} mówi {nationality} i zgłosiła go {org}.
            W {month} przeniosła się z {place} do {place}.
        """),
        labels=lines("""
            PESEL {NID}
            Paszport {DOC}
            IBAN {IBAN}
            Karta {CARD}
            {MRZ}
            NHS {NHS}
            Kod {POST}
            NINO {NINO}
        """),
    ),
    held=Lot(
        given=words("Bożena Leszek Halina Zdzisław Grażyna Mirosław Jadwiga Eugeniusz"),
        family=words("Kołodziejczyk Pytlarz Szymczakowa Drozdek Wawrzyniak Ćwiklińska Żurawel"),
        sentences=lines("""
            Według sąsiada {N} prowadzi dom i trzyma klucze.
            Jego kuzyn {G} przyjechał rok wcześniej.
            {N} opowiadała, że dwie inne dziewczyny trzymano na górze.
            Rozmawiałam z panią {S} o najmie.
            Numer kontaktowy: {PHONE}.
            Wiadomości przychodziły z {PHONE} późno w nocy.
            Samochód stanął przy {ADDR} i czekał.
            Ur. {DOB}, bez stałego adresu.
            Jego adres to {MAIL}, ale telefonu nie ma.
            Werbownik używa {WEB} i kasuje wiadomości.
            Łączy się ze sprawą {CASE} w prokuraturze.
            Przesłuchany {DAY} z tłumaczem.
            Przesłana lokalizacja: {GEO}.
            Mężczyzna o imieniu {G} uderzył go, gdy pytał o pieniądze.
        """),
        traps=lines("""
            Teraz ma {age} lat i {noun} chce uczyć się na zawód {job}.
            Wysłał do domu {money} między 2019 a 2021.
            Pracownicy, których wysłała {org}, naliczyli {count} na strychu.
            Społeczność {nationality} w {place} pomogła w {month}.
            Obiecana płaca to {money} i nigdy jej nie wypłacono.
        """),
        labels=lines("""
            {NID}
            dokument podróży {DOC}
            wpłacano na {IBAN}
            numer karty {CARD}
            skan: {MRZ}
            {NHS}
            {POST}
            nr ubezpieczenia {NINO}
        """),
    ),
    phones=lines("""
        400 ### ###
        400-###-###
        +48 400 ### ###
        0048 400 ### ###
        400######
    """),
    streets=lines("""
        ul. Młyńskiej 14
        ulicy Długiej 7 m. 12
        al. Niepodległości 45
        os. Tysiąclecia 3/12
        placu Wolności
    """),
    months=words("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września grudnia"),
    births=("{d}.{m2}.{y}", "{d} {month} {y}", "{y}-{m2}-{d2}", "{d2}/{m2}/{y}"),
    places=words("Warszawie Londynie Birmingham Krakowie Berlinie Dover Poznaniu Leeds"),
    organisations=lines("""
        Policja
        Straż Graniczna
        Ambasada RP
        Home Office
        Fundacja La Strada
        Caritas
    """),
    jobs=words("kelner sprzątaczka murarz kierowca ogrodnik piekarz"),
    nationalities=words("po_polsku po_angielsku polska"),
    nouns=("Klientka", "Ofiara", "Pokrzywdzony"),
    money=("15 000 zł", "£250 tygodniowo", "20.000 euro", "4500 zł", "3000 funtów"),
    counts=("1200 krzewów", "340 roślin", "2500 W", "12 kg konopi", "16 lamp"),
)
