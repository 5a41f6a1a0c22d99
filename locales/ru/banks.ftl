## A bank that bills nobody now: on cards

hint-away = { $bank } сейчас не принимает оплату для этого магазина.
hint-away-until = { $bank } сейчас не принимает оплату для этого магазина. Снова заработает: { $until }.
hint-away-only-payer = Деньги не списаны. Попробуйте позже или спросите у магазина, как заплатить иначе.
hint-away-only-staff = Счёт остаётся открытым: кнопка вернётся сама. Подробнее: /settings
chat-phone-away = Счёт выставлен, но на телефон не отправлен: банк, который это делает, сейчас не принимает счета. Покажите QR или отправьте ссылку; подробнее: /settings

## … told to owners and managers

alert-bank-lost = ❗ { $bank } сейчас не принимает счета
alert-bank-lost-do = { $bank } убран с карточек. Мы проверяем дальше и напишем, когда он заработает. Проверить сразу: /settings
alert-bank-limit = ❗ { $bank }: счетов больше не будет до { $until }
alert-bank-limit-do = До этого времени { $bank } убран с карточек; он вернётся сам.
alert-bank-back = ✅ { $bank } снова работает
alert-bank-back-since = Он опять на карточках. Не работал с { $since }.

## /settings

settings-title = ⚙️ Настройки магазина
settings-shop = Магазин: { $shop }
settings-about = Валюта: { $currency } · язык: { $language } · время: { $now } ({ $zone })
settings-banks = Банки
settings-no-bank = Ни один не включён. Их ключи стоят в настройках бота; чего не хватает, скажет <code>tolem doctor</code>.
settings-well = ✅ { $bank }: работает
settings-lost = ❗ { $bank }: не принимает счета с { $since }, убран с карточек
settings-limit = ⏳ { $bank }: счетов больше не будет до { $until }, до этого времени убран с карточек
settings-trial = 🔎 { $bank }: снова на карточках с { $since }. Следующий счёт покажет, работает ли он.
settings-silent = ⚠️ { $bank }: не отвечает
settings-test-money = 🧪 { $bank }: учебный режим, деньги не настоящие
settings-used = Счетов сегодня: { $used } из { $most }.
settings-tested = Проверка из кабинета банка дошла: { $at }.
settings-untested = Проверка из кабинета банка ещё не приходила.
settings-checked = Проверено: { $at }
settings-check = Проверить сейчас
settings-just-checked = Только что проверяли. Показываем, как сейчас.
settings-for-deciders = Настройки видят владелец и менеджеры магазина.
command-settings = Настройки магазина и его банки
alert-bill-differs = ❗ { $bank } посчитал сумму иначе
alert-bill-differs-sums = У нас: { $ours }, в банке ({ $bank }): { $theirs }. Мы отзываем этот счёт в банке, чтобы никто не заплатил другую сумму.
alert-bill-differs-do = Покупатель может оплатить ещё раз: новый счёт уйдёт одной суммой, без товаров. Сверьте цены в каталоге банка.
