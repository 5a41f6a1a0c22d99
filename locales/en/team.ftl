## Who belongs to the shop

team-title = 👥 Team of { $shop }
team-unnamed = member { $id }
team-you = you
team-up-to = up to { $most } an invoice
team-hint = Nobody else yet. Invite those who work with you: each gets a role, and you decide who may do what.
team-role-owner = owner
team-role-manager = manager
team-role-cashier = cashier
team-as-owner = Owner: may do everything, and decides who belongs to the team.
team-as-manager = Manager: issues, cancels and refunds, decides about money, sees statements, changes settings and the catalog.
team-as-cashier = Cashier: issues invoices, sees their own and proposes refunds of them.
team-may-owner = May do everything, and decides who belongs to the team.
team-may-manager = May issue, cancel and refund, decide about money, see statements, change settings and the catalog.
team-may-cashier = May issue invoices, see their own and propose refunds of them.
team-unreached = Has not opened the bot yet, or has stopped it: no message arrives.
team-for-members = This shows the shop's staff who works here. You can pay here: /help
team-in-private = The team is shown in the private chat.
team-done = Done.
btn-team-invite = Invite
btn-team-leave = Leave the team
btn-team-make-owner = Make an owner
btn-team-make-manager = Make a manager
btn-team-make-cashier = Make a cashier
btn-team-limit = Limit of an invoice
btn-team-no-limit = No limit
btn-team-hand-over = Hand over the shop
btn-team-remove = Remove from the team

## Invitations

team-invite-ask = Whom do you invite?
team-invited =
    ✉️ Invitation as { $role }. It works once, until { $until }:
    { $link }
    Send it to that person only: whoever opens it first belongs to the team.
team-invite-text = Work with us at { $shop }
team-taken-back = Taken back: nobody comes in by it.
team-welcome = 👋 Welcome to { $shop }! Your role: { $role }.
team-welcome-next = What you can do: /help
btn-team-send = Send the invitation
btn-team-take-back = Take back: { $role }, until { $until }
team-invite-unknown = This invitation is none of ours. Ask the shop's owner for a new one.
team-invite-over = This invitation is over: it works once and for two days. Ask the shop's owner for a new one.
team-invite-ended = There is nothing to take back: somebody came by this invitation, or it is over. Who is in the team: /team
team-invites-many = Twenty invitations stand open. Take some back first: /team
team-already = You belong to the team already. The invitation is still good for somebody else.

## Questions and refusals

team-owner-sure = Make { $name } an owner? An owner may do everything, and may also remove you.
btn-team-owner-yes = Yes, make an owner
team-remove-sure = Remove { $name } from the team? They will issue no more invoices. What they issued stays.
btn-team-remove-yes = Yes, remove
team-hand-over-sure = Hand over the shop to { $name }? They become the owner, and you a manager. You cannot take it back.
btn-team-hand-over-yes = Yes, hand it over
team-leave-sure = Leave the team? Only an owner can invite you again.
btn-team-leave-yes = Yes, leave
team-left-you = You have left the team. Thank you for your work! You can still pay here: /help
team-limit-ask = How much may one invoice of { $name } be? Write an amount, for example: 50000
team-limit-now = Now: up to { $most }.
team-limit-unread = Write only the amount, for example: 50000
team-gone = This person does not belong to the team any more. See who does: /team
team-last-owner = The shop needs an owner. Make somebody else an owner first.
team-yourself = The shop is yours already.
team-unreachable = No message reaches this person: they have to open the bot first.
team-limit-cashiers = Only cashiers have a limit.
amount-above-yours = No invoice was issued. One of yours may be up to { $most }. Ask a manager to issue this one.

## Whose yes a refund needs

team-refunds-alone = Refunds: one person decides.
team-refunds-two = Refunds above { $most }: another person has to say yes.
team-refunds-ask = Above which amount shall a second person have to agree to a refund? Write an amount, for example: 50000
team-refunds-now = Now: above { $most }.
btn-team-refunds = Refunds by two people
btn-team-refunds-alone = One person is enough

## What members have done

deeds-title = 📋 What was done at { $shop }
deeds-title-of = 📋 What { $who } did
deeds-none = Nothing yet.
btn-team-deeds = What was done
btn-team-deeds-of = What they did
btn-deeds-older = Older ›
btn-deeds-newest = ‹ Newest
btn-deeds-file = As a file (XLSX)
deeds-file = { $title }. Lines: { $count }.
file-being-made = We are making the file. It comes as soon as it is ready.
deed-issued = issued an invoice
deed-cancelled = cancelled an invoice
deed-accepted = kept money that did not fit
deed-split = split an invoice
deed-opened = opened the link of an invoice
deed-refunded = refunded
deed-proposed = proposed a refund
deed-approved = approved a refund
deed-declined = declined a refund
deed-sent-again = sent a refund again
deed-called-off = called off a refund
deed-captured = took money on hold
deed-released = let money on hold go
deed-decided = decided about money
deed-asked = asked the shop
deed-invited = made an invitation
deed-uninvited = took back an invitation
deed-let-in = let in a new member
deed-appointed = changed a role
deed-removed = removed from the team
deed-left = left the team
deed-limited = set the limit of an invoice
deed-item-added = added to the catalog
deed-item-changed = changed in the catalog
deed-reminders = chose the reminders
deed-two-people = set how many decide about refunds
deed-plan-set = set up a subscription plan
deed-plan-closed = closed a subscription plan
deed-subscribed = set up a subscription
deed-subscription = changed a subscription
deed-method = kept or forgot a way to pay
deed-shift-opened = opened a shift
deed-shift-closed = closed a shift
deed-other = did something else

## What has changed

told-team-joined = 👥 <b>{ $who }</b> has joined the team as { $role }, invited by { $by }.
told-team-left = 👥 <b>{ $who }</b> has left the team.
told-team-changed = 👥 <b>{ $who }</b> is now { $role }. Decided by { $by }.
told-team-changed-you = 👥 Your role is now: <b>{ $role }</b>. Decided by { $by }.
told-team-removed = 👥 <b>{ $who }</b> does not belong to the team any more. Decided by { $by }.
told-team-removed-you = 👥 You do not belong to the team any more. Decided by { $by }. You can still pay here: /help
refunds-nobody-else = Nobody else may say yes to a refund yet, so this amount was not set. Invite a manager first.
command-team = Team
