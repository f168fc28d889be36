// The sensor's clock as it runs on between frames: what came with the least delay in the last second tells how it stands.
export class SensorClock {
  constructor() { this.reset(); }
  reset() {
    this.heard = [];
    this.shown = undefined;
  }
  // A frame of `stamp` came at `arrival`, by this computer's clock; both in seconds.
  hear(stamp, arrival) {
    this.heard = this.heard.filter(own => own.arrival > arrival - 1);
    this.heard.push({ arrival, offset: stamp - arrival });
  }
  // What it shows at `moment`, without a step: it is drawn to what it should show within half a second.
  read(moment) {
    if (!this.heard.length) return NaN;
    const target = moment + Math.max(...this.heard.map(own => own.offset));
    if (this.shown === undefined || Math.abs(target - this.shown.time) > 1 + moment - this.shown.moment) {
      this.shown = { time: target, moment };
    }
    const passed = moment - this.shown.moment;
    const time = this.shown.time + passed;
    this.shown = { time: time + (target - time) * (1 - Math.exp(-passed / .2)), moment };
    return this.shown.time;
  }
}
