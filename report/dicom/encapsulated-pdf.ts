/** The report as an Encapsulated PDF (PS3.3 A.45.1), in the study of the CT. */
import { bytesValue, partTen } from './part-ten.ts';
import { commonAttributes, uidsOfObjects, type ObjectsOf } from './study.ts';

const ENCAPSULATED_PDF_STORAGE = '1.2.840.10008.5.1.4.1.1.104.1';

export function encapsulatedPdf(of: ObjectsOf, pdf: Uint8Array): Uint8Array {
  return partTen({
    ...commonAttributes(of, 'report'),
    SOPClassUID: ENCAPSULATED_PDF_STORAGE,
    SOPInstanceUID: uidsOfObjects(of)('instance report'),
    ConversionType: 'WSD',
    AcquisitionDateTime: '',
    BurnedInAnnotation: 'YES',
    DocumentTitle: 'Bone strength and fracture risk from CT',
    ConceptNameCodeSequence: [
      {
        CodeValue: '18748-4',
        CodingSchemeDesignator: 'LN',
        CodeMeaning: 'Diagnostic imaging study',
      },
    ],
    MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: bytesValue(pdf),
    EncapsulatedDocumentLength: pdf.length,
    _vrMap: { EncapsulatedDocument: 'OB' },
  });
}
