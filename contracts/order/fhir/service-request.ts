/**
 * A FHIR R4 ServiceRequest, or a Bundle with one, as an order. What has one meaning is taken; everything else is named and left out.
 * Whose request it is, is for the caller to know: identities are not compared.
 */
import type { Order } from '../order.ts';
import { parseOrder, OrderInvalid } from '../read-order.ts';
import { factOf, type Fact } from './facts.ts';
import {
  bundleSchema,
  conditionSchema,
  hasCode,
  patientSchema,
  practitionerSchema,
  serviceRequestSchema,
  wordsOf,
  type Entry,
  type ServiceRequest,
} from './resources.ts';

export interface FhirOrder {
  readonly order: Order;
  /** What was not understood, by resource and why. Holds nothing of its content. */
  readonly leftOut: readonly string[];
}

const IDENTIFIER_TYPE = 'http://terminology.hl7.org/CodeSystem/v2-0203';
const ORDERS = ['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order'];
const IN_FORCE = ['active', 'on-hold', 'completed'];
const LONGEST_INDICATION = 500;

export function isFhir(json: unknown): json is { readonly resourceType: string } {
  return typeof json === 'object' && json !== null && 'resourceType' in json;
}

/**
 * @param name what its author calls it: a file
 * @throws OrderInvalid where it is no request that is in force, has no reason in words, or gives an impossible order
 */
export function orderFromFhir(json: unknown, name = 'the order'): FhirOrder {
  const entries = entriesOf(json, name);
  const requests = entries.filter(({ resource }) => resource.resourceType === 'ServiceRequest');
  if (requests.length !== 1) throw invalid(name, 'ServiceRequest', `${requests.length} of them`, 'one');
  const parsed = serviceRequestSchema.safeParse(requests[0]!.resource);
  if (!parsed.success) {
    const field = parsed.error.issues[0]!.path.join('.');
    throw invalid(name, `ServiceRequest.${field}`, 'something else', 'as FHIR R4 has it');
  }
  const request = parsed.data;
  requireInForce(request, name);
  const leftOut: string[] = [];
  const others = entries.filter((entry) => entry !== requests[0]);
  const fields: Partial<Order> = {
    indication: indicationOf(request, others, name),
    ...numberOf(request, leftOut),
    ...dateOf(request, leftOut),
    ...requesterOf(request, others, leftOut),
  };
  if (request.note !== undefined) leftOut.push('ServiceRequest.note: free text');
  const facts = factsOf(others, request, leftOut);
  const patient = Object.assign(
    {},
    sexOf(request, others, leftOut),
    ...facts.map((fact) => fact.patient),
  ) as Order['patient'];
  const riskFactors = Object.assign({}, ...facts.map((fact) => fact.riskFactors)) as Order['riskFactors'];
  return {
    order: parseOrder(
      {
        schema: 'osteon/order/1',
        ...fields,
        ...(Object.keys(patient!).length === 0 ? {} : { patient }),
        ...(Object.keys(riskFactors!).length === 0 ? {} : { riskFactors }),
      },
      name,
    ),
    leftOut,
  };
}

function entriesOf(json: unknown, name: string): readonly Entry[] {
  const type = isFhir(json) ? json.resourceType : 'none';
  if (type === 'ServiceRequest') return [{ resource: json as Entry['resource'] }];
  const parsed = bundleSchema.safeParse(json);
  if (parsed.success) return parsed.data.entry;
  const found = type === 'Bundle' ? 'a Bundle that is not as FHIR R4 has it' : 'a resource of another type';
  throw invalid(name, 'resourceType', found, 'a ServiceRequest of FHIR R4, or a Bundle with one');
}

function requireInForce({ status, intent, doNotPerform }: ServiceRequest, name: string): void {
  if (!IN_FORCE.includes(status))
    throw invalid(name, 'ServiceRequest.status', status, `one of ${IN_FORCE.join(', ')}`);
  if (!ORDERS.includes(intent))
    throw invalid(name, 'ServiceRequest.intent', intent, `one of ${ORDERS.join(', ')}`);
  if (doNotPerform === true) throw invalid(name, 'ServiceRequest.doNotPerform', 'true', 'false or none');
}

/** In the words of the request, or of the Conditions that it refers to. */
function indicationOf(request: ServiceRequest, others: readonly Entry[], name: string): string {
  const referred = (request.reasonReference ?? []).map(({ reference, display }) => {
    const found = conditionSchema.safeParse(resourceAt(reference, others)).data?.code;
    return display ?? (found === undefined ? null : wordsOf(found));
  });
  const words = [...(request.reasonCode ?? []).map(wordsOf), ...referred];
  const indication = words.filter((one) => one !== null).join('; ');
  if (indication === '' || words.includes(null))
    throw invalid(
      name,
      'ServiceRequest.reasonCode',
      'a reason without words',
      'each reason with text, or a code with its display',
    );
  if (indication.length > LONGEST_INDICATION)
    throw invalid(
      name,
      'ServiceRequest.reasonCode',
      `${indication.length} characters`,
      `up to ${LONGEST_INDICATION}`,
    );
  return indication;
}

function dateOf({ authoredOn }: ServiceRequest, leftOut: string[]): Pick<Order, 'date'> {
  if (authoredOn === undefined) return {};
  const date = /^\d{4}-\d{2}-\d{2}/.exec(authoredOn)?.[0];
  if (date !== undefined) return { date };
  leftOut.push('ServiceRequest.authoredOn: not a whole date');
  return {};
}

/** The placer's number, or the only one. */
function numberOf({ identifier = [] }: ServiceRequest, leftOut: string[]): Pick<Order, 'request'> {
  const placed = identifier.filter(({ type }) => hasCode(type, IDENTIFIER_TYPE, ['PLAC']));
  const candidates = placed.length > 0 ? placed : identifier;
  const [one] = candidates;
  if (one === undefined) return {};
  if (candidates.length > 1 || one.value === undefined) {
    leftOut.push('ServiceRequest.identifier: not one number of the placer');
    return {};
  }
  return { request: { value: one.value, ...(one.system === undefined ? {} : { system: one.system }) } };
}

function requesterOf(
  { requester }: ServiceRequest,
  others: readonly Entry[],
  leftOut: string[],
): Pick<Order, 'orderedBy'> {
  if (requester === undefined) return {};
  const name = practitionerSchema.safeParse(resourceAt(requester.reference, others)).data?.name[0];
  const words = [...(name?.prefix ?? []), ...(name?.given ?? []), name?.family].filter(Boolean).join(' ');
  const orderedBy = requester.display ?? name?.text ?? words;
  if (orderedBy !== '') return { orderedBy };
  leftOut.push('ServiceRequest.requester: no name');
  return {};
}

/** Of the request's subject alone. */
function sexOf(request: ServiceRequest, others: readonly Entry[], leftOut: string[]): Order['patient'] {
  const patients = others.filter(({ resource }) => resource.resourceType === 'Patient');
  if (patients.length === 0) return {};
  const subject = patientSchema.safeParse(resourceAt(request.subject.reference, patients)).data;
  if (subject === undefined || patients.length > 1) leftOut.push('Patient: not the subject of the request');
  if (subject === undefined) return {};
  const { gender } = subject;
  if (gender === 'female' || gender === 'male') return { sex: gender };
  leftOut.push('Patient.gender: neither female nor male');
  return {};
}

/** Of each field the newest reading; none where two differ and nothing says which is newer. */
function factsOf(others: readonly Entry[], request: ServiceRequest, leftOut: string[]): readonly Fact[] {
  const facts: Fact[] = [];
  const reasons = (request.reasonReference ?? []).map(({ reference }) => resourceAt(reference, others));
  const known = ['Patient', 'Practitioner', 'PractitionerRole', 'Organization'];
  others.forEach(({ resource }, n) => {
    if (known.includes(resource.resourceType)) return;
    const about = `${resource.resourceType} (entry ${n + 1} beside the request)`;
    const subject = (resource.subject as { reference?: string } | undefined)?.reference;
    if (subject !== request.subject.reference) {
      leftOut.push(`${about}: of another subject than the request`);
      return;
    }
    const fact = factOf(resource);
    if (typeof fact !== 'string') facts.push(fact);
    else if (!reasons.includes(resource)) leftOut.push(`${about}: ${fact}`);
  });
  return [...Map.groupBy(facts, ({ field }) => field)].flatMap(([field, all]) => {
    const [newest, next] = all.toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1));
    const same =
      next === undefined || JSON.stringify({ ...next, date: 0 }) === JSON.stringify({ ...newest, date: 0 });
    if (same || (newest!.date ?? '') > (next.date ?? '')) return [newest!];
    leftOut.push(`${field}: ${all.length} values, and no date that says which is the newest`);
    return [];
  });
}

function resourceAt(reference: string | undefined, entries: readonly Entry[]): Entry['resource'] | undefined {
  if (reference === undefined) return undefined;
  return entries.find(
    ({ fullUrl, resource }) =>
      fullUrl === reference || `${resource.resourceType}/${resource.id ?? ''}` === reference,
  )?.resource;
}

function invalid(name: string, field: string, saw: string, wanted: string): OrderInvalid {
  return new OrderInvalid(name, [{ field, saw, wanted }]);
}
