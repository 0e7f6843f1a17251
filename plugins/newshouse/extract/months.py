"""Months by the names and abbreviations they have in some fifty languages. Pure, no I/O.

From CLDR 48 by way of Babel (formatting and stand-alone forms, wide and abbreviated, three letters and more), and older
abbreviations. A name that means two months (Croatian and Czech "listopad") counts as the more common.
"""

from __future__ import annotations

_MONTHS = (
    "jan janv januar januari ene enero gen gennaio ianuarie січ січня янв января sty stycznia led ledna ocak"
    " tammi jaan siječ ιαν ιανουαρίου يناير كانون ינואר जनवरी january janvier janeiro tammikuuta tammikuu janúar"
    " jaanuar janvāris sausio saus sausis styczeń leden januára január ian януари яну январь січень студзеня сту"
    " студзень јануар јан siječnja sij siječanj јануари janar ιανουάριοσ oca yanvar yan gener xaneiro xan"
    " urtarrila urt eanáir ean ionawr ion januarie جانفي ژانویه جنوری қаңтар қаң იანვარი იან հունվարի հնվ հունվար",
    "feb februar februari febr fév févr février febrero fev fevereiro febbraio лют лютого фев февраля lut lutego"
    " února şubat helmi veebr velj φεβ φεβρουαρίου فبراير شباط פברואר फ़रवरी फरवरी february helmikuuta helmikuu"
    " febrúar veebruar februāris vasario vas vasaris luty úno únor februára február februarie февруари февр"
    " февраль лютий лютага люты фебруар феб veljače veljača shkurt shk φεβρουάριοσ şub fevral febrer febreiro"
    " otsaila ots feabhra feabh chwefror chwef chw pebrero peb فيفري فوریه فروری ақпан ақп თებერვალი თებ փետրվարի"
    " փտվ փետրվար",
    "mar march mär märz mrz mrt maart mars marzo março марта мар бер березня marca března mart maalis märts ožuj"
    " μαρ μαρτίου مارس آذار מרץ मार्च marts maaliskuuta maaliskuu kovo kov kovas marzec bře březen marec március"
    " márc martie март березень сакавіка сак сакавік ožujka ožu ožujak μάρτιοσ μάρ març martxoa márta mawrth maw"
    " maret mac marso machi مارچ наурыз нау მარტი მარ մարտի մրտ մարտ",
    "apr april avr avril abr abril aprile апр апреля квіт квітня kwi kwietnia dubna nisan huhti travnja απρ"
    " απριλίου أبريل نيسان אפריל अप्रैल huhtikuuta huhtikuu apríl aprill aprīlis balandžio bal balandis kwiecień"
    " dub duben apríla április ápr aprilie април апрель квітень красавіка кра красавік tra travanj prill pri"
    " απρίλιοσ nis aprel apirila api aibreán aib ebrill ebr aprili أفريل آوریل اپریل сәуір сәу აპრილი აპრ ապրիլի"
    " ապր ապրիլ",
    "may mai maj mei mayo maio mag maggio мая мај трав травня maja května mayıs touko svibnja μαΐ μαΐου مايو أيار"
    " מאי मई toukokuuta toukokuu maí maijs gegužės geg gegužė kvě květen mája máj május май травень svi svibanj"
    " μάιοσ μάι maig maiatza bealtaine beal ماي مئی мамыр мам მაისი მაი մայիսի մյս մայիս",
    "jun june juni juin junio junho giu giugno июн июня черв червня cze czerwca června haziran kesä juuni lipnja"
    " ιουν ιουνίου يونيو حزيران יוני जून kesäkuuta kesäkuu júní jún jūnijs jūn birželio birž birželis czerwiec čvn"
    " červen júna június iunie iun юни июнь червень чэрвеня чэр чэрвень јун lipanj junij јуни qershor qer ιούνιοσ"
    " ιούν haz iyun iyn juny xuño ekaina eka meitheamh meith mehefin meh hunyo hun junie جوان ژوئن جون маусым мау"
    " ივნისი ივნ հունիսի հնս հունիս",
    "jul july juli juil juillet julio julho lug luglio июл июля лип липня lip lipca července temmuz heinä juuli"
    " srpnja ιουλ ιουλίου يوليو تموز יולי जुलाई heinäkuuta heinäkuu júlí júl jūlijs jūl liepos liep liepa lipiec"
    " čvc červenec júla július iulie iul юли июль липень ліпеня ліп ліпень јул srpanj julij јули korrik korr"
    " ιούλιοσ ιούλ tem iyul iyl juliol xullo xul uztaila uzt iúil gorffennaf gorff gor julai hulyo hul julie"
    " جويلية يوليوز ژوئیه جولائی шілде шіл ივლისი ივლ հուլիսի հլս հուլիս",
    "aug august augustus août ago agosto авг августа серп серпня sie sierpnia srpna ağustos elo kolovoza αυγ"
    " αυγούστου أغسطس آب אוגוסט अगस्त augusti elokuuta elokuu ágúst ágú augusts rugpjūčio rugp rugpjūtis sierpień"
    " srp srpen augusta augusztus август серпень жніўня жні жнівень avgust avg kol kolovoz gusht gush αύγουστοσ"
    " αύγ ağu avqust avq agost abuztua abu lúnasa lún awst agustus agu ogos ogo agosti أوت غشت اوت اگست тамыз там"
    " აგვისტო აგვ օգոստոսի օգս օգոստոս",
    "sep sept september septembre septiembre set setembro settembre сен сентября вер вересня wrz września září"
    " eylül syys rujna σεπ σεπτεμβρίου سبتمبر أيلول ספטמבר सितंबर syyskuuta syyskuu septembris rugsėjo rugs"
    " rugsėjis wrzesień zář septembra szeptember szept septembrie септември сеп сент сентябрь вересень верасня"
    " верасень септембар septembar ruj rujan shtator sht σεπτέμβριοσ eyl sentyabr sen setembre iraila ira mfómh"
    " medi setyembre septemba شتنبر سپتامبر ستمبر қыркүйек қыр sentabr სექტემბერი სექ սեպտեմբերի սեպ սեպտեմբեր",
    "oct october okt oktober octobre octubre out outubro ott ottobre окт октября жов жовтня paź października"
    " října ekim loka οκτ οκτωβρίου أكتوبر אוקטובר अक्टूबर lokakuuta lokakuu október oktoober oktobris spalio spal"
    " spalis październik říj říjen októbra octombrie октомври октябрь жовт жовтень кастрычніка кас кастрычнік"
    " октобар oktobar tetor tet οκτώβριοσ eki oktyabr urria urr dfómh hydref hyd oktubre oktoba اکتبر اکتوبر қазан"
    " қаз oktabr ოქტომბერი ოქტ հոկտեմբերի հոկ հոկտեմբեր",
    "nov november novembre noviembre novembro ноя ноября лист листопада lis listopada listopadu kasım marras"
    " studenoga νοε νοεμβρίου نوفمبر נובמבר नवंबर marraskuuta marraskuu nóvember nóv novembris lapkričio lapkr"
    " lapkritis listopad novembra noiembrie ноември ное нояб ноябрь листопад лістапада ліс лістапад новембар нов"
    " novembar stu studeni nëntor nën νοέμβριοσ νοέ kas noyabr noy azaroa aza samhain samh tachwedd tach nobyembre"
    " nob novemba نونبر نوامبر نومبر қараша қар ნოემბერი ნოე նոյեմբերի նոյ նոյեմբեր",
    "dec december dez dezember déc décembre dic diciembre dezembro dicembre des desember дек декабря груд грудня"
    " gru grudnia prosince aralık joulu detsember prosinca δεκ δεκεμβρίου ديسمبر דצמבר दिसंबर joulukuuta joulukuu"
    " dets decembris gruodžio gruod gruodis grudzień pro prosinec decembra decembrie декември декабрь грудень"
    " снежня сне снежань децембар дец decembar prosinac dhjetor dhj δεκέμβριοσ ara dekabr dek desembre decembro"
    " abendua abe nollaig noll rhagfyr rhag disember dis disyembre desemba دجنبر دسامبر دسمبر желтоқсан жел"
    " დეკემბერი დეკ դեկտեմբերի դեկ դեկտեմբեր",
)
_MONTH_OF = {name.casefold(): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def month_of(name: str) -> int:
    """The number of the month that goes by this name or abbreviation in some language; 0 if none does."""
    return _MONTH_OF.get(name.casefold().rstrip("."), 0)
