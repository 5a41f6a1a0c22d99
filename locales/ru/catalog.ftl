## Список

catalog-for-staff = Каталог ведут сотрудники магазина. Купить можно здесь: /shop
catalog-title = Каталог
catalog-hint =
    Нажмите на товар, чтобы открыть его карточку.
    Добавить быстро: <code>/catalog Капучино 900</code> или фото с такой подписью. Найти: <code>/catalog капу</code> или фото штрихкода.
catalog-hint-for-cashier = Нажмите на товар, чтобы открыть его карточку. Найти: <code>/catalog капу</code> или фото штрихкода.
catalog-empty =
    Здесь пока нет товаров. Добавьте первый: <code>/catalog Капучино 900</code> или фото с такой подписью.
    Много товаров удобнее загрузить таблицей: «Скачать» пришлёт пустую, «Загрузить» примет заполненную.
catalog-empty-for-cashier = Здесь пока нет товаров. Их добавляют владелец и менеджеры магазина.
catalog-found = Нашлось по запросу «{ $words }»:
catalog-found-more = Показано не всё: напишите ещё одно слово.
catalog-found-none = По запросу «{ $words }» ничего не нашлось. Ищем по началу слов в названии и по штрихкоду целиком.
catalog-ask-search = Что найти? Напишите начало названия или штрихкод, либо пришлите фото штрихкода.
catalog-photo-hint = Новый товар добавит фото с подписью: Капучино 900
catalog-add-this = Добавить: { $name }, { $price }
catalog-hidden = скрыт
catalog-see-foreign = Новое в каталоге: { $bank }
catalog-see-differing = Расхождения: { $bank }
btn-catalog-search = Найти
btn-catalog-add = Добавить
btn-catalog-download = Скачать
btn-catalog-upload = Загрузить
btn-catalog-whole = Весь каталог
btn-catalog-add-barcode = Добавить с этим кодом

## Карточка товара

catalog-item = { $name }: { $price }
catalog-barcode = Штрихкод: { $barcode }
catalog-is-hidden = 🙈 Скрыт: покупатели его не видят.
catalog-link = Ссылка для покупателей: { $link }
catalog-share-text = { $name }, { $price }
catalog-bank-waiting = { $bank }: скоро передадим в каталог банка.
catalog-bank-unknown = { $bank }: передали, ответа пока нет. Проверяем.
catalog-bank-pending = { $bank }: банк добавляет товар в свой каталог.
catalog-bank-has = { $bank }: есть в каталоге банка.
catalog-bank-telling = { $bank }: есть в каталоге банка, изменения скоро передадим.
catalog-bank-differs = ❗ { $bank }: в каталоге банка он другой. Решите, что верно: /catalog
catalog-bank-failed = ❗ { $bank }: в каталоге банка его нет. { $why }
catalog-bank-refused = ❗ { $bank }: изменения товара банк не принял, у него всё по-прежнему. { $why }
catalog-bank-failed-unsaid = Банк не назвал причину. Поправьте товар, и мы передадим его снова.
catalog-bank-deleting = { $bank }: банк убирает его из своего каталога.
catalog-bank-deleted = { $bank }: из каталога банка он убран.
btn-item-share = Отправить покупателю
btn-item-name = Название
btn-item-price = Цена
btn-item-unit = Единица
btn-item-picture = Картинка
btn-item-barcode = Штрихкод
btn-item-hide = Скрыть
btn-item-show = Показать
btn-item-delete = Удалить

## Новый товар

catalog-ask-name = Как называется товар? Можно сразу с ценой: <code>Капучино 900</code>, и даже фото с такой подписью.
catalog-ask-name-of-picture = Картинка есть. Как называется товар? Можно сразу с ценой: <code>Капучино 900</code>
catalog-ask-price = { $name }: сколько стоит? Например: 900
catalog-ask-unit = { $name }, { $price }. За что эта цена?
catalog-ask-picture = { $name }, { $price }. Пришлите фото товара.
catalog-ask-barcode = { $name }, { $price }. Напишите штрихкод или пришлите его фото.
catalog-no-picture = Без картинки
catalog-no-barcode = Без штрихкода
catalog-left = Хорошо, ничего не изменилось.
catalog-question-over = Этот вопрос уже закрыт: он ждёт 15 минут. Ничего не изменилось. Откройте /catalog ещё раз.
catalog-barcode-of = Этот штрихкод уже у товара «{ $name }». Пришлите другой.
item-price-not-read = Напишите цену числом больше нуля, например: 900 или 1200,50
item-price-too-big = Такая цена слишком большая. Ничего не сохранено. Проверьте цифры.
item-price-foreign = Цены здесь только в валюте магазина. Напишите просто число, например: 900
barcode-not-seen = Штрихкода на фото не видно. Снимите его ближе и ровнее или напишите цифры под ним.
file-not-fetched = Telegram не отдал этот файл. Ничего не изменилось. Пришлите его ещё раз.

## Изменения

catalog-ask-new-name = Сейчас: { $name }. Как назвать?
catalog-ask-new-price = { $name } сейчас стоит { $price }. Какая цена теперь?
catalog-ask-new-barcode = { $name }, штрихкод: { $barcode }. Напишите новый или пришлите его фото.
catalog-ask-new-picture = { $name }: пришлите новое фото.
catalog-remove-picture = Убрать картинку
catalog-remove-barcode = Убрать штрихкод
catalog-changed = Готово.
catalog-delete-question = Удалить этот товар из каталога? Выставленные счета не изменятся.
catalog-delete-yes = Да, удалить
catalog-delete-no = Нет
catalog-deleted = Удалено из каталога: { $name }
catalog-changed-by = Ваша правка не сохранена: товар уже изменён. Показываем, как сейчас. Кто: { $who }. Что: { $what }
catalog-field-added = добавлен
catalog-field-changed = изменён
catalog-field-deleted = удалён
catalog-field-name = название
catalog-field-price = цена
catalog-field-unit = единица
catalog-field-picture_id = картинка
catalog-field-barcode = штрихкод
catalog-field-hidden = видимость

## Таблица

catalog-file-soon = Готовим таблицу…
catalog-file-caption = Каталог магазина. Исправьте или допишите строки и пришлите файл сюда.
catalog-ask-sheet = Пришлите файл XLSX. Сначала покажем, что изменится. Образец пришлёт «Скачать».
catalog-marked-caption = В первом столбце сказано, что исправить. Исправьте и пришлите этот файл.
catalog-import-yes = Загрузить
catalog-importing = Загружаем…
catalog-imported = ✅ Каталог обновлён. Новых товаров: { $added }, изменено: { $changed }.

## Каталог банка

catalog-foreign = Эти товары есть в каталоге банка { $bank }, а у вас их нет. Нажмите на товар, чтобы добавить его.
catalog-foreign-none = Больше в каталоге банка { $bank } ничего нового.
catalog-adopt-all = Добавить все
catalog-adopted = Добавлен: { $name }
catalog-adopting = Добавляем…
catalog-adopted-all = ✅ Добавлено из каталога банка { $bank }: { $count }
catalog-adopted-not = Не получилось добавить: { $count }. Мешает занятый штрихкод, цена или полный каталог.
catalog-differs = { $bank } показывает иначе: { $name }
catalog-differs-field = { $field }: у вас { $ours }, в банке { $theirs }
catalog-differs-gone = { $bank }: этого товара в каталоге банка больше нет: { $name }
catalog-differs-none = С каталогом банка { $bank } всё совпадает.
catalog-ours-counts = Верно у нас
catalog-banks-counts = Верно в банке
catalog-make-again = Вернуть в банк
catalog-delete-too = Удалить и у нас
catalog-decided-ours = Передадим банку, как у вас.
catalog-decided-bank = Сделали, как в банке.

## Справка

chat-help-catalog = /catalog — товары: найти, добавить, изменить; таблицей целиком
command-catalog = Каталог магазина: товары и цены
