// Talking to the sandbox.

export async function act(what, body) {
  return post(`/sandbox/telegram/${what}`, body);
}

export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ?? answer.statusText);
  return result;
}

export async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

// Calls `tell` with the state of the chats, now and whenever it changes, until what it gives is closed.
export function follow(chats, tell) {
  const stream = new EventSource(`/sandbox/page/stream?chats=${chats.join(",")}`);
  stream.onmessage = (event) => tell(JSON.parse(event.data));
  return stream;
}
