## Before the bill of a subscription

remind-day =
    { $days ->
        [0] Бүгін, { $day }
        [1] Ертең, { $day }
       *[other] { $days } күннен кейін, { $day }
    }
remind-head = 🔔 { $day }: { $amount }
remind-title = «{ $title }»
remind-shop = «{ $shop }» дүкені
remind-bill =
    { $days ->
        [0] Шотты бүгін жібереміз, уақыты: { $time }. Қазір ештеңе істеудің қажеті жоқ.
        [1] Шотты ертең жібереміз, уақыты: { $time }. Қазір ештеңе істеудің қажеті жоқ.
       *[other] Шотты сол күні жібереміз, уақыты: { $time }. Қазір ештеңе істеудің қажеті жоқ.
    }
remind-card = Картаңыздан алынады: { $card }.
remind-kept = Келісіміңіз бойынша өзі алынады: { $method }.
remind-by-bank =
    { $days ->
        [0] { $bank } шотты телефоныңызға бүгін жібереді. Қазір ештеңе істеудің қажеті жоқ.
        [1] { $bank } шотты телефоныңызға ертең жібереді. Қазір ештеңе істеудің қажеті жоқ.
       *[other] { $bank } шотты телефоныңызға сол күні жібереді. Қазір ештеңе істеудің қажеті жоқ.
    }

btn-remind-pay = Қазір төлеу
btn-remind-never = Еске салмау
btn-remind-again = Қайта еске салу

remind-stopped = Бұл жазылым туралы енді еске салмаймыз. Шоттар бұрынғыдай келеді.
remind-goes-on = Қайтадан еске саламыз.

## Around the deadline of an invoice

remind-invoice = 🔔 Төлем күтілуде: { $amount }
remind-invoice-until =
    { $days ->
        [0] Төлеу мерзімі: бүгін, { $time }.
        [1] Төлеу мерзімі: ертең, { $time }.
       *[other] Төлеу мерзімі: { $day }, { $time }.
    }
remind-invoice-over = ⌛ Шоттың мерзімі өтті: { $amount }
remind-invoice-ask = Әлі де төлегіңіз келсе, жаңа шот сұраңыз: сомасы өзгермейді.
btn-ask-new = Жаңа шот сұрау
remind-new-issued = Жаңа шот төменде.
remind-stopped-invoices = Шоттар туралы енді еске салмаймыз. Оларды бұрынғыдай төлеуге болады.

renewal-closed = Бұл шотты осы жерден қайта жіберу мүмкін емес. Ақша алынған жоқ. Дүкеннен сұраңыз.
renewal-bill-open = Банк ескі шот бойынша ақшаны әлі қабылдай алады, сондықтан жаңасы жіберілмеді. Ескісі жабылғанша күтіп, қайта сұраңыз.

## For the shop

remind-unreachable = 🔕 Еске сала алмаймыз: { $name }
remind-unreachable-unnamed = 🔕 Жазылушыға еске сала алмаймыз
remind-unreachable-do = Бұл адам ботты бұғаттаған: мұнда еске салулар да, шоттар да жетпейді. Қоңырау шалыңыз немесе басқаша жазыңыз.

settings-reminders = Шоттар туралы еске салу: { $chosen }
settings-reminders-button = Шоттар туралы еске салу
settings-reminders-title = 🔔 Шоттар туралы еске салу
settings-reminders-about = Шотты чатта ашқандарға оның мерзімін тыныш сағаттардан тыс еске саламыз; әркім мұны өшіре алады. Мерзімнің бірінші жартысында еске салмаймыз. Мерзімнен бір күн өткен соң жаңа шот сұрауға болады. Алып тасталған күн жіберілген шоттарға да қатысты, қосылғаны тек жаңаларына.
settings-reminders-now = Қазір: { $chosen }
settings-reminders-kept = Дайын.
reminders-choice-none = ешқашан
reminders-choice-day = соңғы күні
reminders-choice-before = бір күн бұрын және соңғы күні
reminders-choice-after = бір күн бұрын, соңғы күні және ертеңіне
