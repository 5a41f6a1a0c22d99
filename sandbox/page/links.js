// Where a link leads: back to the bot, to somebody to share with, to the bank's app, to a browser, or out.

// The bot's own pages let nobody frame them, and a method's page leads back to one of them.
const NOT_FRAMED = /^\/(pay|go|horizonpay)\//;
const TELEGRAM = ["t.me", "telegram.me"];

export function isTelegram(url) {
  return TELEGRAM.some((host) => url.startsWith(`https://${host}`));
}

export function destination(url, botName) {
  let parts;
  try {
    parts = new URL(url);
  } catch {
    return { kind: "outside" };
  }
  if (TELEGRAM.includes(parts.hostname)) return telegram(parts, botName);
  if (["127.0.0.1", "localhost", location.hostname].includes(parts.hostname)) return { kind: NOT_FRAMED.test(parts.pathname) ? "tab" : "bank" };
  return { kind: "outside" };
}

function telegram(parts, botName) {
  const path = parts.pathname.replaceAll("/", " ").trim();
  if (path === "share url") {
    return { kind: "share", url: parts.searchParams.get("url") ?? "", text: parts.searchParams.get("text") ?? "" };
  }
  if (path.toLowerCase() === botName.toLowerCase()) return { kind: "bot", payload: parts.searchParams.get("start") };
  return { kind: "outside" };
}
