/** The little of dcmjs that writes objects; the package has no types of its own. */
declare module 'dcmjs' {
  /** Natural names to values, as in the DICOM dictionary. */
  type NaturalDataset = Readonly<Record<string, unknown>>;
  interface DicomDict {
    dict: unknown;
    write(): ArrayBuffer;
  }
  export const data: {
    readonly DicomMetaDictionary: {
      denaturalizeDataset(dataset: NaturalDataset): Record<string, unknown>;
    };
    readonly DicomDict: new (meta: Record<string, unknown>) => DicomDict;
  };
}
