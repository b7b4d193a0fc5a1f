/** The overall category: the highest one that certainly holds, and whether a higher one could not be ruled out. */
import { RISK_CATEGORIES, type Risk, type Rule } from '../../../contracts/risk/risk.ts';

type Overall = Risk['overall'];

const WORDS = { 'very-high': 'Very high', high: 'High', moderate: 'Moderate', low: 'Low' } as const;

/** @param rules from the highest category down, without that for LOW */
export function overallCategory(rules: readonly Rule[]): Overall {
  const all = [...rules, lowRule(rules)];
  const fired = RISK_CATEGORIES.find((category) =>
    all.some((rule) => rule.category === category && rule.state === 'fired'),
  );
  if (fired === undefined) {
    return {
      category: null,
      atLeast: false,
      statement: 'No criterion is met, and not all criteria were evaluated; low risk is not established.',
      rules: all,
    };
  }
  const higher = RISK_CATEGORIES.slice(0, RISK_CATEGORIES.indexOf(fired));
  const atLeast = all.some(({ category, state }) => state === 'not-evaluated' && higher.includes(category));
  const why = all.filter((rule) => rule.category === fired && rule.state === 'fired');
  const because = why.map(({ rule, detail }) => `${rule}: ${detail}`).join('; ');
  const open = atLeast ? ' A higher category is not excluded: not all criteria were evaluated.' : '';
  return {
    category: fired,
    atLeast,
    statement: `${WORDS[fired]}${atLeast ? ' at least' : ''}: ${because}.${open}`,
    rules: all,
  };
}

function lowRule(rules: readonly Rule[]): Rule {
  const open = rules.filter(({ state }) => state === 'not-evaluated').length;
  const fired = rules.some(({ state }) => state === 'fired');
  const state = fired ? 'not-fired' : open > 0 ? 'not-evaluated' : 'fired';
  const detail = {
    fired: 'all criteria evaluated, none met',
    'not-fired': 'another criterion is met',
    'not-evaluated': `${open} of ${rules.length} criteria not evaluated`,
  }[state];
  return {
    category: 'low',
    rule: 'no other criterion met',
    state,
    detail,
    source: 'criterion of this software',
  };
}
