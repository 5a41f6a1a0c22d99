## Кестелер

sheet-not-made = Файл дайын болмады. Ақша да, жазбалар да орнында. Бір минуттан кейін қайталап көріңіз.
sheet-too-big = Файл Telegram қабылдайтын өлшемнен үлкен. Ақша да, жазбалар да орнында. Қысқарақ мерзім таңдаңыз немесе сүзгі қосыңыз.

sheet-name-operations = Операциялар
sheet-name-transfers = Аударымдар
sheet-total = Барлығы

sheet-standing-ours = Сәйкес келеді
sheet-standing-differs = Сомасы басқа
sheet-standing-missing = Банк тізімінде жоқ
sheet-standing-confirmed = Біздің шот емес, банк растады
sheet-standing-unconfirmed = Расталмаған
sheet-standing-not-money = Ақша түскен жоқ

sheet-column-number = Шот
sheet-column-standing = Салыстыру
sheet-column-created = Жасалған күні
sheet-column-authorised = Авторизация күні
sheet-column-confirmed = Расталған күні
sheet-column-refunded = Қайтарылған күні
sheet-column-amount = Сома
sheet-column-bonus = Бонустар
sheet-column-total = Бонустармен бірге
sheet-column-refund = Қайтарылғаны
sheet-column-fee = Банк комиссиясы
sheet-column-counted = Есепке алынғаны
sheet-column-currency = Валюта
sheet-column-card = Карта нөмірі
sheet-column-rrn = RRN
sheet-column-client = Сатып алушы
sheet-column-terminal = Терминал
sheet-column-installment = Бөліп төлеу
sheet-column-type = Операция түрі
sheet-column-order = Банктегі тапсырыс нөмірі
sheet-column-description = Сипаттама
sheet-column-id = Банктегі операция нөмірі
sheet-column-from-card = Жіберушінің картасы
sheet-column-from-type = Жіберуші картасының түрі
sheet-column-from-issuer = Жіберушінің банкі
sheet-column-to-card = Алушының картасы
sheet-column-to-type = Алушы картасының түрі
sheet-column-to-issuer = Алушының банкі
sheet-column-state = Күйі
sheet-column-code = Жауап коды
sheet-column-reason = Себебі

sheet-deeds = Не істелді
sheet-deed-when = Қашан
sheet-deed-who = Кім
sheet-deed-id = Telegram нөмірі
sheet-deed-what = Не
sheet-deed-number = Шот
sheet-deed-amount = Сома
sheet-deed-currency = Валюта
sheet-deed-whom = Кім туралы
sheet-deed-name = Не туралы
