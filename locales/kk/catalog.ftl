## Тізім

catalog-for-staff = Каталогты дүкен қызметкерлері жүргізеді. Мұнда сатып алуға болады: /shop
catalog-title = Тауарлар каталогы
catalog-hint =
    Тауардың карточкасын ашу үшін оны басыңыз.
    Тез қосу: <code>/catalog Капучино 900</code> немесе осындай жазуы бар фото. Табу: <code>/catalog капу</code> немесе штрихкодтың фотосы.
catalog-hint-for-cashier = Тауардың карточкасын ашу үшін оны басыңыз. Табу: <code>/catalog капу</code> немесе штрихкодтың фотосы.
catalog-empty =
    Мұнда әзірге тауар жоқ. Біріншісін қосыңыз: <code>/catalog Капучино 900</code> немесе осындай жазуы бар фото.
    Тауар көп болса, кестемен енгізген оңай: «Жүктеп алу» бос кестені жібереді, «Енгізу» толтырылғанын қабылдайды.
catalog-empty-for-cashier = Мұнда әзірге тауар жоқ. Оларды дүкеннің иесі мен менеджерлері қосады.
catalog-found = «{ $words }» бойынша табылғаны:
catalog-found-more = Бәрі көрсетілген жоқ: тағы бір сөз жазыңыз.
catalog-found-none = «{ $words }» бойынша ештеңе табылмады. Атаудағы сөздердің басы мен толық штрихкод бойынша іздейміз.
catalog-ask-search = Нені табайық? Атаудың басын немесе штрихкодты жазыңыз, не штрихкодтың фотосын жіберіңіз.
catalog-photo-hint = Жазуы бар фото жаңа тауар қосады: Капучино 900
catalog-add-this = Қосу: { $name }, { $price }
catalog-hidden = жасырын
catalog-see-foreign = Каталогтағы жаңа тауарлар: { $bank }
catalog-see-differing = Айырмашылықтар: { $bank }
btn-catalog-search = Табу
btn-catalog-add = Қосу
btn-catalog-download = Жүктеп алу
btn-catalog-upload = Енгізу
btn-catalog-whole = Бүкіл каталог
btn-catalog-add-barcode = Осы кодпен қосу

## Тауар карточкасы

catalog-item = { $name } — { $price }
catalog-barcode = Штрихкоды: { $barcode }
catalog-is-hidden = 🙈 Жасырын: сатып алушылар көрмейді.
catalog-link = Сатып алушыларға сілтеме: { $link }
catalog-share-text = { $name } — { $price }
catalog-bank-waiting = { $bank }: банк каталогына жақында жібереміз.
catalog-bank-unknown = { $bank }: жіберілді, жауап әзірге жоқ. Тексеріп жатырмыз.
catalog-bank-pending = { $bank }: банк тауарды өз каталогына қосып жатыр.
catalog-bank-has = { $bank }: банк каталогында бар.
catalog-bank-telling = { $bank }: банк каталогында бар, өзгерістерді жақында жібереміз.
catalog-bank-differs = ❗ { $bank }: банк каталогында ол басқаша. Қайсысы дұрыс екенін таңдаңыз: /catalog
catalog-bank-failed = ❗ { $bank }: банк каталогында жоқ. { $why }
catalog-bank-refused = ❗ { $bank }: банк тауардың өзгерістерін қабылдамады, онда бұрынғыдай. { $why }
catalog-bank-failed-unsaid = Банк себебін айтпады. Тауарды түзетіңіз, біз оны қайта жібереміз.
catalog-bank-deleting = { $bank }: банк оны өз каталогынан алып жатыр.
catalog-bank-deleted = { $bank }: банк каталогынан алынды.
btn-item-share = Сатып алушыға жіберу
btn-item-name = Атауы
btn-item-price = Бағасы
btn-item-unit = Бірлігі
btn-item-picture = Суреті
btn-item-barcode = Штрихкоды
btn-item-hide = Жасыру
btn-item-show = Көрсету
btn-item-delete = Өшіру

## Жаңа тауар

catalog-ask-name = Тауар қалай аталады? Бағасын бірге жазуға болады: <code>Капучино 900</code>, тіпті осындай жазуы бар фото да жарайды.
catalog-ask-name-of-picture = Сурет бар. Тауар қалай аталады? Бағасын бірге жазуға болады: <code>Капучино 900</code>
catalog-ask-price = { $name }: қанша тұрады? Мысалы: 900
catalog-ask-unit = { $name }, { $price }. Бұл ненің бағасы?
catalog-ask-picture = { $name }, { $price }. Тауардың фотосын жіберіңіз.
catalog-ask-barcode = { $name }, { $price }. Штрихкодын жазыңыз немесе фотосын жіберіңіз.
catalog-no-picture = Суретсіз
catalog-no-barcode = Штрихкодсыз
catalog-left = Жарайды, ештеңе өзгерген жоқ.
catalog-question-over = Бұл сұрақ жабылды: ол 15 минут күтеді. Ештеңе өзгерген жоқ. /catalog қайта ашыңыз.
catalog-barcode-of = Бұл штрихкод «{ $name }» тауарында бар. Басқасын жіберіңіз.
item-price-not-read = Бағаны нөлден үлкен санмен жазыңыз, мысалы: 900 немесе 1200,50
item-price-too-big = Бұл баға тым үлкен. Ештеңе сақталған жоқ. Цифрларды тексеріңіз.
item-price-foreign = Мұнда баға тек дүкеннің валютасында. Жай ғана санды жазыңыз, мысалы: 900
barcode-not-seen = Фотода штрихкод көрінбейді. Жақынырақ әрі түзу түсіріңіз немесе астындағы цифрларды жазыңыз.
file-not-fetched = Telegram бұл файлды бермеді. Ештеңе өзгерген жоқ. Қайта жіберіңіз.

## Өзгерістер

catalog-ask-new-name = Қазір: { $name }. Қалай атайық?
catalog-ask-new-price = { $name }, қазіргі бағасы { $price }. Жаңа бағасы қандай?
catalog-ask-new-barcode = { $name }, штрихкоды: { $barcode }. Жаңасын жазыңыз немесе фотосын жіберіңіз.
catalog-ask-new-picture = { $name }: жаңа фотосын жіберіңіз.
catalog-remove-picture = Суретін алып тастау
catalog-remove-barcode = Штрихкодын алып тастау
catalog-changed = Дайын.
catalog-delete-question = Бұл тауарды каталогтан өшірейік пе? Жіберілген шоттар өзгермейді.
catalog-delete-yes = Иә, өшіру
catalog-delete-no = Жоқ
catalog-deleted = Каталогтан өшірілді: { $name }
catalog-changed-by = Сіздің түзетуіңіз сақталмады: тауар жаңа ғана өзгерді. Қазіргі күйін көрсетеміз. Кім: { $who }. Не: { $what }
catalog-field-added = қосылды
catalog-field-changed = өзгерді
catalog-field-deleted = өшірілді
catalog-field-name = атауы
catalog-field-price = бағасы
catalog-field-unit = бірлігі
catalog-field-picture_id = суреті
catalog-field-barcode = штрихкоды
catalog-field-hidden = көрінуі

## Кесте

catalog-file-soon = Кестені дайындап жатырмыз…
catalog-file-caption = Дүкен каталогы. Жолдарды түзетіп немесе қосып, файлды осында жіберіңіз.
catalog-ask-sheet = XLSX файлын жіберіңіз. Алдымен не өзгеретінін көрсетеміз. Үлгіні «Жүктеп алу» жібереді.
catalog-marked-caption = Нені түзету керегі бірінші бағанда жазылған. Түзетіп, осы файлды жіберіңіз.
catalog-import-yes = Енгізу
catalog-importing = Енгізіп жатырмыз…
catalog-imported = ✅ Каталог жаңарды. Жаңа тауарлар: { $added }, өзгергені: { $changed }.

## Банк каталогы

catalog-foreign = Бұл тауарлар { $bank } банкінің каталогында бар, сізде жоқ. Қосу үшін тауарды басыңыз.
catalog-foreign-none = { $bank } банкінің каталогында бұдан басқа жаңа тауар жоқ.
catalog-adopt-all = Бәрін қосу
catalog-adopted = Қосылды: { $name }
catalog-adopting = Қосып жатырмыз…
catalog-adopted-all = ✅ { $bank } банкінің каталогынан қосылғаны: { $count }
catalog-adopted-not = Қосылмағаны: { $count }. Штрихкод бос емес, баға жарамайды немесе каталог толы.
catalog-differs = { $bank } басқаша көрсетеді: { $name }
catalog-differs-field = { $field }: сізде { $ours }, банкте { $theirs }
catalog-differs-gone = { $bank }: бұл тауар банк каталогында енді жоқ: { $name }
catalog-differs-none = { $bank } банкінің каталогы сіздікімен бірдей.
catalog-ours-counts = Біздікі дұрыс
catalog-banks-counts = Банктегісі дұрыс
catalog-make-again = Банкке қайтару
catalog-delete-too = Бізден де өшіру
catalog-decided-ours = Банкке сіздегідей етіп жібереміз.
catalog-decided-bank = Банктегідей болды.

## Анықтама

chat-help-catalog = /catalog — тауарлар: табу, қосу, өзгерту; бәрін кестемен
command-catalog = Дүкен каталогы: тауарлар мен бағалар
