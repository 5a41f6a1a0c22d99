## Не ұсынылады

subs-cycle-daily = күн сайын
subs-cycle-weekly = апта сайын
subs-cycle-biweekly = екі апта сайын
subs-cycle-monthly = ай сайын
subs-cycle-quarterly = үш ай сайын
subs-cycle-yearly = жыл сайын
subs-day-first = Күні: бірінші төлем күніндей
subs-day-week = Күні: { $weekday }
subs-day-month = Айдың күні: { $day }
subs-reminders-none = еске салмаймыз
subs-nobody-yet = әзірге ешкім
subs-billed-here = Шоттар чатқа келеді.
subs-billed-by = Шоттарды телефонға жіберетін банк: { $bank }.

## Жаңасы, қадам сайын

subs-ask-whom = 🔁 Жаңа жазылым. Ол кімге арналған? Бір жолмен тезірек: <code>/subscribe 5000 ай сайын Айлық кофе</code>
subs-ask-plan = Қай жоспар болсын?
subs-ask-phone = Шоттар қай телефонға жіберілсін? Мысалы: 87071234567
subs-ask-name = Жазылушыны қалай атайық? Атын тек дүкен көреді.
subs-ask-amount = Бір төлем қанша? Мысалы: 5000
subs-ask-title = Жазылым не үшін? Мысалы: Айлық кофе
subs-ask-cycle = Қаншалықты жиі?
subs-ask-day = Айдың қай күні? 1 мен 31 арасындағы сан жазыңыз. 29, 30 не 31 болса, қысқа айда шот соңғы күні келеді.
subs-ask-weekday = Аптаның қай күні?
subs-ask-first = Бірінші төлем қашан? Күнін жазыңыз, мысалы: 1 желтоқсан
subs-ask-rules =
    Төлем келмесе не істейміз? Әдеттегі тәртіп мынадай. { $usual }
    Немесе үш сан жазыңыз: барлығы неше шот, арасында неше сағат, соңғысынан кейін неше күн күту керек. Мысалы: 3 24 3
subs-ask-reminders = Төлемді қашан еске салайық? Неше күн бұрын екенін жазыңыз; 0 — сол күннің өзі. Мысалы: 3 1 0
btn-subs-to-link = Бір адамға, сілтемемен
btn-subs-to-phone = Телефонға, банк арқылы
btn-subs-to-plan = Жоспар бойынша
btn-subs-no-name = Атсыз
btn-subs-cart = Себеттен: { $sum }
btn-subs-day-first = Бірінші төлем күні
btn-subs-today = Бүгін
btn-subs-when-agreed = Келіскен күні
btn-subs-usual = Әдеттегідей

## Жасар алдында

subs-summary = 🔁 Бәрі дұрыс па?
subs-summary-plan = 🔁 Жоспар. Бәрі дұрыс па?
subs-line-who = Жазылушы: { $who }
subs-line-link = Жазылушы: сілтемені алған адам
subs-line-anybody = Сілтемесі бар әркімге арналған
subs-line-first = Бірінші төлем: { $first }
subs-first-today = Бірінші төлем: бүгін
subs-first-agreed = Бірінші төлем: келіскен күні
subs-line-reminders = Еске салу: { $days }
subs-line-dates = Келесі шоттар: { $dates }
subs-line-dates-if-today = Бүгін келіссе, шоттар былай келеді: { $dates }
subs-no-bank-by-phone = ❗ Мұндағы бірде-бір банк мұндай шоттарды телефонға өзі жібере алмайды. Сілтеме жарайды: шоттар чатқа келеді.
btn-subs-make = Жасау
btn-subs-stop = Жасамау
btn-subs-link-instead = Сілтемемен
btn-subs-edit-title = Атауы
btn-subs-edit-amount = Бағасы
btn-subs-edit-cycle = Жиілігі
btn-subs-edit-day = Күні
btn-subs-edit-first = Бірінші төлем
btn-subs-edit-rules = Төлем келмесе
btn-subs-edit-remind = Еске салу
btn-subs-edit-name = Жазылушы
btn-subs-edit-phone = Телефоны
subs-left = Жақсы, ештеңе өзгерген жоқ.
subs-stopped = Жақсы, ештеңе жасалған жоқ; енгізілгені сақталмады.
subs-make-over = Бұл сұрақ жабылды. Жасалған болса, /subscribers не /plans ішінде; болмаса, қайта бастаңыз: /subscribe
subs-question-over = Бұл сұрақ жабылды: ол 15 минут күтеді. Бұдан басқа ештеңе өзгерген жоқ. { $again } командасын қайта ашыңыз.
subs-choose-please = Түймемен таңдаңызшы.

## Жасалды

subs-made-link = ✅ Ұсыныс дайын. Жазылым нөмірі: { $number }
subs-made-link-then = Сілтемені жазылушыға жіберіңіз. Ол келіскенше шот келмейді; келіскенін осында жазамыз.
subs-made-phone = ✅ Қосылды. Жазылым нөмірі: { $number }
subs-made-phone-then = Шоттарды жіберетін банк: { $bank }, телефоны: { $phone }, біріншісі: { $day }. Жазылушы әр шотты банк қосымшасында растайды.
subs-not-remindable = Тек телефоны белгілі: чатта еске сала алмаймыз.
subs-blocked = Ботты ашпаған не бұғаттап қойған: чатта еске сала алмаймыз.
subs-link = Сілтемесі: { $link }
subs-share-text = { $title } — { $shop }
btn-subs-share = Сілтеме жіберу
btn-subs-copy = Сілтемені көшіру
btn-subs-see = Жазылымды ашу
btn-subs-bill = Шотты ашу

## Жоспарлар

subs-plans = 📋 Жоспарлар
subs-plans-hint = Сілтемесін алу үшін жоспарды басыңыз. Сол сілтемемен кез келген адам жазыла алады.
subs-plans-none = Әзірге жоспар жоқ. Жоспардың атауы, бағасы және бәріне ортақ бір сілтемесі болады.
subs-closed = жабық
subs-plan-closed = 🔒 Жабық: енді ешкім жазыла алмайды. Жазылып қойғандарда бәрі бұрынғыдай.
subs-plan-link = Бәріне арналған сілтеме: { $link }
subs-ask-plan-title = «{ $title }»: қалай атайық? Тек жаңа жазылушыларға қатысты.
subs-ask-plan-price = «{ $title }», қазіргі бағасы: { $price }. Жаңа баға қандай? Тек жаңа жазылушыларға қатысты: қалғандарында бұрынғысы қалады.
subs-plan-changed = Дайын. Бұл жаңа жазылушыларға қатысты; қалғандарында баға бұрынғыдай.
subs-plan-closed-now = Жабылды: енді ешкім жазыла алмайды.
subs-plan-opened = Қайта ашылды: сілтеме жұмыс істейді.
subs-plan-quicker = Бұл жоспарды басқа біреу өзгертіп қойған. Сіздікі сақталған жоқ. Қазіргі қалпын көрсетеміз.
btn-subs-plans = Жоспарлар
btn-subs-new-plan = Жаңа жоспар
btn-subs-all-plans = Жабықтарымен
btn-subs-open-plans = Тек ашықтары
btn-subs-close-plan = Жабу
btn-subs-open-plan = Қайта ашу

## Тізім

subs-title = 🔁 Жазылушылар
subs-none-all = Әзірге ешкім жоқ. Бір жолдан бастаңыз: <code>/subscribe 5000 ай сайын Айлық кофе</code>
subs-none-active = Қазір белсенді ешкім жоқ.
subs-none-risk = Қауіп төнген ешкім жоқ: барлық шот төленген.
subs-none-paused = Тоқтатып қойған ешкім жоқ.
subs-none-offered = Жауапсыз ұсыныс жоқ.
subs-none-ended = Ешкім кеткен жоқ.
subs-total-active = белсенді: { $count }
subs-total-risk = қауіп төнген: { $count }
subs-total-paused = тоқтатып тұр: { $count }
subs-total-monthly = Айына әкелетіні: { $sum }
subs-total-churned = Осы айда кеткені: { $count }
subs-now-waits = төлемді күтіп тұр
subs-unpaid = ⏳ Төлем жоқ: { $amount }, кезеңі { $span }
subs-last-paid = соңғы төлем: { $day }
subs-failures = сәтсіз әрекет: { $count }
btn-subs-all = Бәрі
btn-subs-active = Белсенді
btn-subs-risk = Қауіп төнген
btn-subs-paused = Тоқтатқандар
btn-subs-offered = Ұсынылған
btn-subs-ended = Кеткендер
btn-subs-new = Жаңа
btn-subs-list = Барлық жазылушы
btn-subs-figures = Сандар

## Сандар

subs-figures = 📊 Алты ай
subs-figures-note = Ай соңындағы белсенділер және сол айда төленген ақша. Соңғы ай әлі біткен жоқ.
subs-chart-active = Белсенді жазылымдар
subs-chart-collected = Төленгені, { $currency }
subs-chart-thousands = Төленгені, мың { $currency }
subs-chart-millions = Төленгені, миллион { $currency }

## Бір жазылым

subs-number = жазылым нөмірі: { $number }
subs-of-plan = Жоспар бойынша.
subs-reminders-silenced = Еске салу: жазылушы қажет емес деді.
subs-end-shop = Дүкен аяқтады.
subs-end-customer = Жазылушы аяқтады.
subs-end-refused = Аяқталды: шот банк қосымшасында қабылданбады.
subs-end-unpaid = Аяқталды: төлем келмеді.
subs-end-bank = Банк кабинетінде аяқталды.
subs-end-not-made = Банк оны қабылдамады.
subs-at-bank = <b>Банк деректері бойынша: { $bank }</b>
subs-bank-stats = шот: { $payments }, төленгені: { $successful }, өтпегені: { $failed }
subs-bank-collected = жиналғаны: { $sum }
subs-bank-last = соңғы төлемі: { $last }
subs-bank-nothing = Банк ол бойынша сан көрсетпейді.
subs-bank-silent = Банк қазір жауап бермей тұр. Ештеңе өзгерген жоқ; бірнеше минуттан кейін қайталап көріңіз.
btn-subs-at-bank = { $bank } сандары
btn-subs-to-bank = Шоттар { $bank } арқылы
btn-subs-do-chat = Шоттар чатта
btn-subs-do-pause = Тоқтата тұру
btn-subs-do-resume = Жалғастыру
btn-subs-do-cancel = Жазылымды тоқтату
btn-subs-do-price = Бағасы
btn-subs-do-day = Күні
btn-subs-do-remind = Еске салу

subs-ask-new-price = «{ $title }», қазіргі бағасы: { $price }. Жаңа баға қандай?
subs-sure-price = «{ $title }»: жаңа баға { $price }, басталатын күні: { $day }. Жіберілген шоттар өзгермейді. Жазылушы хабар алады және бас тарта алады.
btn-subs-price-yes = Иә, { $price }
subs-ask-new-day = Енді айдың қай күні? 1 мен 31 арасындағы сан жазыңыз. 29, 30 не 31 болса, қысқа айда шот соңғы күні келеді.
subs-sure-day = Енді былай: { $every }. Жаңа күнгі бірінші шот: { $day }. Бірде-бір күн екі рет төленбейді.
btn-subs-day-yes = Иә, солай
subs-cancel-open = Ашық тұрған { $amount } шотты қайтарып аламыз.
subs-cancel-open-bank = { $bank } қосымшасында { $amount } шот әлі ашық тұруы мүмкін: банк оны қайтарып алмайды, оны төлеуге болады. Ақша түссе, не істейтінін өзіңіз шешесіз.
subs-cancel-means = Енді шот келмейді. Мұны қайтару мүмкін емес, тек жаңадан ұсынуға болады. Төленген күндер төленген күйінде қалады.
subs-sure-bank = Енді шоттарды жіберетін банк: { $bank }, телефоны: { $phone }. Бұл жазылым аяқталады; жаңасы оның аяқталғаны анық болғанда ғана басталады.
subs-sure-chat = Енді шоттар чатқа келеді. Бұл жазылымды аяқтауды сұрайтын банк: { $bank }; жаңасы оның аяқталғаны анық болғанда ғана басталады. Жазылушы келісетін сілтеме аласыз.
btn-subs-switch-yes = Иә, ауыстыру
subs-said-paused = Тоқтатыла тұрды: жалғастырғанша шот келмейді.
subs-said-resumed = Жалғасады. Тоқтап тұрған уақыт үшін ештеңе алынбайды.
subs-said-cancelled = Аяқталды. Енді шот келмейді.
subs-said-asked = Банктен сұрап жатырмыз. Дайын болғанын көру үшін жазылымды қайта ашыңыз: /subscribers
subs-said-price = Дайын. Жаңа баға келесі кезеңнен басталады.
subs-said-day = Дайын. Жаңа күн келесі кезеңнен басталады.
subs-said-reminders = Дайын. Енді осылай еске саламыз.

## Болмайтын нәрселер

subs-for-staff = Жазылымды дүкен қызметкерлері жасайды. Өзіңіздің жазылымдарыңыз: /subscriptions
subs-cycle-unknown = Мұндай кезең жоқ. Олар алтау: күн сайын, апта сайын, екі апта сайын, ай сайын, үш ай сайын, жыл сайын.
subs-amount-unread = Соманы санмен жазыңыз, мысалы: 5000. Бір жолмен: /subscribe 5000 ай сайын Айлық кофе
subs-amount-foreign = Шоттар тек дүкеннің валютасымен болады. Ештеңе жасалған жоқ. Тек санын жазыңыз, мысалы: 5000
subs-phone-unread = Телефон нөмірін оқи алмадық, сондықтан ештеңе жасалған жоқ. Былай жазыңыз: 87071234567
subs-first-unread = Күнді оқи алмадық. Мысалы: 1 желтоқсан, 01.12.2026, ертең
subs-rules-unread = Үш сан жазыңыз: барлығы неше шот, арасында неше сағат, соңғысынан кейін неше күн күту керек. Мысалы: 3 24 3
subs-reminders-unread = Неше күн бұрын еске салу керегін жазыңыз; 0 — сол күннің өзі. Мысалы: 3 1 0

## Дүкенге айтылатыны

subs-told-agreed = ✅ Жаңа жазылушы: { $title }
subs-told-billed = 🔔 Шот жіберілді: { $amount } · { $title }
subs-told-paid = ✅ Төленді: { $amount } · { $title }
subs-told-failed = ⚠️ Төлем келмеді: { $amount } · { $title }
subs-told-failed-again = Әрекет саны: { $attempt }. Келесі шоттың уақыты: { $when }
subs-told-failed-now = Әрекет саны: { $attempt }. Келесі шот бірден жіберіледі.
subs-told-failed-last = Әрекет саны: { $attempt }.
subs-told-grace = ⏳ Төлем әлі жоқ: { $amount } · { $title }
subs-told-grace-until = Жаңа шот болмайды. Күту мерзімі: { $when }. Содан кейін жазылым аяқталады.
subs-told-expired = ⌛ Төлемсіз аяқталды, { $amount }: { $title }
subs-told-expired-do = Ақша келмеді, енді шот та келмейді. Жаңадан ұсынуға болады: /subscribe
subs-told-refused = 🚫 Аяқталды, { $amount } шот қабылданбады: { $title }
subs-told-refused-do = Шотты банк қосымшасында қабылдамады. Енді шот келмейді.
subs-told-late = ❗ Кешіккен төлем: { $amount } · { $title }
subs-told-late-do = Ақша сізде, кезең төленген болып саналады. Жазылым бұрынғы қалпында: жалғастыру не ақшаны қайтару керегін өзіңіз шешіңіз.
subs-told-missed = ❗ Шот жіберілмеді: { $title }
subs-told-missed-do = Бот жұмыс істемеді, өткен кезеңдерге шот жіберілмеді: { $count } ({ $first } – { $last }). Олар кейін алынбайды; қазіргі кезеңге шот келеді.
subs-told-away = ❗ Шот жіберілмейді: { $title }
subs-told-away-do = Бот серверінің сағаты бойынша шотсыз өткен кезеңдер: { $count } ({ $first } – { $last }). Бұл тым ұзақ, сондықтан өзіміз жалғастырмаймыз. Күн дұрыс болса, жазылымды тоқтата тұрып, қайта жалғастырыңыз: шот бүгіннен бастап келеді, өткені алынбайды. Дұрыс болмаса, ботқа қарайтындардан сағатты түзетуді сұраңыз.
subs-told-restored = ❗ Қайта жіберілмеген шоттар: { $title }
subs-told-restored-do = Деректер сақтық көшірмеден қалпына келтірілді, одан кейін шоттар кеткен-кетпегені бізге белгісіз: { $count } ({ $first } – { $last }). Ешкім екі рет төлемеуі үшін өзіміз жібермейміз. Банк кабинетінен қараңыз; төлем жоқ болса, шот жіберіңіз. Келесі кезеңдер бұрынғыдай жүреді.
subs-told-paused = ⏸ Жазылушы тоқтата тұрды: { $title }
subs-told-paused-bank = ⏸ Тоқтатыла тұрды: { $title }
subs-told-resumed = ▶️ Жазылушы жалғастырды: { $title }
subs-told-resumed-bank = ▶️ Жалғасады: { $title }
subs-told-ended = 🚫 Аяқталды: { $title }
subs-told-not-made = ❗ Банк қабылдамады: { $title }
subs-told-not-made-do = Шот жіберілген жоқ. Жаңадан жасаңыз не сілтемемен ұсыныңыз: /subscribe
subs-many-billed = 🔔 Жазылымдар, шот жіберілді: { $count }
subs-many-paid = ✅ Жазылымдар, төленді: { $count }
subs-many-failed = ⚠️ Жазылымдар, төлем келмеді: { $count }
subs-many-grace = ⏳ Жазылымдар, төлем әлі жоқ: { $count }
subs-many-expired = ⌛ Жазылымдар, төлемсіз аяқталды: { $count }
subs-many-refused = 🚫 Жазылымдар, шот қабылданбай аяқталды: { $count }
subs-many-more = тағы { $count }

## Командалар

command-subscribe = Жазылым: /subscribe 5000 ай сайын Кофе
command-subscribers = Жазылушылар: кім төлейді, кімге қауіп төнді
command-plans = Жоспарлар: бәріне арналған жазылымдар, сілтемемен
chat-help-subscribers = /subscribe — бір жолмен не қадам сайын жазылым; /subscribers — жазылушылар, /plans — сілтемелі жоспарлар
