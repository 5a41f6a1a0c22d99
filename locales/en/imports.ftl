## Pictures of items

picture-too-heavy = The picture's file is larger than { $most } MB. Please send a smaller one, or send it as a photo.
picture-too-large = The picture is too large: at most { $most } pixels on each side. Please send it as a photo.
picture-too-small = The picture is too small: at least { $least } pixels on each side. Please send a larger one.
picture-not-one = This is not a picture that I can read. Please send a photo, or a JPEG, PNG or WebP file.
picture-broken = The picture's file is damaged. Please send it once more.

## The catalog as a sheet
# Lists with commas: the first word is written, all of them are read.

sheet-items = Catalog
sheet-notes = About the columns
sheet-notes-column = Column
sheet-notes-meaning = What it is for

sheet-item-name = Name, item, title, product, goods
sheet-item-price = Price, cost, sum
sheet-item-unit = Unit, unit of measure
sheet-item-barcode = Barcode, EAN, GTIN
sheet-item-hidden = Hidden, is hidden
sheet-item-code = Code, id, item code

sheet-item-about-name = What customers read. Must not be empty.
sheet-item-about-price = What one costs, as a number: 1200 or 1200.50. Must not be empty.
sheet-item-about-unit = What one of it is. Choose from the list. Empty: as it was, pc for a new item.
sheet-item-about-barcode = 4 to 32 digits, Latin letters or hyphens. Each item has its own. Empty: the item has none.
sheet-item-about-hidden = Yes: customers don't see the item. Empty: as it was, no for a new item.
sheet-item-about-code = By this a row finds its item. Leave it as it is; a new item's row has none. Items that are in no row stay as they are.

sheet-unit-piece = pc, pcs, piece, pieces, each
sheet-unit-portion = portion, portions, serving
sheet-unit-pack = pack, packs, package, packet
sheet-unit-service = service, services
sheet-unit-hour = h, hour, hours, hr
sheet-unit-kilogram = kg, kilogram, kilograms, kilo
sheet-unit-gram = g, gram, grams
sheet-unit-litre = l, litre, litres, liter, liters
sheet-unit-millilitre = ml, millilitre, millilitres, milliliter
sheet-unit-metre = m, metre, metres, meter, meters

sheet-yes = yes, y, true, hidden, 1
sheet-no = no, n, false, shown, 0
sheet-wrong = What is wrong

## A sheet that was sent

import-too-heavy = The file is larger than { $most } MB. The catalog is as it was. Please split it into several.
import-too-much = There is too much in the file besides the items. The catalog is as it was. Please copy the table into a new workbook and send that.
import-too-many-rows = The file has more than { $most } rows. The catalog is as it was. Please split it into several.
import-not-xlsx = This file could not be read as a spreadsheet. The catalog is as it was. Please save it as XLSX without a password and send it again.
import-empty = The first sheet of the file has no items. The catalog is as it was. Please put the titles into the first row and the items below.
import-column-missing = The first sheet has no column “{ $columns }”. The catalog is as it was. Please name the columns in the first row, as in the exported file.
import-column-twice = The column “{ $column }” stands there twice. The catalog is as it was. Please leave one of them.
import-has-troubles = The file still has something to put right. The catalog is as it was.
catalog-changed-meanwhile = The catalog has changed since this was shown. Nothing was imported; please send the file again.

import-troubles = { $count ->
    [one] ⚠️ One thing has to be put right in the file. Nothing was imported.
   *[other] ⚠️ { $count } things have to be put right in the file. Nothing was imported.
}
import-row = Row { $row }: { $told }
import-more = … and { $count } more.
import-nothing = { $count ->
    [one] The file says the same as the catalog: one item. There is nothing to change.
   *[other] The file says the same as the catalog: { $count } items. There is nothing to change.
}
import-plan = 📋 New items: { $added }, changed: { $changed }, as they are: { $same }.
import-new = + { $name }, { $price }
import-changed = ✎ { $name }: { $told }
import-was = { $column } { $was } → { $to }
import-ignored = Columns that are not read: { $titles }.

import-trouble-formula = “{ $column }” holds a formula. Write the value itself.
import-trouble-unread = “{ $column }” holds a date, a percentage or an error sign. Make it a plain number or text.
import-trouble-code-unknown = there is no item with the code “{ $given }”. For a new item leave “{ $column }” empty.
import-trouble-code-twice = the code “{ $given }” stands in row { $other } already.
import-trouble-name-missing = the name is missing.
import-trouble-name-long = the name is longer than { $name_most } characters.
import-trouble-price-missing = the price is missing.
import-trouble-price-unread = the price “{ $given }” could not be read. Write a number, for example 1200.50.
import-trouble-price-foreign = the price “{ $given }” is in another currency.
import-trouble-price-none = the price “{ $given }” must be above zero.
import-trouble-price-big = the price “{ $given }” is too big.
import-trouble-unit-unknown = the unit “{ $given }” is not known. Choose one from the list in the exported file.
import-trouble-barcode-wrong = the barcode “{ $given }” must have 4 to { $barcode_most } digits, Latin letters or hyphens.
import-trouble-barcode-cut = the barcode is so long that the spreadsheet has rounded it. Make the cell a text and write it anew.
import-trouble-barcode-twice = the barcode “{ $given }” stands in row { $other } already.
import-trouble-barcode-taken = the barcode is that of “{ $given }”, which has another code.
import-trouble-hidden-unread = “{ $column }” is yes or no, not “{ $given }”.
