# Y gweithdy: ffonau.
join-title = Ymuno
join-code = Y cod ar eich cerdyn
join-go = Ymuno
join-how = Teipiwch wyth llythyren a rhif eich cerdyn, neu anelwch eich camera at ei sgwâr. Nid oes neb yn cofnodi pwy sydd â pha gerdyn.
join-wifi = Os bydd eich ffôn yn dweud nad oes rhyngrwyd ar y Wi-Fi hwn, arhoswch arno: nid oes ei angen ar y gweithdy.
join-paper = Dim ffôn? Cymerwch bapur pleidleisio: mae’n cyfrif yr un fath.
join-unknown = Nid oes cerdyn â’r cod hwn. Edrychwch eto: nid oes 0, O, 1, I nac L mewn cod.
join-wait = { $minutes ->
    [one] Daeth gormod o gynigion anghywir oddi yma. Arhoswch funud, neu gofynnwch am bapur pleidleisio.
   *[other] Daeth gormod o gynigion anghywir oddi yma. Arhoswch { $minutes } munud, neu gofynnwch am bapur pleidleisio.
}
leave = Nid eich cerdyn chi? Gadael
wait-title = Rydych chi i mewn
wait-text = Dim i’w wneud am y tro. Mae’r dudalen yn newid ohoni ei hun; heb sgript, defnyddiwch y botwm.
again = Edrych eto
decide-about = { $count ->
    [one] Un cynnig, { $budget } y flwyddyn i benderfynu yn ei gylch.
   *[other] { $count } cynnig, { $budget } y flwyddyn i benderfynu yn ei gylch.
}
guess-title = Cyn gweld: beth fydd yr ystafell hon yn ei ariannu?
guess-text = Ticiwch yr hyn y credwch a gaiff ei ariannu – nid yr hyn a ddymunwch. Nid oes neb yn cael marc.
guess-send = Dyma fy nghynnig
guess-kept = Cadwyd eich cynnig. Gallwch ei newid tan y cyfrif cyntaf.
guess-right = { $all ->
    [one] Gwnaeth yr ystafell un cynnig y câi rhywbeth ei ariannu; roedd { $right } o 1 yn gywir.
   *[other] Gwnaeth yr ystafell { $all } o gynigion y câi rhywbeth ei ariannu; roedd { $right } ohonynt yn gywir.
}
read-title = Y cynigion
price = { $price } y flwyddyn
against = Beth sy’n siarad yn ei erbyn
source = Ffynhonnell
vote-title = Eich pleidlais
vote-title-again = Eich ail bleidlais
vote-approval = Ticiwch y cynigion a ddymunwch.
vote-choose-one = Ticiwch yr un cynnig a ddymunwch fwyaf.
vote-knapsack = Dewiswch yr hyn y byddech yn ei brynu. Rhaid iddo ffitio’r arian sydd ar gael.
vote-points = Rhowch bwyntiau: { $points } i gyd, cynifer ag y mynnoch i bob un.
vote-scores = Rhowch rhwng 0 a { $points } pwynt i bob cynnig.
vote-ranks = Rhowch 1 wrth yr hyn a ddymunwch fwyaf, 2 wrth y nesaf, ac yn y blaen.
vote-least = Enwch o leiaf { $count }.
vote-most = Enwch { $count } ar y mwyaf.
vote-send = Bwrw’r bleidlais hon
vote-change = Newid fy mhleidlais
vote-no-hurry = Nid oes brys. Gallwch newid eich pleidlais nes i’r bleidlais gau; yr olaf sy’n cyfrif.
vote-district = Ble rydych chi’n byw?
vote-whose = I’r rhai sy’n byw yn yr ardal hon: { $district }.
purses = Mae’r arian wedi’i rannu, ac mae pob rhan yn talu am ei chynigion ei hun yn unig:
purse-whole = Yr ardal gyfan
settled = Wedi’i benderfynu cyn y bleidlais
settled-pinned = yn cael ei ariannu beth bynnag y bleidlais
settled-vetoed = wedi’i dynnu o’r bleidlais
one-of-these = Un o’r rhain ar y mwyaf a gaiff ei ariannu:
only-beside = yn cael ei ariannu dim ond ochr yn ochr â
bar-spent = Mae eich dewis yn costio { $cost } o { $budget }.
bar-points = Pwyntiau a roddwyd: { $given } o { $points }.
bar-named = Enwyd: { $count }. Maent yn costio { $cost } gyda’i gilydd; mae { $budget } ar gael.
rank-of = Safle
points-of = Pwyntiau
receipt-title = Mae eich pleidlais i mewn
receipt-text = Cadwch y dderbynneb hon. Pan gyfrifir y bleidlais fe gewch eich pleidlais o dani yn y rhestr.
receipt = Derbynneb
kept-here = Cedwir ar y ffôn hwn, heb ei chyfrif eto. Fe’i hanfonir cyn gynted ag y daw’r cysylltiad yn ôl.
spoilt-title = Ni ellir bwrw’r bleidlais hon eto
rank-twice = Mae gan ddau gynnig yr un safle.
closed-title = Mae’r bleidlais ar gau
closed-text = Ni ellir bwrw rhagor o bleidleisiau. Dangosir y canlyniad ar ôl iddynt gael eu cyfrif.
closed-none = Ni ddaeth pleidlais o’r cerdyn hwn.
on-paper = Rhoddwyd papur pleidleisio â rhif eich cerdyn i mewn.
# Gwrthod.
not-open-yet = Nid yw’r bleidlais wedi’i hagor eto.
nothing-counted = Nid oes dim wedi’i gyfrif eto.
forged = Ni wnaed y ffurflen hon gan y dudalen hon i chi. Agorwch y dudalen eto.
not-a-number = Nid yw “{ $text }” yn rhif a all sefyll yma.
refused-no-round = Nid oes pleidlais { $number }.
refused-counted = Cyfrifwyd y bleidlais hon eisoes: ni ellir ei hagor eto.
refused-other-open = Mae pleidlais { $number } ar agor o hyd: caewch hi’n gyntaf.
refused-first-first = Rhaid cyfrif y bleidlais gyntaf cyn agor yr ail.
refused-not-open = Nid yw’r bleidlais ar agor.
refused-not-closed = Caewch y bleidlais cyn ei chyfrif.
refused-nobody-voted = Nid oes neb wedi pleidleisio: nid oes dim i’w gyfrif.
refused-unfinished = Rhaid teipio papurau ddwywaith yr un fath cyn y cyfrif. Edrychwch ar y bonyn { $stubs }.
refused-unknown-stub = Nid oes bonyn { $number }: rhifir y bonion o 1 i { $last }.
refused-on-paper = Rhoddwyd papur â rhif y cerdyn hwn i mewn: mewn un bleidlais mae cerdyn yn pleidleisio ar ffôn neu ar bapur.
refused-by-phone = Pleidleisiodd cerdyn { $number } ar ffôn yn y bleidlais hon: ni all ei bapur gyfrif hefyd.
refused-no-paper = Ni theipiwyd papur { $number } yn y bleidlais hon.
refused-other-ballot = Defnyddiwyd y dudalen hon i bleidleisio o’r blaen, ac mae rhywbeth wedi newid ers hynny. Agorwch hi eto a bwrw’r bleidlais o’r newydd.
refused-too-many-cards = Mae gan weithdy { $most } o gardiau ar y mwyaf; gwnaed { $made } eisoes.
refused-no-more-guesses = Rhaid dyfalu cyn cyfrif y bleidlais gyntaf.
refused-not-written = Ni ellid ei gofnodi, felly nid yw’n cyfrif: { $error }
spoilt-unknown = Nid oes cynnig “{ $id }” ar y papur pleidleisio.
spoilt-twice = Enwir “{ $id }” ddwywaith.
spoilt-points = Rhaid rhoi pwyntiau i bob cynnig a enwir, ac i ddim arall.
spoilt-points-of-one = { $count ->
    [one] Gall cynnig gael 1 pwynt neu ddim.
   *[other] Mae pwyntiau i gynnig yn mynd o 1 i { $count }.
}
spoilt-points-in-all = Rhoesoch { $given } i gyd; mae { $most } i’w rhoi.
spoilt-too-dear = Mae hyn yn costio { $cost }; mae { $budget } ar gael.
spoilt-over-ceiling = Ar gyfer { $name } mae hyn yn costio { $cost }; caiff { $most } ar y mwyaf fynd yno.
spoilt-alternatives = Dewisiadau yn lle ei gilydd yw “{ $one }” a “{ $other }”: dewiswch un ohonynt.
spoilt-elsewhere = Penderfynir am “{ $title }” gan y rhai sy’n byw yn yr ardal hon: { $district }.
spoilt-district = Dywedwch ym mha ardal rydych chi’n byw: { $titles }.
# Canlyniadau.
result-title = Ariennir { $funded } o { $all } cynnig, am { $cost } o { $budget }
result-title-in-part = { $parts ->
    [one] Ariennir { $funded } o { $all } cynnig ac un arall yn rhannol, am { $cost } o { $budget }
   *[other] Ariennir { $funded } o { $all } cynnig a { $parts } arall yn rhannol, am { $cost } o { $budget }
}
part-of = { $part } o { $price }, yn rhannol
result-none = Nid ariennir dim
result-left = Mae { $left } dros ben.
result-voted = { $count ->
    [one] Cyfrifwyd un bleidlais.
   *[other] Cyfrifwyd { $count } pleidlais.
}
funded = Ariennir
not-funded = Ni ariennir
reason-why = Pam
votes-of = { $count ->
    [one] mae un bleidlais yn ei enwi
   *[other] mae { $count } pleidlais yn ei enwi
}
voters = { $count ->
    [one] 1 pleidleisiwr
   *[other] { $count } pleidleisiwr
}
how-rest = { $count ->
    [one] + Ni thalodd cyfran neb am hwn: roedd yn dal i ffitio’r arian dros ben, sy’n mynd i’r cynigion â’r nifer fwyaf o bleidleisiau.
   *[other] + Ni thalodd cyfran neb am y { $count } hyn: roeddent yn dal i ffitio’r arian dros ben, sy’n mynd i’r cynigion â’r nifer fwyaf o bleidleisiau.
}
how-unnamed = { $count ->
    [one] Nid enwodd neb un cynnig; ni chaiff cynnig o’r fath byth ei ariannu, hyd yn oed os oes arian ar ôl.
   *[other] Nid enwodd neb { $count } o gynigion; ni chaiff cynigion o’r fath byth eu hariannu, hyd yn oed os oes arian ar ôl.
}
rules-title = Beth fyddai rheolau eraill yn ei ariannu
rules-same = yr un peth
rules-more = hefyd { $list }
rules-less = heb { $list }
rules-part = rhan o { $title } ({ $amount })
rules-decides = sy’n penderfynu yma
list-title = Y pleidleisiau a gyfrifwyd
list-text = Mae pob llinell yn bleidlais o dan ei derbynneb. Gall unrhyw un eu cyfrif eto: mae’r ffeil isod.
list-find = Chwilio am dderbynneb
list-found = Mae eich pleidlais yn y rhestr.
list-missing = Nid oes gan unrhyw bleidlais a gyfrifwyd y dderbynneb hon. Os newidioch eich pleidlais, dim ond yr olaf sy’n cyfrif.
list-empty-ballot = nid yw’n enwi dim
on-paper-word = ar bapur
get-ballots = Y pleidleisiau’n ffeil (.pb)
get-scenario = Y dewis yn senario (.toml)
get-page-file = Yr un peth yn dudalen i’w chadw (.html)
get-page = Y canlyniad ar un dudalen
effects-title = Beth fyddai’r dewis yn ei wneud
effects-working = Mae’n cael ei gyfrifo: { $draws } dyfodol ar gyfer pob ffordd o wario’r arian, a barn pedwar gwersyll. Mae hyn yn cymryd rhyw funud.
effects-failed = Ni ellid ei gyfrifo
effects-in-one = Yn { $year }, o gymharu ag ariannu dim
effects-in = O { $from } hyd { $to }, o gymharu ag ariannu dim
effects-chosen = Yr hyn a ddewiswyd
effects-as-now = Yr un arian, wedi’i wario fel nawr
effects-nothing = Ariannu dim
effects-better = Mewn { $better } o { $all } dyfodol mae’r dewis yn gwella hyn o gymharu ag ariannu dim.
effects-beats = Mewn { $better } o { $all } mae’n gwneud yn well na’r un arian wedi’i wario fel y mae gwasanaethau’n gwario nawr.
effects-dots = Mae pob dot yn un dyfodol y mae’r dystiolaeth yn ei ganiatáu; mae dotiau ar y dde yn well.
effects-rough = Bras: { $draws } dyfodol o { $people } person efelychedig.
goal-access = Cael y gofal sydd ei angen
goal-health = Blynyddoedd o fywyd mewn iechyd da
goal-fairness = Pa mor gyfartal y mae gofal yn cyrraedd ardaloedd cyfoethog a thlawd
camps-title = Pwy fyddai’n anghytuno
camps-text = Yr un cwestiwn o dan bedair set o gredoau, gyda’r dystiolaeth wedi’i darllen yn ofalus ac fel y’i cyhoeddwyd. Gofynnir am { $year } yn unig, lle mae’r dyfodolau uchod yn cwmpasu’r holl flynyddoedd; mae’r hyn sy’n rhy fach i’w wahaniaethu yn cyfrif fel dim gwahaniaeth.
side-neutral = Niwtral
side-market = Marchnadoedd
side-planning = Cynllunio
side-sceptic = Amheuwyr
reading-shrunk = wedi’i darllen yn ofalus
reading-published = fel y’i cyhoeddwyd
expects-better = gwell
expects-worse = gwaeth
expects-same = dim gwahaniaeth
expects-unclear = ni ellir dweud
expects-not-told = heb ei ddiffinio
moved-title = Beth symudodd rhwng y pleidleisiau
moved-text = Newidiodd { $changed } o’r { $both } a bleidleisiodd ddwywaith eu pleidlais.
moved-before = Pleidlais gyntaf
moved-after = Ail bleidlais
moved-once = Pleidleisiodd { $first } y tro cyntaf yn unig, a { $second } yr ail dro yn unig.
moved-came = Newid ato
moved-left = Newid oddi wrtho
moved-joined = Dim ond nawr
moved-stayed-away = Dim ond o’r blaen
moved-signs = Mae + yn dweud faint o’r rhai a bleidleisiodd ddwywaith a newidiodd at gynnig, a − faint a newidiodd oddi wrtho.
moved-rest = Daw gweddill pob newid oddi wrth y rhai a bleidleisiodd unwaith yn unig.
proposal = Cynnig
# Y llinell sylfaen.
baseline-title = Sut mae pethau nawr
baseline-text = Os na chaiff dim ei ariannu a bod gwasanaethau’n mynd ymlaen fel y maent, yn ôl model y gweithdy hwn:
baseline-line = { $what }: { $now } yn { $first }; { $then } yn { $last } (mewn wyth dyfodol o ddeg rhwng { $low } a { $high }).
baseline-working = Mae’r llinell sylfaen yn cael ei chyfrifo. Mae hyn yn cymryd ychydig eiliadau.
# Liferi.
lever-title = Beth pe newidid rhywbeth arall?
lever-none = Ni symudwyd lifer eto.
lever-gains = Pwy sy’n elwa
lever-pays = Pwy sy’n talu
lever-england = Lloegr gyfan, { $year }, o gymharu â phopeth fel nawr:
lever-band = { $what }: { $middle } (wyth dyfodol o ddeg: { $low } i { $high })
lever-working = Mae’n cael ei gyfrifo.
lever-choose = Symud lifer
lever-as-now = Popeth fel nawr
# Camau.
step-join = Cyrraedd ac ymuno
step-baseline = Sut mae pethau
step-predict = Dyfalu
step-read = Darllen a dadlau
step-vote = Pleidleisio
step-count = Cyfrif
step-consequences = Canlyniadau
step-lever = Symud lifer
step-vote-again = Pleidleisio eto
step-count-again = Beth symudodd
step-hand-out = Mynd adref
# Y wal.
wall-alone = Ni all ffonau ymuno: dechreuwyd y gweithdy hwn ar gyfer y cyfrifiadur hwn yn unig. O’i ddechrau eto â --lan mae’n eu gadael i mewn, gyda phopeth a gadwyd.
wall-address = Ar yr un Wi-Fi, agorwch
wall-open = Mae’r bleidlais ar agor
wall-turnout = { $count ->
    [one] Mae un bleidlais i mewn.
   *[other] Mae { $count } pleidlais i mewn.
}
wall-hidden = Ni ddangosir i neb sut mae’r pleidleisiau’n disgyn cyn cau’r bleidlais.
wall-guesses = { $count ->
    [one] Mae un cynnig i mewn.
   *[other] Mae { $count } cynnig i mewn.
}
wall-more = { $count ->
    [one] Mae un arall ar dudalen eich ffôn.
   *[other] Mae { $count } arall ar dudalen eich ffôn.
}
wall-thanks = Diolch
wall-home = Mae popeth ar dudalen eich ffôn: canlyniad, pleidleisiau, y dewis yn ffeil.
# Y ddesg.
desk-title = Y ddesg
desk-pin = PIN
desk-pin-how = Mae’r PIN yn y ffenestr lle dechreuwyd y gweithdy.
desk-enter = Mynd i mewn
desk-pin-wrong = Nid hwn yw’r PIN.
desk-now = Nawr
desk-minutes = munud yma
desk-planned = Cynllun: { $long } munud o 90, { $short } o 45
desk-say = Beth i’w ddweud
desk-next = Nesaf
desk-back = Yn ôl
desk-blank = Cuddio’r wal
desk-show = Dangos y wal
desk-open = Agor pleidlais { $round }
desk-close = Cau pleidlais { $round }
desk-reveal = Cyfrif pleidlais { $round } a’i dangos
desk-turnout = Pleidlais { $round }: { $phones } ar ffôn, { $papers } ar bapur sy’n cyfrif.
desk-phones = { $here ->
    [one] Mae un ffôn yma; { $silent } yn dawel ers munud neu fwy.
   *[other] Mae { $here } ffôn yma; { $silent } ohonynt yn dawel ers munud neu fwy.
}
desk-unfinished = Papurau y mae angen edrych arnynt: bonion { $stubs }
desk-cards = Cardiau a wnaed: { $count }
desk-more = Gwneud mwy o gardiau
desk-how-many = Sawl un arall
desk-files = Ffeiliau
desk-agenda = Yr agenda
desk-wall = Agor y wal
desk-clerk = Papurau pleidleisio
desk-print = Argraffu
# Y clerc.
clerk-title = Papurau pleidleisio
clerk-how = Teipiwch y rhif ar y bonyn a’r hyn a farciwyd. Mae ail berson yn teipio’r un papur eto; mae’n cyfrif pan fydd y ddau’n cytuno.
clerk-stub = Rhif ar y bonyn
clerk-first = Teipio cyntaf
clerk-second = Ail deipio
clerk-which = Pa deipio
clerk-send = Cadw
clerk-kept = Cadwyd bonyn { $stub }: { $what }
clerk-needs-first = mae’r teipio cyntaf ar goll
clerk-needs-second = rhaid ei deipio yr eildro
clerk-needs-look = mae’r ddau deipio’n wahanol – edrychwch ar y papur
clerk-counts = yn cyfrif
clerk-not-open = Nid oes pleidlais ar agor, neu cyfrifwyd yr olaf: ni chymerir papur nawr.
clerk-differ = Gwahaniaeth: cyntaf { $first }; ail { $second }
clerk-withdraw = Tynnu’n ôl
clerk-list = Wedi’u teipio hyd yma
clerk-nothing = dim
# Argraffu.
print-title = I’w argraffu
print-go = Argraffu’r dudalen hon
print-paper = Papur pleidleisio
print-paper-how = Rhwygwch y bonyn ar hyd y llinell a’i gadw.
print-stub = Bonyn
print-ballot = Papur
print-number = Rhif
print-cards = Cardiau â chodau
print-cards-how = Un cerdyn i bob person. Torrwch ar hyd y llinellau, cymysgwch, a gadewch i bawb gymryd un: nid oes neb yn cofnodi pwy sydd â pha un.
print-result = Y canlyniad ar un dudalen
print-roles = Cardiau rôl
print-roles-how = Ymarfer: dadleuwch am awr fel rhywun sy’n credu hyn.
print-answers = Atebion i athrawon
print-english = Yn Saesneg yn unig
in-english = Mae’r cynigion, y rhesymau a’r liferi yn Saesneg.
# Beth mae’r hwylusydd yn ei ddweud, gam wrth gam.
say-join = Croeso. Mae pawb yn cymryd un cerdyn o’r bocs ac yn ymuno â’i god. Dim ffôn? Cymerwch bapur pleidleisio â rhif eich cerdyn. Nid ydym yn cofnodi enwau.
say-baseline = Dyma sut mae pethau, ac i ble’r ânt os na phenderfynwn ddim. Pa un o’r rhifau hyn sy’n eich synnu?
say-predict = Cyn gweld dim: dyfalwch beth fydd yr ystafell hon yn ei ariannu. Nid yr hyn a ddymunwch – yr hyn a ddisgwyliwch.
say-read = Darllenwch y cynigion fesul dau. I bob un a hoffwch, dewch o hyd i’r frawddeg sy’n siarad yn ei erbyn. Yna tair munud o ddadl.
say-vote = Mae’r bleidlais ar agor. Nid oes brys, a gallwch newid eich pleidlais nes i mi ei chau. Mae papur yn cyfrif yr un fath.
say-vote-closed = Mae’r bleidlais ar gau: nid oes modd newid pleidlais mwyach. Pan fydd y papurau wedi’u teipio, edrychwn ar ein dewis.
say-count = Dyma ein dewis. Cymerwch un cynnig a gollodd a darllenwch pam. A fyddai rheol arall wedi’i ariannu?
say-consequences = Dyma beth fyddai ein dewis yn ei wneud, mewn { $draws } dyfodol y mae’r dystiolaeth yn eu caniatáu. Ble mae’r dotiau’n gorgyffwrdd? Pwy fyddai’n anghytuno â’r llun hwn, a pham?
say-lever = Mae’r pot ar y bwrdd yn fach. Pa lifer fyddai’n symud mwy? Dewiswch un, dyfalwch yn gyntaf, yna edrychwch.
say-vote-again = Pleidleisiwch eto, gan wybod yr hyn a wyddoch nawr. Efallai’n wir y cadwch at eich pleidlais gyntaf.
say-count-again = Symudodd hyn rhwng y pleidleisiau, ac ni symudodd hyn. Beth newidiodd eich meddwl?
say-hand-out = Ewch â’r dudalen, ffeil y pleidleisiau a’r dewis yn ffeil adref. Chwiliwch am eich derbynneb yn y rhestr. Diolch.
