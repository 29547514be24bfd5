"""Short and familiar given names to the name on a passport, Albanian and English."""

from __future__ import annotations

#: Full name: its short forms. A short form of two names stays as it is.
_FORMS = """
aleksander: aleks sandri sander alex alexander aleksandros
aleksandra: sandra alexandra
andrea: ndrea
anastas: nasi
angjelina: gjelina
arben: beni ben benny
athanas: thanas thanasi
bashkim: kimi
dhimiter: mitri dhimitri dhimitraq mitro dimitri dimitrios
eduard: edi eddie ed edward
elisabeta: beti liza elizabeth liz beth betty lizzie
ermal: mali
fatmir: miri
fatos: tosi
ferdinand: nandi
francesk: frano ceku
gjergj: gjergji george jorgo
gjon: gjoni john johnny jon jack
gjovalin: lini
ibrahim: brahim himi
ismail: maili
jozef: zef zefi josef joseph joe jose
katerina: kati rina katherine catherine kate cathy
konstandin: kosta kostandin costa dini kostas
kristaq: taqi
kristina: tina kristi christina chris
ledio: ledi
luljeta: leta lule
margarita: rita margaret maggie
maria: mari mary marie
mehmet: meti
mihal: mihali michael mike mick mikel
muhamet: muhamed mohamed mohammed mohammad muhammad mohamad met hamet
nikolla: niko koli kola nik nicholas nick nicolas nikolaos
pandeli: pandi
petrit: triti
petro: pjeter petraq peter pete
rexhep: xhepi
robert: berti rob bob bobby bert
samuel: sam sami
sebastian: seba bastian
stefan: steve stefani stephen steven
spiro: pirro
sulejman: sul suli suleiman
thoma: thomas tom tommy toma
viktor: viki victor vic
vasil: vasili vaso
vladimir: ladi vlado
william: bill will billy liam
xhevahir: vahiri
antoni: toni anthony tony
richard: rick dick rich
daniel: dan danny dani
matthew: matt mateo
james: jim jimmy jamie
patricia: pat patty
rebecca: becky rebeka
susan: sue susie suzana
"""


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    several: set[str] = set()
    for line in _FORMS.strip().splitlines():
        full, _, short = line.partition(":")
        for form in short.split():
            if found.setdefault(form, full) != full:
                several.add(form)
    return {form: full for form, full in found.items() if form not in several}


FULL_NAMES = _table()


def full_name(given: str) -> str:
    """The full name that a short one stands for, or the name itself."""
    return FULL_NAMES.get(given, given)
