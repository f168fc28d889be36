import { showCounters } from "./counters.js";
import { paintErrors, tabulateErrors } from "./errors.js";
import { eventsHeight, listEvents, paintEvents } from "./events.js";
import { paintLatency, tellLatency } from "./latency.js";
import { MotionPicture, motionHeight } from "./motion.js";
import { byId, element } from "./page.js";
import { PlanPicture } from "./plan.js";
import { showRadii } from "./radii.js";
import { Surface } from "./surface.js";
import { showWeights } from "./weights.js";

// All that is drawn of the chosen stream: what moves, many times a second, and what stands, once a second.
// `scene` tells what there is to draw: { history, view, now, model, stats, daemon, events, chosen, state, wallClock }.
export class Pictures {
  constructor(scene) {
    this.scene = scene;
    const motion = new MotionPicture(), plan = new PlanPicture(() => this.drawMoving());
    const surface = (id, paint) => new Surface(byId(id), (...room) => paint(...room, scene()));
    this.moving = [
      surface("motion", (...all) => motion.paint(...all)),
      surface("plan", (...all) => plan.paint(...all)),
    ];
    this.standing = [surface("errors", paintErrors), surface("latency", paintLatency)];
    this.lanes = surface("events", (...all) => paintEvents(...all, this.#events()));
    byId("events").style.height = `${eventsHeight}px`;
    this.everywhere = element("input", { type: "checkbox", name: "everywhere" });
    this.everywhere.addEventListener("change", () => this.drawEvents());
    byId("event-controls").append(element("label", {}, this.everywhere, " of all streams"));
  }

  drawMoving() {
    const { history, view } = this.scene();
    byId("motion").style.height = `${motionHeight(view.shown(history.markers).length)}px`;
    this.moving.filter(surface => surface.inSight).forEach(surface => surface.draw());
  }
  drawStanding() {
    const { stats, daemon } = this.scene();
    this.standing.forEach(surface => surface.draw());
    tabulateErrors(stats);
    tellLatency(stats);
    showWeights(stats);
    showRadii(stats);
    showCounters(stats, daemon);
    this.drawEvents();
  }
  drawEvents() {
    this.lanes.draw();
    listEvents(this.#events());
  }
  #events() {
    const { events, chosen } = this.scene();
    return this.everywhere.checked ? events.held : events.of(chosen);
  }
}
