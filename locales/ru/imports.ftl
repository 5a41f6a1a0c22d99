## Картинки товаров

picture-too-heavy = Файл картинки больше { $most } МБ. Пришлите поменьше или отправьте её как фото.
picture-too-large = Картинка слишком большая: не больше { $most } пикселей по каждой стороне. Отправьте её как фото.
picture-too-small = Картинка слишком маленькая: нужно не меньше { $least } пикселей по каждой стороне. Пришлите крупнее.
picture-not-one = Эту картинку не получилось прочитать. Пришлите фото или файл JPEG, PNG или WebP.
picture-broken = Файл картинки повреждён. Пришлите его ещё раз.

## Каталог таблицей
# Списки через запятую: первое слово пишется, читаются все.

sheet-items = Каталог
sheet-notes = О столбцах
sheet-notes-column = Столбец
sheet-notes-meaning = Для чего он

sheet-item-name = Название, наименование, товар, номенклатура, имя
sheet-item-price = Цена, стоимость, сумма, цена продажи
sheet-item-unit = Единица, ед, ед изм, единица измерения, единицы
sheet-item-barcode = Штрихкод, штрих-код, шк
sheet-item-hidden = Скрыт, скрытый, скрыто
sheet-item-code = Код, код товара

sheet-item-about-name = То, что читает покупатель. Не может быть пустым.
sheet-item-about-price = Сколько стоит одна единица, числом: 1200 или 1200,50. Не может быть пустой.
sheet-item-about-unit = Что такое одна единица. Выберите из списка. Пусто: как было, у нового товара шт.
sheet-item-about-barcode = От 4 до 32 цифр, латинских букв или дефисов. У каждого товара свой. Пусто: у товара его нет.
sheet-item-about-hidden = Да: покупатели не видят товар. Пусто: как было, у нового товара нет.
sheet-item-about-code = По нему строка находит свой товар. Не меняйте его; у нового товара он пустой. Товары, которых нет в таблице, остаются как есть.

sheet-unit-piece = шт, штука, штуки, штук
sheet-unit-portion = порция, порции, порций, порц
sheet-unit-pack = упаковка, упак, уп, пачка, пакет
sheet-unit-service = услуга, услуги, усл
sheet-unit-hour = час, ч, часы, часа, часов
sheet-unit-kilogram = кг, килограмм, килограммы, кило
sheet-unit-gram = г, гр, грамм, граммы
sheet-unit-litre = л, литр, литры
sheet-unit-millilitre = мл, миллилитр, миллилитры
sheet-unit-metre = м, метр, метры

sheet-yes = да, скрыт, истина
sheet-no = нет, показан, ложь
sheet-wrong = Что исправить

## Присланная таблица

import-too-heavy = Файл больше { $most } МБ. Каталог не изменился. Разделите файл на несколько.
import-too-much = В файле слишком много лишнего. Каталог не изменился. Скопируйте таблицу в новую книгу и пришлите её.
import-too-many-rows = В файле больше { $most } строк. Каталог не изменился. Разделите файл на несколько.
import-not-xlsx = Этот файл не читается как таблица. Каталог не изменился. Сохраните его как XLSX без пароля и пришлите ещё раз.
import-empty = На первом листе файла нет товаров. Каталог не изменился. Поставьте названия столбцов в первую строку, а товары ниже.
import-column-missing = На первом листе нет столбца «{ $columns }». Каталог не изменился. Назовите столбцы в первой строке, как в файле выгрузки.
import-column-twice = Столбец «{ $column }» стоит дважды. Каталог не изменился. Оставьте один из них.
import-has-troubles = В файле ещё есть что исправить. Каталог не изменился.
catalog-changed-meanwhile = Каталог за это время изменился. Ничего не загружено, пришлите файл ещё раз.

import-troubles = { $count ->
    [one] ⚠️ В файле нужно исправить { $count } место. Ничего не загружено.
    [few] ⚠️ В файле нужно исправить { $count } места. Ничего не загружено.
   *[other] ⚠️ В файле нужно исправить { $count } мест. Ничего не загружено.
}
import-row = Строка { $row }: { $told }
import-more = … и ещё { $count }.
import-nothing = { $count ->
    [one] В файле то же, что в каталоге: { $count } товар. Менять нечего.
    [few] В файле то же, что в каталоге: { $count } товара. Менять нечего.
   *[other] В файле то же, что в каталоге: { $count } товаров. Менять нечего.
}
import-plan = 📋 Новых: { $added }, изменятся: { $changed }, без изменений: { $same }.
import-new = + { $name }, { $price }
import-changed = ✎ { $name }: { $told }
import-was = { $column } { $was } → { $to }
import-ignored = Столбцы, которые не читаются: { $titles }.

import-trouble-formula = в столбце «{ $column }» формула. Впишите само значение.
import-trouble-unread = в столбце «{ $column }» дата, процент или знак сбоя. Нужно простое число или текст.
import-trouble-code-unknown = товара с кодом «{ $given }» нет. Для нового товара оставьте «{ $column }» пустым.
import-trouble-code-twice = код «{ $given }» уже стоит в строке { $other }.
import-trouble-name-missing = нет названия.
import-trouble-name-long = название длиннее { $name_most } знаков.
import-trouble-price-missing = нет цены.
import-trouble-price-unread = цену «{ $given }» не получилось прочитать. Напишите число, например 1200,50.
import-trouble-price-foreign = цена «{ $given }» в другой валюте.
import-trouble-price-none = цена «{ $given }» должна быть больше нуля.
import-trouble-price-big = цена «{ $given }» слишком большая.
import-trouble-unit-unknown = единицы «{ $given }» нет. Выберите из списка в файле выгрузки.
import-trouble-barcode-wrong = в штрихкоде «{ $given }» должно быть от 4 до { $barcode_most } цифр, латинских букв или дефисов.
import-trouble-barcode-cut = штрихкод такой длинный, что таблица его округлила. Сделайте ячейку текстовой и впишите его заново.
import-trouble-barcode-twice = штрихкод «{ $given }» уже стоит в строке { $other }.
import-trouble-barcode-taken = этот штрихкод у товара «{ $given }» с другим кодом.
import-trouble-hidden-unread = в столбце «{ $column }» пишут да или нет, а не «{ $given }».
