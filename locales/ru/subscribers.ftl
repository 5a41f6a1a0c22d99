## Что предлагается

subs-cycle-daily = каждый день
subs-cycle-weekly = каждую неделю
subs-cycle-biweekly = раз в две недели
subs-cycle-monthly = каждый месяц
subs-cycle-quarterly = раз в три месяца
subs-cycle-yearly = каждый год
subs-day-first = День: как у первого платежа
subs-day-week = День: { $weekday }
subs-day-month = Число месяца: { $day }
subs-reminders-none = без напоминаний
subs-nobody-yet = пока никто
subs-billed-here = Счета приходят в чат.
subs-billed-by = Счета на телефон отправляет { $bank }.

## Новая, по шагам

subs-ask-whom = 🔁 Новая подписка. Для кого она? Быстрее одной строкой: <code>/subscribe 5000 ежемесячно Кофе на месяц</code>
subs-ask-plan = Какой план?
subs-ask-phone = На какой телефон отправлять счета? Например: 87071234567
subs-ask-name = Как назвать подписчика? Имя увидит только магазин.
subs-ask-amount = Сколько стоит один платёж? Например: 5000
subs-ask-title = За что подписка? Например: Кофе на месяц
subs-ask-cycle = Как часто?
subs-ask-day = В какой день месяца? Напишите число от 1 до 31. Если 29, 30 или 31, то в коротком месяце счёт придёт в последний день.
subs-ask-weekday = В какой день недели?
subs-ask-first = Когда первый платёж? Напишите дату, например: 1 декабря
subs-ask-rules =
    Что делать, если не платят? Обычные правила такие. { $usual }
    Или напишите три числа: сколько всего счетов, часов между ними, дней ожидания после последнего. Например: 3 24 3
subs-ask-reminders = Когда напоминать о платеже? Напишите, за сколько дней; 0 — в сам день. Например: 3 1 0
btn-subs-to-link = Одному человеку, ссылкой
btn-subs-to-phone = На телефон, через банк
btn-subs-to-plan = По плану
btn-subs-no-name = Без имени
btn-subs-cart = Из корзины: { $sum }
btn-subs-day-first = Как первый платёж
btn-subs-today = Сегодня
btn-subs-when-agreed = В день согласия
btn-subs-usual = Как обычно

## Итог перед созданием

subs-summary = 🔁 Всё верно?
subs-summary-plan = 🔁 План. Всё верно?
subs-line-who = Подписчик: { $who }
subs-line-link = Подписчик: кто получит ссылку
subs-line-anybody = Для всех, у кого есть ссылка
subs-line-first = Первый платёж: { $first }
subs-first-today = Первый платёж: сегодня
subs-first-agreed = Первый платёж: в день согласия
subs-line-reminders = Напоминания: { $days }
subs-line-dates = Ближайшие счета: { $dates }
subs-line-dates-if-today = Если согласие будет сегодня, счета придут: { $dates }
subs-no-bank-by-phone = ❗ Ни один банк здесь не может сам отправлять такие счета на телефон. Подойдёт ссылка: счета придут в чат.
btn-subs-make = Создать
btn-subs-stop = Не создавать
btn-subs-link-instead = Ссылкой
btn-subs-edit-title = Название
btn-subs-edit-amount = Цена
btn-subs-edit-cycle = Как часто
btn-subs-edit-day = День
btn-subs-edit-first = Первый платёж
btn-subs-edit-rules = Если не платят
btn-subs-edit-remind = Напоминания
btn-subs-edit-name = Подписчик
btn-subs-edit-phone = Телефон
subs-left = Хорошо, ничего не изменилось.
subs-stopped = Хорошо, ничего не создано; введённое не сохранено.
subs-make-over = Этот вопрос уже закрыт. Если всё создано, оно в /subscribers или /plans; если нет, начните снова: /subscribe
subs-question-over = Этот вопрос уже закрыт: он ждёт 15 минут. Больше ничего не изменилось. Откройте { $again } ещё раз.
subs-choose-please = Выберите, пожалуйста, кнопкой.

## Создано

subs-made-link = ✅ Предложение готово: подписка { $number }
subs-made-link-then = Отправьте ссылку подписчику. До согласия никаких счетов не будет; о согласии напишем сюда.
subs-made-phone = ✅ Добавлено: подписка { $number }
subs-made-phone-then = { $bank } отправляет счета на { $phone }, первый: { $day }. Подписчик подтверждает каждый в приложении банка.
subs-not-remindable = Известен только телефон: напомнить в чате нельзя.
subs-blocked = Не открывал бота или заблокировал его: напомнить в чате нельзя.
subs-link = Ссылка: { $link }
subs-share-text = { $title } — { $shop }
btn-subs-share = Отправить ссылку
btn-subs-copy = Скопировать ссылку
btn-subs-see = К подписке
btn-subs-bill = К счёту

## Планы

subs-plans = 📋 Планы
subs-plans-hint = Нажмите на план, чтобы взять его ссылку. По ней может подписаться любой.
subs-plans-none = Планов пока нет. У плана есть название, цена и одна ссылка для всех.
subs-closed = закрыт
subs-plan-closed = 🔒 Закрыт: больше никто не подпишется. У подписанных всё по-прежнему.
subs-plan-link = Ссылка для всех: { $link }
subs-ask-plan-title = «{ $title }»: как назвать? Только для новых подписчиков.
subs-ask-plan-price = «{ $title }» сейчас стоит { $price }. Какая цена теперь? Только для новых подписчиков: у остальных прежняя.
subs-plan-changed = Готово. Это для новых подписчиков; у остальных цена прежняя.
subs-plan-closed-now = Закрыт: больше никто не подпишется.
subs-plan-opened = Снова открыт: ссылка работает.
subs-plan-quicker = План уже изменил кто-то другой. Ваша правка не сохранена. Показываем, как сейчас.
btn-subs-plans = Планы
btn-subs-new-plan = Новый план
btn-subs-all-plans = И закрытые
btn-subs-open-plans = Только открытые
btn-subs-close-plan = Закрыть
btn-subs-open-plan = Открыть снова

## Список

subs-title = 🔁 Подписчики
subs-none-all = Пока никого. Начните одной строкой: <code>/subscribe 5000 ежемесячно Кофе на месяц</code>
subs-none-active = Сейчас активных нет.
subs-none-risk = Под угрозой никого: все счета оплачены.
subs-none-paused = На паузе никого.
subs-none-offered = Предложений без ответа нет.
subs-none-ended = Никто не ушёл.
subs-total-active = активны: { $count }
subs-total-risk = под угрозой: { $count }
subs-total-paused = на паузе: { $count }
subs-total-monthly = Приносят в месяц: { $sum }
subs-total-churned = Ушли в этом месяце: { $count }
subs-now-waits = ждёт оплаты
subs-unpaid = ⏳ Нет оплаты: { $amount } за { $span }
subs-last-paid = последний платёж: { $day }
subs-failures = неудачных попыток: { $count }
btn-subs-all = Все
btn-subs-active = Активные
btn-subs-risk = Под угрозой
btn-subs-paused = На паузе
btn-subs-offered = Предложены
btn-subs-ended = Ушедшие
btn-subs-new = Новая
btn-subs-list = Все подписчики
btn-subs-figures = Цифры

## Цифры

subs-figures = 📊 Шесть месяцев
subs-figures-note = Активные на конец месяца и сколько за него оплачено. Последний месяц ещё идёт.
subs-chart-active = Активные подписки
subs-chart-collected = Оплачено, { $currency }
subs-chart-thousands = Оплачено, тыс. { $currency }
subs-chart-millions = Оплачено, млн { $currency }

## Одна подписка

subs-number = подписка { $number }
subs-of-plan = По плану.
subs-reminders-silenced = Напоминания: подписчик просил не напоминать.
subs-end-shop = Завершена магазином.
subs-end-customer = Завершена подписчиком.
subs-end-refused = Завершена: счёт отклонён в приложении банка.
subs-end-unpaid = Завершена: оплаты не было.
subs-end-bank = Завершена в кабинете банка.
subs-end-not-made = Банк её не принял.
subs-at-bank = <b>По данным банка { $bank }</b>
subs-bank-stats = счетов: { $payments }, оплачено: { $successful }, не прошло: { $failed }
subs-bank-collected = собрано: { $sum }
subs-bank-last = последний платёж: { $last }
subs-bank-nothing = Банк не показывает цифр по ней.
subs-bank-silent = Банк сейчас не отвечает. Ничего не изменилось; попробуйте через несколько минут.
btn-subs-at-bank = Цифры { $bank }
btn-subs-to-bank = Счета через { $bank }
btn-subs-do-chat = Счета в чате
btn-subs-do-pause = Приостановить
btn-subs-do-resume = Возобновить
btn-subs-do-cancel = Отменить подписку
btn-subs-do-price = Цена
btn-subs-do-day = День
btn-subs-do-remind = Напоминания

subs-ask-new-price = «{ $title }» сейчас стоит { $price }. Какая цена теперь?
subs-sure-price = «{ $title }»: новая цена { $price }, с этого дня: { $day }. Выставленные счета не изменятся. Подписчик узнает об этом и сможет отказаться.
btn-subs-price-yes = Да, { $price }
subs-ask-new-day = В какой день месяца теперь? Напишите число от 1 до 31. Если 29, 30 или 31, то в коротком месяце счёт придёт в последний день.
subs-sure-day = Теперь так: { $every }. Первый счёт в новый день: { $day }. Ни один день не оплачивается дважды.
btn-subs-day-yes = Да, так
subs-cancel-open = Открытый счёт на { $amount } отзовём.
subs-cancel-open-bank = Счёт на { $amount } в приложении { $bank } ещё может быть открыт: банк его не отзывает, и оплатить его можно. Если деньги придут, вы решите, что с ними делать.
subs-cancel-means = Счета больше не придут. Вернуть нельзя, можно предложить заново. Оплаченные дни остаются оплаченными.
subs-sure-bank = Теперь счета на { $phone } будет отправлять { $bank }. Эта подписка завершится; новая начнётся, только когда это точно произойдёт.
subs-sure-chat = Теперь счета будут приходить в чат. Просим банк { $bank } завершить эту подписку; новая начнётся, только когда это точно произойдёт. Вы получите ссылку, по которой подписчик согласится.
btn-subs-switch-yes = Да, сменить
subs-said-paused = На паузе: счета не придут, пока её не возобновят.
subs-said-resumed = Продолжается. За паузу ничего не берём.
subs-said-cancelled = Отменена. Счета больше не придут.
subs-said-asked = Просим банк. Чтобы увидеть, готово ли, откройте подписку ещё раз: /subscribers
subs-said-price = Готово. Новая цена действует со следующего периода.
subs-said-day = Готово. Новый день действует со следующего периода.
subs-said-reminders = Готово. Теперь напоминаем так.

## Чего не бывает

subs-for-staff = Подписки создают сотрудники магазина. Ваши подписки: /subscriptions
subs-cycle-unknown = Такого периода нет. Их шесть: каждый день, каждую неделю, раз в две недели, каждый месяц, раз в три месяца, каждый год.
subs-amount-unread = Напишите сумму цифрами, например: 5000. Одной строкой: /subscribe 5000 ежемесячно Кофе на месяц
subs-amount-foreign = Счета бывают только в валюте магазина. Ничего не создано. Напишите просто число, например: 5000
subs-phone-unread = Не получилось прочитать номер телефона, поэтому ничего не создано. Напишите его так: 87071234567
subs-first-unread = Не получилось прочитать дату. Например: 1 декабря, 01.12.2026, завтра
subs-rules-unread = Напишите три числа: сколько всего счетов, часов между ними, дней ожидания после последнего. Например: 3 24 3
subs-reminders-unread = Напишите, за сколько дней напоминать; 0 — в сам день. Например: 3 1 0

## Что узнаёт магазин

subs-told-agreed = ✅ Новый подписчик: { $title }
subs-told-billed = 🔔 Выставлен счёт: { $amount } · { $title }
subs-told-paid = ✅ Оплачено: { $amount } · { $title }
subs-told-failed = ⚠️ Оплаты нет: { $amount } · { $title }
subs-told-failed-again = Попыток было: { $attempt }. Следующий счёт придёт: { $when }
subs-told-failed-now = Попыток было: { $attempt }. Следующий счёт отправляется сразу.
subs-told-failed-last = Попыток было: { $attempt }.
subs-told-grace = ⏳ Оплаты всё ещё нет: { $amount } · { $title }
subs-told-grace-until = Новых счетов не будет. Ждём до этого времени: { $when }. Потом подписка завершится.
subs-told-expired = ⌛ Завершена без оплаты { $amount }: { $title }
subs-told-expired-do = Деньги не пришли, и счета больше не придут. Можно предложить заново: /subscribe
subs-told-refused = 🚫 Завершена, счёт на { $amount } отклонён: { $title }
subs-told-refused-do = Счёт отклонили в приложении банка. Счета больше не придут.
subs-told-late = ❗ Поздняя оплата: { $amount } · { $title }
subs-told-late-do = Деньги у вас, период считается оплаченным. Подписка осталась как была: решите, продолжать её или вернуть деньги.
subs-told-missed = ❗ Счета не выставлены: { $title }
subs-told-missed-do = Бот не работал, и за прошедшие периоды счетов не было: { $count } ({ $first } – { $last }). Задним числом их не берём; за текущий период счёт придёт.
subs-told-away = ❗ Счета не выставляются: { $title }
subs-told-away-do = По часам сервера прошли периоды без счёта: { $count } ({ $first } – { $last }). Это так долго, что сами мы не продолжаем. Если дата верна, приостановите подписку и возобновите: счета пойдут с сегодняшнего дня, за прошлое ничего не берём. Если нет, попросите тех, кто ведёт бота, поправить часы.
subs-told-restored = ❗ Повторно не выставлены счета: { $title }
subs-told-restored-do = Данные восстановлены из копии, и мы не знаем, ушли ли после неё счета: { $count } ({ $first } – { $last }). Чтобы никто не заплатил дважды, сами мы их не отправляем. Посмотрите в кабинете банка; если оплаты нет, выставьте счёт. Следующие периоды пойдут как обычно.
subs-told-paused = ⏸ Подписчик поставил на паузу: { $title }
subs-told-paused-bank = ⏸ Приостановлена: { $title }
subs-told-resumed = ▶️ Подписчик продолжает: { $title }
subs-told-resumed-bank = ▶️ Продолжается: { $title }
subs-told-ended = 🚫 Завершена: { $title }
subs-told-not-made = ❗ Банк её не принял: { $title }
subs-told-not-made-do = Счетов не было. Создайте её заново или предложите ссылкой: /subscribe
subs-many-billed = 🔔 Подписки, выставлено счетов: { $count }
subs-many-paid = ✅ Подписки, оплачено: { $count }
subs-many-failed = ⚠️ Подписки, оплаты нет: { $count }
subs-many-grace = ⏳ Подписки, оплаты всё ещё нет: { $count }
subs-many-expired = ⌛ Подписки, завершены без оплаты: { $count }
subs-many-refused = 🚫 Счёт отклонён, подписки завершены: { $count }
subs-many-more = и ещё { $count }

## Команды

command-subscribe = Подписка: /subscribe 5000 ежемесячно Кофе
command-subscribers = Подписчики: кто платит, кто под угрозой
command-plans = Планы: подписки для всех, по ссылке
chat-help-subscribers = /subscribe — подписка одной строкой или по шагам; /subscribers — кто подписан, /plans — планы по ссылке
