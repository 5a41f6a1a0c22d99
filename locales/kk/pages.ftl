### Браузердегі төлем беті: шот сілтемесін ашқан адам не көреді.

page-title = { $state }: { $amount } · { $shop }
page-languages = Тіл

## Төлемнің жағдайы

page-state-choose = Төленетін сома
page-state-preparing = QR дайындап жатырмыз…
page-state-waiting = Төлем күтілуде
page-state-scanned = QR сканерленді
page-state-unknown = Банктің жауабын күтіп отырмыз
page-state-declined = Төлем өтпеді
page-state-over = QR-кодтың уақыты бітті
page-state-paid = Төленді
page-state-twice = Екі рет төленді
page-state-held = Банк ақшаны ұстап тұр
page-state-decision = Ақша түсті
page-state-expired = Шоттың мерзімі өтті
page-state-cancelled = Шоттың күші жойылды

## Енді не істеу керек

page-hint-choose = Түймені басыңыз, біз банктен QR сұраймыз.
page-hint-preparing = Банктен QR сұрап жатырмыз. Бірнеше секунд күтіңіз.
page-hint-waiting = Осы телефоннан төлеу үшін банкіңіздің түймесін басыңыз, басқа телефоннан QR-кодты сканерлеңіз.
page-hint-waiting-app = Банк қосымшасын ашып, төлемді растаңыз.
page-hint-scanned = Төлемді банк қосымшасында растаңыз.
page-hint-unknown = Банк төлемнің өткен-өтпегенін әлі айтпады. Қайталамаңыз: сұрап жатырмыз, жауабы осы бетте шығады.
page-hint-declined = Қайталап көру үшін төмендегі түймені басыңыз.
page-hint-over = Ескі суретті сканерлемеңіз. Төмендегі түймемен жаңа QR алыңыз.
page-hint-paid = Рақмет! Дүкен төлеміңізді көріп тұр.
page-hint-twice = Ақша екі рет түсті. Ол жоғалған жоқ: дүкен артығын қайтарады немесе сізбен келіседі.
page-hint-held = Картаңызда ұсталған сома: { $amount }. Дүкен оны қабылдайды немесе босатады.
page-hint-decision = Түскен сома: { $amount }. Ол шоттағы сомаға тең емес. Ақшаңыз жоғалған жоқ: дүкен төлемді қабылдайды немесе қайтарады.
page-hint-late = Сіз жіберген { $amount } шот жарамсыз болғаннан кейін түсті. Ақшаңыз жоғалған жоқ: дүкен төлемді қабылдайды немесе қайтарады.
page-hint-expired = Дүкеннен жаңа шот сұраңыз.
page-hint-cancelled = Ештеңе төлеудің қажеті жоқ. Бәрібір сатып алғыңыз келсе, дүкеннен жаңа шот сұраңыз.
page-no-way = Қазір осы жерде төлеу мүмкін емес. Дүкенге хабарласыңыз.
page-old-qr = Ескі QR-кодты сканерлемеңіз. Оның мерзімі: { $time }.

## Деректер

page-number = #{ $number } шот
page-until = QR мерзімі: { $time }
page-paid-at = { $bank }, { $time }
page-checked = Тексерілген уақыты: { $time }. Банк төлемді әлі көрмей тұр.
page-nothing-taken = Картадан ақша алынған жоқ.
page-invoice-until = Шоттың мерзімі: { $time }.
page-bank-halyk = Halyk

## Неге өтпеді

page-refusal-funds = Картадағы ақша жетпеді.
page-refusal-card = Банк бұл картаны қабылдамайды.
page-refusal-limit = Сома картаның лимитінен асып кетті.
page-refusal-authentication = Банк төлеп жатқан сіз екеніңізді растай алмады.
page-refusal-issuer = Картаны шығарған банк төлемді қабылдамады.
page-refusal-payer = Төлемнен банк қосымшасында бас тартылды.
page-refusal-bank-trouble = Банк қазір қолжетімсіз.
page-refusal-qr-wrong = Банк қате QR жіберді, сондықтан оны көрсетпейміз.
page-refusal-qr-failed = Банк QR жасай алмады.
page-refusal-setup = Дүкен қазір бұл банк арқылы төлем қабылдай алмайды. Оған хабарладық.
page-refusal-our-request = Банк сұрауымызды оқи алмады. Дүкенге хабарладық.
page-refusal-unsaid = Банк себебін айтпады.

## Түймелер мен суреттер

page-open-homebank = Halyk қосымшасын ашу
page-open-onlinebank = Onlinebank ашу
page-open-app = Банк қосымшасын ашу
page-way = QR көрсету
page-way-halyk = Halyk арқылы төлеу
page-renew = Жаңа QR
page-again = Қайталап көру
page-check = Төлемді тексеру
page-asking = Банктен сұрап жатырмыз…
page-telegram = Telegram-да ашу
page-telegram-back = Telegram-ға оралу
page-to-invoice = Шотқа оралу
page-qr = Төлеуге арналған QR, сомасы { $amount }: { $shop }, #{ $number } шот
page-qr-again = QR-кодты қайта көрсету
page-qr-save = QR-кодты сақтау
page-safe = Тек өз банкіңіздің қосымшасында төлеңіз. SMS-тегі кодты ешкімнің сұрауға құқығы жоқ.
page-offline = Байланыс жоқ. Қайта қосылып жатырмыз…

## Банк қосымшасына апаратын түймесі бар бет

page-go-hint = Түйме банк қосымшасын осы төлеммен ашады.
page-go-over = Бұл сілтеме енді жарамсыз. Қазіргі жағдай шоттың бетінде көрсетілген.

## Бетті көрсету мүмкін болмағанда

page-problem-missing = Мұнда ештеңе жоқ
page-problem-missing-hint = Сілтемені тексеріңіз немесе дүкеннен қайта жіберуін сұраңыз.
page-problem-refused = Болмады
page-problem-refused-hint = Ештеңе өзгерген жоқ. Шоттың сілтемесін қайта ашыңыз.
page-problem-ours = Бізде ақау шықты
page-problem-ours-hint = Бетті бір минуттан кейін қайта ашыңыз. Төлеп қойған болсаңыз, қайта төлемеңіз: төлем жоғалған жоқ.
