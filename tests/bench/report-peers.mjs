// Reads what run-peers.sh gathered, a line a run, and prints medians and ratios.
//   node report-peers.mjs FILE TICKS_PER_SECOND yes|no      (yes: as JSON)
import fs from 'node:fs';

const [file, ticksPerSecond, asJson] = process.argv.slice(2);
const runs = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const rows = [...new Set(runs.map((run) => run.name))].map((name) => {
  const own = runs.filter((run) => run.name === name);
  const of = (pick) => median(own.map(pick));
  return {
    name,
    perSecond: of((run) => run.result.perSecond),
    p50: of((run) => run.result.micros.p50),
    p90: of((run) => run.result.micros.p90),
    p99: of((run) => run.result.micros.p99),
    cpuMicrosPerCall: of((run) => ((run.ticks / Number(ticksPerSecond)) * 1e6) / run.result.total),
    errors: own.reduce((sum, run) => sum + run.result.errors, 0),
  };
});
const ours = rows.find((row) => row.name === 'portcullis');
for (const row of rows) {
  row.times = ours.perSecond / row.perSecond;
}
const fastest = Math.max(...rows.filter((row) => row !== ours).map((row) => row.perSecond));

if (asJson === 'yes') {
  console.log(JSON.stringify({ rounds: runs.length / rows.length, rows, overFastest: ours.perSecond / fastest }, null, 2));
} else {
  const cells = [['gateway', 'calls/s', 'p50 us', 'p90 us', 'p99 us', 'CPU us/call', 'errors', 'Portcullis does']];
  for (const row of rows) {
    const numbers = [row.perSecond, row.p50, row.p90, row.p99, row.cpuMicrosPerCall].map((n) => n.toFixed(0));
    cells.push([row.name, ...numbers, String(row.errors), row === ours ? '' : `${row.times.toFixed(1)} times as much`]);
  }
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  for (const row of cells) {
    console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
  }
  console.log(`\nMedians of ${runs.length / rows.length} rounds. Portcullis does ${(ours.perSecond / fastest).toFixed(1)} times as much as the fastest of the others.`);
}
