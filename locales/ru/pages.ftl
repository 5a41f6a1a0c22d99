### Страница оплаты в браузере: что видит тот, кто открыл ссылку на счёт.

page-title = { $state }: { $amount } · { $shop }
page-languages = Язык

## Как обстоит дело

page-state-choose = К оплате
page-state-preparing = Готовим QR…
page-state-waiting = Ждём оплату
page-state-scanned = QR отсканирован
page-state-unknown = Ждём ответ банка
page-state-declined = Оплата не прошла
page-state-over = QR больше не действует
page-state-paid = Оплачено
page-state-twice = Оплачено дважды
page-state-held = Деньги удержаны банком
page-state-decision = Деньги пришли
page-state-expired = Срок счёта истёк
page-state-cancelled = Счёт отменён

## Что делать

page-hint-choose = Нажмите кнопку, и мы запросим QR у банка.
page-hint-preparing = Запрашиваем QR у банка. Это займёт несколько секунд.
page-hint-waiting = С этого телефона нажмите кнопку своего банка, с другого — отсканируйте QR.
page-hint-waiting-app = Откройте приложение банка и подтвердите оплату.
page-hint-scanned = Подтвердите оплату в приложении банка.
page-hint-unknown = Банк ещё не ответил, прошла ли оплата. Не повторяйте её: мы спрашиваем, и ответ появится здесь.
page-hint-declined = Нажмите кнопку ниже, чтобы попробовать ещё раз.
page-hint-over = Старую картинку не сканируйте. Создайте новый QR кнопкой ниже.
page-hint-paid = Спасибо! Магазин уже видит вашу оплату.
page-hint-twice = Деньги пришли два раза. Они не потеряны: магазин вернёт лишнее или договорится с вами.
page-hint-held = Сумма { $amount } удержана на карте. Магазин примет её или отпустит.
page-hint-decision = Пришло { $amount } — это не сумма счёта. Деньги не потеряны: магазин примет оплату или вернёт их.
page-hint-late = Ваши { $amount } пришли, когда счёт уже не действовал. Деньги не потеряны: магазин примет оплату или вернёт их.
page-hint-expired = Попросите магазин выставить новый.
page-hint-cancelled = Платить ничего не нужно. Если покупка ещё в силе, попросите у магазина новый счёт.
page-no-way = Сейчас оплатить здесь нельзя. Обратитесь в магазин.
page-old-qr = Старый QR может работать ещё до { $time }: не сканируйте его.

## Факты

page-number = счёт #{ $number }
page-until = QR действует до { $time }
page-paid-at = { $bank }, { $time }
page-checked = Проверено в { $time }: банк пока не видит оплату.
page-nothing-taken = Деньги не списаны.
page-invoice-until = Счёт открыт до { $time }.
page-bank-halyk = Halyk

## Почему не прошло

page-refusal-funds = На карте не хватило денег.
page-refusal-card = Банк не принимает эту карту.
page-refusal-limit = Сумма больше лимита по карте.
page-refusal-authentication = Банк не смог убедиться, что платите вы.
page-refusal-issuer = Банк, выпустивший карту, отклонил оплату.
page-refusal-payer = Оплату отклонили в приложении банка.
page-refusal-bank-trouble = Банк сейчас недоступен.
page-refusal-qr-wrong = Банк прислал неверный QR, поэтому мы его не показываем.
page-refusal-qr-failed = Банк не смог создать QR.
page-refusal-setup = Магазин сейчас не может принимать оплату через этот банк. Мы ему сообщили.
page-refusal-our-request = Банк не смог прочитать наш запрос. Мы сообщили магазину.
page-refusal-unsaid = Банк не назвал причину.

## Кнопки и картинки

page-open-homebank = Открыть Halyk
page-open-onlinebank = Открыть Onlinebank
page-open-app = Открыть приложение банка
page-way = Показать QR
page-way-halyk = Оплатить через Halyk
page-renew = Новый QR
page-again = Попробовать ещё раз
page-check = Проверить оплату
page-asking = Спрашиваем банк…
page-telegram = Открыть в Telegram
page-telegram-back = Вернуться в Telegram
page-to-invoice = Вернуться к счёту
page-qr = QR для оплаты { $amount }: { $shop }, счёт #{ $number }
page-qr-again = Показать QR ещё раз
page-qr-save = Сохранить QR
page-safe = Платите только в приложении своего банка. Никто не вправе спрашивать у вас код из SMS.
page-offline = Нет связи. Пробуем снова…

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
