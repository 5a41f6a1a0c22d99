### Страница оплаты в браузере: что видит тот, кто открыл ссылку на счёт.

page-title = { $state }: { $amount } · { $shop }
page-languages = Язык
page-safe = Платите только в приложении своего банка. Никто не вправе спрашивать у вас код из SMS.
page-offline = Нет связи. Пробуем снова…

## Как обстоит дело

page-state-no-way = Пока нет способа оплаты
page-state-choose = К оплате
page-state-preparing = Готовим QR…
page-state-waiting = Ждём оплату
page-state-scanned = QR отсканирован
page-state-blocked = Оплата проходит
page-state-held = Деньги зарезервированы
page-state-unknown = Ждём ответ банка
page-state-declined = Оплата не прошла
page-state-no-qr = Банк не выдал QR
page-state-qr-over = QR больше не действует
page-state-expired = Срок счёта истёк
page-state-cancelled = Счёт отменён
page-state-paid = Оплачено
page-state-returned = Деньги возвращены
page-state-deciding = Деньги пришли

## Что делать

page-hint-preparing = Запрашиваем QR у банка. Это займёт несколько секунд.
page-hint-waiting = С этого телефона нажмите кнопку своего банка, с другого — отсканируйте QR.
page-hint-scan = Отсканируйте QR в приложении своего банка.
page-hint-open = Нажмите кнопку и оплатите на странице банка.
page-hint-confirm = Откройте приложение банка и подтвердите счёт.
page-hint-unknown = Банк ещё не ответил, прошла ли оплата. Не повторяйте её: мы спрашиваем, и ответ появится здесь.
page-hint-over = Старую картинку не сканируйте. Нажмите кнопку, чтобы получить новый QR.
page-hint-paid = Спасибо! Магазин уже видит вашу оплату.

## Ссылки и картинки

page-telegram = Открыть в Telegram
page-telegram-back = Вернуться в Telegram
page-to-invoice = Вернуться к счёту
page-qr = QR для оплаты { $amount }: { $shop }, счёт #{ $number }
page-qr-again = Показать QR ещё раз
page-qr-save = Сохранить QR

## Страница с кнопкой, ведущей в приложение банка

page-go-hint = Кнопка откроет приложение банка с этим платежом.
page-go-over = Ссылка больше не действует. Как обстоит дело сейчас, видно на странице счёта.

## Когда страницу показать нельзя

page-problem-missing = Здесь ничего нет
page-problem-missing-hint = Проверьте ссылку или попросите магазин прислать её ещё раз.
page-problem-refused = Не получилось
page-problem-refused-hint = Ничего не изменилось. Откройте ссылку на счёт ещё раз.
page-problem-ours = У нас сбой
page-problem-ours-hint = Откройте страницу ещё раз через минуту. Если вы уже заплатили, не платите снова: оплата не потеряна.
