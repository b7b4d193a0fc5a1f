/** From HU to bone mineral density: phantoms, references inside the body, contrast agents. */
export { calibrate, type Calibrated } from './calibrate.ts';
export { controlChart } from './control/control-chart.ts';
export { controlPoint } from './control/control-point.ts';
export { lineOfFile } from './methods/asynchronous.ts';
export { scannedPhantom } from './phantom/phantom-scan.ts';
export { densityAt, densityLineSe, shiftedLine } from './density-line.ts';
export type { Rod } from './phantom/find-rods.ts';
export { phantomOf, type Phantom } from './phantom/phantom.ts';
export type { RegionSearch } from './regions/region-search.ts';
