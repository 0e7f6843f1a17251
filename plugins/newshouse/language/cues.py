"""Words and letters that tell close languages apart, where character statistics can't. Pure.

Within a group, a cue is evidence for the languages it is filed under and against the others of the group. The words
are function words, months, and everyday words in which the written standards differ: Serbian is ekavian with
international months, Croatian ijekavian with Slavic months, Bosnian between them; Nynorsk against Bokmål and Danish;
Malay against Indonesian. A star ends a stem. The letters are those missing from the other languages' alphabets.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_STEM = 4

_WORDS: dict[str, dict[str, str]] = {
    "sr hr bs": {
        "sr": (
            "pre posle gde ovde uvek vreme dete deca dece deci reč reči mesto mesta mestu mestima umesto deo svet "
            "svetu svetsk* cena cene cenu cenama nedelj* ponedelj* sreda sredu srede čovek* videti videla videli "
            "uspeh* uspeš* uspela uspeli izmen* promen* primen* zamen* zahtev* rešen* rešav* posled* sledeć* savet "
            "saveta savetnik* bezbedn* istorij* opštin* opšte opšti sledi leto letos letnj* reka reke reci sever "
            "severa severu severn* takođe evra evro dve obe vredn* vredi beleži mera mere merama telo lek lekar* "
            "lekov* sednic* predsed* razume razumeo pobed* devoj* vest vesti proleć* prolet* celu celo celog ceo cela "
            "avgust* vazduh* hleb* odsto železni* mlek* zvezd* sneg* snežn* mesec* leče* odeljen* ocen* pomer* "
            "verovatn* pesm* pevač* doneo donela doneli podneo podnela podneli izneo iznela preneo prenela živeo "
            "živela želeo želela ministarka dečak* dečj*"
        ),
        "hr": (
            "siječnj* veljač* ožuj* travnja svibnj* lipnja srpnj* kolovoz* rujna rujan listopad* studenoga prosinc* "
            "prosinac tko netko nitko priopć* tjedan tjedn* tjedana uvjet* povijes* sustav* zrakoplov* vlak vlaka "
            "vlakova vlakovi kruh tvornic* nogomet* kazališ* sveučiliš* glazb* promet prometa prometu prometn* "
            "sudjel* sudioni* gospodarst* gospodarsk* izvješć* izvijest* tijekom redatelj* znanstven* natjeca* udruga "
            "udruge europ* ravnatelj* tvrtk* ljekarn* županij* tisuć* unatoč prosvjed* prijašnj* unutarnj* točn* "
            "točk* prijevoz* liječni* općenito proračunsk*"
        ),
        "bs": "lahko mehko kahva kahve historij* uposleni* august augusta saopć*",
        "hr bs": (
            "prije poslije gdje ovdje uvijek vrijem* dijete djeca djece djeci riječ* mjest* umjest* dio dijel* "
            "svijet* svjet* cijen* nedjelj* ponedjelj* srijed* čovjek* vidje* uspjeh* uspješ* izmjen* promjen* "
            "primjen* zamjen* zahtjev* rješ* posljed* slijed* sljed* savjet* opći* opće ljeto ljeta ljetn* rijek* "
            "sjever* također dvije obje vrijed* bilježi mjer* tijel* lijek* liječ* sjedni* predsjed* razumije pobjed* "
            "pobijed* djevoj* vijest* proljeć* proljet* cijel* željezni* mlijek* mljek* zvijezd* snijeg* snježn* "
            "mjesec* odjel* ocjen* pomjer* vjer* pjesm* pjev* donijel* podnij* iznij* prenij* ministrica vijeć* "
            "općin* zrak zraka utjeca* eura"
        ),
        "sr bs": (
            "saopšt* univerzitet* hiljad* januar* februar* marta aprila maja juna jula septembar septembra oktobar "
            "oktobra novembar novembra decembar decembra ko niko neko šta voz vozovi fudbal* saobraćaj* uslov uslovi "
            "uslova uslove porodic* evrop* muzik* fabrik* budžet* vanredn* pozoriš* procenat* učestv* učesni* "
            "organizova* sistem* zvanič* učešć* sedmic* tokom uprkos naučnik* naučnic* tačn* tačk* prevoz prevoza"
        ),
    },
    "no nn da": {
        "nn": (
            "ikkje eit ein frå kva kven korleis kvar kvifor dei dykk nokon noko nokre berre vere vore verte vert vart "
            "seier ho skule* skular* kjem fleire meir mykje saman heile aukar auka noreg vidare førebels sjølv desse "
            "då gjer gjere gjev veke veka vekene fyrste elevane gongen gong einaste eigne eiga tenester leiar* "
            "innbyggjar* framleis fleirtal* ynskj* ønskjer høyrer løyser vatn sjukehus* heim heime spelar* kampane "
            "dagane bilane bøndene fiskarane forskarar* månader millionar meiner tidlegare utan difor"
        ),
        "no": (
            "hva hvem noen noe ble sier skolen skole mer mye økt økte øker nå gir uke uken uker uka innbygger* "
            "fortsatt flertall* vann sykehus* uten vei veien regjeringen saken hvordan"
        ),
        "da": (
            "hvad hvordan nogen noget blev siger skolen skole mere meget mellem uge ugen uger fortsat flertal "
            "flertallet vand sygehus* af op mod efter uden ud dig mig sig sagen sag regering* hjælp* børn* nyt kræver "
            "penge blandt folketing* hvem giver kun blive borgerne"
        ),
        "no da": (
            "ikke et en fra hvorfor være bliver hun flere sammen selv disse hjem hjemme spiller ønsker tidligere "
            "mener hører millioner hvor gjør gør hele løser"
        ),
        "no nn": "etter opp mot ut seg meg deg av gjennom språk språket sak bare",
    },
    "id ms": {
        "id": (
            "karena bahwa polisi uang kantor mobil senin jumat maret juni juli agustus desember bisa provinsi "
            "kabupaten kecamatan gubernur bupati walikota pemkot pemprov pemilu miliar triliun rupiah beda tim timnas "
            "laga listrik pengadilan jaksa usai pajak mahasiswa perusahaan pemerintah pasien kesehatan sepak "
            "bandara tol korupsi resmi parlemen yaitu universitas proyek pria kecelakaan korban rusak coba butuh mau "
            "kemarin ilmuwan telantar terlantar pengacara tewas pabrik telepon film bus stasiun persen ekspor impor "
            "bisnis energi tentara jepang inggris tiongkok serikat diduga tersangka terdakwa narkoba sepeda dokter "
            "obat kasus kebijakan pelatih kampanye partai kandidat investasi longsor meski"
        ),
        "ms": (
            "kerana bahawa polis wang isnin khamis jumaat ahad mac jun julai ogos disember timbalan parlimen "
            "pilihanraya bilion trilion ringgit beza elektrik pendakwa selepas syarikat pesakit kesihatan rasuah "
            "rasmi sekiranya manakala susulan iaitu ialah berhubung memaklumkan universiti hospital projek lelaki "
            "kanak kakitangan dadah kemalangan mangsa sahaja kualiti aktiviti rosak cuba mahu lebuhraya semalam "
            "dijangka saintis baharu terkandas jawatan peguam belanjawan telefon filem bas stesen peratus eksport "
            "import perniagaan tentera jepun inggeris disyaki tertuduh basikal motosikal trafik ubat kes jurulatih "
            "kempen parti mengundi pengundi pelaburan kilang"
        ),
    },
    "sr mk": {
        "sr": "је у са који која које због више био биће смо сте јер нису није али",
        "mk": "во со кој што дека беше биде ќе оваа овој повеќе ги поради",
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
    "am ti": {"ti": "ኣቕኸ"},
}  # fmt: skip


def _refuted(tables: dict[str, dict[str, str]], cue: re.Pattern[str]) -> dict[str, tuple[str, ...]]:
    """For each cue the languages it speaks against."""
    refuted: dict[str, tuple[str, ...]] = {}
    for group, filed in tables.items():
        speaks_for: dict[str, set[str]] = {}
        for languages, cues in filed.items():
            for found in cue.findall(cues):
                speaks_for.setdefault(found, set()).update(languages.split())
        for found, languages_for in speaks_for.items():
            against = set(group.split()) - languages_for
            refuted[found] = tuple(sorted(against.union(refuted.get(found, ()))))
    return refuted


_REFUTED_BY_WORD = _refuted(_WORDS, re.compile(r"\S+"))
_REFUTED_BY_LETTER = _refuted(_LETTERS, re.compile(r"\w"))


def contradictions(text: str) -> dict[str, int]:
    """How many cues in the text, each counted once, speak against a language; languages of none are left out."""
    lowered = text.lower()
    words = set(_WORD.findall(lowered))
    stems = {f"{word[:length]}*" for word in words for length in range(_SHORTEST_STEM, len(word) + 1)}
    against: dict[str, int] = {}
    for refuted, present in ((_REFUTED_BY_WORD, words | stems), (_REFUTED_BY_LETTER, set(lowered))):
        for cue in refuted.keys() & present:
            for language in refuted[cue]:
                against[language] = against.get(language, 0) + 1
    return against
