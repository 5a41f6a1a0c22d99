## Lines of an invoice

lines-line = { $name } × { $count } = { $sum }
lines-more =
    { $count ->
        [one] …және тағы { $count } тауар
       *[other] …және тағы { $count } тауар
    }
lines-discount = Жеңілдік { $percent } %: −{ $sum }
lines-total = Барлығы: { $sum }
lines-own-order = Сатып алушының өз тапсырысы
lines-own-order-of = Сатып алушының өз тапсырысы: { $name }
page-lines =
    { $count ->
        [one] Тапсырыста: { $count } тауар
       *[other] Тапсырыста: { $count } тауар
    }

## The shop, for customers

shop-title = 🛍 «{ $shop }» дүкені
shop-choose = Таңдаңыз: көру үшін атауын басыңыз.
shop-found = «{ $words }» бойынша табылғаны:
shop-found-none = «{ $words }» бойынша ештеңе табылмады. Басқа сөзбен іздеңіз немесе бәрін қараңыз.
shop-empty = Мұнда әзірге ештеңе сатылмайды. Кейінірек қараңыз.
shop-unit-price = { $price } / { $unit }
shop-counted = Себетте: { $count }. Бүкіл себет: { $sum }
shop-taken-out = Себеттен алынды. Барлығы: { $sum }
shop-ask-words = Не іздейсіз? Атауының басын немесе штрихкодының сандарын жазыңыз.
shop-ask-count = «{ $name }»: қанша керек? Бүтін сан жазыңыз, мысалы: 12. 0 болса, себеттен алынады.
shop-left = Жарайды, себет сол күйінде қалды.
shop-in-private = Дүкен жеке чатта ашық.

btn-shop = Дүкенге
btn-put-in = Себетке салу
btn-cart-sum = Себет: { $sum }
btn-seek = Іздеу
btn-list = Тізім
btn-everything = Бәрін көру

chat-line-own-order = сатып алушының тапсырысы

## The cart

cart-title = 🛒 Сіздің себетіңіз
cart-line = { $number }. { $name } × { $count } = { $sum }
cart-total = Барлығы: { $sum }
cart-page = Бет: { $page } / { $pages }
cart-changed = Осы уақытта себет өзгерді. Шот әлі жіберілген жоқ, қайта қарап шығыңыз.
cart-news = Кейбір нәрсе өзгерді. Шот әлі жіберілген жоқ, қайта қарап шығыңыз.
cart-repriced = { $name }: бұрын { $was }, енді { $now }
cart-gone = { $name }: енді сатылмайды, себеттен алынды
cart-news-more =
    { $count ->
        [one] …және тағы { $count } өзгеріс
       *[other] …және тағы { $count } өзгеріс
    }
cart-is-empty = 🛒 Себет бос. Дүкенде не бар екенін қараңыз.
cart-empty-question = Себетті толық тазалаймыз ба?
cart-emptied = Енді себет бос.
cart-ordered = 🧾 #{ $number } шот дайын: { $sum }
cart-ordered-hint = Төлеу тәсілдері көрсетілген карточкасы төменде.

btn-pay-sum = Төлеу: { $sum }
btn-empty-cart = Тазалау
btn-empty-cart-yes = Иә, тазалау
btn-keep-cart = Жоқ

## The cart that a member fills for a customer

till-title = 🛍 Сатып алушы не алады?
till-hint = Бір басқанда бір дана қосылады. Саны, бағасы мен жеңілдігі себетте өзгереді.
till-nothing = Каталогта әзірге ештеңе жоқ. Шотты онсыз да жіберуге болады: 5000 Кофе
till-cart = 🛒 Сатып алушыға
till-own-price = { $list } орнына { $price }
till-line = { $name }: { $price }
till-line-sum = × { $count } = { $sum }
till-ask-price = Бұл жолы «{ $name }» қанша тұрады? Каталогта: { $price }. Соманы жазыңыз, мысалы: 800
till-price-wrong = Бағаны санмен жазыңыз, мысалы: 800. Ештеңе өзгерген жоқ.
till-ask-discount = Неше пайыз жеңілдік? 1 мен 99 арасындағы сан жазыңыз; 0 жеңілдікті алып тастайды.
till-ask-phone = Шотты қай телефонға жіберейік? Мысалы: +7 707 123 45 67
till-phone-wrong = Нөмірді оқи алмадық. Мысалы: +7 707 123 45 67. Шот әлі жіберілген жоқ.

btn-from-catalog = Каталогтан
btn-add-more = Тағы қосу
btn-discount = Жеңілдік
btn-no-discount = Жеңілдіксіз
btn-own-price = Өз бағасы
btn-list-price = Каталог бағасы
btn-issue-sum = Шот жіберу: { $sum }
btn-to-phone = Телефонға

## Why not

cart-empty = Себет бос, сондықтан тапсырыс жоқ. Алдымен бірдеңе таңдаңыз.
cart-count-wrong = Тек бүтін сан, 1 мен { $most } арасында. Себет сол күйінде қалды.
cart-too-many-lines = Себетке { $most } түрлі тауар сыяды. Алдымен осыларды төлеңіз немесе артығын алып тастаңыз.
orders-unpaid = Төлем күтіп тұрған тапсырыстарыңыз: { $most }. Тағы біреуі жасалған жоқ. Алдымен біреуін төлеңіз немесе мерзімінің өтуін күтіңіз: /payments
cart-too-dear = Бұл бір шотқа сыятын сомадан көп болар еді. Себет сол күйінде қалды. Тапсырысты бөліңіз.
cart-discount-wrong = Жеңілдік — 1 мен { $most } арасындағы бүтін пайыз; 0 оны алып тастайды. Ештеңе өзгерген жоқ.
shop-closed = Дүкен қазір тапсырыс қабылдамайды. Ақша алынған жоқ, себетіңіз сақталды. Дүкеннен сұраңыз.
item-not-sold = Бұл енді сатылмайды. Себетке ештеңе қосылған жоқ. Басқа не бар: /shop
item-not-found = Мұндай тауар енді жоқ. Ештеңе өзгерген жоқ.
item-changed-meanwhile = Бұл тауарды жаңа ғана басқа адам өзгертті, сіздікі сақталған жоқ. Қарап, қайталап көріңіз.
item-barcode-taken = Бұл штрихкод басқа тауарда бар. Ештеңе сақталған жоқ. Әр тауардың өз штрихкоды болады.
item-barcode-wrong = Штрихкодта 4 пен { $most } арасындағы сан, латын әрпі немесе дефис болады. Ештеңе сақталған жоқ.
item-name-wrong = Атауда 1 мен { $most } арасындағы таңба болады. Ештеңе сақталған жоқ.
item-too-many = Каталогқа { $most } тауар сыяды, ол толды. Ештеңе сақталған жоқ. Енді сатылмайтынын жойыңыз.

## Commands

command-shop = Дүкен не сатады
command-cart = Сіздің себетіңіз
