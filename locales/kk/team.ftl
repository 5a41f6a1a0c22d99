## Дүкенде кім жұмыс істейді

team-title = 👥 «{ $shop }» дүкенінің ұжымы
team-unnamed = { $id } қызметкер
team-you = бұл сіз
team-up-to = бір шоты ең көбі { $most }
team-hint = Әзірге басқа ешкім жоқ. Бірге жұмыс істейтіндерді шақырыңыз: әрқайсысының рөлі болады, кімге не рұқсат екенін сіз шешесіз.
team-role-owner = иесі
team-role-manager = менеджер
team-role-cashier = кассир
team-as-owner = Иесі: бәріне рұқсат, ұжымда кім болатынын шешеді.
team-as-manager = Менеджер: шот жібереді, күшін жояды, ақша қайтарады, шешім қабылдайды, үзінді көреді, баптау мен каталогты өзгертеді.
team-as-cashier = Кассир: шот жібереді, өз шоттарын көреді, олар бойынша ақша қайтаруды ұсынады.
team-may-owner = Бәріне рұқсат, ұжымда кім болатынын да шешеді.
team-may-manager = Шот жіберуге, күшін жоюға, ақша қайтаруға, шешім қабылдауға, үзінді көруге, баптау мен каталогты өзгертуге рұқсат.
team-may-cashier = Шот жіберуге, өз шоттарын көруге, олар бойынша ақша қайтаруды ұсынуға рұқсат.
team-unreached = Ботты әлі ашпаған не тоқтатқан: хабарлама жетпейді.
team-for-members = Мұнда дүкен қызметкерлері ұжымда кім бар екенін көреді. Сіз мұнда төлей аласыз: /help
team-in-private = Ұжымды жеке чатта көрсетеміз.
team-done = Дайын.
btn-team-invite = Шақыру
btn-team-leave = Ұжымнан кету
btn-team-make-owner = Иесі ету
btn-team-make-manager = Менеджер ету
btn-team-make-cashier = Кассир ету
btn-team-limit = Шот шегі
btn-team-no-limit = Шексіз
btn-team-hand-over = Дүкенді тапсыру
btn-team-remove = Ұжымнан шығару

## Шақырулар

team-invite-ask = Кімді шақырасыз?
team-invited =
    ✉️ Шақыру, рөлі: { $role }. Бір рет жарайды, мерзімі: { $until }:
    { $link }
    Тек сол адамға жіберіңіз: сілтемені бірінші ашқан адам ұжымға қосылады.
team-invite-text = «{ $shop }» дүкенінің ұжымына шақырамыз
team-taken-back = Шақыру қайтарып алынды: онымен ешкім кірмейді.
team-welcome = 👋 «{ $shop }» дүкеніне қош келдіңіз! Рөліңіз: { $role }.
team-welcome-next = Не істеуге болады: /help
btn-team-send = Шақыруды жіберу
btn-team-take-back = Қайтарып алу: { $role }, { $until }
team-invite-unknown = Мұндай шақыру жоқ. Дүкен иесінен жаңасын сұраңыз.
team-invite-over = Бұл шақыру енді жарамайды: ол бір реттік, мерзімі екі күн. Дүкен иесінен жаңасын сұраңыз.
team-invite-ended = Қайтарып алатын ештеңе жоқ: бұл шақырумен кіріп қойған немесе мерзімі өткен. Ұжымда кім бар: /team
team-invites-many = Жиырма шақыру ашық тұр. Алдымен артығын қайтарып алыңыз: /team
team-already = Сіз ұжымда барсыз. Шақыру басқа адамға қалды.

## Сұрақтар мен бас тартулар

team-owner-sure = { $name } дүкен иесі болсын ба? Иесіне бәріне рұқсат, ол сізді де шығара алады.
btn-team-owner-yes = Иә, иесі ету
team-remove-sure = { $name } ұжымнан шығарылсын ба? Ол енді шот жібермейді, жіберген шоттары қалады.
btn-team-remove-yes = Иә, шығару
team-hand-over-sure = Дүкен { $name } деген қызметкерге тапсырылсын ба? Ол иесі, ал сіз менеджер боласыз. Кері қайтара алмайсыз.
btn-team-hand-over-yes = Иә, тапсыру
team-leave-sure = Ұжымнан кетесіз бе? Қайта тек дүкен иесі шақыра алады.
btn-team-leave-yes = Иә, кетемін
team-left-you = Сіз енді ұжымда емессіз. Жұмысыңызға рақмет! Мұнда төлей бере аласыз: /help
team-limit-ask = { $name }: бір шоты қанша болуы мүмкін? Соманы жазыңыз, мысалы: 50000
team-limit-now = Қазір ең көбі: { $most }.
team-limit-unread = Тек соманы жазыңыз, мысалы: 50000
team-gone = Бұл адам енді ұжымда емес. Қазір кім бар: /team
team-last-owner = Дүкенге иесі керек. Алдымен басқа біреуді иесі етіңіз.
team-yourself = Дүкен онсыз да сіздікі.
team-unreachable = Бұл адамға хабарлама жетпейді: алдымен ботты ашуы керек.
team-limit-cashiers = Шек тек кассирде болады.
amount-above-yours = Шот жіберілген жоқ. Бір шотыңыздың ең көп сомасы: { $most }. Бұл шотты менеджер жіберсін.

## Ақша қайтаруға кім келіседі

team-refunds-alone = Ақша қайтару: бір адам шешеді.
team-refunds-two = { $most } сомадан артық қайтару: екінші адамның келісімі керек.
team-refunds-ask = Қандай сомадан артық ақша қайтаруға екінші адамның келісімі керек? Соманы жазыңыз, мысалы: 50000
team-refunds-now = Қазір: { $most } сомадан артық.
btn-team-refunds = Екеулеп қайтару
btn-team-refunds-alone = Бір адам жеткілікті

## Қызметкерлер не істеді

deeds-title = 📋 «{ $shop }» дүкенінде не істелді
deeds-title-of = 📋 Не істелді: { $who }
deeds-none = Әзірге ештеңе жоқ.
btn-team-deeds = Не істелді
btn-team-deeds-of = Не істелді
btn-deeds-older = Бұрынғысы ›
btn-deeds-newest = ‹ Соңғысы
btn-deeds-file = Файлмен (XLSX)
deeds-file = { $title }. Жол саны: { $count }.
file-being-made = Файл жасалып жатыр. Дайын болғанда жібереміз.
deed-issued = шот жіберілді
deed-cancelled = шот күші жойылды
deed-accepted = сәйкес келмеген ақша қабылданды
deed-split = шот бөлінді
deed-opened = шот сілтемесі ашылды
deed-refunded = ақша қайтарылды
deed-proposed = ақша қайтару ұсынылды
deed-approved = ақша қайтаруға келісілді
deed-declined = ақша қайтаруға келісілмеді
deed-sent-again = қайтару өтінімі тағы жіберілді
deed-called-off = қайтару болмағаны белгіленді
deed-captured = резервтегі ақша қабылданды
deed-released = резервтегі ақша босатылды
deed-decided = ақша туралы шешілді
deed-asked = дүкенге сұрақ қойылды
deed-invited = шақыру жасалды
deed-uninvited = шақыру қайтарып алынды
deed-let-in = ұжымға жаңа қызметкер қосылды
deed-appointed = рөл өзгертілді
deed-removed = қызметкер ұжымнан шығарылды
deed-left = қызметкер ұжымнан кетті
deed-limited = шот шегі қойылды
deed-item-added = каталогқа қосылды
deed-item-changed = каталогта өзгертілді
deed-reminders = еске салу таңдалды
deed-two-people = ақша қайтаруды кім шешетіні қойылды
deed-plan-set = жалпы жазылым бапталды
deed-plan-closed = жалпы жазылым жабылды
deed-subscribed = жазылым рәсімделді
deed-subscription = жазылым өзгертілді
deed-method = төлеу тәсілі сақталды не ұмытылды
deed-shift-opened = ауысым ашылды
deed-shift-closed = ауысым жабылды
deed-other = басқа әрекет жасалды

## Не өзгерді

told-team-joined = 👥 Ұжымға <b>{ $who }</b> қосылды, рөлі: { $role }. Шақырған: { $by }.
told-team-left = 👥 <b>{ $who }</b> ұжымнан өз еркімен кетті.
told-team-changed = 👥 <b>{ $who }</b>: жаңа рөлі — { $role }. Шешкен: { $by }.
told-team-changed-you = 👥 Жаңа рөліңіз: <b>{ $role }</b>. Шешкен: { $by }.
told-team-removed = 👥 <b>{ $who }</b> енді ұжымда емес. Шешкен: { $by }.
told-team-removed-you = 👥 Сіз енді ұжымда емессіз. Шешкен: { $by }. Мұнда төлей бере аласыз: /help
refunds-nobody-else = Қайтаруды мақұлдайтын басқа адам әзірге жоқ, сондықтан сома қойылған жоқ. Алдымен менеджер шақырыңыз.
command-team = Ұжым
