import { byId, fill } from "./page.js";
import { clockTime, number, words } from "./text.js";

const many = (counts, prefix = "") => Object.entries(counts ?? {}).filter(([, count]) => count > 0)
  .map(([name, count]) => [words(prefix + name), number(count)]);

// How often what happened, in plain words: of the chosen stream, and of the daemon.
export function showCounters(stats, daemon) {
  const { checkpoints } = stats ?? {};
  fill(byId("counters"), [
    ["frames", number(stats?.frames ?? 0)],
    ["forecasts", number(stats?.forecasts ?? 0)],
    ["frames too old to forecast from (skipped)", number(stats?.skipped ?? 0)],
    ["forecasts beyond the budget", number(stats?.budgetMisses ?? 0)],
    ["ticks whose learning was given up (shed)", number(stats?.learningShed ?? 0)],
    ...many(stats?.rejected, "rejected_"),
    ...many(stats?.outcomes),
    ...many(daemon?.refused, "refused_").map(([name, count]) => [`${name} (no stream)`, count]),
    ["messages for streams that others serve", daemon?.elsewhere ? number(daemon.elsewhere) : ""],
    ["checkpoints written", checkpoints?.written ? number(checkpoints.written) : ""],
    ["the newest checkpoint", checkpoints?.newestNs ? clockTime(checkpoints.newestNs / 1e9) : ""],
    ["checkpoints failed", checkpoints?.failed ? `${number(checkpoints.failed)}: ${checkpoints.problem ?? ""}` : ""],
    ["updates left out for this page, being slow", daemon?.clients?.dropped ? number(daemon.clients.dropped) : ""],
  ]);
}
