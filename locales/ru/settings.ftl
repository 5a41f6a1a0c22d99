### /settings: что магазин решает о себе

## Отказы и что написать вместо этого

bank-off = Магазин сейчас не принимает новые оплаты через этот банк. Деньги не списаны. Выберите другой способ.
settings-name-unread = Названия не видно: нужны буквы или цифры. Ничего не изменилось. Напишите, как магазин знают покупатели, например: Кофейня Дана
settings-name-one-line = Название пишут одной строкой обычными буквами. Ничего не изменилось. Напишите без переносов и скрытых знаков, например: Кофейня Дана
settings-name-too-long = Название слишком длинное: в нём не больше { $most } знаков. Ничего не изменилось. Напишите короче.
settings-deadline-unread = Напишите срок счёта: число с буквой, например 45м, 2ч или 5д. Ничего не изменилось.
settings-deadline-bounds = Срок счёта бывает от 5 минут до 30 дней. Ничего не изменилось. Напишите, например: 45м, 2ч или 5д
settings-quiet-unread = Напишите, с какого до какого часа не писать, например: 21:00-9:00. Ничего не изменилось.
settings-quiet-bounds = Для сообщений должно остаться не меньше 6 часов в сутки. Ничего не изменилось. Напишите, например: 21:00-9:00
settings-last-bank = Это последний банк, который принимает оплату: без него никто не сможет заплатить. Ничего не изменилось. Сначала включите другой.

## Первая страница

settings-line-deadline = Срок счёта: { $span }
settings-line-way = Способ оплаты: { $way }
settings-line-quiet = Тихие часы: { $hours }
settings-line-news = Новости для вас — { $news }
settings-bank-off = ⏸ { $bank }: новые оплаты не принимает, так решил магазин
settings-way-choice = выбирает покупатель
settings-way-first = сначала { $bank }
settings-way-first-off = сначала { $bank }; пока он выключен, выбирает покупатель
settings-way-only = { $bank }, других нет
settings-quiet-none = нет
settings-news-all = все
settings-news-but = все, кроме: { $topics }
settings-news-must = только то, что не выключается
settings-minutes = { $count } мин
settings-hours = { $count } ч
settings-days = { $count } дн.

## Кнопки

btn-settings-name = Название
btn-settings-language = Язык
btn-settings-deadline = Срок счёта
btn-settings-way = Способ оплаты
btn-settings-banks = Банки
btn-settings-quiet = Тихие часы
btn-settings-news = Новости для вас
btn-settings-type-name = Написать другое
btn-settings-type-deadline = Другой срок
btn-settings-type-quiet = Другие часы
btn-settings-undo = Как было: { $value }
btn-settings-choice = Выбирает покупатель
btn-settings-bank-off = Выключить: { $bank }
btn-settings-bank-on = Включить: { $bank }
btn-settings-bank-off-yes = Да, выключить
btn-settings-no-quiet = Писать в любое время
btn-settings-hear = Включить: { $topic }
btn-settings-unhear = Выключить: { $topic }

## Одна настройка

settings-now = Сейчас: { $value }
settings-done = Готово.
settings-chosen-here = Выбрано в чате. При запуске бота было задано: { $value }
settings-nothing = ничего
settings-at-once = Действует сразу, в том числе на карточках открытых счетов.
settings-title-name = 🏪 Название магазина
settings-name-look = На карточке это выглядит так:
settings-name-ask = Напишите название, как его увидят покупатели, одной строкой, например: Кофейня Дана
settings-title-language = 🌐 Язык магазина
settings-language-about = На нём бот пишет в группах и на общих карточках, а также тем, чей язык нам неизвестен, в том числе на странице оплаты. Свой язык каждый выбирает в /language.
settings-title-deadline = ⏳ Срок счёта
settings-deadline-about = Счёт можно оплатить в течение этого времени. Новый срок — для новых счетов; у выставленных он прежний.
settings-deadline-ask = Какой срок? Напишите число с буквой, от 5 минут до 30 дней, например: 45м, 2ч или 5д
settings-title-way = 💳 Способ оплаты
settings-way-about = QR выбранного здесь банка приходит сразу; другие способы остаются на карточке в одном нажатии. Пока этот банк недоступен, выключен или не берёт такую сумму, выбирает покупатель. Уже показанные QR остаются.
settings-way-one = Включён только { $bank }: выбирать не из чего, все платят через него.
settings-way-asks = { $bank } первым быть не может: перед счётом он о чём-то спрашивает покупателя.
settings-title-banks = 🏦 Включить и выключить банки
settings-banks-about = Выключенный банк не получает новых счетов. То, что там открыто, доводим до конца, возвраты делаем.
settings-bank-is-on = ✅ { $bank }: принимает новые оплаты
settings-bank-off-ask = Больше не принимать новые оплаты через { $bank }?
settings-bank-off-open = То, что там открыто, доводим до конца: по выданному QR или счёту ещё можно заплатить; возвраты делаем. Включить снова можно здесь же.
settings-bank-off-charged = Подписки, за которые { $bank } списывает деньги с карты, остаются: следующий счёт придёт обычным, подписчик оплатит его другим способом.
settings-bank-off-run = Новых подписок { $bank } не получит. Те, что он ведёт сам, идут там дальше, пока их не завершат: /subscribers
settings-title-quiet = 🌙 Тихие часы
settings-quiet-about = В эти часы магазин никому не пишет сам: напоминания, счета подписок и подобное ждут. Ответы, квитанции и оплаченные карточки приходят сразу.
settings-quiet-ask = С какого до какого часа не писать? Напишите так: 21:00-9:00
settings-title-news = 📬 Новости для вас
settings-news-about = Каждый выбирает для себя. Всегда сообщаем: о деньгах, которые не сошлись, о возвратах, ждущих решения, об отказах банков, о переменах в команде.
settings-news-on = ✅ { $topic }
settings-news-off = ➖ { $topic }
settings-topic-payments = оплаты чужих счетов
settings-topic-unpaid = ваши неоплаченные счета
settings-topic-shifts = чужие смены
settings-topic-subscriptions = подписки
settings-topic-morning = цифры за вчера по утрам

## Что сделано, см. /team

deed-shop-name = задано название магазина
deed-shop-language = выбран язык магазина
deed-deadline = задан срок счетов
deed-first-bank = выбран обычный способ оплаты
deed-banks-off = включены или выключены банки
deed-quiet-hours = заданы тихие часы
deed-news = выбраны свои новости
deed-morning-on = включены цифры за вчера по утрам
deed-morning-off = выключены цифры за вчера по утрам
