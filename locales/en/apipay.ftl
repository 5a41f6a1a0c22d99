## What ApiPay's words mean, for whoever can act on them

apipay-client_not_found = Nobody has this number in Kaspi. Ask the customer for another number and send the bill there.
apipay-phone_number = Kaspi takes only mobile numbers of Kazakhstan. Ask the customer for another number and send the bill there.
apipay-amount_must_be_whole_tenge = Kaspi takes only whole tenge. Make the invoice without tiyn.
apipay-network_unavailable = ApiPay does not reach Kaspi now. Send the bill again in a few minutes.
apipay-kaspi_throttled = Kaspi takes fewer bills for a moment. Send it again in a few minutes.
apipay-session_transient = The connection between ApiPay and Kaspi is being renewed. Send the bill again in a few minutes.
apipay-unknown_error = Kaspi did not take the bill and gave no reason. Send it again in a few minutes.
apipay-kaspi_session_expired = Kaspi has logged the cashier out. Connect the cashier again in ApiPay's cabinet.
apipay-organization_not_configured = No cashier of Kaspi Pay is connected. Connect one in ApiPay's cabinet.
apipay-organization_not_found_or_not_verified = ApiPay has not verified the shop yet. Finish the verification in its cabinet.
apipay-tariff_inactive = The tariff at ApiPay is not paid. Pay it in the cabinet, then bills go out again.
apipay-tariff_limit_reached = The bills of your ApiPay tariff are used up. Wait for the reset or take a larger tariff.
apipay-kyc_daily_limit_reached = Until ApiPay has verified the shop, it allows few bills a day. Finish the verification in its cabinet.
apipay-kyc_rejected = ApiPay did not accept the shop's documents. See what it asks for in its cabinet.
apipay-sandbox = The shop is in ApiPay's sandbox, so bills go to nobody. Switch it to production in ApiPay's cabinet.
apipay-invalid_api_key = ApiPay does not know our key. Compare APIPAY_API_KEY in the bot's settings with the one in ApiPay's cabinet.
apipay-http_403 = ApiPay does not let us in. See in its cabinet whether the key may still be used.
apipay-invoices_disabled = ApiPay has switched bills off for the shop. Ask ApiPay's support why.
apipay-organization_required = The key belongs to no shop at ApiPay. Take the key of your shop from ApiPay's cabinet.
apipay-sandbox_invoice_limit = The practice bills of ApiPay's sandbox are used up. Switch the shop to production in ApiPay's cabinet.
apipay-amount = Kaspi does not take this amount. Make an invoice from 1 to 99 999 999 ₸, in whole tenge.
apipay-description = Kaspi does not take this description. Make the invoice again with other, shorter words.
apipay-production = The shop at ApiPay works with real money already. Take APIPAY_TEST out of the bot's settings.
apipay-unverified = ApiPay has not verified the shop yet and allows few bills a day. Finish the verification in its cabinet.
apipay-cart_items_required = ApiPay bills for this shop only by items of its catalog. Add them to /catalog and make the invoice out of them.
apipay-refund-return_items_required = Kaspi gives back a part of this bill only by its items. Choose which of them go back.
apipay-refund-refund_window_expired = Kaspi returns money for about fourteen days, and they are over. Give the money back another way.
apipay-refund-network_unavailable = Kaspi could not do it now. Make the refund again in a few minutes.
apipay-refund-kaspi_throttled = { apipay-refund-network_unavailable }
apipay-refund-session_transient = { apipay-refund-network_unavailable }
apipay-refund-unknown_error = { apipay-refund-network_unavailable }
apipay-http_401 = { apipay-invalid_api_key }
apipay-kaspi_session_invalid = { apipay-kaspi_session_expired }
apipay-kaspi_session_not_configured = { apipay-organization_not_configured }
apipay-organization_not_verified = { apipay-organization_not_found_or_not_verified }

## On the payer's card

apipay-billed = We sent the bill to Kaspi: { $phone }. Open Kaspi.kz and confirm it.
