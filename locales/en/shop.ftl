## Lines of an invoice

lines-line = { $name } × { $count } = { $sum }
lines-more =
    { $count ->
        [one] …and { $count } more item
       *[other] …and { $count } more items
    }
lines-discount = Discount { $percent } %: −{ $sum }
lines-total = Total: { $sum }
lines-own-order = The customer's own order
lines-own-order-of = The customer's own order: { $name }
page-lines =
    { $count ->
        [one] What is in it: { $count } line
       *[other] What is in it: { $count } lines
    }

## The shop, for customers

shop-title = 🛍 { $shop }
shop-choose = Choose what you like: tap a name to see it.
shop-found = Found by “{ $words }”:
shop-found-none = Nothing here is called “{ $words }”. Try another word, or look through everything.
shop-empty = Nothing is for sale here yet. Please look in later.
shop-unit-price = { $price } / { $unit }
shop-counted = In the cart: { $count }. Cart total: { $sum }
shop-taken-out = Taken out of the cart. Total: { $sum }
shop-ask-words = What are you looking for? Write the beginning of its name, or the digits under its barcode.
shop-ask-count = How many “{ $name }”? Write a whole number, for example: 12. With 0 it is taken out.
shop-left = All right, the cart stays as it is.
shop-in-private = The shop is open in the private chat.

btn-shop = To the shop
btn-put-in = Add to cart
btn-cart-sum = Cart: { $sum }
btn-seek = Search
btn-list = List
btn-everything = Everything

chat-line-own-order = customer's order

## The cart

cart-title = 🛒 Your cart
cart-line = { $number }. { $name } × { $count } = { $sum }
cart-total = Total: { $sum }
cart-page = Page { $page } of { $pages }
cart-changed = The cart has changed meanwhile. Nothing is issued yet; please look at it once more.
cart-news = Something has changed. Nothing is issued yet; please look at it once more.
cart-repriced = { $name }: was { $was }, now { $now }
cart-gone = { $name }: no longer sold, taken out
cart-news-more =
    { $count ->
        [one] …and { $count } more change
       *[other] …and { $count } more changes
    }
cart-is-empty = 🛒 The cart is empty. Look what there is in the shop.
cart-empty-question = Take everything out of the cart?
cart-emptied = The cart is empty now.
cart-ordered = 🧾 Invoice #{ $number } is made: { $sum }
cart-ordered-hint = Its card with the ways to pay stands below.

btn-pay-sum = Pay { $sum }
btn-empty-cart = Empty
btn-empty-cart-yes = Yes, empty it
btn-keep-cart = No

## The cart that a member fills for a customer

till-title = 🛍 What does the customer take?
till-hint = A tap adds one. Counts, prices and the discount are changed in the cart.
till-nothing = There is nothing in the catalog yet. An invoice needs none: 5000 Coffee
till-cart = 🛒 For the customer
till-own-price = { $price } instead of { $list }
till-line = { $name }: { $price }
till-line-sum = × { $count } = { $sum }
till-ask-price = What shall one “{ $name }” cost this time? In the catalog: { $price }. Write a sum, for example: 800
till-price-wrong = Write the price in digits, for example: 800. Nothing has changed.
till-ask-discount = How many per cent off? Write a number from 1 to 99; 0 takes the discount away.
till-ask-phone = Which phone shall the bill go to? For example: +7 707 123 45 67
till-phone-wrong = We can't read this as a phone number. For example: +7 707 123 45 67. Nothing is issued yet.

btn-from-catalog = From the catalog
btn-add-more = Add more
btn-discount = Discount
btn-no-discount = No discount
btn-own-price = Own price
btn-list-price = Catalog price
btn-issue-sum = Issue { $sum }
btn-to-phone = Bill a phone

## Why not

cart-empty = The cart is empty, so nothing was ordered. Choose something first.
cart-count-wrong = Whole pieces only, from 1 to { $most }. The cart stays as it was.
cart-too-many-lines = A cart has room for { $most } different items. Pay for these first, or take something out.
orders-unpaid = { $most } of your orders wait for their payment, so no other was made. Pay one first, or let it run out: /payments
cart-too-dear = That would be more than one invoice can be for. The cart stays as it was. Please split the order.
cart-discount-wrong = A discount is a whole number from 1 to { $most } per cent; 0 takes it away. Nothing has changed.
shop-closed = The shop takes no orders now. Nothing was taken, and your cart stays. Please ask the shop.
item-not-sold = This is not sold any more. Your cart has not grown. See what else there is: /shop
item-not-found = This item is not there any more. Nothing has changed.
item-changed-meanwhile = Somebody else has just changed this item, so yours was not saved. Look at it and try again.
item-barcode-taken = Another item has this barcode. Nothing was saved. Each item needs one of its own.
item-barcode-wrong = A barcode has 4 to { $most } digits, Latin letters or hyphens. Nothing was saved.
item-name-wrong = A name has 1 to { $most } characters. Nothing was saved.
item-too-many = The catalog holds { $most } items and is full. Nothing was saved. Delete what is not sold any more.

## Commands

command-shop = What the shop sells
command-cart = Your cart
