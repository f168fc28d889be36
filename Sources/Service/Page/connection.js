const silence = 4, longestWait = 15;

// The daemon's events. Where the browser gives up, or nothing is heard for four seconds, it is tried again, ever less often.
export class Connection {
  constructor(hear, changed) {
    Object.assign(this, { hear, changed, stream: undefined, connected: false, since: Date.now(), tries: 0 });
    setInterval(() => this.#watch(), 1000);
    for (const event of ["online", "visibilitychange"]) {
      addEventListener(event, () => { if (!this.connected && !document.hidden) this.listen(this.stream); }, true);
    }
  }

  // Begins to listen to `stream`, or to no stream in particular.
  listen(stream) {
    clearTimeout(this.timer);
    this.source?.close();
    this.stream = stream;
    this.last = performance.now();
    const source = new EventSource(`api/v1/live${stream ? `?stream=${encodeURIComponent(stream)}` : ""}`);
    this.source = source;
    for (const name of ["streams", "stats", "motion", "news"]) {
      source.addEventListener(name, event => {
        if (source !== this.source) return;
        this.last = performance.now();
        this.#set(true);
        this.hear[name](JSON.parse(event.data));
      });
    }
    source.addEventListener("error", () => {
      if (source !== this.source) return;
      this.#set(false);
      if (source.readyState === EventSource.CLOSED) this.#tryLater();
    });
  }

  // A stream that the daemon does not know, as just after it began, must not keep the others from being heard of.
  #tryLater() {
    this.source?.close();
    this.source = undefined;
    clearTimeout(this.timer);
    const wait = Math.min(longestWait, 2 ** this.tries++) * (.75 + .5 * Math.random());
    this.timer = setTimeout(() => this.listen(""), 1000 * wait);
  }

  #watch() {
    if (!this.source || performance.now() - this.last < 1000 * silence) return;
    this.#set(false);
    this.#tryLater();
  }

  #set(connected) {
    if (connected) this.tries = 0;
    if (connected !== this.connected) Object.assign(this, { connected, since: Date.now() });
    else if (connected) return;
    this.changed(connected);
  }
}
