/** How a header says that nothing was given, in the languages and habits that are common. */
const NO_CONTRAST = /^(no|non|none|without|w\/?o|ohne|sans|sin|plain|nativ|native|non[- ]?contrast|0|-+)$/i;

/** Whether ContrastBolusAgent names an agent. False does not prove that none was given: scanners leave it empty at times. */
export function namesContrast(agent: string | null): boolean {
  const named = agent?.trim() ?? '';
  return named !== '' && !NO_CONTRAST.test(named);
}
