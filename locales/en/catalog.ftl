## The list

catalog-for-staff = The catalog is kept by the shop's staff. You can buy here: /shop
catalog-title = Catalog
catalog-hint =
    Tap an item to open its card.
    To add one quickly: <code>/catalog Cappuccino 900</code>, or a photo with such a caption. To find one: <code>/catalog capp</code>, or a photo of its barcode.
catalog-hint-for-cashier = Tap an item to open its card. To find one: <code>/catalog capp</code>, or a photo of its barcode.
catalog-empty =
    There are no items yet. Add the first: <code>/catalog Cappuccino 900</code>, or a photo with such a caption.
    Many items are easier to bring in as a sheet: Download sends an empty one, Upload takes it filled in.
catalog-empty-for-cashier = There are no items yet. The shop's owner and managers add them.
catalog-found = Found for “{ $words }”:
catalog-found-more = Not all are shown: write one more word.
catalog-found-none = Nothing was found for “{ $words }”. We look at how words of the name begin, and at whole barcodes.
catalog-ask-search = What shall we find? Write how the name begins, or a barcode, or send a photo of the barcode.
catalog-photo-hint = A photo with a caption makes a new item: Cappuccino 900
catalog-add-this = Add: { $name }, { $price }
catalog-hidden = hidden
catalog-see-foreign = New in the catalog of { $bank }
catalog-see-differing = Differences with { $bank }
btn-catalog-search = Find
btn-catalog-add = Add
btn-catalog-download = Download
btn-catalog-upload = Upload
btn-catalog-whole = Whole catalog
btn-catalog-add-barcode = Add with this code

## An item's card

catalog-item = { $name }: { $price }
catalog-barcode = Barcode: { $barcode }
catalog-is-hidden = 🙈 Hidden: customers don't see it.
catalog-link = Link for customers: { $link }
catalog-share-text = { $name }, { $price }
catalog-bank-waiting = { $bank }: will be put into the bank's catalog soon.
catalog-bank-unknown = { $bank }: sent, no answer yet. We are checking.
catalog-bank-pending = { $bank }: the bank is putting it into its catalog.
catalog-bank-has = { $bank }: in the bank's catalog.
catalog-bank-telling = { $bank }: in the bank's catalog; the changes go there soon.
catalog-bank-differs = ❗ { $bank }: it is different in the bank's catalog. Decide which one is right: /catalog
catalog-bank-failed = ❗ { $bank }: not in the bank's catalog. { $why }
catalog-bank-refused = ❗ { $bank }: the bank did not take the changes; there the item is as before. { $why }
catalog-bank-failed-unsaid = The bank gave no reason. Change the item, and we will send it again.
catalog-bank-deleting = { $bank }: the bank is taking it out of its catalog.
catalog-bank-deleted = { $bank }: taken out of the bank's catalog.
btn-item-share = Send to a customer
btn-item-name = Name
btn-item-price = Price
btn-item-unit = Unit
btn-item-picture = Picture
btn-item-barcode = Barcode
btn-item-hide = Hide
btn-item-show = Show
btn-item-delete = Delete

## A new item

catalog-ask-name = What is the item called? The price may follow at once: <code>Cappuccino 900</code>, even as the caption of a photo.
catalog-ask-name-of-picture = The picture is here. What is the item called? The price may follow at once: <code>Cappuccino 900</code>
catalog-ask-price = { $name }: what does it cost? For example: 900
catalog-ask-unit = { $name }, { $price }. What is this the price of?
catalog-ask-picture = { $name }, { $price }. Please send a photo of it.
catalog-ask-barcode = { $name }, { $price }. Write its barcode, or send a photo of the barcode.
catalog-no-picture = No picture
catalog-no-barcode = No barcode
catalog-left = All right, nothing has changed.
catalog-question-over = This question is closed: it waits 15 minutes. Nothing has changed. Please open /catalog again.
catalog-barcode-of = “{ $name }” has this barcode already. Please send another one.
item-price-not-read = Write the price as a number above zero, for example: 900 or 1200.50
item-price-too-big = This price is too high. Nothing was saved. Please check the digits.
item-price-foreign = Prices are in the shop's currency only. Write just the number, for example: 900
barcode-not-seen = No barcode can be seen in the photo. Take it closer and straighter, or write the digits under it.
file-not-fetched = Telegram did not hand over this file. Nothing has changed. Please send it again.

## Changes

catalog-ask-new-name = Now: { $name }. What shall it be called?
catalog-ask-new-price = { $name } costs { $price } now. What is the new price?
catalog-ask-new-barcode = { $name }, barcode: { $barcode }. Write a new one, or send a photo of it.
catalog-ask-new-picture = { $name }: please send a new photo.
catalog-remove-picture = Remove the picture
catalog-remove-barcode = Remove the barcode
catalog-changed = Done.
catalog-delete-question = Delete this item from the catalog? Invoices that were issued stay as they are.
catalog-delete-yes = Yes, delete
catalog-delete-no = No
catalog-deleted = Deleted from the catalog: { $name }
catalog-changed-by = Your change was not saved: the item has just been changed. This is how it is now. Who: { $who }. What: { $what }
catalog-field-added = added
catalog-field-changed = changed
catalog-field-deleted = deleted
catalog-field-name = name
catalog-field-price = price
catalog-field-unit = unit
catalog-field-picture_id = picture
catalog-field-barcode = barcode
catalog-field-hidden = visibility

## As a sheet

catalog-file-soon = Preparing the sheet…
catalog-file-caption = The shop's catalog. Change or add rows, and send the file here.
catalog-ask-sheet = Please send an XLSX file. We first show what would change. Download sends a sample.
catalog-marked-caption = The first column says what to put right. Do that, and send this file.
catalog-import-yes = Take it in
catalog-importing = Taking it in…
catalog-imported = ✅ The catalog is up to date. New items: { $added }, changed: { $changed }.

## A bank's catalog

catalog-foreign = These items are in the catalog of { $bank }, and you don't have them. Tap an item to add it.
catalog-foreign-none = Nothing else is new in the catalog of { $bank }.
catalog-adopt-all = Add all
catalog-adopted = Added: { $name }
catalog-adopting = Adding…
catalog-adopted-all = ✅ Added from the catalog of { $bank }: { $count }
catalog-adopted-not = Could not be added: { $count }. A barcode is taken, a price cannot be, or the catalog is full.
catalog-differs = { $bank } shows it otherwise: { $name }
catalog-differs-field = { $field }: { $ours } here, { $theirs } at the bank
catalog-differs-gone = { $bank }: this item is in the bank's catalog no more: { $name }
catalog-differs-none = The catalog of { $bank } is the same as yours.
catalog-ours-counts = Ours is right
catalog-banks-counts = The bank's is right
catalog-make-again = Put it back there
catalog-delete-too = Delete ours as well
catalog-decided-ours = The bank will be told how it is with you.
catalog-decided-bank = Done as the bank has it.

## Help

chat-help-catalog = /catalog — items: find, add, change; the whole as a sheet
command-catalog = The shop's catalog: items and prices
