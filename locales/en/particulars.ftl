## What a bank wants to know of the payer

particulars-intro = { $bank } wants to know a little more about who pays. You are asked once; it is kept encrypted and goes to the bank only. To have it forgotten: /privacy
particulars-again = That can't be read.
particulars-left = All right: nothing was billed and nothing was taken.
particulars-cancel-word = cancel
particulars-thanks = Thank you! Asking the bank…
particulars-page = This payment begins on the invoice's page: press the button.
particulars-not-yours = The bank asks the customer a few questions first, so they pay from their own chat. Nothing was billed.
particulars-kept = <b>Told for the bank</b>
particulars-forget = Forget what the bank asked
particulars-forgotten = Forgotten. The bank may ask for it again at the next payment.
particulars-wanted = The bank wants to know more about who pays. Open the invoice in the chat and press the button to pay.
page-wanted = This payment begins on the invoice's page. Nothing was taken.
page-hint-particulars = The bank wants to know more about who pays. Open the invoice in Telegram: the bot asks there, once.

## The questions

particular-ask-first_name = What is your first name?
particular-ask-last_name = What is your last name?
particular-ask-middle_name = What is your middle name or patronymic?
particular-ask-birth_date = When were you born? For example: 31.12.1990
particular-ask-id_number = What is the number of your identity document?
particular-ask-phone = Which phone number is yours? Press the button below, or write it, for example: 8 707 123 45 67
particular-ask-email = What is your e-mail address? For example: name@example.kz
particular-ask-country = In which country do you live? Its name, or two letters, for example: KZ
particular-ask-city = In which city do you live?
particular-ask-address = What is your address: street, house, flat?
particular-ask-zip = What is your postal code?

## Their names

particular-name-first_name = first name
particular-name-last_name = last name
particular-name-middle_name = middle name
particular-name-birth_date = date of birth
particular-name-id_number = document number
particular-name-phone = phone
particular-name-email = e-mail
particular-name-country = country
particular-name-city = city
particular-name-address = address
particular-name-zip = postal code
