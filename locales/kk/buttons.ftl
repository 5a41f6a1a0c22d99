## On cards

btn-share = Сатып алушыға жіберу
btn-check = Төлемді тексеру
btn-cancel = Шоттың күшін жою
btn-another-way = Басқа тәсіл
btn-new-qr = Жаңа QR
btn-show-qr = QR алу
btn-try-again = Қайталап көру
btn-pay-private = Жеке чатта төлеу
btn-receipt = Түбіртек
btn-question = Төлем туралы сұрақ
btn-again = Жаңа шот жіберу
btn-back = Артқа
link-homebank = Halyk қосымшасын ашу
link-page = Төлемге өту
link-qr = QR ашу
link-onlinebank = Onlinebank ашу
link-any = Банк қосымшасын ашу

## In questions

btn-accept = Қабылдау
btn-later = Кейін шешу
btn-done = Дайын
btn-open-invoice = Шотты көрсету

## In Telegram's own window for sharing

share-text = «{ $shop }» дүкенінің шоты: { $amount }
