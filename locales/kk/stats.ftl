## Дүкен көрсеткіштері

stats-title = 📊 Көрсеткіштер: { $period }
stats-title-own = 📊 Сіздің көрсеткіштеріңіз: { $period }
stats-until = { $days }, { $time } жағдайы бойынша
stats-turnover = Айналым: { $sum }
stats-payments = Төлем саны: { $count }
stats-average = Орташа сома: { $sum }
stats-refunds = Қайтарылған ақша: { $sum }
stats-back = қайтарылғаны { $sum }
stats-left = Қайтарылғанын шегергенде: { $sum }
stats-others = Басқа валютада: { $line }
stats-before = Салыстыру үшін, { $period }: айналым { $sum }, төлем саны { $count }, орташа сома { $average }, қайтарылған ақша { $returned }.
stats-none = Бұл уақытта ақша түспеді.
stats-banks = Банктер бойынша: сома · төлем саны
stats-sellers = Кассирлер бойынша: сома · төлем саны
stats-hours = Сағаттар бойынша: сома · төлем саны
stats-themselves = сатып алушылардың өз тапсырыстары
stats-more = тағы басқа кассирлер: { $count }
stats-span-today = Бүгін
stats-span-yesterday = Кеше
stats-span-week = 7 күн
stats-span-month = Осы ай
stats-span-last-month = Өткен ай
btn-stats-own = Басқа кезең
btn-stats-charts = Графиктер
btn-stats-morning-on = Таңертең жіберу
btn-stats-morning-off = Таңертең жібермеу
stats-morning-chosen = Күн сайын сағат 9:00-ден кейін, тыныш сағаттардан тыс, кешегі көрсеткіштерді дыбыссыз жібереміз.
stats-morning-dropped = Енді жібермейміз. Көрсеткіштер әрдайым осында: /stats
stats-charts-soon = Сызып жатырмыз. Дайын болғанда жібереміз.
stats-ask = Қай күндер? Мысалы: 1–15 қараша, 01.10.2026-31.10.2026, қазан немесе 2025
stats-for-members = Дүкен көрсеткіштерін оның қызметкерлері көреді. Сіздің төлемдеріңіз: /payments
stats-unread = Кезеңді оқи алмадық. Былай жазыңыз: /stats кеше, /stats қараша, /stats 01.11.2026-22.11.2026 немесе /stats 2025
stats-future = Бұл кезең әлі басталған жоқ, көрсеткіш жоқ. Өткен кезеңді таңдаңыз, мысалы: /stats кеше
stats-backwards = Кезең басталмай жатып аяқталады. Алдымен бірінші күнді жазыңыз, мысалы: /stats 01.11.2026-22.11.2026
command-stats = Көрсеткіштер: айналым, төлемдер, қайтару
chat-help-stats = /stats — айналым, төлемдер, қайтарылған ақша және графиктер: <code>/stats қараша</code>

## Графиктер

chart-turnover = Айналым, { $currency }
chart-hours = Сағаттар бойынша, { $currency }
chart-banks = Банктер бойынша, { $currency }
chart-sellers = Кассирлер бойынша, { $currency }
chart-others = қалғандары

## Таңертең

morning-title = 🌅 Кеше, { $day }
morning-title-own = 🌅 Сіздің кешегі көрсеткіштеріңіз, { $day }
morning-change = алдыңғы күнмен салыстырғанда { $change }
morning-none = Ақша түспеді.
morning-lists = Банк тізімдерімен салыстыру
morning-lists-of = Банк тізімімен салыстыру, { $day }
morning-list-agrees = { $bank }: бәрі сәйкес, операция саны { $listed }
morning-list-differs = ❗ { $bank }: айырмашылық саны { $count }, операция саны { $listed }
morning-strange-money = Банкте бар, бізде жоқ: { $what }
morning-strange-operation = Банкте бар, бізде жоқ, банк ақшаны растаған жоқ: { $what }
morning-other-sum = Сомасы басқа: банкте { $what }, бізде { $ours }
morning-not-listed = Бізде бар, банкте жоқ: { $what }
morning-list-more = тағы айырмашылық саны: { $count }. Бәрі: /statement кеше
morning-list-unproved = Банк әлі растаған жоқ: { $count }
morning-list-silent = ⏳ { $bank } тізімді әлі бермеді, салыстырылған жоқ. Қайта сұрап, жазамыз.
morning-list-unset = { $bank }: салыстырылған жоқ, тізім үшін пайдаланушы аты мен құпиясөз керек. Не керегін /statement айтады
morning-list-listless = { $bank }: салыстырылған жоқ, бұл банк тізім бермейді.
morning-no-list = { $bank } күні бойы тізім бермеді, күн салыстырылған жоқ. Ақша да, кітаптарымыз да орнында. Өзіңіз көріңіз: /statement кеше
btn-morning-more = Толығырақ
