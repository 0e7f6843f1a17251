"""Words and letters that tell close languages apart, where character statistics can't. Pure.

Within a group, a cue is evidence for the languages it is filed under and against the others of the group. The words
are function words, months, and everyday words in which the written standards differ: Serbian is ekavian with
international months, Croatian ijekavian with Slavic months, Bosnian between them; Nynorsk against Bokmål and Danish;
Malay against Indonesian. The letters are those missing from the other languages' alphabets.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")

_WORDS: dict[str, dict[str, str]] = {
    "sr hr bs": {
        "sr": (
            "pre posle gde ovde uvek vreme vremena dete deca dece deci reč reči mesto mesta mestu mestima deo "
            "dela svet svetu svetski svetska svetsko svetske cena cene cenu nedelja nedelje nedelju ponedeljak "
            "ponedeljka sreda sredu srede čovek čoveka videti uspeh uspeha izmena izmene promena promene "
            "promenama promenu zahtev zahteva zahteve rešenje rešenja posledice zamenik primena savet saveta "
            "bezbednost bezbednosti bezbednosni istorija istorije istorijski istorijsku opština opštine opštini "
            "saopštio saopštila saopštili saopšteno sledeći sledeće sledeća leto letos reka reke reci sever "
            "severa severu severni severne takođe evra dve obe vredan vredna vrednost vrednosti beleži mera mere "
            "merama telo lek lekar lekari lekara lekova sednica sednici sednicu razume pobeda pobedu pobede "
            "pobedio pobedila pobedili devojka devojčica vest vesti proleće celu celo celog ceo cela povređeno "
            "povređenih avgust avgusta vazduh vazduha hleb odsto"
        ),
        "hr": (
            "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga studenog "
            "prosinca siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni "
            "prosinac tisuća tisuće tisuću tko netko nitko priopćio priopćila priopćenje priopćenju priopćeno "
            "priopćili tjedan tjedna tjednu tjedana uvjeti uvjeta uvjete povijest povijesti povijesni povijesnu "
            "sustav sustava sustavu zrakoplov zrakoplova vlak vlaka vlakova vlakovi kruh tvornica tvornice "
            "tvornici nogomet nogometaš nogometaši nogometaša nogometni nogometna nogometne kazalište kazališta "
            "sveučilište sveučilišta glazba glazbe glazbeni glazbenik promet prometa prometu prometna prometne "
            "sudjelovao sudjelovala sudjeluje sudionici sudionika gospodarstvo gospodarstva gospodarski "
            "gospodarska gospodarske izvješće izvješća izvijestio izvijestila izvijestili tijekom redatelj "
            "znanstvenik znanstvenici znanstvenika natjecanje natjecanja udruga udruge europa europe europi "
            "europska europske europski europsku europskoj ravnatelj ravnateljica tvrtka tvrtke tvrtki ljekarna "
            "županija županije županiji"
        ),
        "bs": (
            "saopćio saopćila saopćeno saopćenje saopćili lahko mehko kahva kahve historija historije historiji "
            "historijski historijska historijsku uposlenik uposlenici uposlenika august augusta"
        ),
        "hr bs": (
            "prije poslije gdje ovdje uvijek vrijeme dijete djeca djece djeci riječ riječi mjesto mjesta mjestu "
            "mjestima dio dijela svijet svijeta svijetu svjetski svjetska svjetsko svjetske cijena cijene cijenu "
            "cijenama nedjelja nedjelje nedjelju ponedjeljak ponedjeljka srijeda srijedu srijede čovjek čovjeka "
            "vidjeti vidio uspjeh uspjeha promjena promjene promjenama promjenu zahtjev zahtjeva zahtjeve "
            "rješenje rješenja posljedice zamjenik primjena sjever sjevera sjeveru sjeverni ljeto ljeta rijeka "
            "rijeke rijeci vrijednost vrijednosti vrijedan vrijedna bilježi mjera mjere mjerama lijek lijekova "
            "tijelo sjednica sjednici sjednicu pobjeda pobjedu pobjede pobijedio pobijedila djevojka djevojčica "
            "vijest vijesti proljeće cijeli cijelu cijelo dvije obje razumije sljedeći sljedeće sljedeća također "
            "vijeće vijeća vijeću općina općine općini općinski zrak zraka utjecaj eura"
        ),
        "sr bs": (
            "saopštenje univerzitet univerziteta univerzitetu hiljada hiljade hiljadu januara februara marta "
            "aprila maja juna jula septembra oktobra novembra decembra januar februar septembar oktobar novembar "
            "decembar ko niko neko šta voz vozovi fudbal fudbaler fudbaleri fudbalera fudbalski fudbalska "
            "saobraćaj saobraćaja saobraćaju uslovi uslova uslove porodica porodice porodici evropa evrope evropi "
            "evropska evropske evropski evropsku muzika muzike fabrika fabrike budžet budžeta budžetu vanredno "
            "vanredne vanredna pozorište pozorišta procenat učestvovao učestvuje učesnici organizovao organizovan "
            "sistem sistema zvanično učešće sedmica sedmice tokom"
        ),
    },
    "no nn da": {
        "nn": (
            "ikkje eit ein frå kva kven korleis kvar kvifor dei dykk nokon noko nokre berre vere vore verte vert "
            "vart seier ho skule skulen skular kjem fleire meir mykje saman heile aukar auka noreg vidare "
            "førebels sjølv desse då gjer gjere gjev veke veka vekene fyrste elevane gongen gong einaste eigne "
            "eiga tenester leiar leiaren innbyggjarar innbyggjarane framleis fleirtal fleirtalet ynskjer ønskjer "
            "høyrer løyser vatn sjukehus sjukehuset heim heime spelar spelarar kampane dagane bilane bøndene "
            "fiskarane månader millionar meiner tidlegare utan"
        ),
        "no": (
            "hva hvem hvordan noen noe ble sier skolen skole mer mye hele øker økt økte nå gjør gir uke uken uker "
            "uka innbyggere fortsatt flertall flertallet løser vann sykehus sykehuset uten vei veien regjeringen "
            "saken"
        ),
        "da": (
            "hvad hvordan nogen noget blev siger skolen skole mere meget hele mellem gør uge ugen uger fortsat "
            "flertal flertallet løser vand sygehus af op mod efter uden ud dig mig sig sagen sag regeringen "
            "regering hjælp børn nyt kræver penge blandt folketinget hvem giver kun blive borgerne"
        ),
        "no da": (
            "ikke et en fra hvorfor være bliver hun flere sammen selv disse hjem hjemme spiller ønsker tidligere "
            "mener hører millioner hvor"
        ),
        "no nn": "etter opp mot ut seg meg deg av gjennom språk språket mellom sak bare",
    },
    "id ms": {
        "id": (
            "karena bahwa polisi uang kantor mobil senin jumat maret juni juli agustus desember bisa provinsi "
            "kabupaten kecamatan gubernur bupati walikota pemilu miliar triliun rupiah beda tim timnas laga "
            "listrik pengadilan jaksa usai mulai pajak mahasiswa perusahaan pemerintah pasien kesehatan sepak "
            "bandara tol korupsi resmi rawan parlemen yaitu universitas proyek pria kecelakaan korban rusak coba "
            "butuh mau kapan kemarin diperkirakan"
        ),
        "ms": (
            "kerana bahawa polis wang isnin khamis jumaat ahad mac jun julai ogos disember timbalan parlimen "
            "pilihanraya bilion trilion ringgit beza elektrik pendakwa selepas syarikat pesakit kesihatan rasuah "
            "rasmi sekiranya manakala susulan iaitu ialah berhubung memaklumkan universiti hospital projek lelaki "
            "kanak kakitangan dadah kemalangan mangsa sahaja kualiti aktiviti rosak cuba mahu bandar lebuhraya "
            "semalam dijangka"
        ),
    },
}  # fmt: skip

_LETTERS: dict[str, dict[str, str]] = {
    "sr mk bg ru uk be": {
        "sr": "ђћ", "mk": "ѓќѕ", "sr mk": "јљњџ", "uk": "їєґ", "be": "ў", "uk be": "і", "ru be": "ыэё",
        "bg ru": "ъ", "bg ru uk": "щ", "bg ru uk be": "йюя",
    },
    "ru kk ky tt ba mn tg": {
        "kk": "ұ", "kk tg": "қ", "kk ba tg": "ғ", "kk tt ba": "әһ", "ba": "ҙҫҡ", "tt": "җ", "tg": "ҳҷӣӯ",
        "kk ky tt ba mn": "үө", "kk ky tt": "ң",
    },
    "ar fa ur ps ku ug sd": {
        "ur": "ٹڑےں", "ps": "ښځډړۍټ", "ku": "ڕڵێ", "ku ug": "ەۆ", "ug": "ۈې",
        "sd": "ڪڏٻڄڃٿ", "fa ur ps ku ug sd": "پچگ",
    },
    "tr az": {"az": "ə"},
    "da sv no nn de fi": {"da no nn": "æø", "sv fi de": "äö", "de": "ß"},
}  # fmt: skip


def _refuted(tables: dict[str, dict[str, str]], split: re.Pattern[str]) -> dict[str, tuple[str, ...]]:
    """For each cue the languages it speaks against."""
    refuted: dict[str, tuple[str, ...]] = {}
    for group, filed in tables.items():
        speaks_for: dict[str, set[str]] = {}
        for languages, cues in filed.items():
            for cue in split.findall(cues):
                speaks_for.setdefault(cue, set()).update(languages.split())
        for cue, languages_for in speaks_for.items():
            against = set(group.split()) - languages_for
            refuted[cue] = tuple(sorted(against.union(refuted.get(cue, ()))))
    return refuted


_REFUTED_BY_WORD = _refuted(_WORDS, _WORD)
_REFUTED_BY_LETTER = _refuted(_LETTERS, re.compile(r"\w"))


def contradictions(text: str) -> dict[str, int]:
    """How many cues in the text, each counted once, speak against a language; languages of none are left out."""
    lowered = text.lower()
    against: dict[str, int] = {}
    for refuted, present in ((_REFUTED_BY_WORD, set(_WORD.findall(lowered))), (_REFUTED_BY_LETTER, set(lowered))):
        for cue in refuted.keys() & present:
            for language in refuted[cue]:
                against[language] = against.get(language, 0) + 1
    return against
