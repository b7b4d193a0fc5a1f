/** Who may know whom: the rules of the architecture (docs/decisions/0021), checked. */
const STEP = '^lambdas/(?!shared/)([^/]+)/';
/** Parts of the science from the top down: a part may know those after it, each by its index. */
const PARTS = ['judge', 'measure', 'calibrate', 'outline', 'find', 'ct'];
/** What every part of the science may know, file by file. */
const FOUNDATIONS = 'definitions|math|grid|host';

const only = (name, from, ...known) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(contracts|spine|report|lambdas|solver|local|cdk|phantoms|bench|tests|schemas)/',
    pathNot: [from, ...known].map((path) => `^${path}`),
  },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('contracts-know-nobody', 'contracts'),
    only('the-science-knows-contracts-and-the-solver', 'spine', 'contracts/', 'solver/[^/]+/index\\.ts$'),
    only(
      'foundations-know-contracts-alone',
      `spine/(${FOUNDATIONS})`,
      `spine/(${FOUNDATIONS})/`,
      'contracts/',
    ),
    only('the-report-knows-the-science', 'report', 'contracts/', 'spine/'),
    only('steps-know-libraries', 'lambdas', 'contracts/', 'spine/', 'report/', 'solver/[^/]+/index\\.ts$'),
    only('the-solver-knows-nobody', 'solver'),
    only('digital-spines-know-definitions', 'phantoms', 'contracts/', `spine/(${FOUNDATIONS})/`),
    // Git is asked for the commit in one place.
    only('the-deployment-imports-no-product-code', 'cdk', 'local/commit\\.ts$'),
    only(
      'the-command-knows-steps',
      'local',
      'contracts/',
      'spine/',
      'report/rows/',
      'lambdas/',
      'phantoms/',
      'solver/[^/]+/index\\.ts$',
    ),
    ...PARTS.map((part, n) => ({
      name: `science-${part}-knows-what-is-below`,
      severity: 'error',
      from: { path: `^spine/${part}/` },
      to: {
        path: PARTS.slice(0, n)
          .map((above) => `^spine/${above}/`)
          .concat('^spine/none/'),
      },
    })),
    {
      name: 'the-science-is-entered-by-its-doors',
      comment: 'tests and benches look inside',
      severity: 'error',
      from: { path: '^(report|lambdas|local|phantoms|schemas)/' },
      to: { path: `^spine/(${PARTS.join('|')})/`, pathNot: '^spine/[^/]+/index\\.ts$' },
    },
    ...PARTS.map((part) => ({
      name: `science-${part}-enters-others-by-their-doors`,
      severity: 'error',
      from: { path: `^spine/${part}/` },
      to: {
        path: `^spine/(${PARTS.filter((other) => other !== part).join('|')})/`,
        pathNot: '^spine/[^/]+/index\\.ts$',
      },
    })),
    {
      name: 'steps-never-import-each-other',
      severity: 'error',
      from: { path: STEP },
      to: { path: '^lambdas/', pathNot: ['^lambdas/shared/', '^lambdas/$1/'] },
    },
    {
      name: 'the-platform-knows-no-step',
      severity: 'error',
      from: { path: '^lambdas/shared/' },
      to: { path: '^lambdas/(?!shared/)' },
    },
    {
      name: 'only-handlers-know-aws',
      comment: 'start-assessment speaks to Step Functions: that is what it is for',
      severity: 'error',
      from: {
        path: '^(contracts|spine|report|lambdas|solver|phantoms)/',
        pathNot: ['/handler\\.ts$', '^lambdas/shared/aws/', '^lambdas/start-assessment/'],
      },
      to: { path: ['^lambdas/shared/aws/', 'node_modules/(@aws-sdk|@aws-lambda-powertools|@middy)/'] },
    },
    {
      name: 'node-is-behind-one-door',
      comment: 'the platform that a library runs on is named in its host folder alone',
      severity: 'error',
      from: { path: '^(contracts|spine|solver)/', pathNot: '^(spine|solver)/host/|^solver/kernels/build' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-solver-has-no-packages',
      severity: 'error',
      from: { path: '^solver/', pathNot: '^solver/(host/|kernels/build)' },
      to: { pathNot: '^solver/' },
    },
    {
      name: 'what-is-imported-is-declared',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
