#pragma once

#include <string_view>

namespace portcullis::audit::report {

// The page's style. Texts have at least 4.5:1 of contrast in light and in dark (WCAG 2.1, 1.4.3),
// bars and lines 3:1 (1.4.11).
inline constexpr std::string_view kStyle = R"css(
:root {
  --paper: #ffffff; --panel: #f5f6f8; --text: #1c2430; --muted: #59636f; --line: #d9dde3;
  --accent: #1f5fa8; --allowed: #2b6cb0; --denied: #c2410c; --refused: #8a5a00; --failed: #b3123d;
  --orphaned: #6b4fa0; --usual: #2f855a; --slow: #b7600f; --slowest: #b3123d; --warn: #fff4e0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --panel: #1d232d; --text: #e6e9ee; --muted: #a3adba; --line: #343c49;
    --accent: #8ab8ee; --allowed: #5b9fe3; --denied: #f08a4b; --refused: #d6a53a; --failed: #ef6a86;
    --orphaned: #b39ce0; --usual: #5fbf8a; --slow: #eba64d; --slowest: #ef6a86; --warn: #37290f;
  }
}
@media print {
  :root {
    --paper: #ffffff; --panel: #ffffff; --text: #000000; --muted: #444444; --line: #bbbbbb;
    --accent: #000000; --allowed: #2b6cb0; --denied: #c2410c; --refused: #8a5a00; --failed: #b3123d;
    --orphaned: #6b4fa0; --usual: #2f855a; --slow: #b7600f; --slowest: #b3123d; --warn: #ffffff;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: auto; }
body {
  margin: 0 auto; max-width: 60rem; padding: 2.5rem 1.5rem 4rem; background: var(--paper);
  color: var(--text); font: 16px/1.55 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
}
h1 { margin: 0; font-size: 2.2rem; line-height: 1.2; letter-spacing: -.015em; }
h2 {
  margin: 3.5rem 0 1rem; padding-top: 1rem; border-top: 2px solid var(--text); font-size: 1.45rem;
  line-height: 1.25;
}
h3 { margin: 2rem 0 .6rem; font-size: 1.08rem; }
p { margin: .6rem 0; max-width: 46rem; }
.subtitle { margin: .3rem 0 1.8rem; color: var(--muted); font-size: 1.15rem; overflow-wrap: anywhere; }
.note { color: var(--muted); font-size: .9rem; }
.warning { padding: .7rem 1rem; border-left: 4px solid var(--denied); background: var(--warn); }
dl { display: grid; grid-template-columns: 10rem 1fr; gap: .35rem 1rem; margin: 1rem 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
code, pre { font: .88rem/1.5 ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; }
pre {
  padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 6px; background: var(--panel);
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.tiles {
  display: grid; grid-template-columns: repeat(4, 1fr); gap: .75rem;
  margin: 1.8rem 0; padding: 0; list-style: none;
}
@media screen and (max-width: 46rem) { .tiles { grid-template-columns: repeat(2, 1fr); } }
.tiles li {
  padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--panel);
  color: var(--muted); font-size: .88rem; line-height: 1.35;
}
.tiles b {
  display: block; color: var(--text); font-size: 1.6rem; line-height: 1.3;
  font-variant-numeric: tabular-nums;
}
nav { margin: 2.5rem 0 0; padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: 8px; }
nav ol { margin: 0; padding-left: 1.4rem; columns: 2; }
a { color: var(--accent); }
figure { margin: 1.2rem 0; }
figcaption { margin-bottom: .4rem; font-weight: 600; }
svg { display: block; width: 100%; height: auto; font-family: inherit; }
.i-text { fill: var(--text); } .i-muted { fill: var(--muted); } .i-grid { fill: var(--line); }
.i-allowed { fill: var(--allowed); } .i-denied { fill: var(--denied); }
.i-refused { fill: var(--refused); } .i-failed { fill: var(--failed); }
.i-orphaned { fill: var(--orphaned); } .i-usual { fill: var(--usual); }
.i-slow { fill: var(--slow); } .i-slowest { fill: var(--slowest); }
polyline { fill: none; stroke-linejoin: round; }
.l-grid { stroke: var(--line); } .l-usual { stroke: var(--usual); } .l-slow { stroke: var(--slow); }
.l-slowest { stroke: var(--slowest); }
.grid { margin: .8rem 0; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .88rem; line-height: 1.4; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .38rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { border-bottom: 2px solid var(--muted); font-weight: 600; white-space: nowrap; }
td { overflow-wrap: anywhere; min-width: 3.2rem; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
details { margin: .8rem 0; }
summary { color: var(--accent); cursor: pointer; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .88rem; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3, figcaption { break-after: avoid; }
  figure, tr, .tiles { break-inside: avoid; }
  thead { display: table-header-group; }
  .grid { overflow: visible; }
  * { print-color-adjust: exact; }
}
)css";

} // namespace portcullis::audit::report
