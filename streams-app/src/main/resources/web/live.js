// Talks to the instance: questions, and streams of updates that begin again by themselves.

const TOKEN = 'gatecast.token';
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15000;

let askForToken = async () => {};
let showState = () => {};

export function setUp(handlers) {
  askForToken = handlers.askForToken;
  showState = handlers.showState;
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers() {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { Authorization: 'Bearer ' + token } : {};
}

/** Asks until there is an answer that is not "who are you?". */
async function request(path, signal) {
  for (;;) {
    const response = await fetch(path, { headers: headers(), signal, cache: 'no-store' });
    if (response.status !== 401) return response;
    await askForToken();
  }
}

/** Asks once; an error has the words of the instance. */
export async function ask(path, signal) {
  let response;
  try {
    response = await request(path, signal);
  } catch (problem) {
    if (!signal?.aborted) showState('lost', 'not reachable, trying again');
    throw problem;
  }
  showState('live', 'live');
  const answer = await response.json();
  if (!response.ok && answer.error) throw new Error(answer.error);
  return answer;
}

/**
 * Listens to a stream of events; begins again after a pause when it breaks, and rests while nobody sees the page.
 * Returns what ends it.
 */
export function listen(path, onEvent) {
  let ended = false;
  let current = null;
  let pause = FIRST_PAUSE_MS;
  let timer = 0;

  async function run() {
    const mine = current = new AbortController();
    try {
      const response = await request(path, mine.signal);
      if (!response.ok) throw new Error((await response.json()).error);
      showState('live', 'live');
      for await (const event of events(response.body)) {
        pause = FIRST_PAUSE_MS;
        onEvent(event.name, JSON.parse(event.data));
      }
      throw new Error('the stream ended');
    } catch (problem) {
      if (mine.signal.aborted) return;
      showState('lost', problem instanceof TypeError ? 'not reachable, trying again' : problem.message);
      timer = setTimeout(run, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }

  function stop() {
    clearTimeout(timer);
    current?.abort();
  }

  function onVisibility() {
    stop();
    if (!document.hidden && !ended) run();
  }

  document.addEventListener('visibilitychange', onVisibility);
  run();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', onVisibility);
    stop();
  };
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      waiting += value;
      let end;
      while ((end = waiting.indexOf('\n\n')) >= 0) {
        const block = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        const name = /^event: (.*)$/m.exec(block);
        const data = /^data: (.*)$/m.exec(block);
        if (name && data) yield { name: name[1], data: data[1] };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
