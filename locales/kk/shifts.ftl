## Қызметкерлердің ауысымдары

shift-title = 🕘 Ауысым
shift-none = Ауысым ашылмаған. Шотты ауысымсыз да жіберуге болады.
shift-opened-at = 🟢 Ауысым ашылды: { $since }
shift-hint = X есебі осы уақытқа дейін не түскенін көрсетеді, оны қалағаныңызша қараңыз. Z есебі ауысым жабылғанда келеді, кейін өзгермейді.
shift-others = Басқалардың ашық ауысымдары:
shift-of-since = { $who }: { $since }
shift-of-gone = енді ұжымда емес
shift-for-members = Ауысымды дүкен қызметкерлері ашады. Сіз мұнда төлей аласыз: /help
shift-in-private = Ауысымдарды жеке чатта көрсетеміз.
shift-begun = Ауысым ашылды.
shift-fresh = Жаңартылды: { $time }
shift-over = Ауысым жабылып қойған. Қазіргі жағдайы: /shift
shift-not-found = Мұндай ауысым жоқ. Қазіргі жағдайы: /shift
btn-shift-open = Ауысымды ашу
btn-shift-close = Ауысымды жабу
btn-shift-close-yes = Иә, ауысымды жабу
btn-shift-x = X есебі
btn-shift-z = Z есебі #{ $number }
btn-shift-refresh = Жаңарту
btn-shift-earlier = Бұрынғы ауысымдар
btn-shift-older = Бұрынғысы ›
btn-shift-newest = ‹ Соңғысы

## Есептер

shift-x-title = 📊 X есебі: { $who }
shift-z-title = 🧾 Z есебі #{ $number }: { $who }
shift-span = { $since } – { $until }
shift-closed-by = Жапқан: { $who }
shift-counted = Сома · төлем саны
shift-no-money = Бұл ауысымда төлем болған жоқ.
shift-average = Орташа төлем: { $sum }
shift-net = Қайтарылғанды шегергенде: { $sum }
shift-what-paid = Барлығы
shift-what-refunded = Қайтарылды
shift-what-early = Осы ауысымға дейін түсті, «Барлығы» ішінде жоқ
shift-what-early-refunded = Осы ауысымға дейін қайтарылды
shift-what-late = Кешіккен төлем
shift-what-surplus = Артық ақша
shift-what-short = Шоттан кем түсті
shift-what-foreign = Басқа валюта түсті
shift-what-open = Ашық шоттар
shift-what-held = Банк резервінде, әзірге сізде емес
shift-what-waiting = ❗ Шешім күтеді
shift-what-returning = Қазір қайтарылып жатыр

## Жабар алдындағы сұрақ және бұрынғы ауысымдар

shift-close-sure = { $who }: ауысымды жабайық па? Z есебі келеді, ол кейін өзгермейді.
shift-nothing-open = Ештеңе қалған жоқ: ашық шот жоқ.
shift-left-open = Ашық қалатыны:
shift-later = Кейін түсетін ақша келесі ауысымның есебінде болады.
shift-earlier-title = 🧾 Z есептері
shift-earlier-none = Жабылған ауысым әзірге жоқ.
shift-file = { $title }. Жол саны: { $count }.

## Не өзгерді

told-shift-closed = 🧾 Z есебі #{ $number }: { $who }, ауысым жабылды.
told-shift-closed-you = 🧾 Ауысымыңыз жабылды: Z есебі #{ $number }.
told-shift-long = 🕘 { $who }: ауысым жабылмаған, басталған уақыты: { $since }. Оны сіз жаба аласыз.
told-shift-long-you = 🕘 Ауысымыңыз бір тәуліктен артық ашық тұр, басталған уақыты: { $since }. Жұмысыңыз бітсе, жабыңыз: Z есебі келеді.

## Файл

sheet-shift = Қорытынды
sheet-shift-entries = Төлемдер
sheet-shift-what = Не
sheet-shift-bank = Банкі
sheet-shift-count = Саны
sheet-shift-amount = Сомасы
sheet-shift-currency = Валюта
sheet-shift-when = Қашан
sheet-shift-number = Шот
sheet-shift-about = Ескерту
sheet-shift-description = Сипаттамасы
sheet-shift-who = Қызметкер
sheet-shift-since = Басталуы
sheet-shift-until = Аяқталуы
sheet-shift-paid = Төлем
sheet-shift-refunded = Ақша қайтару

## Мәзір және көмек

command-shift = Ауысым: ашу, X есебі, Z есебімен жабу
chat-help-shift = /shift — ауысым: ашу, X есебін көру, Z есебімен жабу
