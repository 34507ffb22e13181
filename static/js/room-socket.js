// A socket that a page follows one thing by: comes back by itself after a lost connection, gives up where the
// server says so.
const GONE = 4404;

/**
 * Keep a connection.
 * @param {string} path address of the socket on this host
 * @param {{told: (state: object) => void, say: (word: string) => void, pong: (now: number, trip: number) => void}} hear
 * @param {{ping: number, silent: number}} pace how often to say that one is here, and when no answer counts as lost; ms
 */
export function connect(path, hear, { ping = 2000, silent = 10_000 } = {}) {
  let tries = 0;
  let number = 0;
  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;

  function open() {
    const socket = new WebSocket(url);
    const sent = new Map();
    let asked = 0; // when the oldest ping went out after which nothing was heard
    const beat = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (asked && Date.now() - asked > silent) {
        socket.close();
        lost({ code: 1006 });
        return;
      }
      asked ||= Date.now();
      sent.set(++number, Date.now());
      socket.send(JSON.stringify({ t: "ping", n: number }));
    }, ping);
    let over = false;

    function lost(event) {
      if (over) return;
      over = true;
      clearInterval(beat);
      if (event.code === GONE) hear.say("gone");
      else if (event.code >= 4400 && event.code < 4500) hear.say("stopped");
      else {
        hear.say("lost");
        const wait = Math.min(8000, 250 * 2 ** tries++) * (0.5 + Math.random() / 2);
        const timer = setTimeout(again, wait);
        addEventListener("online", again, { once: true });
        function again() {
          clearTimeout(timer);
          removeEventListener("online", again);
          open();
        }
      }
    }

    socket.addEventListener("message", (event) => {
      asked = 0;
      const said = JSON.parse(event.data);
      if (said.t === "state") {
        tries = 0;
        hear.say("connected");
        hear.told(said);
      } else if (said.t === "pong" && sent.has(said.n)) {
        hear.pong(said.now, (Date.now() - sent.get(said.n)) / 1000);
        sent.clear();
      }
    });
    socket.addEventListener("close", lost);
  }

  hear.say("connecting");
  open();
}
