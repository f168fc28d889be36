import { Ring } from "./ring.js";

const mostFrames = 8192, mostForecasts = 2048;

// One marker's places, and its forecasts: x, y, z and radius for each horizon, one row for each forecast.
class Track {
  constructor(horizons) {
    this.frames = new Ring(mostFrames, 3);
    this.widest = 0;
    this.centre = [NaN, NaN, NaN];
    this.expect(horizons);
  }
  expect(horizons) { this.forecasts = new Ring(mostForecasts, 4 * horizons.length); }

  // Where the marker has been in the last half minute, and along which coordinate it moved most.
  measure(now) {
    const spread = [0, 1, 2].map(axis => {
      let count = 0, mean = 0, sum = 0;
      for (let row = this.frames.until(now - 30); row < this.frames.count; row++) {
        const value = this.frames.value(row, axis);
        if (Number.isNaN(value)) continue;
        count += 1;
        const step = value - mean;
        mean += step / count;
        sum += step * (value - mean);
      }
      this.centre[axis] = count ? mean : NaN;
      return sum;
    });
    // Not back and forth between two that move alike.
    const most = spread.indexOf(Math.max(...spread));
    if (spread[most] > 1.5 * spread[this.widest]) this.widest = most;
  }
}

// What was heard of the chosen stream's motion, of late.
export class History {
  constructor() {
    this.gap = Infinity;
    this.clear();
  }
  clear() {
    this.tracks = new Map();
    this.horizons = [];
    this.newest = -Infinity;
    this.forecast = undefined;
  }
  get markers() { return [...this.tracks.keys()]; }
  get oldest() { return Math.min(...[...this.tracks.values()].map(track => track.frames.count ? track.frames.time(0) : Infinity)); }
  // A frame that comes later than this after another has left a gap.
  set rate(hertz) { this.gap = hertz > 0 ? 1.75 / hertz : Infinity; }

  // Takes a `motion` event; false where the sensor's clock was set back, and all was begun anew.
  add({ markers, frames = [], forecast }) {
    const first = frames.find(([stamp]) => stamp <= this.newest - 1);
    if (first) this.clear();
    for (const name of this.markers) if (!markers.includes(name)) this.tracks.delete(name);
    for (const name of markers) if (!this.tracks.has(name)) this.tracks.set(name, new Track(this.horizons));
    for (const [stamp, ...places] of frames) {
      if (stamp <= this.newest) continue;
      markers.forEach((name, index) => this.tracks.get(name).frames.push(stamp, places.slice(3 * index, 3 * index + 3)));
      this.newest = stamp;
    }
    if (forecast) this.#take(forecast, markers);
    return !first;
  }

  #take(forecast, markers) {
    this.forecast = forecast;
    const horizons = forecast.horizons.map(([seconds]) => seconds);
    if (horizons.length && horizons.join() !== this.horizons.join()) {
      this.horizons = horizons;
      for (const track of this.tracks.values()) track.expect(horizons);
    }
    // Without horizons, as where the stream is lost, the row says that nothing is known.
    markers.forEach((name, index) => this.tracks.get(name).forecasts.push(
      forecast.stamp_s ?? this.newest, forecast.horizons.flatMap(own => own.slice(4 * index + 1, 4 * index + 5))));
  }

  measure() { for (const track of this.tracks.values()) track.measure(this.newest); }
}
