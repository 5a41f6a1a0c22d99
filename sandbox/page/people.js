// Who may hold each of the two phones, and the group in which they all meet.

import { act } from "./remote.js";
import { spoken } from "./words.js";

// The first of each side hold the phones at the beginning.
export const PEOPLE = [
  { id: 501, side: "merchant", kk: "Айгерім", ru: "Айгерим", en: "Aigerim" },
  { id: 502, side: "merchant", kk: "Марат", ru: "Марат", en: "Marat" },
  { id: 503, side: "merchant", kk: "Сәуле", ru: "Сауле", en: "Saule" },
  { id: 601, side: "customer", kk: "Данияр", ru: "Данияр", en: "Daniyar" },
  { id: 602, side: "customer", kk: "Дина", ru: "Дина", en: "Dina" },
  { id: 603, side: "customer", kk: "Ерлан", ru: "Ерлан", en: "Yerlan" },
];

export const GROUP = { id: -1001, kk: "«Дана» кафесі", ru: "Кафе «Дана»", en: "Dana café" };

export function named(one) {
  return one[spoken()];
}

// They speak the language of the page.
export async function introduce(people = PEOPLE) {
  for (const person of people) {
    await act("person", { number: person.id, first_name: named(person), language_code: spoken() });
  }
}

// The shop's owner makes it and takes the bot in.
export async function gather() {
  await introduce();
  await act("group", { number: GROUP.id, title: named(GROUP), members: PEOPLE.map((person) => person.id) });
}
