### Браузердегі төлем беті: шот сілтемесін ашқан адам не көреді.

page-title = { $state }: { $amount } · { $shop }
page-languages = Тіл
page-safe = Тек өз банкіңіздің қосымшасында төлеңіз. SMS-тегі кодты ешкімнің сұрауға құқығы жоқ.
page-offline = Байланыс жоқ. Қайта қосылып жатырмыз…

## Төлемнің жағдайы

page-state-no-way = Төлеу тәсілі әзірге жоқ
page-state-choose = Төленетін сома
page-state-preparing = QR дайындап жатырмыз…
page-state-waiting = Төлем күтілуде
page-state-scanned = QR сканерленді
page-state-blocked = Төлем өтіп жатыр
page-state-held = Ақша резервке алынды
page-state-unknown = Банк жауабын күтіп тұрмыз
page-state-declined = Төлем өтпеді
page-state-no-qr = Банк QR бермеді
page-state-qr-over = QR-кодтың уақыты бітті
page-state-expired = Шоттың мерзімі өтті
page-state-cancelled = Шоттың күші жойылды
page-state-paid = Төленді
page-state-returned = Ақша қайтарылды
page-state-deciding = Ақша түсті

## Енді не істеу керек

page-hint-preparing = Банктен QR сұрап жатырмыз. Бірнеше секунд күтіңіз.
page-hint-waiting = Осы телефоннан төлеу үшін банкіңіздің түймесін басыңыз, басқа телефоннан QR-кодты сканерлеңіз.
page-hint-scan = QR-кодты банкіңіздің қосымшасымен сканерлеңіз.
page-hint-open = Түймені басып, банктің бетінде төлеңіз.
page-hint-confirm = Банк қосымшасын ашып, шотты растаңыз.
page-hint-unknown = Банк төлемнің өткен-өтпегенін әлі айтпады. Қайталамаңыз: сұрап жатырмыз, жауабы осы бетте шығады.
page-hint-over = Ескі суретті сканерлемеңіз. Жаңа QR алу үшін түймені басыңыз.
page-hint-paid = Рақмет! Дүкен төлеміңізді көріп тұр.

## Сілтемелер мен суреттер

page-telegram = Telegram-да ашу
page-telegram-back = Telegram-ға оралу
page-to-invoice = Шотқа оралу
page-qr = Төлеуге арналған QR, сомасы { $amount }: { $shop }, #{ $number } шот
page-qr-again = QR-кодты қайта көрсету
page-qr-save = QR-кодты сақтау

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
