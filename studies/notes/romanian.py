"""Romanian."""

from __future__ import annotations

from notes.language import Language, Lot, lines, words

ROMANIAN = Language(
    name="Romanian",
    first=Lot(
        given=words("Andrei Ioana Mihai Elena Florin Gabriela Marius Cristina"),
        family=words("Vrânceanu Oltean Bucurescu Tănăsoiu Moldovanu Hagiu Cojocariu Brăilescu"),
        sentences=lines("""
            Clientul a spus că {N} l-a așteptat la gară în {place}.
            Acolo a dus-o {G}, pe care îl numește prietenul ei.
            {N} i-a luat pașaportul în prima noapte.
            Domnul {S} strânge chiria vinerea.
            I s-a spus să sune la {PHONE} dacă vine poliția.
            Locuiau pe {ADDR} cu alți șase.
            S-a născut la {DOB} și nu are acte.
            A scris la {MAIL} ca să ceară ajutor.
            Anunțul era pe {WEB} primăvara trecută.
            S-a făcut plângere la poliție, {CASE}.
            A ajuns în {DAY} cu un camion.
            Ferma este la {GEO}.
        """),
        traps=lines("""
            A lucrat ca {job} în {place} timp de {age} luni și a primit {money}.
            Poliția a găsit {count} și nicio armă.
            {noun} vorbește {nationality} și a fost trimis de {org}.
            În {month} s-a mutat din {place} în {place}.
        """),
        labels=lines("""
            CNP {NID}
            Pașaport {DOC}
            IBAN {IBAN}
            Card {CARD}
            {MRZ}
            NHS {NHS}
            Cod poștal {POST}
            Duba {PLATE}
        """),
    ),
    held=Lot(
        given=words("Costel Viorica Doru Zamfira Sandu Smaranda Nelu Ruxandra"),
        family=words("Păcuraru Ghinea Ciobotaru Zărnescu Drăghiceanu Mocanu Șerbu Țepordei"),
        sentences=lines("""
            Potrivit vecinului, {N} conduce casa și ține cheile.
            Vărul lui {G} venise cu un an înainte.
            {N} a povestit că alte două fete erau ținute sus.
            Am vorbit cu doamna {S} despre chirie.
            Număr de contact: {PHONE}.
            Mesajele veneau de la {PHONE} noaptea târziu.
            Mașina a oprit pe {ADDR} și a așteptat.
            Născut {DOB}, fără adresă stabilă.
            Adresa lui este {MAIL} dar nu are telefon.
            Recrutorul folosește {WEB} și șterge mesajele.
            Are legătură cu {CASE} la parchet.
            Intervievat pe {DAY} cu interpret.
            Locația trimisă: {GEO}.
            Bărbatul numit {G} l-a lovit când a întrebat de bani.
        """),
        traps=lines("""
            Acum are {age} de ani și {noun} vrea să devină {job}.
            A trimis {money} acasă între 2019 și 2021.
            Angajații de la {org} au numărat {count} în pod.
            Comunitatea {nationality} din {place} a oferit ajutor în {month}.
            Salariul promis era {money} și nu a fost plătit niciodată.
        """),
        labels=lines("""
            {NID}
            act de călătorie {DOC}
            plătit în {IBAN}
            numărul cardului {CARD}
            scanat: {MRZ}
            {NHS}
            {POST}
            mașina cu numărul {PLATE}
        """),
    ),
    phones=lines("""
        0600 ### ###
        0600######
        +40 600 ### ###
        0040 600 ### ###
        0600.###.###
    """),
    streets=lines("""
        Strada Morii nr. 14
        str. Ștefan cel Mare, bl. 3, sc. 2, ap. 12
        Bulevardul Unirii 45
        Aleea Castanilor 7
        Calea Severinului
    """),
    months=words("ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie"),
    births=("{d}.{m}.{y}", "{d2}/{m2}/{y}", "{d} {month} {y}", "{y}-{m2}-{d2}"),
    places=words("București Londra Iași Birmingham Timișoara Dover Bacău Paris Cluj Viena"),
    organisations=lines("""
        Poliția Română
        Ministerul de Interne
        Primăria Bacău
        Home Office
        Ambasada României
        Crucea Roșie
    """),
    jobs=words("chelner menajeră zidar șofer grădinar brutar"),
    nationalities=words("română engleză italiană albaneză"),
    nouns=words("Clientul Victima Ofițerul Asistentul_Social"),
    money=("15 000 lei", "£250 pe săptămână", "20.000 de euro", "4500 lei", "3000 euro"),
    counts=("1.200 de plante", "340 de plante", "2500 W", "12 kg de canabis", "16 lămpi"),
)
