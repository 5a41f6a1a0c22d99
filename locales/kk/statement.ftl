## Statements

statement-title = { $bank } үзіндісі: { $period }
transfers-title = { $bank } аударымдары: { $period }
statement-filters = Ізделгені: { $filters }
statement-field = { $name ->
        [amount] сома
        [payer_phone] телефон
        [payer_email] пошта
        [card_mask] карта
        [description] сөздер
        [search] сөздер
        [status] күйі
        [client] сатып алушы
        [reference] RRN
        [account_id] шот
        [invoice_id] банктегі тапсырыс нөмірі
        [shop_id] дүкеннің банктегі нөмірі
        [terminal_id] терминал
        [post_link] төлем сілтемесі
        [installment_id] бөліп төлеу
        [transaction_type_id] операция түрі
        [payout_date] қайтару күні
        [payout_amount] қайтарылды
       *[other] { $name }
    }
statement-flag = { $value ->
        [true] иә
       *[false] жоқ
    }
statement-count = Операция саны: { $count }
statement-money = Ақша: { $sum }
statement-refunded = Қайтарылғаны: { $sum }
statement-fees = Банк комиссиясы: { $sum }
statement-failed = Өтпегені: { $count }
statement-foreign = ❗ Біздің шот емес, ақшаны банк растады: { $count }
statement-differs = ❗ Біздің кітапта басқа сома: { $count }
statement-missing = ❗ Біздің кітапта бар, банк тізімінде жоқ: { $count }
statement-unproved = Расталмаған, сондықтан саналмады: { $count }
statement-over = Сұралмағаны: { $count }. Бір үзіндіде банктен белгісіз операциялар туралы осынша рет қана сұралады: { $most }. Қалғанын көру үшін қысқарақ кезең таңдаңыз.
statement-none = Мұнда банк ештеңе көрсетпейді. Басқа кезең немесе басқа сүзгі таңдаңыз.
statement-page = Бет: { $page } / { $pages }
statement-number = № { $number }
statement-returned = қайтарылды: { $sum }
statement-other-sum = біздің кітапта: { $sum }
statement-menu = Басқа кезең не сүзгі

## Choosing

statement-choose = Үзіндіде нені көрсетейік?
statement-span-today = Бүгін
statement-span-yesterday = Кеше
statement-span-month = Осы ай
statement-span-last-month = Өткен ай
statement-look-amount = Сома бойынша
statement-look-phone = Телефон бойынша
statement-look-card = Карта бойынша
statement-ask-amount = Қандай сома? Мысалы: 5000, немесе екі шегі: 1000..5000
statement-ask-phone = Қандай телефон? Мысалы: +7 707 123 45 67
statement-ask-card = Қандай карта? Соңғы төрт саны, мысалы: 9821
statement-unread = Мұны оқу мүмкін болмады.
statement-left = Жарайды. Жоғарыдағы үзінді сол күйінде қалады.

## When there is no statement

statement-for-managers = Үзінділер дүкен иелері мен менеджерлеріне арналған. Өз төлемдеріңіз: /payments
statement-no-bank = Мұндағы банктердің ешқайсысы ондай тізім жүргізбейді. Ештеңе сұралмады. Шоттар мұнда: /invoices
statement-no-list = Төлемдер тізімін бермейтін банк: { $bank }. Сонда төлегендер үзіндіде жоқ, олар мұнда: /invoices
statement-setting = { $bank } тізімдерін тек өз кабинетінің пайдаланушысына көрсетеді. Ештеңе сұралмады. Ботқа жауапты адам { $setting } баптауын жазып, ботты қайта қосады.
statement-bank-silent = { $bank } қазір жауап бермей тұр. Ақша да, біздің кітап та сол күйінде. Бірнеше минуттан кейін қайталап көріңіз.
statement-bank-refuses = { $bank } тізімін көрсеткісі келмейді (коды { $code }). Ақша да, біздің кітап та сол күйінде. Бот баптауларынан кабинет пайдаланушысының аты мен құпиясөзін тексеріңіз.
statement-list-cut = { $bank } тізімді толық көрсетпейді, ал бөлігін толық деп бермейміз. Қысқарақ кезең таңдаңыз немесе сүзгі қосыңыз.
statement-too-many = Операция саны мынадан көп: { $rows }. Ештеңе жоғалған жоқ; қысқарақ кезең таңдаңыз немесе сүзгі қосыңыз.
statement-gone = Бұл үзінді енді сақталмайды. /statement командасын қайта жіберіңіз.
statement-file-soon = Файл дайын болғанда жібереміз.

## Wrong questions

statement-period-future = Бұл кезең әлі басталған жоқ, көрсететін ештеңе жоқ. Өткен кезеңді таңдаңыз, мысалы: /statement кеше
statement-period-long = Бір үзінді ең көбі { $days } күнді қамтиды. Қысқарақ кезең таңдаңыз, мысалы: /statement қараша
statement-period-backwards = Кезең басталмай жатып аяқталып тұр. Алдымен бірінші күнді жазыңыз, мысалы: /statement 2026-11-01 2026-11-22
statement-period-twice = Мұнда бірнеше кезең бар. Біреуін жазыңыз, мысалы: /statement 2026-11-01 2026-11-22
statement-date-unread = { $date } дегенді күн деп оқи алмадық. Былай жазыңыз: 2026-11-22 немесе 22.11.2026
statement-filter-empty = { $name }: дегеннен кейін мән жоқ. Бос орынсыз жазыңыз, мысалы: amount:5000
statement-filter-unknown = { $name } деген сүзгі жоқ. Мыналар бар: { $known }
statement-filter-values = { $name } үшін мән тым аз немесе тым көп ({ $method }). Between екі мән алады (amount:1000..5000), like — % белгісі бар бір мән (payer_email:dan%).
statement-filter-kind = { $name } былай салыстырылмайды ({ $method }). { $kind ->
        [money] Сома жазыңыз, мысалы: amount:>=5000
        [moment] Күн жазыңыз, мысалы: payout_date:2026-11-22
        [flag] Иә немесе жоқ деп жазыңыз, мысалы: post_link:иә
        [phone] Телефон жазыңыз, мысалы: payer_phone:+77071234567
       *[text] Сөз жазыңыз, мысалы: description:кофе
    }
statement-order-unknown = { $name } бойынша сұрыптауға болмайды. Мыналарға болады: { $known }
statement-words-unsearchable = Бұл тізімнен олай іздеуге болмайды. Мына сүзгілер бар: { $known }
statement-too-long = Тым ұзақ. Кезең мен бірнеше сүзгі жазыңыз, мысалы: /statement қараша amount:>=5000

## Where a bank's list and our books disagree

alert-lists-differ = ❗ Банкпен салыстырыңыз: { $bank }
alert-lists-differ-over = ✅ Банкпен айырмашылық жойылды: { $bank }
alert-bank-number = RRN нөмірі: { $reference }
alert-strange-money-do = Банк бұл ақшаны растап тұр, ал біздің кітапта ол жоқ. Ақша сізде. Операцияны банк кабинетінен қараңыз: ботсыз немесе екі рет төленген болуы мүмкін.
alert-strange-operation-do = Бұл операция банк тізімінде бар, біздің кітапта жоқ, банк оны ақша деп растамайды. Біз оны санамадық. Банк кабинетінен қараңыз.
alert-other-sum-do = Біздің кітапта бұл төлем басқа сомамен жазылған: { $ours }. Ештеңе өзгерткен жоқпыз. Операцияны банк кабинетінен қараңыз.
alert-not-listed-do = Бұл төлем біздің кітапта бар, ал банк тізімінде жоқ. Ештеңе өзгерткен жоқпыз. Банк кабинетінен іздеңіз, ол жерде де болмаса, банктен сұраңыз.

## Menu and help

command-statement = Банк үзіндісі
command-transfers = Картадан картаға аударымдар
chat-help-statement =
    /statement — кітаппен салыстырылған банк үзіндісі: <code>/statement қараша</code>
    /transfers — картадан картаға аударымдар
