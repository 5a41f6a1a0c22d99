## Before the bill of a subscription

remind-day =
    { $days ->
        [0] Сегодня, { $day }
        [1] Завтра, { $day }
        [one] Через { $days } день, { $day }
        [few] Через { $days } дня, { $day }
       *[other] Через { $days } дней, { $day }
    }
remind-head = 🔔 { $day }: { $amount }
remind-title = «{ $title }»
remind-shop = магазин «{ $shop }»
remind-bill =
    { $days ->
        [0] Счёт придёт сегодня в { $time }. Сейчас ничего делать не нужно.
        [1] Счёт придёт завтра в { $time }. Сейчас ничего делать не нужно.
       *[other] Счёт придёт в этот день в { $time }. Сейчас ничего делать не нужно.
    }
remind-card = Спишем с вашей карты { $card }.
remind-kept = Спишем сами, как договорились: { $method }.
remind-by-bank =
    { $days ->
        [0] { $bank } пришлёт счёт на ваш телефон сегодня. Сейчас ничего делать не нужно.
        [1] { $bank } пришлёт счёт на ваш телефон завтра. Сейчас ничего делать не нужно.
       *[other] { $bank } пришлёт счёт на ваш телефон в этот день. Сейчас ничего делать не нужно.
    }

btn-remind-pay = Оплатить сейчас
btn-remind-never = Не напоминать
btn-remind-again = Снова напоминать

remind-stopped = Больше не будем напоминать об этой подписке. Счета приходят как раньше.
remind-goes-on = Снова будем напоминать.

## Around the deadline of an invoice

remind-invoice = 🔔 Ждём оплату: { $amount }
remind-invoice-until =
    { $days ->
        [0] Оплатить можно сегодня до { $time }.
        [1] Оплатить можно завтра до { $time }.
       *[other] Оплатить можно до { $time }, { $day }.
    }
remind-invoice-over = ⌛ Срок счёта истёк: { $amount }
remind-invoice-ask = Если ещё хотите оплатить, попросите новый: сумма та же.
btn-ask-new = Попросить новый счёт
remind-new-issued = Новый счёт ниже.
remind-stopped-invoices = Больше не будем напоминать о счетах. Оплатить их можно как раньше.

renewal-closed = Отсюда этот счёт заново не выставить. Деньги не списаны. Спросите у магазина.
renewal-bill-open = Банк ещё может принять деньги по старому счёту, поэтому новый не выставлен. Подождите, пока старый закроется, и попросите снова.

## For the shop

remind-unreachable = 🔕 Не получится напомнить: { $name }
remind-unreachable-unnamed = 🔕 Подписчику не получится напомнить
remind-unreachable-do = Бот у этого человека заблокирован: сюда не доходят ни напоминания, ни счета. Позвоните или напишите по-другому.

settings-reminders = Напоминания о счетах: { $chosen }
settings-reminders-button = Напоминания о счетах
settings-reminders-title = 🔔 Напоминания о счетах
settings-reminders-about = О сроке счёта напоминаем тем, кто открыл его в чате, не в тихие часы; каждый может это выключить. В первой половине срока не напоминаем. Через день после срока можно попросить новый счёт. Если убрать день, это действует и для выставленных счетов, если добавить — только для новых.
settings-reminders-now = Сейчас: { $chosen }
settings-reminders-kept = Готово.
reminders-choice-none = никогда
reminders-choice-day = в последний день
reminders-choice-before = за день и в последний день
reminders-choice-after = за день, в последний день и днём позже
