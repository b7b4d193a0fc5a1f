/** Every word of page 1, of the patient's page and of what all pages repeat, in English: the complete table. */
/** Parts of "Grade 2 wedge fracture of L1 (28 % height loss)". */
export interface FractureWords {
  readonly level: string;
  readonly grade: number;
  readonly shape: 'wedge' | 'biconcave' | 'crush' | null;
  /** % */
  readonly loss: string | null;
  /** Its 95 % interval, %; null where it has none. */
  readonly interval: string | null;
  /** Until a reader confirms it. */
  readonly possible: boolean;
}

export const ENGLISH = {
  language: 'en',
  title: 'Vertebral bone strength and fracture risk',
  heading: 'Vertebral bone strength and fracture risk from CT',
  unsigned: 'PRELIMINARY: NOT SIGNED',
  signed: (day: string) => `FINAL: signed ${day}`,
  amended: (day: string) => `FINAL WITH ADDENDUM: signed ${day}`,
  footer: 'Not cleared for clinical use. Decision support for the reader; not intended to exclude disease.',
  missingLetter: '□: character not available in print.',
  numbered: (page: number, pages: number) => `Page ${page} of ${pages}`,
  notAvailable: 'not available',
  header: {
    noName: 'Patient name not available',
    unprintableName: 'Name not available in print; see the ID',
    noId: 'ID not available',
    id: (id: string) => `ID ${id}`,
    ctDate: (date: string) => `CT date ${date}`,
    patient: 'Patient',
    patientId: 'Patient ID',
    born: 'Date of birth',
    ageAndSex: 'Age, sex',
    referredBy: 'Referred by',
    date: 'CT date',
    accession: 'Accession',
    institution: 'Institution',
    scanner: 'Scanner',
    years: (years: number) => `${years} years`,
    noAge: 'age not available',
    female: 'female',
    male: 'male',
    noSex: 'sex not available',
    fromOrder: 'from the order',
    technique: 'Technique',
    noVoltage: 'tube voltage not available',
    kernel: (name: string) => `kernel ${name}`,
    noKernel: 'kernel not available',
    slices: (spacing: string, thickness: string | null) =>
      `slice spacing ${spacing} mm${thickness === null ? '' : ` (thickness ${thickness} mm)`}`,
    agent: 'contrast agent recorded',
    noAgent: 'no contrast agent recorded',
    agentUnknown: 'contrast agent not known',
    indication: 'Indication',
    noOrder: 'not provided (no order)',
    comparison: 'Comparison',
    noPrior: 'no earlier assessment available',
    priorCt: (dates: string) => `CT of ${dates}`,
    laterPrior: (dates: string) => `CT of ${dates} (found after the first report, not compared)`,
  },
  and: 'and',
  or: 'or',
  impression: {
    title: 'Impression',
    fracture: ({ level, grade, shape, loss, interval, possible }: FractureWords) =>
      `${possible ? 'possible ' : ''}grade ${grade}${shape === null ? '' : ` ${shape}`} fracture of ${level}${loss === null ? '' : ` (${loss} % height loss${interval === null ? '' : `, 95 % interval ${interval}`})`}`,
    readFractured: (level: string) => `fracture of ${level}, as read`,
    asRead: (fracture: string) => `${fracture}, as read`,
    inHistory: (level: string) => `fracture of ${level} in the history`,
    byAccident: (level: string) => `traumatic fracture of ${level}`,
    further: (count: number) => `${count} more`,
    toConfirm: 'to be confirmed by the reader',
    noFracture: (levels: string) => `No vertebral fracture at the evaluated levels (${levels})`,
    uncertainAt: (levels: string) => `grade uncertain at ${levels}`,
    notGraded: 'Vertebral fractures were not evaluated.',
    density: (levels: string, value: string, interval: string) =>
      `Trabecular density (${levels}) ${value} mg/cm³ (95 % interval ${interval})`,
    noInterval: 'not available',
    adjusted: (value: string, interval: string) => `adjusted ${value} mg/cm³ (${interval})`,
    noDensity: 'Trabecular density was not evaluated.',
    withProbability: (words: string, probability: string) => `${words} (probability ${probability})`,
    mostLikely: (words: string) => `most likely ${words}`,
    either: (one: string, other: string) => `${one} or ${other}`,
    noCategory: (reason: string) => `no density category${reason === '' ? '' : ` (${reason})`}`,
    risk: (category: string, probability: string) =>
      `Overall fracture risk: ${category} (probability ${probability})`,
    onLevels: (levels: string) => `on the evaluated levels ${levels}`,
    next: (categories: string) => `next: ${categories}`,
    uncertainRisk: (categories: string, assumed: string) =>
      `Overall fracture risk: uncertain, ${categories}${assumed === '' ? '' : ` (${assumed})`}.`,
    riskByAge: (answers: string) =>
      `Overall fracture risk: depends on the age, which was not provided${answers === '' ? '' : `: ${answers}`}.`,
    borrowed: (verdict: string) =>
      `The category depends on 10-year thresholds set for another model (FRAX-US); without them: ${verdict}.`,
    atAge: (age: string, verdict: string) => `${age} ${verdict}`,
    byRiskOfAge: (years: number, answers: string) =>
      `From ${years} years on the 10-year risk at that age, not density or strength in this CT, would decide: ${answers}.`,
    noRisk: 'Overall fracture risk: not determined; nothing that decides it was measured.',
  },
  densityWords: {
    osteoporosis: 'osteoporotic range',
    'low-bone-mass': 'low bone mass',
    normal: 'normal range',
  },
  category: {
    title: 'Overall fracture risk',
    'very-high': 'very high',
    high: 'high',
    moderate: 'moderate',
    low: 'low',
    notDetermined: 'not determined',
    uncertain: 'uncertain',
    hatched: 'Hatched: by the thresholds set for another model alone.',
    mainReason: (reason: string) => `Mainly: ${reason}.`,
    reasonFor: (category: string, reason: string) => `For ${category}: ${reason}.`,
    noHigher: 'no criterion of a higher category is met',
    noCriterion: 'No criterion of a higher category is met.',
    change: (item: string, answers: string) => `Would change it most: ${item} (${answers}).`,
    changeToo: (item: string, answers: string) => `Then: ${item} (${answers}).`,
    noChange: (reach: string) => `No single missing item would change it (${reach}).`,
    noSettling: 'No single missing item would settle it.',
    between: (low: string, high: string) => `${low} to ${high}`,
    changeAge: 'Would change it most: the age (see above).',
    if: (answer: string, verdict: string) => `if ${answer}, ${verdict}`,
  },
  panels: {
    spine: 'CT along the vertebral bodies, from the front and from the side. Dashed, ×: not evaluated.',
    density: 'Trabecular density',
    densityAxis: 'mg/cm³, by age in years.',
    strength: 'Bone strength',
    fractures: 'Vertebral fractures',
    probability: '10-year fracture probability',
    noDensity: 'Not evaluated.',
    measuredAt: (levels: string) => `${levels}, measured`,
    asLumbar: 'estimate for lumbar levels',
    withoutAgent: 'estimate without contrast agent',
    byEstimate: (category: string) => `by the estimate: ${category}`,
    dot: (levels: string) => `Dot: as measured at ${levels}.`,
    average: (levels: string, mean: string, sd: string) =>
      `Average for age and sex at ${levels}: ${mean} ± ${sd} mg/cm³ (SD).`,
    cutOffs: (low: number, high: number) => `Dashed: cut-offs ${low} and ${high} mg/cm³.`,
    band: (average: string) => `Band: average ± 1 and ± 2 SD of ${average}.`,
    women: 'women',
    men: 'men',
    noBand: (reason: string) => `Not compared with age and sex: ${reason}.`,
    computedAt: (level: string) => `${level}, computed`,
    noInterval: 'no interval',
    whyNoInterval: (reason: string) => `Not to be used on its own: ${reason}.`,
    l1Estimate: (level: string) => `L1, estimated from ${level}`,
    carriedOver: (why: string) => `≈ By a published ratio of levels: ${why}.`,
    l1NotComputed: 'L1 was not computed',
    l1LeftOut: {
      fractured: 'L1 itself is fractured, or possibly so',
      outOfLine: 'the density of L1 is out of line with its neighbours',
      otherLaw: 'L1 was computed with another material law',
    },
    solvedOnly: (count: number) =>
      `${count} ${count === 1 ? 'level' : 'levels'} solved; none allows an estimate for L1`,
    noStrength: 'Not evaluated.',
    since: (date: string, levels: string, change: string, least: string) =>
      `Since ${date}, mean of ${levels}: ${change} % (least significant change ${least} %).`,
    ofAverage: (share: string) => `${share} of the average for age and sex`,
    zScore: (z: string) => `z-score ${z}, modelled reference.`,
    zAxis: 'z-score: standard deviations from the average for age and sex',
    informational: 'For information: no cut-off applies.',
    graded: (levels: string) => `Graded: ${levels}.`,
    notGraded: (levels: string) => `Not graded: ${levels}.`,
    noneGraded: 'No level was graded.',
    noneFractured: 'None at the graded levels',
    major: 'Major osteoporotic',
    hip: 'Hip',
    notEvaluated: (reason: string) => `Not evaluated: ${reason}.`,
    noFigure: (reason: string) => `No single figure: ${reason}.`,
    span: (assumed: string) =>
      `Span of the risks of all possible patients (${assumed}); not a confidence interval:`,
    atEachAge: 'By age, median and 95 % interval:',
    notFrax: 'Model on published tables; not FRAX.',
    blind: 'These figures take neither density nor strength into account.',
    blindButCategory:
      'These figures take neither density nor strength into account; the overall fracture risk takes the density into account.',
  },
  limits: {
    title: 'Limited by',
    none: 'No limitation beyond the intervals given.',
    contrast: 'contrast agent, which raises density and strength',
    contrastUnknown: 'contrast agent not excluded',
    scale: 'doubtful HU scale: density not compared with cut-offs',
    voltage: 'tube voltage not known: wide intervals',
    levels: (confidence: string | null) =>
      `level names not confirmed${confidence === null ? '' : ` (probability ${confidence})`}: count the vertebrae`,
    slices: 'thick slices',
    noise: 'image noise',
    kernel: 'sharp reconstruction kernel',
    metal: 'dense material in the field of view',
    phantomless: (interval: string) => `calibration without a phantom (density ± ${interval} mg/cm³)`,
    unseen: (levels: string) => `levels not graded: ${levels}`,
    oneSided: (levels: string) => `height reference on one side only: ${levels}`,
    population: 'density cut-offs are for postmenopausal women and older men',
    factors: (count: number) => `${count} clinical risk factors not provided`,
  },
  advice: {
    treated: (reasons: string) =>
      `Reported in the order: ${reasons}; guidelines recommend treatment regardless of the category above (BHOF 2022).`,
    history: 'a hip or vertebral fracture in the history',
    dxa: 'a DXA T-score in the osteoporotic range',
  },
  attestation: {
    interpretedBy: 'Interpreted by (printed name)',
    time: 'Date and time',
    meaning: 'Meaning of the signature',
  },
  otherPages: '',
  patient: {
    title: 'What this CT shows about your bones',
    notFinal:
      'A doctor has not yet checked and signed this page. Please discuss it with your doctor before acting on it.',
    what: 'What was done',
    whatText:
      'Your CT scan was used to measure how dense and how strong the bones of your spine (the vertebrae) are, and to look for broken vertebrae. No extra scan and no extra radiation were needed.',
    found: 'What was found',
    noFracture: (levels: string) => `Broken vertebrae: none among those examined (${levels}).`,
    fracture: (levels: string) => `Broken vertebrae: ${levels}.`,
    possible: (levels: string) =>
      `Broken vertebrae: possibly ${levels}. A doctor has to look at the images to be sure.`,
    fractureNotSeen: 'Broken vertebrae: this could not be examined.',
    densityNotSeen: 'Bone density: this could not be measured.',
    density: (words: string, value: string) => `Bone density: ${words} (${value} mg/cm³).`,
    densityWords: {
      osteoporosis: 'low, in the range called osteoporosis',
      'low-bone-mass': 'somewhat low',
      normal: 'normal',
      unsure: 'the measurement does not show for certain whether it is low',
    },
    probably: (words: string) => `probably ${words}`,
    strength: (share: string) =>
      `Bone strength: about ${share} % of the average for people of your age and sex, as calculated from the CT.`,
    risk: 'Your risk of a broken bone',
    riskWords: {
      'very-high': 'very high',
      high: 'high',
      moderate: 'moderate',
      low: 'low',
    },
    riskText: (category: string) =>
      `Taken together, your risk of breaking a bone is most likely ${category}.`,
    riskUnsure: 'Taken together, your risk of breaking a bone cannot be stated with confidence from this CT.',
    borrowed: (word: string, without: string) =>
      `“${word}” depends on limits that were set for a different way of calculating risk; without them, your risk would be called ${without}.`,
    borrowedOpen: (word: string) =>
      `“${word}” depends on limits that were set for a different way of calculating risk; without them, your risk could not be stated with confidence.`,
    inTen: (count: string) =>
      `Of 100 people like you, about ${count} will break a hip, a vertebra, a forearm or an upper arm in the next 10 years.`,
    inTenAlt: (count: string) => `${count} of 100 figures filled`,
    inTenBlind: 'This number does not take your bone density into account; the overall risk above does.',
    notRisk: 'The chance over the next 10 years could not be calculated.',
    next: 'What to do next',
    nextText: {
      'very-high': 'Please see your doctor soon. There are treatments that lower this risk.',
      high: 'Please see your doctor. There are treatments that lower this risk.',
      moderate: 'Please ask your doctor whether further tests, such as a DXA scan, make sense for you.',
      low: 'No action is needed because of this result. Ask your doctor when your bones should be checked again.',
      unsure: 'Please ask your doctor whether further tests, such as a DXA scan, make sense for you.',
    },
    general: [
      'Do not start, stop or change any medicine because of this page alone.',
      'Tell your doctor about earlier broken bones, broken hips of your parents, falls, and medicines such as cortisone.',
      'Sudden back pain, or becoming shorter, can mean a broken vertebra: see a doctor.',
    ],
    notEvaluated:
      'Your CT could not be used for this examination. This says nothing about whether your bones are healthy. Please ask your doctor what to do next.',
    limits:
      'This software is not approved as a medical device. Its results support your doctor; they do not replace an examination.',
  },
};

export type Strings = typeof ENGLISH;
