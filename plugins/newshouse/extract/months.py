"""Months by the names and abbreviations they have in some seventy languages. Pure, no I/O.

From CLDR 48 by way of Babel (formatting and stand-alone forms, wide and abbreviated, in alphabets of three letters and
more), and older abbreviations. A name that means two months (Croatian and Czech "listopad") counts as the more common.
"""

from __future__ import annotations

_MONTHS = (
    "jan janv januar januari ene enero gen gennaio ianuarie січ січня янв января sty stycznia led ledna ocak"
    " tammi jaan siječ ιαν ιανουαρίου يناير كانون ינואר जनवरी january janvier janeiro tammikuuta tammikuu janúar"
    " jaanuar janvāris sausio saus sausis styczeń leden januára január ian януари яну январь січень студзеня сту"
    " студзень јануар јан siječnja sij siječanj јануари janar ιανουάριοσ oca yanvar yan gener xaneiro xan"
    " urtarrila urt eanáir ean ionawr ion januarie جانفي ژانویه جنوری қаңтар қаң იანვარი იან հունվարի հնվ հունվար"
    " জানুয়ারী জানু ஜனவரி ஜன జనవరి జన ಜನವರಿ ಜನ ജനുവരി ജനു जानेवारी जाने જાન્યુઆરી જાન્યુ ਜਨਵਰੀ ਜਨ जन มกราคม ม.ค"
    " ජනවාරි ජන មករា ມັງກອນ ມ.ກ ဇန်နဝါရီ ဇန် ጃንዋሪ ጃን جنوري январ",
    "feb februar februari febr fév févr février febrero fev fevereiro febbraio лют лютого фев февраля lut lutego"
    " února şubat helmi veebr velj φεβ φεβρουαρίου فبراير شباط פברואר फ़रवरी फरवरी february helmikuuta helmikuu"
    " febrúar veebruar februāris vasario vas vasaris luty úno únor februára február februarie февруари февр"
    " февраль лютий лютага люты фебруар феб veljače veljača shkurt shk φεβρουάριοσ şub fevral febrer febreiro"
    " otsaila ots feabhra feabh chwefror chwef chw pebrero peb فيفري فوریه فروری ақпан ақп თებერვალი თებ փետրվարի"
    " փտվ փետրվար ফেব্রুয়ারী ফেব பிப்ரவரி பிப் ఫిబ్రవరి ఫిబ్ర ಫೆಬ್ರವರಿ ಫೆಬ್ರ ഫെബ്രുവരി ഫെബ്രു फेब्रुवारी फेब्रु"
    " ફેબ્રુઆરી ફેબ્રુ ਫ਼ਰਵਰੀ ਫ਼ਰ फ़र กุมภาพันธ์ ก.พ फेब्रुअरी පෙබරවාරි පෙබ កុម្ភៈ ກຸມພາ ກ.ພ ဖေဖော်ဝါရီ ဖေ ፌብሩዋሪ"
    " ፌብ فبروري فېبروري феврал",
    "mar march mär märz mrz mrt maart mars marzo março марта мар бер березня marca března mart maalis märts ožuj"
    " μαρ μαρτίου مارس آذار מרץ मार्च marts maaliskuuta maaliskuu kovo kov kovas marzec bře březen marec március"
    " márc martie март березень сакавіка сак сакавік ožujka ožu ožujak μάρτιοσ μάρ març martxoa márta mawrth maw"
    " maret mac marso machi مارچ наурыз нау მარტი მარ մարտի մրտ մարտ মার্চ மார்ச் மார் మార్చి ಮಾರ್ಚ್ മാർച്ച് മാർ"
    " માર્ચ ਮਾਰਚ มีนาคม มี.ค මාර්තු මාර් មីនា ມີນາ ມ.ນ မတ် ማርች",
    "apr april avr avril abr abril aprile апр апреля квіт квітня kwi kwietnia dubna nisan huhti travnja απρ"
    " απριλίου أبريل نيسان אפריל अप्रैल huhtikuuta huhtikuu apríl aprill aprīlis balandžio bal balandis kwiecień"
    " dub duben apríla április ápr aprilie април апрель квітень красавіка кра красавік tra travanj prill pri"
    " απρίλιοσ nis aprel apirila api aibreán aib ebrill ebr aprili أفريل آوریل اپریل сәуір сәу აპრილი აპრ ապրիլի"
    " ապր ապրիլ এপ্রিল এপ্রি ஏப்ரல் ஏப் ఏప్రిల్ ఏప్రి ಏಪ್ರಿಲ್ ಏಪ್ರಿ ഏപ്രിൽ ഏപ്രി एप्रिल एप्रि એપ્રિલ ਅਪ੍ਰੈਲ ਅਪ੍ਰੈ"
    " เมษายน เม.ย अप्रिल අප්‍රේල් មេសា ເມສາ ມ.ສ ဧပြီ ኤፕሪል ኤፕሪ апрел",
    "may mai maj mei mayo maio mag maggio мая мај трав травня maja května mayıs touko svibnja μαΐ μαΐου مايو أيار"
    " מאי मई toukokuuta toukokuu maí maijs gegužės geg gegužė kvě květen mája máj május май травень svi svibanj"
    " μάιοσ μάι maig maiatza bealtaine beal ماي مئی мамыр мам მაისი მაი մայիսի մյս մայիս মে மே మే ಮೇ മേയ് मे મે ਮਈ"
    " พฤษภาคม พ.ค මැයි ឧសភា ພຶດສະພາ ພ.ພ မေ ሜይ مۍ",
    "jun june juni juin junio junho giu giugno июн июня черв червня cze czerwca června haziran kesä juuni lipnja"
    " ιουν ιουνίου يونيو حزيران יוני जून kesäkuuta kesäkuu júní jún jūnijs jūn birželio birž birželis czerwiec čvn"
    " červen júna június iunie iun юни июнь червень чэрвеня чэр чэрвень јун lipanj junij јуни qershor qer ιούνιοσ"
    " ιούν haz iyun iyn juny xuño ekaina eka meitheamh meith mehefin meh hunyo hun junie جوان ژوئن جون маусым мау"
    " ივნისი ივნ հունիսի հնս հունիս জুন ஜூன் జూన్ ಜೂನ್ ജൂൺ જૂન ਜੂਨ มิถุนายน มิ.ย जुन ජූනි មិថុនា ມິຖຸນາ ມິ.ຖ ဇွန်"
    " ጁን",
    "jul july juli juil juillet julio julho lug luglio июл июля лип липня lip lipca července temmuz heinä juuli"
    " srpnja ιουλ ιουλίου يوليو تموز יולי जुलाई heinäkuuta heinäkuu júlí júl jūlijs jūl liepos liep liepa lipiec"
    " čvc červenec júla július iulie iul юли июль липень ліпеня ліп ліпень јул srpanj julij јули korrik korr"
    " ιούλιοσ ιούλ tem iyul iyl juliol xullo xul uztaila uzt iúil gorffennaf gorff gor julai hulyo hul julie"
    " جويلية يوليوز ژوئیه جولائی шілде шіл ივლისი ივლ հուլիսի հլս հուլիս জুলাই জুল ஜூலை జులై ಜುಲೈ ജൂലൈ जुलै જુલાઈ"
    " ਜੁਲਾਈ ਜੁਲਾ जुल กรกฎาคม ก.ค ජූලි កក្កដា ກໍລະກົດ ກ.ລ ဇူလိုင် ဇူ ጁላይ جولای",
    "aug august augustus août ago agosto авг августа серп серпня sie sierpnia srpna ağustos elo kolovoza αυγ"
    " αυγούστου أغسطس آب אוגוסט अगस्त augusti elokuuta elokuu ágúst ágú augusts rugpjūčio rugp rugpjūtis sierpień"
    " srp srpen augusta augusztus август серпень жніўня жні жнівень avgust avg kol kolovoz gusht gush αύγουστοσ"
    " αύγ ağu avqust avq agost abuztua abu lúnasa lún awst agustus agu ogos ogo agosti أوت غشت اوت اگست тамыз там"
    " აგვისტო აგვ օգոստոսի օգս օգոստոս আগস্ট আগ ஆகஸ்ட் ஆக ఆగస్టు ఆగ ಆಗಸ್ಟ್ ಆಗ ഓഗസ്റ്റ് ഓഗ ऑगस्ट ऑग ઑગસ્ટ ਅਗਸਤ ਅਗ"
    " अग สิงหาคม ส.ค अगस्ट අගෝස්තු අගෝ សីហា ສິງຫາ ສ.ຫ ဩဂုတ် ኦገስት ኦገስ اګست",
    "sep sept september septembre septiembre set setembro settembre сен сентября вер вересня wrz września září"
    " eylül syys rujna σεπ σεπτεμβρίου سبتمبر أيلول ספטמבר सितंबर syyskuuta syyskuu septembris rugsėjo rugs"
    " rugsėjis wrzesień zář septembra szeptember szept septembrie септември сеп сент сентябрь вересень верасня"
    " верасень септембар septembar ruj rujan shtator sht σεπτέμβριοσ eyl sentyabr sen setembre iraila ira mfómh"
    " medi setyembre septemba شتنبر سپتامبر ستمبر қыркүйек қыр sentabr სექტემბერი სექ սեպտեմբերի սեպ սեպտեմբեր"
    " সেপ্টেম্বর সেপ செப்டம்பர் செப் సెప్టెంబర్ సెప్టెం ಸೆಪ್ಟೆಂಬರ್ ಸೆಪ್ಟೆಂ സെപ്റ്റംബർ സെപ്റ്റം सप्टेंबर सप्टें"
    " સપ્ટેમ્બર સપ્ટે ਸਤੰਬਰ ਸਤੰ सित กันยายน ก.ย सेप्टेम्बर සැප්තැම්බර් සැප් កញ្ញា ກັນຍາ ກ.ຍ စက်တင်ဘာ စက် ሴፕቴምበር"
    " ሴፕቴ سېپتمبر سپتمبر сентябр",
    "oct october okt oktober octobre octubre out outubro ott ottobre окт октября жов жовтня paź października"
    " října ekim loka οκτ οκτωβρίου أكتوبر אוקטובר अक्टूबर lokakuuta lokakuu október oktoober oktobris spalio spal"
    " spalis październik říj říjen októbra octombrie октомври октябрь жовт жовтень кастрычніка кас кастрычнік"
    " октобар oktobar tetor tet οκτώβριοσ eki oktyabr urria urr dfómh hydref hyd oktubre oktoba اکتبر اکتوبر қазан"
    " қаз oktabr ოქტომბერი ოქტ հոկտեմբերի հոկ հոկտեմբեր অক্টোবর অক্টো அக்டோபர் அக் అక్టోబర్ అక్టో ಅಕ್ಟೋಬರ್ ಅಕ್ಟೋ"
    " ഒക്‌ടോബർ ഒക്ടോ ऑक्टोबर ऑक्टो ઑક્ટોબર ઑક્ટો ਅਕਤੂਬਰ ਅਕਤੂ अक्टू ตุลาคม ต.ค अक्टोबर ඔක්තෝබර් ඔක් តុលា ຕຸລາ ຕ.ລ"
    " အောက်တိုဘာ အောက် ኦክቶበር ኦክቶ октябр",
    "nov november novembre noviembre novembro ноя ноября лист листопада lis listopada listopadu kasım marras"
    " studenoga νοε νοεμβρίου نوفمبر נובמבר नवंबर marraskuuta marraskuu nóvember nóv novembris lapkričio lapkr"
    " lapkritis listopad novembra noiembrie ноември ное нояб ноябрь листопад лістапада ліс лістапад новембар нов"
    " novembar stu studeni nëntor nën νοέμβριοσ νοέ kas noyabr noy azaroa aza samhain samh tachwedd tach nobyembre"
    " nob novemba نونبر نوامبر نومبر қараша қар ნოემბერი ნოე նոյեմբերի նոյ նոյեմբեր নভেম্বর নভে நவம்பர் நவ నవంబర్"
    " నవం ನವೆಂಬರ್ ನವೆಂ നവംബർ നവം नोव्हेंबर नोव्हें નવેમ્બર નવે ਨਵੰਬਰ ਨਵੰ नव พฤศจิกายน พ.ย नोभेम्बर නොවැම්බර් නොවැ"
    " វិច្ឆិកា ພະຈິກ ພ.ຈ နိုဝင်ဘာ နို ኖቬምበር ኖቬም ноябр",
    "dec december dez dezember déc décembre dic diciembre dezembro dicembre des desember дек декабря груд грудня"
    " gru grudnia prosince aralık joulu detsember prosinca δεκ δεκεμβρίου ديسمبر דצמבר दिसंबर joulukuuta joulukuu"
    " dets decembris gruodžio gruod gruodis grudzień pro prosinec decembra decembrie декември декабрь грудень"
    " снежня сне снежань децембар дец decembar prosinac dhjetor dhj δεκέμβριοσ ara dekabr dek desembre decembro"
    " abendua abe nollaig noll rhagfyr rhag disember dis disyembre desemba دجنبر دسامبر دسمبر желтоқсан жел"
    " დეკემბერი დეკ դեկտեմբերի դեկ դեկտեմբեր ডিসেম্বর ডিসে டிசம்பர் டிச డిసెంబర్ డిసెం ಡಿಸೆಂಬರ್ ಡಿಸೆಂ ഡിസംബർ ഡിസം"
    " डिसेंबर डिसें ડિસેમ્બર ડિસે ਦਸੰਬਰ ਦਸੰ दिस ธันวาคม ธ.ค डिसेम्बर දෙසැම්බර් දෙසැ ធ្នូ ທັນວາ ທ.ວ ဒီဇင်ဘာ ဒီ"
    " ዲሴምበር ዲሴም декабр",
)
_MONTH_OF = {name.casefold(): number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


def month_of(name: str) -> int:
    """The number of the month that goes by this name or abbreviation in some language; 0 if none does."""
    return _MONTH_OF.get(name.casefold().rstrip("."), 0)
