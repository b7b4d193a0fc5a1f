/** Forty identifiers of a person who does not exist, in every place of a study and an order that can hold one. */

/** DICOM attributes that name, number, date or place a person (PS3.15 table E.1-1), each with a value that stands nowhere else. */
export const PLANTED_ATTRIBUTES: Readonly<Record<string, string>> = {
  PatientName: 'Quxfamily^Quxgiven^Quxmiddle',
  PatientID: 'QPID-770019',
  OtherPatientIDs: 'QOTHERID-4411',
  OtherPatientNames: 'Quxmaiden^Quxalias',
  PatientBirthName: 'Quxbirthname',
  PatientMotherBirthName: 'Quxmother',
  PatientBirthDate: '19470313',
  PatientBirthTime: '041507',
  PatientAddress: '17 Quxstreet, Quxtown',
  PatientTelephoneNumbers: '+1-555-0177',
  MilitaryRank: 'QUXRANK',
  BranchOfService: 'QUXBRANCH',
  MedicalRecordLocator: 'QUXLOCATOR-99',
  EthnicGroup: 'QUXETHNIC',
  Occupation: 'Quxoccupation',
  AdditionalPatientHistory: 'Quxhistory of quxfall',
  PatientComments: 'Quxcomment on patient',
  RegionOfResidence: 'Quxregion',
  CountryOfResidence: 'Quxcountry',
  PatientReligiousPreference: 'Quxreligion',
  AccessionNumber: 'QACC-31337',
  StudyID: 'QSTUDY-1',
  StudyDescription: 'Quxdescription for Quxfamily',
  SeriesDescription: 'Quxseries',
  ProtocolName: 'Quxprotocol',
  ImageComments: 'Quximage comment',
  ReferringPhysicianName: 'Quxreferrer^Doc',
  PerformingPhysicianName: 'Quxperformer^Doc',
  NameOfPhysiciansReadingStudy: 'Quxreader^Doc',
  RequestingPhysician: 'Quxrequester^Doc',
  OperatorsName: 'Quxoperator^Tech',
  InstitutionName: 'Quxinstitution',
  InstitutionAddress: '1 Quxclinic Road',
  InstitutionalDepartmentName: 'Quxdepartment',
  StationName: 'QUXSTATION',
  RequestedProcedureDescription: 'Quxprocedure',
  AdmissionID: 'QADM-5150',
  DeviceSerialNumber: 'QSERIAL-808',
};

export const PLANTED_ORDER = {
  schema: 'osteon/order/1',
  indication: 'Quxindication: Quxfamily fell in Quxkitchen',
  orderedBy: 'Quxorderer, MD',
  patient: { heightCm: 158, weightKg: 61 },
} as const;

/** What a reader writes of it: free text in every place of a review that has one. */
export const PLANTED_REVIEW = {
  schema: 'osteon/review/1',
  status: 'final',
  reader: { name: 'Quxreviewer, Ada', role: 'Quxrole of Quxhospital' },
  reason: 'Quxreason of Quxlevel',
  comments: 'Quxfamily, seen with Quxcolleague: Quxremark\nQuxsecondline',
} as const;

/** Of a folder or a file: names of files are written by people. */
export const PLANTED_FILE_NAME = 'quxfilename_quxpatient';

/** Everything that stands in what is planted and could tell who it is: words of six letters or more, and whole numbers. */
export const TOKENS: readonly string[] = [
  ...new Set(
    [
      ...Object.values(PLANTED_ATTRIBUTES),
      PLANTED_ORDER.indication,
      PLANTED_ORDER.orderedBy,
      PLANTED_REVIEW.reader.name,
      PLANTED_REVIEW.reader.role,
      PLANTED_REVIEW.reason,
      PLANTED_REVIEW.comments,
      PLANTED_FILE_NAME,
    ]
      .flatMap((text) => text.split(/[\s^,:_]+/))
      .map((text) => text.toLowerCase())
      .filter(
        (text) =>
          text.startsWith('qux') ||
          /^q[a-z]+-\d+$/.test(text) ||
          /^\d{6,}$/.test(text) ||
          text.startsWith('+1'),
      ),
  ),
];

/** Tokens that `text` holds: as they are, in base64, in hexadecimal or percent-encoded, in capitals or not. */
export function tokensIn(text: string): string[] {
  const plain = text.toLowerCase();
  const forms = (token: string): string[] => [
    token,
    Buffer.from(token).toString('hex'),
    encodeURIComponent(token).toLowerCase(),
  ];
  const decoded = [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)]
    .map(([base64]) => Buffer.from(base64, 'base64').toString('latin1').toLowerCase())
    .join('\n');
  return TOKENS.filter((token) =>
    forms(token).some((form) => plain.includes(form) || decoded.includes(form)),
  );
}
