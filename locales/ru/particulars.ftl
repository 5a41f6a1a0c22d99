## What a bank wants to know of the payer

particulars-intro = { $bank } просит немного больше сведений о том, кто платит. Спросим один раз; храним в зашифрованном виде, получит только банк. Чтобы мы забыли: /privacy
particulars-again = Это не получается прочитать.
particulars-left = Хорошо: ничего не выставлено и не списано.
particulars-cancel-word = отмена
particulars-thanks = Спасибо! Спрашиваем банк…
particulars-page = Эта оплата начинается на странице счёта: нажмите кнопку.
particulars-not-yours = Банк сначала задаёт покупателю несколько вопросов, поэтому он платит из своего чата. Ничего не выставлено.
particulars-kept = <b>Сведения для банка</b>
particulars-forget = Забыть сведения для банка
particulars-forgotten = Забыли. При следующей оплате банк может спросить снова.
particulars-wanted = Банку нужно больше сведений о том, кто платит. Откройте счёт в чате и нажмите кнопку оплаты.
page-wanted = Эта оплата начинается на странице счёта. Ничего не списано.
page-hint-particulars = Банку нужно больше сведений о том, кто платит. Откройте счёт в Telegram: бот спросит там, один раз.

## The questions

particular-ask-first_name = Как вас зовут? Только имя.
particular-ask-last_name = Ваша фамилия?
particular-ask-middle_name = Ваше отчество?
particular-ask-birth_date = Когда вы родились? Например: 31.12.1990
particular-ask-id_number = Номер вашего документа?
particular-ask-phone = Какой у вас номер телефона? Нажмите кнопку внизу или напишите его, например: 8 707 123 45 67
particular-ask-email = Ваша электронная почта? Например: name@example.kz
particular-ask-country = В какой стране вы живёте? Название или две буквы, например: KZ
particular-ask-city = В каком городе вы живёте?
particular-ask-address = Ваш адрес: улица, дом, квартира?
particular-ask-zip = Ваш почтовый индекс?

## Their names

particular-name-first_name = имя
particular-name-last_name = фамилия
particular-name-middle_name = отчество
particular-name-birth_date = дата рождения
particular-name-id_number = номер документа
particular-name-phone = телефон
particular-name-email = почта
particular-name-country = страна
particular-name-city = город
particular-name-address = адрес
particular-name-zip = индекс
