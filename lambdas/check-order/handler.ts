/** CheckOrder: an order that is none, or can't be true of this CT is refused before anything is measured. */
import { getJson } from '../shared/artifacts.ts';
import { getMarker, getOrder } from '../shared/site-documents.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { ctSchema } from '../../contracts/ct.ts';
import { checkOrderInputSchema, checkOrderOutputSchema } from '../../contracts/states.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { subjectOf } from '../../spine/judge/index.ts';

export const handler = stepHandler({
  name: 'CheckOrder',
  input: checkOrderInputSchema,
  output: checkOrderOutputSchema,
  run: async function checkOrder(input, { store }) {
    const { order: orderRef } = await getMarker(store, input);
    const { patient, study } = await getJson(store, input.ct.artifact, ctSchema);
    const order = await getOrder(store, orderRef);
    subjectOf(patient, study.date, order);
    if (order?.parameterSet !== undefined && order.parameterSet !== input.parameterSet)
      throw new StudyRefused({
        code: 'PARAMETER_SET_CONFLICT',
        saw: `an assessment with ${input.parameterSet}`,
        wanted: `${order.parameterSet}, as in the order`,
      });
    return {};
  },
});
