"""Albanian."""

from __future__ import annotations

from notes.language import Language, Lot, lines, words

ALBANIAN = Language(
    name="Albanian",
    first=Lot(
        given=words("Arben Agron Besnik Ilir Altin Mira Fatmir Sokol"),
        family=words("Krasniq Gjonaj Dervish Malaj Lleshi Markaj Prend Zeneli"),
        sentences=lines("""
            Klienti tha se {N} e takoi në stacion në {place}.
            Atë e çoi atje {G}, i cili e quan veten mik.
            {N} ia mori pasaportën natën e parë.
            Zoti {S} mbledh qiranë të premteve.
            I thanë t'i bjerë numrit {PHONE} nëse vjen policia.
            Banonin në {ADDR} me gjashtë të tjerë.
            Ka lindur më {DOB} dhe nuk ka dokumente.
            Shkroi te {MAIL} për ndihmë.
            Reklama ishte te {WEB} pranverën e kaluar.
            U bë kallëzim në polici, {CASE}.
            Mbërriti më {DAY} me kamion.
            Ferma është te {GEO}.
        """),
        traps=lines("""
            Punoi si {job} në {place} për {age} muaj dhe u pagua {money}.
            Policia gjeti {count} dhe asnjë armë.
            {noun} flet {nationality} dhe u referua nga {org}.
            Në {month} u zhvendos nga {place} në {place}.
        """),
        labels=lines("""
            Numri personal {NID}
            Pasaporta: {DOC}
            IBAN {IBAN}
            Targa {PLATE}
            {MRZ}
            NHS {NHS}
            Kodi postar {POST}
            NINO {NINO}
        """),
    ),
    held=Lot(
        given=words("Kastriot Dorjan Xhulio Rexhep Ermira Lavdosh Zenun Ndrec"),
        family=words("Bardhoshi Çekrezi Hasmuja Kolgjini Plakërqi Shtjefni Vathaj Ymeraj"),
        sentences=lines("""
            Sipas fqinjit, {N} e drejton shtëpinë dhe i mban çelësat.
            Kushëriri i tij {G} kishte ardhur një vit më parë.
            {N} tregoi se dy vajza të tjera mbaheshin lart.
            Fola me zonjën {S} për qiranë.
            Numri i kontaktit: {PHONE}.
            Mesazhet vinin nga {PHONE} natën vonë.
            Makina ndaloi te {ADDR} dhe priti.
            I lindur {DOB}, pa adresë të përhershme.
            Posta e tij është {MAIL} por telefon nuk ka.
            Rekrutuesi përdor {WEB} dhe i fshin mesazhet.
            Lidhet me {CASE} në prokurori.
            U intervistua më {DAY} me përkthyes.
            Vendndodhja e dërguar: {GEO}.
            Burri që quhej {G} e goditi kur pyeti për rrogën.
            Borxhin ia kërkoi {G} dhe jo shefi.
        """),
        traps=lines("""
            Tani {age} vjeç, {noun} do të mësojë për {job}.
            Dërgoi {money} në shtëpi mes 2019 dhe 2021.
            Punonjësit e {org} numëruan {count} në papafingo.
            Komuniteti {nationality} në {place} ofroi ndihmë në {month}.
            Rroga e premtuar ishte {money} dhe nuk u pagua kurrë.
        """),
        labels=lines("""
            {NID}
            dokumenti i udhëtimit {DOC}
            paguhej te {IBAN}
            makina me targë {PLATE}
            skanuar: {MRZ}
            {NHS}
            {POST}
            numri i sigurimit {NINO}
        """),
    ),
    phones=lines("""
        067 1## ## ##
        0671 ### ###
        +355 67 1## ####
        00355 671######
        067-1##-####
        +383 42 ### ###
        042 ### ###
    """),
    streets=lines("""
        Rruga e Mullirit nr. 14
        Rr. Sadik Dukagjini, pall. 3, ap. 12
        Lagjja Partizani
        L. Dardania, nr. 5
        Bulevardi Gjergj Fishta
        rruga "Skënder Luarasi"
    """),
    months=words("janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor"),
    births=("{d}.{m}.{y}", "{d}/{m}/{y}", "{d} {month} {y}", "{d2}-{m2}-{y}"),
    places=words("Kukës Tiranë Shkodër Londër Birmingham Durrës Dibër Peshkopi Krujë Paris"),
    organisations=lines("""
        Policia e Shtetit
        Ministria e Brendshme
        Bashkia Kukës
        Home Office
        Policia e West Midlands
        Qendra Shëndetësore
    """),
    jobs=words("kamerier pastrues murator shofer kopshtar infermier bukëpjekës"),
    nationalities=words("shqip anglisht italisht greqisht rumanisht"),
    nouns=words("Klienti Viktima Punonjësi Përkthyesi"),
    money=("15 000 lekë", "£250 në javë", "20.000 euro", "45 mijë paund", "3000 euro"),
    counts=("1.200 bimë", "340 bimë", "2500 watt llamba", "12 kg kanabis", "16 llamba"),
    inflected=("", "i", "it", "in"),
)
