## Other people's programs

dev-title = 🔌 Programs
dev-hint = A key lets a program issue invoices, read them and send money back. Events go to an address of yours. A key acts as the owner who made it.
dev-where = The API's address: <code>{ $url }</code>
dev-no-address = The bot has no public address yet (PUBLIC_URL): programs cannot reach it.
dev-for-owners = Keys of programs are the owners' business. Ask an owner of the shop.
dev-for-shops = This is for the shop's owners. You can pay here: /help
dev-in-private = Keys are shown in the private chat.
dev-done = Done.
btn-dev-new-key = New key
btn-dev-add-hook = Send events to an address
command-developers = Keys and events for programs
chat-help-developers = /developers – keys and events for your programs: a web shop, accounting

## Keys

dev-scopes-ask = What may the new key do? Give it no more than the program needs.
dev-scope-read = See invoices and refunds
dev-scope-write = Issue invoices
dev-scope-refund = Send money back
dev-may-read = reads
dev-may-write = issues
dev-may-refund = refunds
btn-dev-make = Make the key
dev-key-made =
    🔑 New key ({ $may }):
    <code>{ $token }</code>
    It is shown once. Keep it where only your program reads it, then tap the button; this message is deleted by itself within 20 hours.
btn-dev-saved = I saved it
dev-saved = Saved. The secret is no longer shown.
dev-key-may = It may: { $may }
dev-key-by = Made by { $who }, { $when }
dev-key-used = Last used: { $when }
dev-key-unused = Not used yet.
dev-key-exposed = ❗ It was seen where others may read it. Make a new one and revoke this one.
dev-key-over = Revoked: it opens nothing.
btn-dev-revoke = Revoke
btn-dev-revoke-this = Revoke { $start }…
dev-revoked = Revoked: it opens nothing any more.

## A key in the wrong place

dev-leaked-owner = ⚠️ Please don't write keys into the chat: others may read it. We count this key as exposed and delete your message where we may. Revoke it and make a new one: /developers
dev-leaked = ⚠️ Please don't write keys into the chat: others may read it. We count this key as exposed and have told the shop's owners; they revoke it.
dev-leaked-unknown = ⚠️ This looks like a key of a program. Please don't write keys into the chat. This one opens nothing here; if it works somewhere else, revoke it there.
told-api-key-exposed = ❗ The key <code>{ $start }…</code> was seen where others may read it: in the chat, an address or the body of a request. It still works. Make a new one, then revoke this one.
btn-dev-key = Open the key

## Addresses

dev-hook-ask = Where shall events go? Send an address that begins with https://
dev-secret-made =
    🔏 The secret that signs events for { $host }:
    <code>{ $secret }</code>
    It is shown once. Your program checks each event with it. Tap the button when you have kept it; this message is deleted by itself within 20 hours.
dev-hook-well = No failures.
dev-hook-failing = ⚠️ No good answer since { $since }. We keep trying for a day.
dev-hook-waiting = Waiting: { $count }
dev-hook-two-secrets = Two secrets sign now. Drop the old one when your program knows the new one.
dev-paused-silent = ❗ Paused since { $since }: no good answer for a day. Nothing is lost; tap the button when the address works.
dev-paused-inside = ❗ Paused since { $since }: the name leads to an internal address, and we send nothing there.
dev-paused-gone = ❗ Paused since { $since }: the address said that it wants no more (410).
btn-dev-resume = Send again
btn-dev-sent = What was sent
btn-dev-turn-secret = New secret
btn-dev-drop-secret = Drop the old secret
btn-dev-remove = Remove the address
dev-drop-sure = Drop the old secret? A program that only knows the old one will believe no event.
btn-dev-drop-yes = Yes, drop it
dev-remove-sure = Remove the address? What waits for it is not sent any more.
btn-dev-remove-yes = Yes, remove it
dev-sent-title = 📤 Sent to { $host }
dev-sent-none = Nothing yet.
dev-fate-waits = waiting
dev-fate-sent = taken
dev-fate-refused = refused
dev-fate-dropped = dropped
btn-dev-again = Send again: №{ $id }
btn-dev-leave = Leave out: №{ $id }
dev-leave-sure = Leave this event out? Your program will not get it by itself, and those behind it go on. You can send it again later.
btn-dev-leave-yes = Yes, leave it out
dev-again = It goes out now.
btn-dev-hook = Open the address
told-hook-paused-silent = ❗ Your program has not taken events for a day, so they are paused. Nothing is lost: when the address works, tap Send again there.
told-hook-paused-inside = ❗ Events are paused: the name of your address leads to an internal address, and we send nothing there. Put the name right, then tap Send again there.
told-hook-paused-gone = ❗ Events are paused: your address said that it wants no more (410). Remove it, or tap Send again there.
told-hook-refused = ⚠️ Your program refused the event { $event } (answer { $status }). It is not repeated by itself; you can send it again. Others go on.

## Refusals

api-key-unknown = This key opens nothing: it is wrong, was revoked, or whoever made it is no owner any more.
api-scope-missing = This key was not made for this: it lacks { $scope }.
api-scopes-none = Choose at least one thing that the key may do.
api-keys-many = There are twenty keys. Revoke those that nobody needs first.
api-key-gone = There is no such key. What there is: /developers
api-again = The same request is being worked on. Come again in a moment with the same Idempotency-Key.
api-key-reused = This Idempotency-Key stands for another request. Use a new one for a new wish.
api-no-bank-by-phone = No bank here bills this amount by phone now. Leave the phone out and send the link.
api-refund-not-found = There is no such refund.
hooks-many = There are five addresses already. Remove one first.
hook-secrets-two = Two secrets are in use. Drop the old one first.
hook-gone = This address was removed. What there is: /developers
hook-https-only = The address must begin with https:// so that nobody reads along. Send another one.
hook-address-unread = This is no address. Send one like https://shop.example/events
hook-address-long = The address is too long: at most 500 characters.
hook-address-inside = This address is internal: we send only to addresses on the internet. Send another one.
hook-name-unknown = The name in this address leads nowhere now. Check it and send it again.

## What members did

deed-key-made = made a key for a program
deed-key-revoked = revoked a program's key
deed-hook-set = set an address for events
deed-hook-removed = removed an address for events
