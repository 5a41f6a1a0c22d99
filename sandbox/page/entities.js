// Formatted text: entities with offsets in UTF-16 units, which are JavaScript's own.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export function formatted(text, entities = [], open) {
  const box = document.createElement("div");
  box.className = "words";
  fill(box, text, 0, text.length, [...entities], open);
  return box;
}

// Entities are nested or apart, sorted by offset, the longer first.
function fill(node, text, begin, end, entities, open) {
  let at = begin;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const stop = entity.offset + entity.length;
    node.append(text.slice(at, entity.offset));
    const child = element(entity, text.slice(entity.offset, stop), open);
    fill(child, text, entity.offset, stop, entities, open);
    node.append(child);
    at = stop;
  }
  node.append(text.slice(at, end));
}

function element(entity, words, open) {
  if (entity.type === "text_link") return link(entity.url, open);
  if (entity.type === "url") return link(words.includes("://") ? words : `https://${words}`, open);
  if (entity.type === "bot_command") return command(words, open);
  const node = document.createElement(TAGS[entity.type] ?? "span");
  if (entity.type === "spoiler") node.className = "spoiler";
  return node;
}

function link(url, open) {
  const node = document.createElement("a");
  node.href = url;
  node.onclick = (event) => {
    event.preventDefault();
    open.link(url);
  };
  return node;
}

function command(words, open) {
  const node = document.createElement("span");
  node.className = "command";
  node.onclick = () => open.command(words);
  return node;
}
