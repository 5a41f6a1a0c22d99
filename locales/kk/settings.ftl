### /settings: дүкен өзі туралы не шешеді

## Бас тарту және орнына не жазу керегі

bank-off = Дүкен қазір бұл банк арқылы жаңа төлем қабылдамайды. Ақша алынған жоқ. Басқа тәсілді таңдаңыз.
settings-name-unread = Атау көрінбейді: әріп не сан керек. Ештеңе өзгерген жоқ. Сатып алушылар білетін атауды жазыңыз, мысалы: Дана кофеханасы
settings-name-one-line = Атау бір жолға кәдімгі әріптермен жазылады. Ештеңе өзгерген жоқ. Жолды бөлмей, жасырын таңбасыз жазыңыз, мысалы: Дана кофеханасы
settings-name-too-long = Атау тым ұзын, ең көбі: { $most } таңба. Ештеңе өзгерген жоқ. Қысқарақ жазыңыз.
settings-deadline-unread = Шот мерзімін санмен және әріппен жазыңыз, мысалы: 45м, 2сағ немесе 5күн. Ештеңе өзгерген жоқ.
settings-deadline-bounds = Шот мерзімі 5 минуттан 30 күнге дейін болады. Ештеңе өзгерген жоқ. Мысалы, былай жазыңыз: 45м, 2сағ немесе 5күн
settings-quiet-unread = Қай сағаттан қай сағатқа дейін жазбау керегін жазыңыз, мысалы: 21:00-9:00. Ештеңе өзгерген жоқ.
settings-quiet-bounds = Хабар жазуға күніне кемінде 6 сағат қалуы керек. Ештеңе өзгерген жоқ. Мысалы, былай жазыңыз: 21:00-9:00
settings-last-bank = Төлем қабылдайтын соңғы банк осы: онсыз ешкім төлей алмайды. Ештеңе өзгерген жоқ. Алдымен басқасын қосыңыз.

## Бірінші бет

settings-line-deadline = Шот мерзімі: { $span }
settings-line-way = Төлеу тәсілі: { $way }
settings-line-quiet = Тыныш сағаттар: { $hours }
settings-line-news = Сізге хабарлар — { $news }
settings-bank-off = ⏸ { $bank }: жаңа төлем қабылдамайды, дүкен солай шешті
settings-way-choice = сатып алушы таңдайды
settings-way-first = алдымен { $bank }
settings-way-first-off = алдымен { $bank }; ол өшірулі кезде сатып алушы таңдайды
settings-way-only = { $bank }, басқасы жоқ
settings-quiet-none = жоқ
settings-news-all = бәрі
settings-news-but = бәрі, мыналардан басқа: { $topics }
settings-news-must = тек өшірілмейтіндері
settings-minutes = { $count } минут
settings-hours = { $count } сағ
settings-days = { $count } күн

## Түймелер

btn-settings-name = Атауы
btn-settings-language = Тілі
btn-settings-deadline = Шот мерзімі
btn-settings-way = Төлеу тәсілі
btn-settings-banks = Банктер
btn-settings-quiet = Тыныш сағаттар
btn-settings-news = Сізге хабарлар
btn-settings-type-name = Басқасын жазу
btn-settings-type-deadline = Басқа мерзім
btn-settings-type-quiet = Басқа сағаттар
btn-settings-undo = Бұрынғыша: { $value }
btn-settings-choice = Сатып алушы таңдайды
btn-settings-bank-off = Өшіру: { $bank }
btn-settings-bank-on = Қосу: { $bank }
btn-settings-bank-off-yes = Иә, өшіру
btn-settings-no-quiet = Кез келген уақытта жазу
btn-settings-hear = Қосу: { $topic }
btn-settings-unhear = Өшіру: { $topic }

## Бір баптау

settings-now = Қазір: { $value }
settings-done = Дайын.
settings-chosen-here = Чатта таңдалған. Бот іске қосылғанда берілгені: { $value }
settings-nothing = ештеңе
settings-at-once = Бірден қолданылады, ашық шоттардың карточкаларында да.
settings-title-name = 🏪 Дүкен атауы
settings-name-look = Карточкада былай көрінеді:
settings-name-ask = Сатып алушылар көретін атауды бір жолға жазыңыз, мысалы: Дана кофеханасы
settings-title-language = 🌐 Дүкен тілі
settings-language-about = Топтарда және ортақ карточкаларда бот осы тілде жазады; тілі бізге белгісіз адамдарға да, төлем бетінде де солай. Өз тілін әркім /language арқылы таңдайды.
settings-title-deadline = ⏳ Шот мерзімі
settings-deadline-about = Шотты осы уақыт ішінде төлеуге болады. Жаңа мерзім жаңа шоттарға арналған; жіберілгендерінікі бұрынғыша.
settings-deadline-ask = Мерзімі қандай? Санды әріппен жазыңыз, 5 минуттан 30 күнге дейін, мысалы: 45м, 2сағ немесе 5күн
settings-title-way = 💳 Төлеу тәсілі
settings-way-about = Осында таңдалған банктің QR-коды бірден келеді; басқа тәсілдер карточкада бір түртуде тұрады. Ол банк қолжетімсіз, өшірулі болса не мұндай соманы алмаса, сатып алушы таңдайды. Көрсетіліп қойған QR-кодтар қалады.
settings-way-one = Тек { $bank } қосулы: таңдайтын ештеңе жоқ, бәрі сол арқылы төлейді.
settings-way-asks = { $bank } бірінші бола алмайды: шоттың алдында ол сатып алушыдан бірдеңе сұрайды.
settings-title-banks = 🏦 Банктерді қосу және өшіру
settings-banks-about = Өшірілген банк жаңа шот алмайды. Ондағы ашық төлемдерді аяғына жеткіземіз, ақша қайтарамыз.
settings-bank-is-on = ✅ { $bank }: жаңа төлем қабылдайды
settings-bank-off-ask = { $bank } арқылы жаңа төлем қабылдауды тоқтатамыз ба?
settings-bank-off-open = Ондағы ашық төлемдерді аяғына жеткіземіз: берілген QR-кодпен не шотпен төлеуге болады, ақша қайтарамыз. Осы жерде қайта қосуға болады.
settings-bank-off-charged = Ақшасы { $bank } арқылы картадан алынатын жазылымдар қалады: келесі шот кәдімгідей келеді, жазылушы оны басқа тәсілмен төлейді.
settings-bank-off-run = { $bank } жаңа жазылым алмайды. Өзі жүргізетіндері аяқталғанша сонда жалғасады: /subscribers
settings-title-quiet = 🌙 Тыныш сағаттар
settings-quiet-about = Бұл сағаттарда дүкен ешкімге өздігінен жазбайды: еске салулар, жазылым шоттары және сол сияқтылар күтеді. Жауаптар, түбіртектер және төленген карточкалар бірден келеді.
settings-quiet-ask = Қай сағаттан қай сағатқа дейін жазбаймыз? Былай жазыңыз: 21:00-9:00
settings-title-news = 📬 Сізге хабарлар
settings-news-about = Әркім өзі үшін таңдайды. Әрдайым хабарлаймыз: сәйкес келмеген ақша, шешім күткен қайтарулар, банктердің бас тартуы, ұжымдағы өзгерістер.
settings-news-on = ✅ { $topic }
settings-news-off = ➖ { $topic }
settings-topic-payments = басқалардың шоттары бойынша төлемдер
settings-topic-unpaid = өзіңіздің төленбеген шоттарыңыз
settings-topic-shifts = басқалардың ауысымдары
settings-topic-subscriptions = жазылымдар
settings-topic-morning = таңғы көрсеткіштер

## Не істелді, қараңыз: /team

deed-shop-name = дүкен атауы қойылды
deed-shop-language = дүкен тілі таңдалды
deed-deadline = шот мерзімі қойылды
deed-first-bank = әдеттегі төлеу тәсілі таңдалды
deed-banks-off = банктер қосылды не өшірілді
deed-quiet-hours = тыныш сағаттар қойылды
deed-news = өзіне келетін хабарлар таңдалды
deed-morning-on = таңғы көрсеткіштер қосылды
deed-morning-off = таңғы көрсеткіштер өшірілді
